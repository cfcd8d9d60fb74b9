package sc.fiji.boldj.workflow.validate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.preprocess.Despike;
import sc.fiji.boldj.preprocess.EchoFit;
import sc.fiji.boldj.preprocess.EchoMaps;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.preprocess.SliceTiming;
import sc.fiji.boldj.preprocess.SliceTimingCorrection;
import sc.fiji.boldj.run.Progress;

/** Files and preprocessing. */
final class ImagePhantoms {

    private static final double FULL_WIDTH = 2 * Math.sqrt(2 * Math.log(2));

    private ImagePhantoms() {}

    static List<PhantomStep> all() {
        return List.of(
                new PhantomStep(
                        "Open NIfTI..., Save NIfTI...",
                        "noise on an oblique grid, written and read again",
                        ImagePhantoms::files),
                new PhantomStep(
                        "Apply Transforms...",
                        "a cubic polynomial, which a cubic spline reproduces, moved by a rigid map",
                        (folder, progress) -> transforms()),
                new PhantomStep(
                        "Gaussian Smoothing (FWHM)...",
                        "a point: its image has the variance of the kernel and keeps its sum",
                        (folder, progress) -> smoothing(progress)),
                new PhantomStep(
                        "Realign Head Motion...",
                        "a head that moves by known translations and rotations",
                        (folder, progress) -> realignment(progress)),
                new PhantomStep(
                        "Slice Timing Correction...",
                        "a sine that each slice sees at its own time",
                        (folder, progress) -> sliceTiming(progress)),
                new PhantomStep(
                        "Despike Time Series...",
                        "a sine with noise and one spike of 20 standard deviations",
                        (folder, progress) -> despike(progress)),
                new PhantomStep("Brain Mask...", "a bright ball in noise", (folder, progress) -> brainMask(progress)),
                new PhantomStep(
                        "Combine Echoes...",
                        "exponential decay at three echo times",
                        (folder, progress) -> echoes(progress)));
    }

    private static List<Criterion> files(Path folder, Progress progress) throws IOException {
        VoxelGrid grid = new VoxelGrid(11, 13, 7, Affine.of(2.9, 0.3, 0, -20, -0.3, 2.9, 0.2, 13, 0.02, -0.2, 3.1, -7));
        double[] noise = Phantom.noise(grid.voxels() * 4, 1);
        NeuroImage image = Phantom.courses("noise", grid, 4, 1.7, (v, t) -> 100 * noise[4 * v + t]);
        Path file = folder.resolve("noise.nii.gz");
        NiftiWriter.write(image, file, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), progress);
        NeuroImage back = NiftiReader.read(file, NiftiReader.Options.DEFAULT, progress);
        double values = 0;
        double places = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            for (int t = 0; t < 4; t++) values = Math.max(values, Math.abs(back.volume(t)[v] - image.volume(t)[v]));
            for (int i = 0; i < 3; i++)
                places = Math.max(places, Math.abs(back.grid().position(v)[i] - grid.position(v)[i]));
        }
        return List.of(
                new Criterion("largest difference of a value", values, 0, 0),
                new Criterion("largest displacement of a voxel (mm)", places, 0, 1e-4),
                new Criterion("repetition time (s)", back.timing().repetitionTime(), 1.7, 1e-6));
    }

    private static double cubic(double[] p) {
        return 5 + 0.3 * p[0] - 0.2 * p[1] + 0.1 * p[2] + 0.01 * p[0] * p[1] - 1e-4 * p[2] * p[2] * p[2];
    }

    private static List<Criterion> transforms() {
        VoxelGrid source = Phantom.grid(30, 30, 30, 2);
        VoxelGrid target = Phantom.grid(8, 8, 8, 2.5);
        Affine map = RigidMotion.of(1.3, -2.1, 0.7, 0.1, -0.05, 0.2).toAffine(0, 0, 0);
        NeuroImage image = Phantom.of("cubic", source, 1, 0, (x, y, z, t) -> cubic(new double[] {x, y, z}));
        float[] moved = new float[target.voxels()];
        Resampler.resample(image.volume(0), source, target, map, Interpolation.CUBIC, moved, Progress.NONE);
        double worst = 0;
        for (int v = 0; v < moved.length; v++) {
            double[] p = target.position(v);
            worst = Math.max(worst, Math.abs(moved[v] - cubic(map.apply(p[0], p[1], p[2]))));
        }
        return List.of(new Criterion("largest difference from the polynomial", worst, 0, 1e-3));
    }

    private static List<Criterion> smoothing(Progress progress) {
        VoxelGrid grid = Phantom.grid(25, 25, 25, 2);
        int centre = grid.index(12, 12, 12);
        NeuroImage point = Phantom.courses("point", grid, 1, 0, (v, t) -> v == centre ? 1000 : 0);
        NeuroImage smooth = point.createLike("smooth", 1);
        GaussianSmoothing.apply(point, new GaussianSmoothing.Options(8), smooth, progress);
        float[] values = smooth.volume(0);
        double sum = 0;
        double[] second = new double[3];
        for (int v = 0; v < values.length; v++) {
            sum += values[v];
            double[] p = grid.position(v);
            for (int i = 0; i < 3; i++) second[i] += values[v] * p[i] * p[i];
        }
        List<Criterion> criteria = new ArrayList<>();
        criteria.add(new Criterion("sum", sum, 1000, 1));
        for (int i = 0; i < 3; i++)
            criteria.add(new Criterion(
                    "full width at half maximum along " + "xyz".charAt(i) + " (mm)",
                    FULL_WIDTH * Math.sqrt(second[i] / sum),
                    8,
                    0.1));
        return criteria;
    }

    private static List<Criterion> realignment(Progress progress) {
        VoxelGrid grid = Phantom.grid(34, 38, 32, 4);
        double[][] truth = new double[5][6];
        for (int t = 1; t < truth.length; t++)
            for (int k = 0; k < 6; k++) truth[t][k] = (k < 3 ? 0.5 : 0.008) * t * (k % 2 == 0 ? 1 : -0.7);
        NeuroImage scan = NeuroImage.floats("head", grid, truth.length, SeriesTiming.every(2));
        Affine[] poses = new Affine[truth.length];
        for (int t = 0; t < truth.length; t++) {
            poses[t] = RigidMotion.of(truth[t]).toAffine(grid.centre());
            scan.writeVolume(t, Phantom.head("head", grid, poses[t].inverse()).volume(0));
        }
        NeuroImage target = scan.createLike("realigned", scan.volumes());
        Realignment.Motion motion = Realignment.apply(
                scan, Realignment.Options.DEFAULT.withReference(Realignment.Reference.FIRST), target, progress);
        double worst = 0;
        double square = 0;
        double size = 0;
        for (int t = 0; t < truth.length; t++) {
            Affine found = RigidMotion.of(motion.parameters()[t]).toAffine(grid.centre());
            for (double[] corner : new double[][] {{50, 0, 0}, {0, 50, 0}, {0, 0, 50}, {0, 0, 0}}) {
                double[] a = found.apply(corner[0], corner[1], corner[2]);
                double[] b = poses[t].apply(corner[0], corner[1], corner[2]);
                worst = Math.max(worst, Math.sqrt(squared(a, b)));
            }
            float[] one = target.volume(t);
            float[] first = scan.volume(0);
            for (int v = 0; v < one.length; v++) {
                if (first[v] < 500) continue;
                square += (one[v] - first[v]) * (one[v] - first[v]);
                size += first[v] * first[v];
            }
        }
        return List.of(
                new Criterion("largest error of a place 50 mm from the centre (mm)", worst, 0, 0.1),
                new Criterion(
                        "difference of the realigned volumes from the first (share)",
                        Math.sqrt(square / size),
                        0,
                        0.01));
    }

    static double squared(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < 3; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }

    private static List<Criterion> sliceTiming(Progress progress) {
        int slices = 10;
        double repetition = 2;
        VoxelGrid grid = Phantom.grid(3, 3, slices, 4);
        SliceTiming timing = SliceTiming.interleaved(slices, repetition);
        double[] times = new double[slices];
        for (int k = 0; k < slices; k++)
            times[k] = repetition / slices * (k % 2 == 0 ? k / 2 : (slices + 1) / 2 + k / 2);
        NeuroImage scan = Phantom.courses(
                "sine",
                grid,
                80,
                repetition,
                (v, t) -> 1000 + 100 * Math.sin(2 * Math.PI * 0.04 * (t * repetition + times[grid.z(v)])));
        NeuroImage corrected = SliceTimingCorrection.apply(
                scan,
                timing,
                SliceTimingCorrection.Options.DEFAULT,
                scan.createLike("corrected", scan.volumes()),
                progress);
        double worst = 0;
        for (int t = 20; t < 60; t++)
            for (int v = 0; v < grid.voxels(); v++)
                worst = Math.max(
                        worst,
                        Math.abs(corrected.volume(t)[v]
                                - 1000
                                - 100
                                        * Math.sin(2
                                                * Math.PI
                                                * 0.04
                                                * (t * repetition + (times[slices - 1] + times[0]) / 2))));
        return List.of(new Criterion("largest error at the middle of the slice times (amplitude 100)", worst, 0, 1));
    }

    private static List<Criterion> despike(Progress progress) {
        VoxelGrid grid = Phantom.grid(4, 4, 4, 3);
        int volumes = 100;
        double[] noise = Phantom.noise(grid.voxels() * volumes, 3);
        NeuroImage scan = Phantom.courses(
                "spikes",
                grid,
                volumes,
                2,
                (v, t) ->
                        1000 + 20 * Math.sin(2 * Math.PI * t / 40) + 5 * noise[v * volumes + t] + (t == 41 ? 100 : 0));
        NeuroImage target = scan.createLike("despiked", volumes);
        Despike.apply(scan, Mask.all(grid), Despike.Options.DEFAULT, target, progress);
        double left = 0;
        double changed = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            left += (target.volume(41)[v] - 1000 - 20 * Math.sin(2 * Math.PI * 41 / 40)) / grid.voxels();
            changed += Math.abs(target.volume(20)[v] - scan.volume(20)[v]) / grid.voxels();
        }
        return List.of(
                new Criterion("mean remainder of the spike of 100", left, 0, 30),
                new Criterion("mean change of a volume without spike", changed, 0, 1));
    }

    private static List<Criterion> brainMask(Progress progress) {
        VoxelGrid grid = Phantom.grid(36, 36, 36, 4);
        double[] noise = Phantom.noise(grid.voxels(), 5);
        NeuroImage ball = Phantom.courses("ball", grid, 1, 0, (v, t) -> {
            double[] p = grid.position(v);
            return Math.abs((Math.sqrt(Phantom.dot(p, p)) < 52 ? 1000 : 0) + 20 * noise[v]);
        });
        Mask mask = BrainMask.epi(ball, BrainMask.Options.DEFAULT, progress);
        int both = 0;
        int truth = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            double[] p = grid.position(v);
            boolean inside = Math.sqrt(Phantom.dot(p, p)) < 52;
            if (inside) truth++;
            if (inside && mask.contains(v)) both++;
        }
        return List.of(new Criterion("Dice coefficient with the ball", 2.0 * both / (truth + mask.count()), 1, 0.05));
    }

    private static List<Criterion> echoes(Progress progress) {
        VoxelGrid grid = Phantom.grid(3, 3, 3, 3);
        double[] times = {0.012, 0.028, 0.044};
        List<float[]> means = new ArrayList<>();
        for (double time : times) {
            float[] mean = new float[grid.voxels()];
            for (int v = 0; v < mean.length; v++) mean[v] = (float) (1200 * Math.exp(-time / (0.03 + 0.001 * v)));
            means.add(mean);
        }
        EchoMaps maps = EchoMaps.of(means, Mask.all(grid), times, EchoFit.Method.LOGLINEAR, progress);
        double worst = 0;
        double start = 0;
        for (int v = 0; v < grid.voxels(); v++) {
            worst = Math.max(worst, Math.abs(maps.t2star()[v] - (0.03 + 0.001 * v)));
            start = Math.max(start, Math.abs(maps.s0()[v] - 1200));
        }
        return List.of(
                new Criterion("largest error of T2* (s)", worst, 0, 1e-5),
                new Criterion("largest error of S0 (of 1200)", start, 0, 0.5));
    }
}
