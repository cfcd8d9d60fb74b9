package sc.fiji.boldj.image;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.imglib2.parallel.Parallelization;
import sc.fiji.boldj.run.Progress;

/** Seconds for a series of 64x64x52 voxels through motion and one warp onto an MNI grid: {@code [edge mm] [volumes]}. */
final class ResampleBenchmark {

    private ResampleBenchmark() {}

    public static void main(String[] args) {
        double edge = args.length > 0 ? Double.parseDouble(args[0]) : 3;
        int volumes = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        VoxelGrid scan = new VoxelGrid(64, 64, 52, Affine.of(3, 0, 0, -94, 0, 3, 0, -110, 0, 0, 3, -70));
        VoxelGrid mni =
                new VoxelGrid(97, 115, 97, Affine.of(2, 0, 0, -96, 0, 2, 0, -132, 0, 0, 2, -78)).withVoxelSize(edge);
        NeuroImage source = NeuroImage.floats("scan", scan, volumes, SeriesTiming.every(1));
        SplittableRandom random = new SplittableRandom(1);
        List<SpatialMap> maps = new ArrayList<>();
        SpatialMap warp = SmoothWarp.of(4, 25);
        DisplacementField field = DisplacementField.sample(warp, mni, Progress.NONE);
        boolean[] in = new boolean[mni.voxels()];
        for (int v = 0; v < in.length; v++) {
            double[] p = new double[3];
            DisplacementField.place(mni, v, p);
            in[v] = p[0] * p[0] / (68 * 68) + Math.pow((p[1] + 18) / 86, 2) + Math.pow((p[2] - 8) / 70, 2) < 1;
        }
        Mask brain = Mask.of(mni, in);
        for (int t = 0; t < volumes; t++) {
            float[] values = new float[scan.voxels()];
            for (int v = 0; v < values.length; v++) values[v] = (float) random.nextDouble();
            source.writeVolume(t, values);
            double d = 0.01 * random.nextDouble();
            maps.add(TransformChain.of(field, new RigidMotion(d * 30, d, d, d, -d, d).toAffine(0, 0, 0)));
        }
        for (int repeat = 0; repeat < 3; repeat++)
            for (Interpolation method : new Interpolation[] {
                Interpolation.LINEAR, Interpolation.CUBIC, Interpolation.QUINTIC, Interpolation.SINC
            })
                for (Mask within : new Mask[] {Mask.all(mni), brain}) {
                    NeuroImage target = source.createOn("mni", mni, volumes);
                    long cpu = cpu();
                    Runnable run = () -> Resampler.resampleSeries(source, maps, within, method, target, Progress.NONE);
                    Parallelization.runWithNumThreads(1, run);
                    double s = (cpu() - cpu) / 1e9;
                    System.out.printf(
                            "%s %.1f mm, %d of %d voxels: %.3f s of one core for %d volumes, %.1f s for 1000 on two%n",
                            method, edge, within.count(), mni.voxels(), s, volumes, s / volumes * 500);
                }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
