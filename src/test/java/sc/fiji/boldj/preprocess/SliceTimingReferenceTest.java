package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.preprocess.SliceTimingCorrection.Interpolation;
import sc.fiji.boldj.preprocess.SliceTimingCorrection.Options;
import sc.fiji.boldj.run.Progress;

/** Against AFNI 3dTshift (AFNI_26.2.03) and against exact sines. */
class SliceTimingReferenceTest {

    private static final String FOLDER = "reference/slicetiming/";

    private static NeuroImage corrected(String name, double repetitionTime, double reference, Options base)
            throws IOException {
        NeuroImage source = Shared.image(FOLDER + name + "_input.nii.gz");
        SliceTiming timing = new SliceTiming(repetitionTime, Shared.column(FOLDER + name + "_slicetimes.tsv"));
        double first = timing.referenceTime(0);
        double fraction = (reference - first) / (timing.referenceTime(1) - first);
        Options options = new Options(fraction, base.skip(), base.interpolation(), base.limit());
        NeuroImage target = source.createLike("corrected", source.volumes());
        return SliceTimingCorrection.apply(source, timing, options, target, Progress.NONE);
    }

    /** The tolerance is the reference's own: 5 % of the temporal standard deviation, like with like. */
    @ParameterizedTest
    @CsvSource({"SINC, wsinc9", "FOURIER, Fourier"})
    void agreesWithAfniInTheInterior(Interpolation interpolation, String method) throws IOException {
        agreesWithAfni("bold", 2, "0", 10, interpolation, method);
        agreesWithAfni("bold", 2, "1", 10, interpolation, method);
        agreesWithAfni("nih4", 5, "2.5", 2, interpolation, method);
        agreesWithAfni("nih5", 5, "2.5", 2, interpolation, method);
    }

    private static void agreesWithAfni(
            String name, double tr, String reference, int ends, Interpolation interpolation, String method)
            throws IOException {
        NeuroImage source = Shared.image(FOLDER + name + "_input.nii.gz");
        NeuroImage afni = Shared.image(FOLDER + name + "_tzero" + reference + "_" + method + ".nii.gz");
        NeuroImage ours = corrected(name, tr, Double.parseDouble(reference), new Options(0, 0, interpolation));
        double[] deviation = new double[source.grid().voxels()];
        double[] mean = new double[deviation.length];
        double squares = 0;
        long count = 0;
        int volumes = source.volumes();
        for (int t = 0; t < volumes; t++) {
            float[] x = source.volume(t);
            float[] a = afni.volume(t);
            float[] b = ours.volume(t);
            for (int v = 0; v < x.length; v++) {
                mean[v] += x[v] / volumes;
                deviation[v] += (double) x[v] * x[v] / volumes;
                if (t < ends || t >= volumes - ends) continue;
                squares += ((double) a[v] - b[v]) * ((double) a[v] - b[v]);
                count++;
            }
        }
        double sum = 0;
        for (int v = 0; v < mean.length; v++) sum += Math.sqrt(Math.max(0, deviation[v] - mean[v] * mean[v]));
        double relative = Math.sqrt(squares / count) / (sum / mean.length);
        assertTrue(relative <= 0.05, name + " " + method + ": " + relative + " of the SD");
    }

    /**
     * Sines of at most 0.15 Hz (x = 0) and 0.35 Hz (x = 1), 10 volumes dropped at each end. Limited: the reference's
     * 0.01 and 0.03. Not limited, windowed sinc: what the input's rounding to whole numbers leaves, 0.0002.
     */
    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void readsSinesBetweenTheirSamples(Interpolation interpolation) throws IOException {
        NeuroImage exact = Shared.image(FOLDER + "sines_exact_tzero0.4.nii.gz");
        for (boolean limit : new boolean[] {true, false}) {
            NeuroImage ours = corrected("sines", 0.8, 0.4, new Options(0, 0, interpolation, limit));
            for (int x = 0; x < 2; x++)
                for (int y = 0; y < 2; y++) {
                    double bar = x == 0 ? 0.01 : 0.03;
                    if (!limit) bar = interpolation == Interpolation.SINC ? 0.0002 : 0.006;
                    double relative = relativeError(exact, ours, x, y, 10);
                    assertTrue(
                            relative <= bar,
                            interpolation + " limit " + limit + " voxel " + x + "," + y + ": " + relative);
                }
        }
    }

    private static double relativeError(NeuroImage exact, NeuroImage ours, int x, int y, int ends) {
        double squares = 0;
        double deviations = 0;
        int slices = exact.grid().sizeZ();
        int kept = exact.volumes() - 2 * ends;
        double[] sum = new double[slices];
        double[] sumOfSquares = new double[slices];
        for (int t = ends; t < exact.volumes() - ends; t++) {
            float[] a = exact.volume(t);
            float[] b = ours.volume(t);
            for (int z = 0; z < slices; z++) {
                int v = exact.grid().index(x, y, z);
                squares += ((double) a[v] - b[v]) * ((double) a[v] - b[v]);
                sum[z] += a[v];
                sumOfSquares[z] += (double) a[v] * a[v];
            }
        }
        for (int z = 0; z < slices; z++)
            deviations += Math.sqrt(sumOfSquares[z] / kept - sum[z] / kept * (sum[z] / kept)) / slices;
        return Math.sqrt(squares / kept / slices) / deviations;
    }
}
