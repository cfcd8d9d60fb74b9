package sc.fiji.boldj.connectivity;

import net.imglib2.parallel.Parallelization;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Times degree centrality and global brain connectivity of about 40 000 voxels and 1000 volumes. */
@SuppressWarnings("SystemOut")
final class DegreeCentralityBenchmark {

    private DegreeCentralityBenchmark() {}

    public static void main(String[] args) {
        NeuroImage scan = RegionalHomogeneityBenchmark.scan(45, 45, 38, 1000);
        Mask mask = RegionalHomogeneityBenchmark.ellipsoid(scan.grid(), 0.5);
        Parallelization.runWithNumThreads(2, () -> {
            long start = System.nanoTime();
            DegreeCentrality.of(scan, mask, DegreeCentrality.Options.DEFAULT, Progress.NONE);
            System.out.println(mask.count() + " voxels: degree " + (System.nanoTime() - start) / 1e9 + " s");
            start = System.nanoTime();
            GlobalBrainConnectivity.of(scan, mask, Progress.NONE);
            System.out.println(mask.count() + " voxels: global " + (System.nanoTime() - start) / 1e9 + " s");
        });
    }
}
