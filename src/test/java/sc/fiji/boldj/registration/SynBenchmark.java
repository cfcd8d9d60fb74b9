package sc.fiji.boldj.registration;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.InverseField;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/**
 * Registers two brains and prints seconds and figures: {@code fixed.nii moving.nii affine.txt [moving mask] [key=value ...]};
 * the affine map is fixed to moving.
 */
final class SynBenchmark {

    private SynBenchmark() {}

    public static void main(String[] args) throws IOException {
        NeuroImage fixed = NiftiReader.read(Path.of(args[0]), NiftiReader.Options.DEFAULT, Progress.NONE);
        NeuroImage moving = NiftiReader.read(Path.of(args[1]), NiftiReader.Options.DEFAULT, Progress.NONE);
        Affine start = args[2].equals("-")
                ? Affine.IDENTITY
                : TransformFiles.read(Path.of(args[2])).get(0);
        if (args.length > 3 && !args[3].contains("=")) moving = within(moving, Path.of(args[3]));
        SynRegistration.Options options = options(args);
        for (int repeat = 0; repeat < (int) option(args, "repeat", 1); repeat++) {
            long wall = System.nanoTime();
            long cpu = cpu();
            Diffeomorphism found = SynRegistration.of(fixed, moving, start, options, Progress.NONE);
            System.out.printf(
                    Locale.ROOT, "%.1f s wall, %.1f s CPU%n", (System.nanoTime() - wall) / 1e9, (cpu() - cpu) / 1e9);
            figures(fixed, moving, found);
            dice(fixed, moving, found);
        }
    }

    /** The image, 0 outside a mask. */
    static NeuroImage within(NeuroImage image, Path file) throws IOException {
        Mask mask = Mask.of(NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE));
        float[] values = image.volume(0);
        for (int v = 0; v < values.length; v++) if (!mask.contains(v)) values[v] = 0;
        NeuroImage brain = NeuroImage.floats("brain", image.grid(), 1, image.timing());
        brain.writeVolume(0, values);
        return brain;
    }

    static void figures(NeuroImage fixed, NeuroImage moving, Diffeomorphism found) {
        VoxelGrid grid = fixed.grid();
        float[] jacobian = found.jacobian(Progress.NONE);
        Arrays.sort(jacobian);
        int n = jacobian.length;
        System.out.printf(
                Locale.ROOT,
                "Jacobian min %.3f, 1%% %.3f, 99%% %.3f, max %.3f; largest displacement %.2f mm%n",
                jacobian[0],
                jacobian[n / 100],
                jacobian[n - 1 - n / 100],
                jacobian[n - 1],
                found.forward().largest());
        DisplacementField forward = found.forward();
        float[] back = InverseField.remainder(forward, found.inverse(), forward.grid(), Progress.NONE);
        Arrays.sort(back);
        System.out.printf(
                Locale.ROOT,
                "forward then inverse: median %.4f, 99%% %.4f, max %.3f mm%n",
                back[back.length / 2],
                back[(int) (0.99 * (back.length - 1))],
                back[back.length - 1]);
        float[] target = new float[grid.voxels()];
        Mask brain = Mask.above(grid, fixed.volume(0), 0);
        Resampler.resample(
                moving.volume(0), moving.grid(), grid, found.affine(), Interpolation.LINEAR, target, Progress.NONE);
        double before = correlation(fixed.volume(0), target, brain);
        Resampler.resample(
                moving.volume(0),
                moving.grid(),
                grid,
                found.fixedToMoving(),
                Interpolation.LINEAR,
                target,
                Progress.NONE);
        System.out.printf(
                Locale.ROOT,
                "correlation in the fixed brain: affine %.4f, warped %.4f; steps %d, local %.4f to %.4f%n",
                before,
                correlation(fixed.volume(0), target, brain),
                found.similarity().size(),
                found.similarity().get(0),
                found.similarity().get(found.similarity().size() - 1));
    }

    /**
     * Dice of grey and white matter after the affine map (row 0) and the warp (row 1): three classes by k-means in each
     * image's own space, carried over by a vote.
     */
    static double[][] dice(NeuroImage fixed, NeuroImage moving, Diffeomorphism found) {
        double[][] result = new double[2][];
        float[] own = classes(fixed.volume(0));
        NeuroImage labels = NeuroImage.floats("classes", moving.grid(), 1, moving.timing());
        labels.writeVolume(0, classes(moving.volume(0)));
        for (SpatialMap map : List.of(found.affine(), found.fixedToMoving())) {
            NeuroImage carried = NeuroImage.floats("carried", fixed.grid(), 1, fixed.timing());
            Resampler.resampleLabels(labels, List.of(map), carried, Progress.NONE);
            float[] there = carried.volume(0);
            double[] both = new double[4];
            double[] sum = new double[4];
            for (int v = 0; v < own.length; v++) {
                if (own[v] == there[v]) both[(int) own[v]] += 2;
                sum[(int) own[v]]++;
                sum[(int) there[v]]++;
            }
            result[map instanceof Affine ? 0 : 1] = new double[] {both[2] / sum[2], both[3] / sum[3]};
            System.out.printf(
                    Locale.ROOT,
                    "%s: Dice of grey matter %.3f, white matter %.3f%n",
                    map instanceof Affine ? "affine" : "warped",
                    both[2] / sum[2],
                    both[3] / sum[3]);
        }
        return result;
    }

    /** 0 outside, 1 to 3 by rising mean. */
    private static float[] classes(float[] values) {
        float[] sorted = new float[values.length];
        int n = 0;
        for (float value : values) if (value > 0) sorted[n++] = value;
        Arrays.sort(sorted, 0, n);
        double[] mean = {sorted[n / 10], sorted[n / 2], sorted[n * 9 / 10]};
        for (int round = 0; round < 50; round++) {
            double[] sum = new double[3];
            int[] count = new int[3];
            for (int i = 0; i < n; i++) {
                int c = nearest(mean, sorted[i]);
                sum[c] += sorted[i];
                count[c]++;
            }
            for (int c = 0; c < 3; c++) if (count[c] > 0) mean[c] = sum[c] / count[c];
        }
        float[] classes = new float[values.length];
        for (int v = 0; v < values.length; v++) if (values[v] > 0) classes[v] = 1 + nearest(mean, values[v]);
        return classes;
    }

    private static int nearest(double[] mean, double value) {
        int best = 0;
        for (int c = 1; c < mean.length; c++) if (Math.abs(value - mean[c]) < Math.abs(value - mean[best])) best = c;
        return best;
    }

    static double correlation(float[] a, float[] b, Mask mask) {
        double[] s = new double[5];
        int n = mask.count();
        for (int i = 0; i < n; i++) {
            double x = a[mask.voxel(i)];
            double y = b[mask.voxel(i)];
            s[0] += x;
            s[1] += y;
            s[2] += x * x;
            s[3] += y * y;
            s[4] += x * y;
        }
        return (s[4] - s[0] * s[1] / n) / Math.sqrt((s[2] - s[0] * s[0] / n) * (s[3] - s[1] * s[1] / n));
    }

    /** The defaults with what the arguments say: radius, n0 to n3 (steps of a level), update0 to update3, step, total, threshold, finest. */
    static SynRegistration.Options options(String[] args) {
        SynRegistration.Options d = SynRegistration.Options.DEFAULT;
        List<Integer> steps = new ArrayList<>();
        List<Double> update = new ArrayList<>();
        for (int level = 0; level < 4; level++) {
            steps.add((int) option(args, "n" + level, d.iterations().get(level)));
            update.add(option(args, "update" + level, d.updateVariance().get(level)));
        }
        return new SynRegistration.Options(
                (int) option(args, "radius", d.radius()),
                steps,
                d.shrink(),
                d.smoothing(),
                option(args, "step", d.step()),
                update,
                option(args, "total", d.totalVariance()),
                option(args, "threshold", d.threshold()),
                d.window(),
                option(args, "finest", 0),
                d.lowQuantile(),
                d.highQuantile());
    }

    static double option(String[] args, String key, double standard) {
        for (String arg : args)
            if (arg.startsWith(key + "=")) return Double.parseDouble(arg.substring(key.length() + 1));
        return standard;
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
