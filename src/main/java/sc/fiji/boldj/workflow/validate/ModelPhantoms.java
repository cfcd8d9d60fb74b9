package sc.fiji.boldj.workflow.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.FirstLevel;
import sc.fiji.boldj.glm.GlmResult;
import sc.fiji.boldj.glm.Hrf;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TaskDesign;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.group.NetworkStatistic;
import sc.fiji.boldj.group.TrialDesigns;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;

/** Task models and group tests. */
final class ModelPhantoms {

    private ModelPhantoms() {}

    static List<PhantomStep> all() {
        return List.of(
                new PhantomStep(
                        "First-Level GLM...",
                        "a response of known size in noise, and noise alone",
                        (folder, progress) -> task(progress)),
                new PhantomStep(
                        "Group Permutation Test...",
                        "two groups of four, whose 70 permutations are enumerated here",
                        (folder, progress) -> permutation(progress)),
                new PhantomStep(
                        "Network-Based Statistic...",
                        "a chain of four connections that differs between two groups",
                        (folder, progress) -> network(progress)),
                new PhantomStep(
                        "Run Group... (equivalence)",
                        "an estimate whose two one-sided tests have p values from the table of t",
                        (folder, progress) -> equivalence()));
    }

    private static List<Criterion> task(Progress progress) {
        VoxelGrid grid = Phantom.grid(10, 10, 8, 3);
        int volumes = 150;
        Sampling sampling = new Sampling(volumes, 2, 0);
        List<Events.Event> blocks = new ArrayList<>();
        for (int b = 0; b < 7; b++) blocks.add(new Events.Event("on", 20 + 40 * b, 20, 1));
        TaskDesign.Options options = TaskDesign.Options.DEFAULT.with(Hrf.spm(0));
        double[] response = TaskDesign.response(blocks, Hrf.spm(0), 0, sampling);
        Design design = TaskDesign.build(Events.of(blocks), sampling, Map.of(), new boolean[volumes], options);
        double[] noise = Phantom.noise(grid.voxels() * volumes, 61);
        NeuroImage scan = Phantom.courses(
                "task",
                grid,
                volumes,
                2,
                (v, t) -> 1000 + 10 * noise[v * volumes + t] + (grid.position(v)[0] < 0 ? 8 * response[t] : 0));
        GlmResult.Maps maps = FirstLevel.of(
                        scan,
                        Mask.all(grid),
                        design,
                        TaskContrast.parse("on", design.names()),
                        FirstLevel.Options.DEFAULT,
                        progress)
                .maps(0);
        double effect = 0;
        double rest = 0;
        int rejected = 0;
        int half = grid.voxels() / 2;
        for (int v = 0; v < grid.voxels(); v++) {
            if (grid.position(v)[0] < 0) effect += maps.effect()[0][v] / half;
            else {
                rest += maps.effect()[0][v] / half;
                if (Math.abs(maps.z()[v]) > 1.959964) rejected++;
            }
        }
        return List.of(
                new Criterion("mean effect where there is a response", effect, 8, 0.4),
                new Criterion("mean effect in noise", rest, 0, 0.4),
                new Criterion("share of noise with p < .05", rejected / (double) half, 0.05, 0.035));
    }

    private static List<Criterion> permutation(Progress progress) {
        int people = 8;
        int elements = 12;
        double[] noise = Phantom.noise(people * elements, 71);
        float[][] data = new float[people][elements];
        for (int i = 0; i < people; i++)
            for (int e = 0; e < elements; e++)
                data[i][e] = (float) (noise[i * elements + e] + (i < 4 && e < 3 ? 2.5 : 0));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < people; i++) rows.add(List.of(i < 4 ? "drug" : "placebo"));
        GroupTest test = GroupTest.plan(
                TrialDesigns.groups(new DesignTable(List.of("arm"), rows), "arm", List.of()),
                "",
                GroupTest.Options.DEFAULT
                        .withPermutations(5000)
                        .with(PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL)));
        PermutationResult result = test.run(Observations.of(data), Neighbourhood.none(elements), progress)
                .test();
        double[] own = statistics(data, 0b1111);
        int[] single = new int[elements];
        int[] largest = new int[elements];
        int count = 0;
        for (int chosen = 0; chosen < 1 << people; chosen++) {
            if (Integer.bitCount(chosen) != 4) continue;
            count++;
            double[] t = statistics(data, chosen);
            double most = 0;
            for (double each : t) most = Math.max(most, Math.abs(each));
            for (int e = 0; e < elements; e++) {
                if (Math.abs(t[e]) >= Math.abs(own[e]) - 1e-9) single[e]++;
                if (most >= Math.abs(own[e]) - 1e-9) largest[e]++;
            }
        }
        double worstT = 0;
        double worstSingle = 0;
        double worstFamily = 0;
        for (int e = 0; e < elements; e++) {
            worstT = Math.max(worstT, Math.abs(Math.abs(result.statistic()[e]) - Math.abs(own[e])));
            worstSingle = Math.max(worstSingle, Math.abs(result.pUncorrected()[e] - single[e] / (double) count));
            worstFamily = Math.max(worstFamily, Math.abs(result.pFamilyWise()[e] - largest[e] / (double) count));
        }
        return List.of(
                new Criterion("number of permutations", result.shufflings(), count, 0),
                new Criterion("largest difference of |t|", worstT, 0, 1e-4),
                new Criterion("largest difference of an uncorrected p", worstSingle, 0, 1e-9),
                new Criterion("largest difference of an FWE-corrected p", worstFamily, 0, 1e-9));
    }

    /** Student's t of those in the first group against the others. */
    private static double[] statistics(float[][] data, int first) {
        int n = data.length;
        double[] t = new double[data[0].length];
        for (int e = 0; e < t.length; e++) {
            double[] sum = new double[2];
            int[] size = new int[2];
            for (int i = 0; i < n; i++) {
                int group = (first >> i & 1) == 1 ? 0 : 1;
                sum[group] += data[i][e];
                size[group]++;
            }
            double square = 0;
            for (int i = 0; i < n; i++) {
                int group = (first >> i & 1) == 1 ? 0 : 1;
                double off = data[i][e] - sum[group] / size[group];
                square += off * off;
            }
            double variance = square / (n - 2) * (1.0 / size[0] + 1.0 / size[1]);
            t[e] = (sum[0] / size[0] - sum[1] / size[1]) / Math.sqrt(variance);
        }
        return t;
    }

    private static List<Criterion> network(Progress progress) {
        int people = 20;
        int nodes = 10;
        double[] noise = Phantom.noise(people * nodes * nodes, 81);
        double[][][] matrices = new double[people][nodes][nodes];
        List<List<String>> rows = new ArrayList<>();
        for (int p = 0; p < people; p++) {
            rows.add(List.of(p < 10 ? "drug" : "placebo"));
            for (int i = 0; i < nodes; i++)
                for (int j = 0; j < i; j++) {
                    double value = 0.3 * noise[(p * nodes + i) * nodes + j] + (p < 10 && i == j + 1 && i < 5 ? 1 : 0);
                    matrices[p][i][j] = value;
                    matrices[p][j][i] = value;
                }
        }
        GroupTest test = GroupTest.plan(
                TrialDesigns.groups(new DesignTable(List.of("arm"), rows), "arm", List.of()),
                "",
                GroupTest.Options.DEFAULT
                        .withPermutations(500)
                        .with(PermutationTest.Options.DEFAULT
                                .with(PermutationTest.Inference.CLUSTER_EXTENT)
                                .withClusterThreshold(4)));
        NetworkStatistic.Component first =
                NetworkStatistic.of(test, matrices, progress).components().get(0);
        return List.of(
                new Criterion("connections of the first component", first.edges(), 4, 0),
                new Criterion("nodes of the first component", first.nodes().size(), 5, 0),
                new Criterion("its p", first.p(), 0, 0.05));
    }

    /** The 95 % and 97.5 % points of t with 10 degrees of freedom, from tables: 1.812461 and 2.228139. */
    private static List<Criterion> equivalence() {
        ContrastEstimate estimate = new ContrastEstimate(0.2, 1, 10);
        Equivalence test = Equivalence.of(estimate, 2.012461, Equivalence.Options.DEFAULT);
        ContrastEstimate other = new ContrastEstimate(2.228139, 1, 10);
        return List.of(
                new Criterion("p at the 95 % point", test.p(), 0.05, 1e-6),
                new Criterion("two-sided p at the 97.5 % point", other.p(), 0.05, 1e-6),
                new Criterion("upper end of the 95 % interval", other.interval(0.95)[1], 2 * 2.228139, 1e-5));
    }
}
