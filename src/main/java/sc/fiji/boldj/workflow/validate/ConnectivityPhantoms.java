package sc.fiji.boldj.workflow.validate;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.DegreeCentrality;
import sc.fiji.boldj.connectivity.GlobalBrainConnectivity;
import sc.fiji.boldj.connectivity.GraphMeasures;
import sc.fiji.boldj.connectivity.LowFrequencyAmplitude;
import sc.fiji.boldj.connectivity.MirroredHomotopic;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.connectivity.RegionalHomogeneity;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.connectivity.WeightedGraph;
import sc.fiji.boldj.ica.Components;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.ica.SingleScanIca;
import sc.fiji.boldj.ica.Stability;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Correlation;

/** Connectivity and independent components. */
final class ConnectivityPhantoms {

    private static final int VOLUMES = 100;

    private ConnectivityPhantoms() {}

    static List<PhantomStep> all() {
        return List.of(
                step("Seed Correlation...", "courses whose sample correlation is 0.6", ConnectivityPhantoms::seed),
                step("ROI Correlation Matrix...", "three courses of known correlations", progress -> matrix()),
                step("ALFF And fALFF...", "sines of known amplitude in the band", ConnectivityPhantoms::amplitude),
                step(
                        "Regional Homogeneity...",
                        "neighbours that share one course, and independent ones",
                        ConnectivityPhantoms::homogeneity),
                step(
                        "Degree Centrality..., Global Brain Connectivity...",
                        "two groups of voxels with a course each, orthogonal to one another",
                        ConnectivityPhantoms::centrality),
                step(
                        "Homotopic Connectivity...",
                        "hemispheres whose mirrored voxels correlate at 0.6",
                        ConnectivityPhantoms::homotopic),
                step("Graph Measures...", "a ring of six nodes", ConnectivityPhantoms::graph),
                step(
                        "Independent Components...",
                        "three regions with a course each, in noise",
                        ConnectivityPhantoms::components),
                step(
                        "Dual Regression...",
                        "three overlapping maps with known courses, without noise",
                        ConnectivityPhantoms::dualRegression));
    }

    private interface Work {
        List<Criterion> run(Progress progress);
    }

    private static PhantomStep step(String name, String phantom, Work work) {
        return new PhantomStep(name, phantom, (folder, progress) -> work.run(progress));
    }

    /** The left half has the first course; voxels of the right half correlate with it at 0.6. */
    private static NeuroImage halves(VoxelGrid grid) {
        double[][] courses = Phantom.orthonormal(2, VOLUMES, 41);
        return Phantom.courses(
                "halves",
                grid,
                VOLUMES,
                2,
                (v, t) -> 1000
                        + 100 * (grid.position(v)[0] < 0 ? courses[0][t] : 0.6 * courses[0][t] + 0.8 * courses[1][t]));
    }

    private static List<Criterion> seed(Progress progress) {
        VoxelGrid grid = Phantom.grid(8, 4, 4, 3);
        NeuroImage scan = halves(grid);
        Mask mask = Mask.all(grid);
        SeedRegion seed = SeedRegion.sphere(mask, -6, 0, 0, 5);
        NeuroImage z = scan.createLike("z", 1);
        NeuroImage r = scan.createLike("r", 1);
        SeedCorrelation.apply(scan, seed, mask, SeedCorrelation.Measure.Z, z, progress);
        SeedCorrelation.apply(scan, seed, mask, SeedCorrelation.Measure.R, r, progress);
        int right = grid.index(6, 1, 1);
        return List.of(
                new Criterion("correlation", r.volume(0)[right], 0.6, 1e-5),
                new Criterion("Fisher z", z.volume(0)[right], 0.5 * Math.log(1.6 / 0.4), 1e-5),
                new Criterion("correlation within the seed's half", r.volume(0)[grid.index(1, 1, 1)], 1, 1e-5));
    }

    private static List<Criterion> matrix() {
        double[][] base = Phantom.orthonormal(3, VOLUMES, 43);
        double[][] values = new double[VOLUMES][3];
        for (int t = 0; t < VOLUMES; t++) {
            values[t][0] = base[0][t];
            values[t][1] = 0.6 * base[0][t] + 0.8 * base[1][t];
            values[t][2] = 0.3 * base[0][t] + 0.4 * base[1][t] + Math.sqrt(0.75) * base[2][t];
        }
        RegionSeries series = RegionSeries.of(values, List.of("a", "b", "c"));
        ConnectivityMatrix full = matrix(series, ConnectivityMatrix.Kind.CORRELATION);
        ConnectivityMatrix partial = matrix(series, ConnectivityMatrix.Kind.PARTIAL_CORRELATION);
        double ab = 0.6;
        double ac = 0.3;
        double bc = 0.18 + 0.32;
        return List.of(
                new Criterion("correlation a, b", full.get(0, 1), ab, 1e-9),
                new Criterion("correlation b, c", full.get(1, 2), bc, 1e-9),
                new Criterion(
                        "partial correlation a, c given b",
                        partial.get(0, 2),
                        (ac - ab * bc) / Math.sqrt((1 - ab * ab) * (1 - bc * bc)),
                        1e-6));
    }

    private static ConnectivityMatrix matrix(RegionSeries series, ConnectivityMatrix.Kind kind) {
        return ConnectivityMatrix.of(
                series,
                new ConnectivityMatrix.Options(
                        kind, ConnectivityMatrix.Estimator.EMPIRICAL, ConnectivityMatrix.Scale.SAMPLE));
    }

    private static List<Criterion> amplitude(Progress progress) {
        VoxelGrid grid = Phantom.grid(3, 1, 1, 3);
        NeuroImage scan = Phantom.courses(
                "sines",
                grid,
                VOLUMES,
                2,
                (v, t) -> 100
                        + 10 * (v + 1) * Math.cos(2 * Math.PI * 10 * (t + 0.5) / VOLUMES)
                        + (v == 2 ? 30 * Math.cos(2 * Math.PI * 40 * (t + 0.5) / VOLUMES) : 0));
        LowFrequencyAmplitude.Maps maps =
                LowFrequencyAmplitude.of(scan, Mask.all(grid), LowFrequencyAmplitude.Options.DEFAULT, progress);
        float[] alff = maps.alff().volume(0);
        float[] falff = maps.falff().volume(0);
        return List.of(
                new Criterion("ratio of ALFF at twice the amplitude", alff[1] / alff[0], 2, 1e-3),
                new Criterion("fALFF of a sine in the band", falff[0], 1, 1e-3),
                new Criterion("fALFF with an equal sine outside the band", falff[2], 0.5, 1e-3));
    }

    private static List<Criterion> homogeneity(Progress progress) {
        VoxelGrid grid = Phantom.grid(12, 12, 12, 3);
        double[][] shared = Phantom.orthonormal(1, VOLUMES, 45);
        double[] noise = Phantom.noise(grid.voxels() * VOLUMES, 46);
        NeuroImage scan = Phantom.courses(
                "halves", grid, VOLUMES, 2, (v, t) -> grid.position(v)[0] < 0 ? shared[0][t] : noise[v * VOLUMES + t]);
        float[] map = RegionalHomogeneity.of(scan, Mask.all(grid), RegionalHomogeneity.Options.DEFAULT, progress)
                .volume(0);
        double mean = 0;
        int n = 0;
        for (int z = 1; z < 11; z++)
            for (int y = 1; y < 11; y++) for (int x = 7; x < 11; x++, n++) mean += map[grid.index(x, y, z)];
        return List.of(
                new Criterion("Kendall's W of equal courses", map[grid.index(3, 5, 5)], 1, 1e-5),
                new Criterion("mean Kendall's W of 27 independent courses", mean / n, 1 / 27.0, 0.004));
    }

    private static List<Criterion> centrality(Progress progress) {
        VoxelGrid grid = Phantom.grid(6, 5, 4, 3);
        double[][] courses = Phantom.orthonormal(2, VOLUMES, 47);
        int half = grid.voxels() / 2;
        NeuroImage scan =
                Phantom.courses("groups", grid, VOLUMES, 2, (v, t) -> 1000 + 100 * courses[v < half ? 0 : 1][t]);
        Mask mask = Mask.all(grid);
        DegreeCentrality.Maps degrees = DegreeCentrality.of(scan, mask, DegreeCentrality.Options.DEFAULT, progress);
        float[] global = GlobalBrainConnectivity.of(scan, mask, progress).volume(0);
        double most = 0.5 * Math.log((1 + GlobalBrainConnectivity.LIMIT) / (1 - GlobalBrainConnectivity.LIMIT));
        return List.of(
                new Criterion("binary degree", degrees.binary().volume(0)[3], half - 1, 0),
                new Criterion("weighted degree", degrees.weighted().volume(0)[3], half - 1, 1e-3),
                new Criterion("global brain connectivity", global[3], most * (half - 1) / (2 * half - 1), 1e-2));
    }

    private static List<Criterion> homotopic(Progress progress) {
        VoxelGrid grid = Phantom.grid(8, 4, 4, 3);
        float[] map =
                MirroredHomotopic.of(halves(grid), Mask.all(grid), progress).r().volume(0);
        return List.of(
                new Criterion("correlation, left", map[grid.index(1, 1, 1)], 0.6, 1e-5),
                new Criterion("correlation, right", map[grid.index(6, 1, 1)], 0.6, 1e-5));
    }

    private static List<Criterion> graph(Progress progress) {
        double[][] ring = new double[6][6];
        for (int i = 0; i < 6; i++) {
            ring[i][(i + 1) % 6] = 1;
            ring[(i + 1) % 6][i] = 1;
        }
        GraphMeasures measures =
                GraphMeasures.of(WeightedGraph.of(ring, new WeightedGraph.Options(1, 0, true)), progress);
        return List.of(
                new Criterion("degree", measures.strength()[2], 2, 1e-12),
                new Criterion("clustering", measures.clustering()[2], 0, 1e-12),
                new Criterion("global efficiency", measures.globalEfficiency(), (2 + 2 / 2.0 + 1 / 3.0) / 5, 1e-9));
    }

    private static float[][] regions(VoxelGrid grid) {
        double[][] centres = {{-15, 0, 0}, {15, 6, 0}, {0, -15, 9}};
        float[][] maps = new float[3][grid.voxels()];
        for (int k = 0; k < 3; k++)
            for (int v = 0; v < grid.voxels(); v++)
                maps[k][v] = (float) Math.exp(-ImagePhantoms.squared(grid.position(v), centres[k]) / 80);
        return maps;
    }

    private static List<Criterion> components(Progress progress) {
        VoxelGrid grid = Phantom.grid(18, 18, 14, 3);
        float[][] maps = regions(grid);
        double[][] courses = Phantom.orthonormal(3, VOLUMES, 51);
        double[] noise = Phantom.noise(grid.voxels() * VOLUMES, 52);
        NeuroImage scan = Phantom.courses("sources", grid, VOLUMES, 2, (v, t) -> {
            double sum = 1000 + noise[v * VOLUMES + t];
            for (int k = 0; k < 3; k++) sum += 60 * maps[k][v] * courses[k][t];
            return sum;
        });
        Components found = SingleScanIca.of(
                scan,
                Mask.all(grid),
                SingleScanIca.Options.DEFAULT.withComponents(3).withStability(Stability.Options.NONE),
                progress);
        List<Criterion> criteria = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            double best = 0;
            for (int c = 0; c < 3; c++)
                best = Math.max(best, Math.abs(Correlation.of(found.timeCourse(c), courses[k])));
            criteria.add(new Criterion("correlation with the course of region " + (k + 1), best, 1, 0.03));
        }
        return criteria;
    }

    private static List<Criterion> dualRegression(Progress progress) {
        VoxelGrid grid = Phantom.grid(12, 12, 10, 4);
        float[][] maps = regions(grid);
        double[][] courses = Phantom.orthonormal(3, VOLUMES, 53);
        NeuroImage scan = Phantom.courses("sum", grid, VOLUMES, 2, (v, t) -> {
            double sum = 1000;
            for (int k = 0; k < 3; k++) sum += 100 * maps[k][v] * courses[k][t];
            return sum;
        });
        float[] all = new float[3 * grid.voxels()];
        for (int k = 0; k < 3; k++) System.arraycopy(maps[k], 0, all, k * grid.voxels(), grid.voxels());
        DualRegression.Result found =
                DualRegression.of(scan, Mask.all(grid), all, 3, DualRegression.Options.DEFAULT, progress);
        double courseWorst = 1;
        double mapWorst = 1;
        for (int k = 0; k < 3; k++) {
            double[] own = new double[VOLUMES];
            for (int t = 0; t < VOLUMES; t++) own[t] = found.timeCourses()[3 * t + k];
            courseWorst = Math.min(courseWorst, Correlation.of(own, courses[k]));
            float[] map = java.util.Arrays.copyOfRange(found.maps(), k * grid.voxels(), (k + 1) * grid.voxels());
            mapWorst = Math.min(mapWorst, Correlation.of(Phantom.doubles(map), Phantom.doubles(maps[k])));
        }
        return List.of(
                new Criterion("least correlation of a course", courseWorst, 1, 1e-4),
                new Criterion("least correlation of a map", mapWorst, 1, 1e-4));
    }
}
