package sc.fiji.boldj.workflow.group;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.LargestT;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationTest;

/**
 * The Group Explorer's work without its window: scans of about 65 000 voxels (3 mm), smoothed by 6 mm and band-passed, in a two-sample
 * design. Prints seconds for a t map, for 500 permutations more, and the 99th percentile of the difference of t against the group test on
 * maps of the whole series. Arguments: scans (100), volumes (200), seeds (5), scans that differ (20, at least 8), frequencies that the band
 * keeps as a share of the volumes (0.33).
 */
final class GroupExplorerBenchmark {

    private static final VoxelGrid GRID =
            new VoxelGrid(60, 60, 40, Affine.of(3, 0, 0, -88.5, 0, 3, 0, -88.5, 0, 0, 3, -58.5));

    private GroupExplorerBenchmark() {}

    private static Mask brain() {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) {
            double[] p = GRID.position(v);
            inside[v] = Math.pow(p[0] / 78, 2) + Math.pow(p[1] / 88, 2) + Math.pow(p[2] / 61, 2) < 1;
        }
        return Mask.of(GRID, inside);
    }

    /** Smooth noise of low frequencies with seven networks; the scans of one group have one more strongly. */
    private static NeuroImage scan(int number, int volumes, double share, Mask brain) {
        int courses = Math.max(8, (int) (share * volumes));
        double[][] cosine = new double[courses][volumes];
        for (int k = 0; k < courses; k++)
            for (int t = 0; t < volumes; t++) cosine[k][t] = Math.cos(Math.PI * (k + 1) * (t + 0.5) / volumes);
        NeuroImage noise = NeuroImage.floats("noise", GRID, courses, SeriesTiming.every(2));
        double[] normal = new double[GRID.voxels() + 7];
        for (int k = 0; k < courses; k++) {
            Seeds.fillGaussian(Seeds.stream(1000 + number, k), normal);
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++) {
                double[] p = GRID.position(v);
                int network = Math.floorMod(Math.round((p[0] + 2 * p[1] + 3 * p[2]) / 60), 7);
                double strength = network == 2 && number % 2 == 1 ? 0.75 : 0.6;
                volume[v] = (float) (3 * normal[v] + strength * normal[volume.length + network]);
            }
            noise.writeVolume(k, volume);
        }
        NeuroImage smooth = noise.createLike("smooth", courses);
        GaussianSmoothing.apply(
                noise, java.util.Optional.of(brain), new GaussianSmoothing.Options(6), smooth, Progress.NONE);
        NeuroImage scan = NeuroImage.floats("scan", GRID, volumes, SeriesTiming.every(2));
        float[][] parts = new float[courses][];
        for (int k = 0; k < courses; k++) parts[k] = smooth.volume(k);
        for (int t = 0; t < volumes; t++) {
            float[] volume = new float[GRID.voxels()];
            Arrays.fill(volume, 1000);
            for (int k = 0; k < courses; k++) {
                float w = (float) cosine[k][t];
                for (int v = 0; v < volume.length; v++) volume[v] += w * parts[k][v];
            }
            scan.writeVolume(t, volume);
        }
        return scan;
    }

    public static void main(String[] arguments) {
        int scans = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        int volumes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        int clicks = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int distinct = Math.min(
                scans,
                arguments.length > 3
                        ? Integer.parseInt(arguments[3])
                        : 20); // the others have the same series: the time is the same
        double band = arguments.length > 4 ? Double.parseDouble(arguments[4]) : 0.33;
        Mask brain = brain();
        List<SeedRegion> seeds = new ArrayList<>();
        for (int i = 0; i < clicks; i++) seeds.add(SeedRegion.sphere(brain, -30 + 14 * i, 10 - 9 * i, 8 + 3 * i, 6));
        List<List<CompressedSeries>> inputs = new ArrayList<>();
        List<float[][]> exact = new ArrayList<>();
        double[][] matrix = new double[distinct][];
        long start = System.nanoTime();
        for (int i = 0; i < distinct; i++) {
            NeuroImage scan = scan(i, volumes, band, brain);
            inputs.add(List.of(CompressedSeries.of(scan, brain, CompressedSeries.Options.DEFAULT, Progress.NONE)));
            float[][] maps = new float[clicks][brain.count()];
            for (int s = 0; s < clicks; s++) {
                double[] z = SeedCorrelation.of(
                        scan,
                        seeds.get(s).series(scan, Progress.NONE),
                        brain,
                        SeedCorrelation.Measure.Z,
                        Progress.NONE);
                for (int v = 0; v < brain.count(); v++) maps[s][v] = (float) z[brain.voxel(v)];
            }
            exact.add(maps);
            matrix[i] = new double[] {i % 2 == 0 ? 1 : 0, i % 2};
        }
        CompressedSeries first = inputs.get(0).get(0);
        System.out.printf(
                Locale.ROOT,
                "%d voxels, %d volumes, %d components, %.3f kept; %.1f s a scan to make and compress%n",
                brain.count(),
                volumes,
                first.components(),
                first.kept(),
                (System.nanoTime() - start) / 1e9 / distinct);
        GroupDesign design = GroupDesign.of(List.of("a", "b"), matrix, ExchangeTree.free(distinct));
        SeedEffect effect = new SeedEffect(inputs, design, "b - a", 0.05, 1);
        for (int s = 0; s < clicks; s++) {
            double[] t = effect.t(effect.maps(seeds.get(s), Progress.NONE), Progress.NONE);
            float[][] whole = new float[distinct][];
            for (int i = 0; i < distinct; i++) whole[i] = exact.get(i)[s];
            double[] reference = GroupTest.plan(
                            design,
                            "b - a",
                            new GroupTest.Options(
                                    51, 0.05, 1, PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL)))
                    .run(Observations.of(whole), Neighbourhood.none(brain.count()), Progress.NONE)
                    .test()
                    .statistic();
            double[] difference = new double[t.length];
            for (int v = 0; v < t.length; v++) difference[v] = Math.abs(t[v] - reference[v]);
            Arrays.sort(difference);
            System.out.printf(
                    Locale.ROOT,
                    "difference of t: 99th percentile %.4f, largest %.4f; largest |t| %.2f%n",
                    difference[(int) (0.99 * t.length)],
                    difference[t.length - 1],
                    GroupStudy.largest(t));
        }
        List<List<CompressedSeries>> all = new ArrayList<>();
        double[][] rows = new double[scans][];
        for (int i = 0; i < scans; i++) {
            all.add(inputs.get(i % distinct));
            rows[i] = new double[] {i % 2 == 0 ? 1 : 0, i % 2, Math.sin(i)};
        }
        SeedEffect big = new SeedEffect(
                all, GroupDesign.of(List.of("a", "b", "age"), rows, ExchangeTree.free(scans)), "b - a", 0.05, 1);
        double[] click = new double[4 * clicks];
        double[] work = new double[click.length];
        double share = 0;
        float[][] maps = null;
        for (int i = 0; i < click.length; i++) {
            double cpu = cpu();
            long from = System.nanoTime();
            maps = big.maps(seeds.get(i % clicks), Progress.NONE);
            share = (System.nanoTime() - from) / 1e9;
            big.t(maps, Progress.NONE);
            click[i] = (System.nanoTime() - from) / 1e9;
            work[i] = cpu() - cpu;
        }
        share /= click[click.length - 1];
        Arrays.sort(click);
        Arrays.sort(work);
        double cpu = cpu();
        long from = System.nanoTime();
        LargestT prepared = big.prepare(maps, Progress.NONE);
        double preparation = (System.nanoTime() - from) / 1e9;
        for (int part = 0; part < GroupStudy.parts(500); part++) big.maxima(prepared, part, Progress.NONE);
        System.out.printf(
                Locale.ROOT,
                "%d scans: t map %.3f s (median), %.3f s (largest), %.3f CPU s (median; %.0f %% for the seed maps); 500"
                        + " permutations %.2f s more (%.2f s to prepare), %.2f CPU s%n",
                scans,
                click[click.length / 2],
                click[click.length - 1],
                work[work.length / 2],
                100 * share,
                (System.nanoTime() - from) / 1e9,
                preparation,
                cpu() - cpu);
    }

    /** CPU time of the process in seconds. */
    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
