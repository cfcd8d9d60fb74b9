package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeparableGaussian;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.registration.BoundaryFit;
import sc.fiji.boldj.registration.BoundaryRegistration;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.registration.WhiteSurface;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * An echo-planar scan straight to the template. Distances are between where two maps send a voxel of the template, over
 * all voxels of the template's brain mask, mm in the scan.
 */
@Tag("study")
class EpiRouteStudyTest {

    private static final Path DATA = Path.of("../shared/data");
    private static final String SUBJECT = "real-subject/sub-01/";

    private final Template template = Template.builtIn();

    /** A real scan, against normalisation via its T1: coregistration, then normalisation of the T1. */
    @Test
    void asTheWayThroughTheT1() throws Exception {
        NeuroImage t1 = read(SUBJECT + "anat/sub-01_T1w.nii.gz");
        NeuroImage mean = realigned(read(SUBJECT + "func/sub-01_task-perception_run-1_bold.nii.gz"));
        Normalization.Anatomy anatomy = Normalization.t1(t1, template, Normalization.Options.DEFAULT, Progress.NONE);
        Affine start = LinearRegistration.of(
                        anatomy.corrected(),
                        mean,
                        LinearRegistration.Weights.brain(Normalization.image(anatomy.brain(), "brain")),
                        LinearRegistration.Options.DEFAULT,
                        Progress.NONE)
                .fixedToMoving();
        BoundaryFit fit = BoundaryRegistration.of(
                mean, WhiteSurface.of(anatomy.wm()), start, BoundaryRegistration.Options.DEFAULT, Progress.NONE);
        assertTrue(fit.accepted(), fit.finding());
        double[] error = errors(mean, TransformChain.of(anatomy.space().toScan(), fit.fixedToMoving()));
        assertTrue(error[0] <= 3, "median " + error[0] + " mm");
    }

    /** The average of many echo-planar scans, with its lost signal, under a known warp, with shading and noise. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void asTheTruthOfAWarpedAverage(long seed) throws Exception {
        NeuroImage average = read("templates/tpl-MNI152NLin2009cAsym_res-02_desc-fMRIPrep_boldref.nii.gz");
        VoxelGrid scan = new VoxelGrid(64, 64, 34, Affine.of(3, 0, 0, -94, 0, 3, 0, -112, 0, 0, 3.5, -56));
        VoxelGrid coarse = Template.grid(4);
        DisplacementField warp = smooth(coarse, seed);
        Affine pose = Affine.of(1.05, 0.04, -0.02, 3, -0.05, 0.97, 0.1, -6, 0.03, -0.1, 1.04, 4);
        float[] values = new float[scan.voxels()];
        Resampler.resample(
                average.volume(0),
                average.grid(),
                scan,
                TransformChain.of(pose, warp),
                Interpolation.CUBIC,
                values,
                Progress.NONE);
        double[] noise = new double[values.length];
        Seeds.fillGaussian(Seeds.stream(seed, 9), noise);
        for (int v = 0; v < values.length; v++) {
            double height = scan.z(v) / (double) scan.sizeZ();
            values[v] = (float) Math.max(0, (values[v] + 15 * noise[v]) * (1.2 - 0.5 * Math.sin(3 * height)));
        }
        NeuroImage mean = NeuroImage.floats("average " + seed, scan, 1, SeriesTiming.UNKNOWN);
        mean.writeVolume(0, values);
        double[] error = errors(mean, TransformChain.of(warp.inverse(Progress.NONE), pose.inverse()));
        assertTrue(error[0] <= 2.5, "median " + error[0] + " mm");
        assertTrue(error[0] <= 0.6 * error[2], "after the affine transform alone " + error[2] + " mm");
    }

    /** Median and 95th percentile, and the median of the affine transform alone. */
    private double[] errors(NeuroImage mean, SpatialMap expected) {
        Normalization.Functional found =
                Normalization.bold(mean, template, Normalization.Options.DEFAULT, Progress.NONE);
        double[] warped = distances(found.space().toScan(), expected);
        double[] affine = distances(found.space().affine(), expected);
        int n = warped.length;
        System.out.printf(
                Locale.ROOT,
                "%s: median %.2f, 95 %% below %.2f mm; affine %.2f, %.2f; %s%n",
                mean.name(),
                warped[n / 2],
                warped[(int) (0.95 * n)],
                affine[n / 2],
                affine[(int) (0.95 * n)],
                found.figures());
        assertTrue(found.figures().jacobian().get(0) > 0, found.figures().toString());
        return new double[] {warped[n / 2], warped[(int) (0.95 * n)], affine[n / 2]};
    }

    private double[] distances(SpatialMap a, SpatialMap b) {
        VoxelGrid grid = template.grid();
        double[] distances = new double[template.mask().count()];
        double[] x = new double[3];
        double[] y = new double[3];
        for (int i = 0; i < distances.length; i++) {
            int v = template.mask().voxel(i);
            double[] p = grid.position(v);
            a.apply(p, x);
            b.apply(p, y);
            distances[i] = Math.sqrt(
                    (x[0] - y[0]) * (x[0] - y[0]) + (x[1] - y[1]) * (x[1] - y[1]) + (x[2] - y[2]) * (x[2] - y[2]));
        }
        Arrays.sort(distances);
        return distances;
    }

    /** Random, smooth over 40 mm, 5 mm root mean square along each axis. */
    private static DisplacementField smooth(VoxelGrid grid, long seed) {
        float[][] u = new float[3][grid.voxels()];
        SeparableGaussian gaussian = SeparableGaussian.of(grid, 40, SeparableGaussian.Border.ZERO);
        double sum = 0;
        for (int d = 0; d < 3; d++) {
            double[] noise = new double[grid.voxels()];
            Seeds.fillGaussian(Seeds.stream(seed, d), noise);
            for (int v = 0; v < noise.length; v++) u[d][v] = (float) noise[v];
            gaussian.apply(u[d], Progress.NONE);
            for (float value : u[d]) sum += (double) value * value;
        }
        float factor = (float) (5 / Math.sqrt(sum / grid.voxels()));
        for (float[] component : u) for (int v = 0; v < component.length; v++) component[v] *= factor;
        return DisplacementField.of(grid, u[0], u[1], u[2]);
    }

    private static NeuroImage realigned(NeuroImage series) {
        NeuroImage still = series.createLike("realigned", series.volumes());
        Realignment.apply(series, Realignment.Options.DEFAULT, still, Progress.NONE);
        NeuroImage mean = series.createLike("mean", 1).withTiming(SeriesTiming.UNKNOWN);
        MeanVolume.of(still, mean, Progress.NONE);
        return mean;
    }

    private static NeuroImage read(String name) throws Exception {
        Path path = DATA.resolve(name);
        assumeTrue(Files.isRegularFile(path), "no " + path);
        return NiftiReader.read(path, NiftiReader.Options.DEFAULT, Progress.NONE);
    }
}
