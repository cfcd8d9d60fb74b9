package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Runs with a response that is 0, 1 or 2 s later than the model's, fitted by a noise model and by an oracle that knows the
 * covariance of the noise. Two conditions respond, {@code faces} twice as strongly as {@code shapes}; what is asked is
 * {@code faces - shapes}.
 */
final class LateResponseSimulation {

    /** Seconds that the true response is late. */
    static final double[] DELAYS = {0, 1, 2};

    /** Size of the effect in standard errors of the oracle, had the response not been late. */
    static final double[] SIZES = {3, 5, 15};

    /** Series of no effect, then of each delay and size. */
    static final int KINDS = 1 + DELAYS.length * SIZES.length;

    private static final double GAIN = 10;

    private final double repetitionTime;
    private final int volumes;
    private final String kind;
    private final NullNoise noise;
    private final CholeskyDecomposition covariance;

    LateResponseSimulation(double repetitionTime, int volumes, String kind, NullNoise noise) {
        this.repetitionTime = repetitionTime;
        this.volumes = volumes;
        this.kind = kind;
        this.noise = noise;
        covariance = noise.covariance(volumes);
    }

    /** The kind of series of a delay and a size. */
    static int kind(int delay, int size) {
        return 1 + delay * SIZES.length + size;
    }

    /**
     * What a fit gives for the series of each kind, in standard errors of the oracle, whose estimate is the best linear
     * unbiased one.
     *
     * @param mean expectation of the oracle's estimate for each kind
     * @param shift of the estimate from the oracle's
     * @param error standard error that is stated
     * @param degrees of freedom that are stated
     */
    record Fit(double[] mean, double[][] shift, double[][] error, double[][] degrees) {

        /** Share of the series of a kind beyond a limit of t, given the residuals. */
        double share(int kind, TLimit limit) {
            double sum = 0;
            for (int v = 0; v < shift[kind].length; v++)
                sum += RejectionRate.beyond(shift[kind][v], limit.of(degrees[kind][v]) * error[kind][v], mean[kind]);
            return sum / shift[kind].length;
        }

        /** The same for the oracle, whose noise is known. */
        double oracle(int kind, double z) {
            return RejectionRate.beyond(0, z, mean[kind]);
        }
    }

    private Events events(long run, double late) {
        SplittableRandom random = Seeds.stream(78, run);
        List<Events.Event> events = new ArrayList<>();
        double time = 5 + 5 * random.nextDouble();
        int block = (int) (2 * random.nextDouble());
        while (time < volumes * repetitionTime - 15) {
            boolean first = kind.equals("blocks") ? block++ % 2 == 0 : random.nextDouble() < 0.5;
            double length = kind.equals("blocks") ? 16 + 8 * random.nextDouble() : 1;
            events.add(new Events.Event(first ? "faces" : "shapes", time + late, length, 1));
            time += kind.equals("blocks") ? length + 4 + 10 * random.nextDouble() : 3 + 5 * random.nextDouble();
        }
        return Events.of(events);
    }

    /** Fits a run of {@code count} series of each kind by each model. */
    Map<NoiseModel, Fit> run(long run, int count, List<NoiseModel> models) {
        return run(run, count, models, true);
    }

    /** The same, with responses of another shape beside the design while the noise is estimated, or without. */
    Map<NoiseModel, Fit> run(long run, int count, List<NoiseModel> models, boolean others) {
        Sampling sampling = new Sampling(volumes, repetitionTime, 0);
        Map<String, double[]> confounds = new LinkedHashMap<>();
        for (int c = 0; c < 6; c++) confounds.put("motion_" + c, NullNoise.PINK.series(10, 100 * run + c, volumes));
        Design design = TaskDesign.build(events(run, 0), sampling, confounds, null, TaskDesign.Options.DEFAULT);
        List<TaskContrast> contrasts = TaskContrast.parse("faces - shapes", design.names());
        RejectionRate oracle = new RejectionRate(design, contrasts.get(0).weights()[0], covariance);
        VoxelGrid grid = new VoxelGrid(KINDS * count, 1, 1, Affine.IDENTITY);
        double[][] series = new double[KINDS * count][];
        double[][] responses = new double[DELAYS.length][volumes];
        for (int d = 0; d < DELAYS.length; d++) {
            Events late = events(run, DELAYS[d]);
            double[] faces = TaskDesign.response(late.of("faces"), Hrf.spm(0), 0, sampling);
            double[] shapes = TaskDesign.response(late.of("shapes"), Hrf.spm(0), 0, sampling);
            for (int t = 0; t < volumes; t++) responses[d][t] = 2 * faces[t] + shapes[t];
        }
        double[] mean = new double[KINDS];
        for (int k = 1; k < KINDS; k++)
            mean[k] = SIZES[(k - 1) % SIZES.length] * oracle.best(responses[(k - 1) / SIZES.length]);
        for (int v = 0; v < count; v++) {
            double[] own = noise.series(6, 1000 * run + v, volumes);
            for (int k = 0; k < KINDS; k++) {
                double[] y = own.clone();
                if (k > 0)
                    for (int t = 0; t < volumes; t++)
                        y[t] += SIZES[(k - 1) % SIZES.length] * oracle.error() * responses[(k - 1) / SIZES.length][t];
                series[k * count + v] = y;
            }
        }
        NeuroImage image = NeuroImage.floats("late", grid, volumes, SeriesTiming.every(repetitionTime));
        float[] volume = new float[KINDS * count];
        for (int t = 0; t < volumes; t++) {
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (1000 + GAIN * series[v][t]);
            image.writeVolume(t, volume);
        }
        Map<NoiseModel, Fit> fits = new LinkedHashMap<>();
        for (NoiseModel model : models) {
            GlmResult.Maps maps = FirstLevel.of(
                            image,
                            Mask.all(grid),
                            design,
                            contrasts,
                            FirstLevel.Options.DEFAULT.with(model).withOthers(others),
                            Progress.NONE)
                    .maps(0);
            Fit fit = new Fit(mean, new double[KINDS][count], new double[KINDS][count], new double[KINDS][count]);
            for (int k = 0; k < KINDS; k++)
                for (int v = 0; v < count; v++) {
                    int voxel = k * count + v;
                    fit.shift[k][v] = (maps.effect()[0][voxel] / GAIN - oracle.best(series[voxel])) / oracle.error();
                    fit.error[k][v] = Math.sqrt(maps.variance()[0][voxel]) / (GAIN * oracle.error());
                    fit.degrees[k][v] = maps.degrees()[voxel];
                }
            fits.put(model, fit);
        }
        return fits;
    }

    static RealMatrix matrix(Design design) {
        RealMatrix x = new Array2DRowRealMatrix(design.rows(), design.columns());
        for (int c = 0; c < design.columns(); c++)
            x.setColumn(c, design.column(design.names().get(c)));
        return x;
    }
}
