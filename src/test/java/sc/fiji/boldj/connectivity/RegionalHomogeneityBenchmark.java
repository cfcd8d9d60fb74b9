package sc.fiji.boldj.connectivity;

import java.util.SplittableRandom;
import net.imglib2.parallel.Parallelization;
import sc.fiji.boldj.connectivity.RegionalHomogeneity.Options;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Times ReHo on 1000 volumes of 64x64x52: of an ellipsoid as large as a head and of every voxel. */
@SuppressWarnings("SystemOut")
final class RegionalHomogeneityBenchmark {

    private RegionalHomogeneityBenchmark() {}

    public static void main(String[] args) {
        NeuroImage scan = scan(64, 64, 52, 1000);
        for (Mask mask : new Mask[] {ellipsoid(scan.grid(), 0.4), Mask.all(scan.grid())})
            for (int repeat = 0; repeat < 3; repeat++)
                Parallelization.runWithNumThreads(2, () -> {
                    long start = System.nanoTime();
                    RegionalHomogeneity.of(scan, mask, Options.DEFAULT, Progress.NONE);
                    System.out.println(mask.count() + " voxels: " + (System.nanoTime() - start) / 1e9 + " s");
                });
    }

    /** White noise around 1000, as a scanner stores it: whole numbers. */
    static NeuroImage scan(int x, int y, int z, int volumes) {
        NeuroImage scan = NeuroImage.floats("scan", Scans.grid(x, y, z), volumes, SeriesTiming.every(0.8));
        float[] volume = new float[scan.grid().voxels()];
        for (int t = 0; t < volumes; t++) {
            SplittableRandom random = Seeds.stream(1, t);
            for (int v = 0; v < volume.length; v++)
                volume[v] = (float) (1000 + 40 * (random.nextDouble() + random.nextDouble() - 1));
            scan.writeVolume(t, volume);
        }
        return scan;
    }

    /** The voxels within {@code share} of the sizes of the middle. */
    static Mask ellipsoid(VoxelGrid grid, double share) {
        boolean[] inside = new boolean[grid.voxels()];
        for (int v = 0; v < inside.length; v++) {
            double x = (v % grid.sizeX() + 0.5) / grid.sizeX() - 0.5;
            double y = (v / grid.sizeX() % grid.sizeY() + 0.5) / grid.sizeY() - 0.5;
            double z = (grid.z(v) + 0.5) / grid.sizeZ() - 0.5;
            inside[v] = x * x + y * y + z * z < share * share;
        }
        return Mask.of(grid, inside);
    }
}
