package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
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

    private final double repetitionTime;
    private final int volumes;
    private final String kind;
    private final NullNoise noise;
    private final RealMatrix whitener;

    LateResponseSimulation(double repetitionTime, int volumes, String kind, NullNoise noise) {
        this.repetitionTime = repetitionTime;
        this.volumes = volumes;
        this.kind = kind;
        this.noise = noise;
        whitener = MatrixUtils.inverse(noise.covariance(volumes).getL());
    }

    /** The kind of series of a delay and a size. */
    static int kind(int delay, int size) {
        return 1 + delay * SIZES.length + size;
    }

    /** z of a run, t of the oracle, and the degrees of freedom and standard errors relative to the oracle's. */
    @SuppressWarnings("ArrayRecordComponent") // a plain carrier
    record Fit(double[][] z, double[][] oracle, double[][] degrees, double[][] error) {}

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
        RealMatrix white = whitener.multiply(matrix(design));
        RealMatrix inverse = new CholeskyDecomposition(white.transpose().multiply(white), 1e-9, 0)
                .getSolver()
                .getInverse();
        double[] weights = new double[design.columns()];
        weights[design.names().indexOf("faces")] = 1;
        weights[design.names().indexOf("shapes")] = -1;
        double error = Math.sqrt(new Array2DRowRealMatrix(weights)
                .transpose()
                .multiply(inverse)
                .multiply(new Array2DRowRealMatrix(weights))
                .getEntry(0, 0));
        RealMatrix estimate = new Array2DRowRealMatrix(weights)
                .transpose()
                .multiply(inverse)
                .multiply(white.transpose())
                .multiply(whitener);
        VoxelGrid grid = new VoxelGrid(KINDS * count, 1, 1, Affine.IDENTITY);
        double[][] series = new double[KINDS * count][];
        double[][] responses = new double[DELAYS.length][volumes];
        for (int d = 0; d < DELAYS.length; d++) {
            Events late = events(run, DELAYS[d]);
            double[] faces = TaskDesign.response(late.of("faces"), Hrf.spm(0), 0, sampling);
            double[] shapes = TaskDesign.response(late.of("shapes"), Hrf.spm(0), 0, sampling);
            for (int t = 0; t < volumes; t++) responses[d][t] = 2 * faces[t] + shapes[t];
        }
        double[][] oracle = new double[KINDS][count];
        for (int v = 0; v < count; v++) {
            double[] own = noise.series(6, 1000 * run + v, volumes);
            for (int k = 0; k < KINDS; k++) {
                double[] y = own.clone();
                if (k > 0)
                    for (int t = 0; t < volumes; t++)
                        y[t] += SIZES[(k - 1) % SIZES.length] * error * responses[(k - 1) / SIZES.length][t];
                series[k * count + v] = y;
                double sum = 0;
                for (int t = 0; t < volumes; t++) sum += estimate.getEntry(0, t) * y[t];
                oracle[k][v] = sum / error;
            }
        }
        NeuroImage image = NeuroImage.floats("late", grid, volumes, SeriesTiming.every(repetitionTime));
        float[] volume = new float[KINDS * count];
        for (int t = 0; t < volumes; t++) {
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (1000 + 10 * series[v][t]);
            image.writeVolume(t, volume);
        }
        List<TaskContrast> contrasts = TaskContrast.parse("faces - shapes", design.names());
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
            Fit fit = new Fit(new double[KINDS][count], oracle, new double[KINDS][count], new double[KINDS][count]);
            for (int k = 0; k < KINDS; k++)
                for (int v = 0; v < count; v++) {
                    fit.z[k][v] = maps.z()[k * count + v];
                    fit.degrees[k][v] = maps.degrees()[k * count + v];
                    fit.error[k][v] = Math.sqrt(maps.variance()[0][k * count + v]) / (10 * error);
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
