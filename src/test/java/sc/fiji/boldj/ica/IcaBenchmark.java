package sc.fiji.boldj.ica;

import java.util.Arrays;
import java.util.Locale;
import sc.fiji.boldj.run.Progress;

/** Prints the time of one decomposition: arguments voxel size (mm), volumes, components, repetition time (s), contrast. */
final class IcaBenchmark {

    private IcaBenchmark() {}

    public static void main(String[] args) {
        double voxel = args.length > 0 ? Double.parseDouble(args[0]) : 3;
        int volumes = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        int components = args.length > 2 ? Integer.parseInt(args[2]) : 20;
        double tr = args.length > 3 ? Double.parseDouble(args[3]) : 0.8;
        double contrast = args.length > 4 ? Double.parseDouble(args[4]) : 1;
        SyntheticScan scan = SyntheticScan.of(1, voxel, volumes, tr, contrast);
        System.out.printf(Locale.ROOT, "%d voxels, %d volumes%n", scan.mask.count(), volumes);
        long start = System.nanoTime();
        long cpu = cpu();
        Components found = SingleScanIca.of(
                scan.image, scan.mask, SingleScanIca.Options.DEFAULT.withComponents(components), printer(start));
        System.out.printf(
                Locale.ROOT,
                "whole kernel %.2f s, all threads %.2f s%n",
                (System.nanoTime() - start) / 1e9,
                (cpu() - cpu) / 1e9);
        found.order().ifPresent(o -> System.out.println("order " + o.components() + " " + o.warning()));
        System.out.println(found.search().iterations() + " iterations, converged "
                + found.search().converged());
        int[] match = SyntheticScan.match(scan.maps, found);
        for (int k = 0; k < match.length; k++)
            System.out.printf(
                    Locale.ROOT,
                    "%-12s component %2d, map r %.3f, course r %.3f, explained %.4f%n",
                    SyntheticScan.NAMES[k],
                    match[k],
                    SyntheticScan.r(scan.maps[k], found.zMap(match[k])),
                    SyntheticScan.r(scan.courses[k], found.timeCourse(match[k])),
                    found.explained()[match[k]]);
        System.out.println("explained " + Arrays.stream(found.explained()).sum());
        MixtureModel m = found.mixtures()[match[0]];
        System.out.println(
                "DMN mixture " + m.mean() + " " + m.deviation() + " " + m.positiveWeight() + " " + m.negativeWeight());
    }

    private static long cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static Progress printer(long start) {
        return new Progress() {
            private long last = -1;

            @Override
            public synchronized void update(long done, long total) {
                long percent = 100 * done / total;
                if (percent / 5 != last / 5)
                    System.out.printf(
                            Locale.ROOT,
                            "%3d %% %.2f s, CPU %.2f%n",
                            percent,
                            (System.nanoTime() - start) / 1e9,
                            cpu() / 1e9);
                last = percent;
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }
}
