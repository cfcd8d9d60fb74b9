package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.NuisanceMethod;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.Shuffle;
import sc.fiji.boldj.stats.Tail;

/** What group tests say of themselves, families of tests and tables of clusters, on designs that can be counted by hand. */
class GroupWordsTest {

    private static final GroupTest.Options OPTIONS = GroupTest.Options.DEFAULT.withPermutations(200);
    private static final int[] ARMS = {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2};
    private static final String PERMUTED =
            "Null distribution: observations are permuted freely; 479001600 distinct permutations, 200 drawn at random, including the"
                    + " observed data. ";
    private static final String FLIPPED =
            "Null distribution: each observation may be flipped in sign; 4096 distinct sign flips, 200 drawn at random, including the"
                    + " observed data. ";
    private static final String DESIGN = "Design: a given design matrix; columns drug, placebo, age. ";

    private static GroupDesign twelve() {
        double[][] design = new double[12][3];
        for (int i = 0; i < 12; i++) {
            design[i][i < 6 ? 0 : 1] = 1;
            design[i][2] = (i * 5) % 12 - 5.5;
        }
        return GroupDesign.of(List.of("drug", "placebo", "age"), design, ExchangeTree.free(12));
    }

    private static GroupDesign six() {
        double[][] design = new double[6][1];
        for (double[] row : design) row[0] = 1;
        return GroupDesign.of(List.of("mean"), design, ExchangeTree.free(6));
    }

    private static void message(String part, Runnable call) {
        var e = assertThrows(RuntimeException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    /** 12! orders, 2^12 sign flips, 1 of 200 draws. */
    @Test
    void aTestOfTwoArmsInWords() {
        GroupTest t = GroupTest.plan(twelve(), "drug - placebo", OPTIONS);
        assertEquals(
                DESIGN + "Tested: drug - placebo (t, 9 degrees of freedom, two-sided). Positive values indicate drug >"
                        + " placebo. " + PERMUTED + "Smallest attainable p: 0.005000.",
                t.words());
        assertEquals(
                "The group design (a given design matrix) had the columns drug, placebo and age. The contrast drug -"
                        + " placebo was tested (t, 9 degrees of freedom, two-sided); positive values indicate drug >"
                        + " placebo. Its null distribution was obtained from 200 of 479001600 distinct permutations, drawn"
                        + " at random (observations are permuted freely); the smallest attainable p is 0.005000.",
                t.methods());
        assertEquals("Student's t", t.statisticWords());
        assertEquals("t", t.statistic());
        assertEquals("drug - placebo", t.direction());
        GroupTest f = GroupTest.plan(twelve(), "drug; age", OPTIONS);
        assertEquals(
                DESIGN + "Tested: drug; age (F with 2 and 9 degrees of freedom, large values). " + FLIPPED
                        + "Smallest attainable p: 0.005000.",
                f.words());
        assertTrue(f.methods().contains("from 200 of 4096 distinct sign flips, drawn at random"), f.methods());
        assertEquals("F", f.statistic());
        assertEquals("F", f.statisticWords());
        assertEquals("", f.direction());
    }

    @Test
    void unequalVariancesInWords() {
        GroupTest t = GroupTest.plan(twelve(), "drug - placebo", OPTIONS);
        GroupTest v = t.withVarianceGroups(ARMS);
        assertEquals(
                DESIGN
                        + "Tested: drug - placebo (v of Aspin and Welch with 2 variance groups, two-sided). Positive values"
                        + " indicate drug > placebo. " + PERMUTED
                        + "Observations of unequal variance are exchanged, so p is approximate (blocks of equal variance,"
                        + " where the contrast allows them, make it exact). Smallest attainable p: 0.005000.",
                v.words());
        assertEquals("v", v.statistic());
        assertEquals(
                "v of Aspin and Welch with 1 variance group",
                t.withVarianceGroups(new int[12]).statisticWords());
        GroupTest g = GroupTest.plan(twelve(), "drug; age", OPTIONS).withVarianceGroups(ARMS);
        assertEquals("G", g.statistic());
        assertEquals("G (Winkler et al. 2014) with 2 variance groups", g.statisticWords());
        assertEquals(-1, g.words().indexOf("approximate"), "a flip leaves each observation in its place");
        GroupTest smooth = t.withVarianceSmoothing(4.5);
        assertEquals("pseudo-t", smooth.statistic());
        assertEquals("pseudo-t (variance smoothed by 4.5 mm FWHM, Nichols and Holmes 2002)", smooth.statisticWords());
        assertEquals(4.5, smooth.varianceFwhm());
        message("exclude each other", () -> v.withVarianceSmoothing(4));
        message(
                "variance_fwhm is for t tests; this is an F test of 2",
                () -> GroupTest.plan(twelve(), "drug; age", OPTIONS).withVarianceSmoothing(4));
        message("variance_fwhm must be 0", () -> t.withVarianceSmoothing(-1));
        message("variance_fwhm must be 0", () -> t.withVarianceSmoothing(1000));
        assertEquals(0, t.withVarianceSmoothing(0).varianceFwhm());
        int[] alone = ARMS.clone();
        alone[3] = 9;
        message("a variance group has 1 observation only", () -> t.withVarianceGroups(alone));
        message("variance groups need one entry for each of 12 inputs, got 3", () -> t.withVarianceGroups(new int[3]));
        GroupTest.Options other = OPTIONS.with(PermutationTest.Options.DEFAULT.with(NuisanceMethod.TER_BRAAK));
        message("need nuisance=freedman-lane", () -> GroupTest.plan(twelve(), "drug - placebo", other)
                .withVarianceGroups(ARMS));
        Observations data = Observations.of(new double[12][1]);
        message(
                "this test asks for 4.5 mm",
                () -> smooth.run(data, sc.fiji.boldj.stats.Neighbourhood.none(1), Progress.NONE));
        message(
                "this test asks for 0.0 mm",
                () -> t.run(data, sc.fiji.boldj.stats.Neighbourhood.none(1), map -> {}, Progress.NONE));
    }

    @Test
    void otherOptionsInWords() {
        PermutationTest.Options options = PermutationTest.Options.DEFAULT
                .with(Tail.POSITIVE)
                .with(NuisanceMethod.DRAPER_STONEMAN)
                .withStopAfter(20);
        assertEquals(
                DESIGN
                        + "Tested: drug - placebo (t, 9 degrees of freedom, positive side). Positive values indicate drug >"
                        + " placebo. " + PERMUTED
                        + "Nuisance variables are handled as Draper and Stoneman (1966) do, with"
                        + " Guttman's partition. Stops early, after a batch of 512, once 20 permutations have reached the"
                        + " strongest value: its p then has a relative standard error of about 22 %. Smallest attainable p:"
                        + " 0.005000.",
                GroupTest.plan(twelve(), "drug - placebo", OPTIONS.with(options))
                        .words());
        GroupTest mean = GroupTest.plan(six(), "", OPTIONS);
        assertEquals(
                "Design: a given design matrix; columns mean. Tested: mean (t, 5 degrees of freedom, two-sided). Positive"
                        + " values indicate mean > 0. Null distribution: each observation may be flipped in sign; 64"
                        + " distinct sign flips, each used once. Smallest attainable p: 0.03125.",
                mean.words());
        assertEquals(
                "The group design (a given design matrix) had the column mean. The contrast mean was tested (t, 5 degrees"
                        + " of freedom, two-sided); positive values indicate mean > 0. Its null distribution was obtained"
                        + " from all 64 distinct sign flips (each observation may be flipped in sign); the smallest"
                        + " attainable p is 0.03125.",
                mean.methods());
        assertEquals(
                -1,
                GroupTest.plan(six(), "", OPTIONS.with(PermutationTest.Options.DEFAULT.withStopAfter(20)))
                        .words()
                        .indexOf("Stops early"),
                "all sign flips are used");
    }

    /** Columns of subjects are not listed, and of many columns the first ten. */
    @Test
    void manyColumnsAreShortened() {
        for (int k : new int[] {12, 13}) {
            List<String> names = new ArrayList<>(List.of("subject a"));
            for (int c = 1; c <= k; c++) names.add("c" + c);
            double[][] design = new double[20][k + 1];
            for (int i = 0; i < 20; i++) Seeds.fillGaussian(Seeds.stream(3, i), design[i]);
            String words = GroupTest.plan(GroupDesign.of(names, design, ExchangeTree.free(20)), "c1", OPTIONS)
                    .words();
            String last = k == 12 ? "c11, c12" : "c10, 3 more";
            assertTrue(words.startsWith("Design: a given design matrix; columns c1, c2, "), words);
            assertTrue(words.contains(", " + last + ". Tested: "), words);
        }
    }

    @Test
    void designsThatCannotReachAlphaAreRefused() {
        double[][] three = {{1, 1}, {1, 0}, {1, 0}};
        GroupDesign design = GroupDesign.of(List.of("c", "x"), three, ExchangeTree.free(3));
        message(
                "this design cannot reach p <= 0.05: its smallest attainable p is 0.3333; it needs more subjects, or a"
                        + " larger alpha. Design: a given",
                () -> GroupTest.plan(design, "x", OPTIONS));
        message("its smallest attainable p is 0.2500; it needs more", () -> GroupTest.plan(design, "c", OPTIONS));
        message(
                "its smallest attainable p is 0.1000; ask for more permutations or subjects",
                () -> GroupTest.plan(twelve(), "drug - placebo", OPTIONS.withPermutations(10)));
        GroupTest.plan(twelve(), "drug - placebo", OPTIONS.withPermutations(20));
        message("nothing can be permuted", () -> GroupTest.plan(six().with(Shuffle.PERMUTE), "mean", OPTIONS));
        message("permutations must be 1 or more, got 0", () -> OPTIONS.withPermutations(0));
        for (double alpha : new double[] {0, 1, Double.NaN})
            message(
                    "alpha must be between 0 and 1",
                    () -> new GroupTest.Options(9, alpha, 1, PermutationTest.Options.DEFAULT));
        assertEquals(7, OPTIONS.withSeed(7).seed());
        GroupTest t = GroupTest.plan(twelve(), "drug - placebo", OPTIONS);
        message("there are 11 inputs but the design has 12", () -> t.observe(Observations.of(new double[11][1])));
    }

    @Test
    void aFamilyInWordsAndWhatItRefuses() {
        GroupFamily family = GroupFamily.plan(twelve(), "drug - placebo | age", List.of("a", "b"), OPTIONS, null, 0);
        assertEquals(4, family.size());
        assertEquals(2, family.tests().size());
        assertEquals(0.005, family.smallestP(), 1e-12);
        assertEquals(
                DESIGN + "4 tests: drug - placebo (t, 9 degrees of freedom, two-sided) | age (t, 9 degrees of freedom,"
                        + " two-sided), each in a, b; p is FWE-corrected over all of them with the joint maximum statistic. "
                        + PERMUTED + "Smallest attainable p: 0.005000.",
                family.words());
        GroupFamily alone = GroupFamily.plan(twelve(), "age", List.of(""), OPTIONS, ARMS, 0);
        assertEquals(alone.first().words(), alone.words());
        assertEquals("v", alone.first().statistic());
        message(
                "need different permutation schemes (permuted, flipped in sign)",
                () -> GroupFamily.plan(twelve(), "drug - placebo | drug", List.of(""), OPTIONS, null, 0));
        message(
                "have statistics of different scale (1 and 2 rows)",
                () -> GroupFamily.plan(
                        twelve().with(Shuffle.PERMUTE),
                        "drug - placebo | drug - placebo; age",
                        List.of(""),
                        OPTIONS,
                        null,
                        0));
        GroupTest.Options stops = OPTIONS.with(PermutationTest.Options.DEFAULT.withStopAfter(20));
        message(
                "stop_after is for one test",
                () -> GroupFamily.plan(twelve(), "age", List.of("a", "b"), stops, null, 0));
        assertEquals(
                1,
                GroupFamily.plan(twelve(), "age", List.of(""), stops, null, 0).size());
        message(
                "there are 2 modalities but inputs of 1",
                () -> family.run(
                        List.of(Observations.of(new double[12][1])),
                        sc.fiji.boldj.stats.Neighbourhood.none(1),
                        null,
                        Progress.NONE));
    }

    private static double[][] data(int rows, int columns, int seed) {
        double[][] data = new double[rows][columns];
        for (int i = 0; i < rows; i++) Seeds.fillGaussian(Seeds.stream(seed, i), data[i]);
        return data;
    }

    /** The corrected p of each value: how many of the shufflings' largest |t| over both maps and contrasts reach it. */
    @Test
    void aFamilyIsCorrectedByTheLargestOfAllItsTests() {
        GroupDesign design = twelve();
        GroupTest.Options options = OPTIONS.with(PermutationTest.Options.DEFAULT.with(PermutationTest.Inference.VOXEL));
        GroupFamily family = GroupFamily.plan(design, "drug - placebo | age", List.of("a", "b"), options, null, 0);
        double[][] first = data(12, 3, 21);
        double[][] second = data(12, 3, 22);
        for (int i = 0; i < 6; i++) first[i][1] += 2;
        GroupFamily.Result result = family.run(
                List.of(Observations.of(first), Observations.of(second)),
                sc.fiji.boldj.stats.Neighbourhood.none(3),
                null,
                Progress.NONE);
        assertEquals(
                List.of("drug - placebo, a", "age, a", "drug - placebo, b", "age, b"),
                result.members().stream().map(GroupFamily.Member::name).toList());
        double[] largest = new double[200];
        for (GroupFamily.Member member : result.members()) {
            double[] own = member.result().test().nullMaximum().values();
            for (int k = 0; k < 200; k++) largest[k] = Math.max(largest[k], own[k]);
        }
        for (int m = 0; m < 4; m++) {
            GroupFamily.Member member = result.members().get(m);
            double[][] of = m < 2 ? first : second;
            for (int v = 0; v < 3; v++) {
                double[] y = new double[12];
                for (int i = 0; i < 12; i++) y[i] = of[i][v];
                OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
                fit.setNoIntercept(true);
                fit.newSampleData(y, design.matrix());
                double[] b = fit.estimateRegressionParameters();
                double[][] variance = fit.estimateRegressionParametersVariance();
                double t = m % 2 == 1
                        ? b[2] / fit.estimateRegressionParametersStandardErrors()[2]
                        : (b[0] - b[1])
                                / Math.sqrt(fit.estimateErrorVariance()
                                        * (variance[0][0] + variance[1][1] - 2 * variance[0][1]));
                assertEquals(t, member.result().test().statistic()[v], 1e-9);
                int reached = 0;
                for (double value : largest) if (value >= Math.abs(t) - 1e-9) reached++;
                assertEquals(reached / 200.0, member.corrected()[v], 1e-12, m + " " + v);
            }
        }
        assertEquals(List.of(), result.warnings());
        double[][] flat = data(12, 3, 23);
        for (double[] row : flat) row[2] = 5;
        flat[4][0] = Double.NaN;
        GroupFamily.Result noted = family.run(
                List.of(Observations.of(first), Observations.of(flat)),
                sc.fiji.boldj.stats.Neighbourhood.none(3),
                null,
                Progress.NONE);
        String excluded =
                "Excluded: 2 of 3 elements, 1 with a missing or infinite value in at least one input and 1 that"
                        + " are constant or leave no residual variance.";
        assertEquals(List.of("drug - placebo, b: " + excluded, "age, b: " + excluded), noted.warnings());
        GroupFamily.Result one = GroupFamily.plan(twelve().noting("A note."), "age", List.of(""), OPTIONS, null, 0)
                .run(List.of(Observations.of(flat)), sc.fiji.boldj.stats.Neighbourhood.none(3), null, Progress.NONE);
        assertEquals(List.of("A note.", excluded), one.warnings());
    }

    /** Two clusters of the smaller p drawn by hand on a line of voxels; masses and peaks are those of the t map. */
    @Test
    void clustersOfATableByHand() {
        VoxelGrid grid = new VoxelGrid(9, 1, 1, Affine.of(-2, 0, 0, 8, 0, 3, 0, 1, 0, 0, 4, 2));
        boolean[] inside = new boolean[9];
        Arrays.fill(inside, 1, 9, true);
        Mask mask = Mask.of(grid, inside);
        double[][] data = data(6, 8, 5);
        for (double[] row : data) for (int v = 0; v < 8; v++) row[v] += v < 4 ? 3 : v < 6 ? -3 : 3;
        PermutationResult result = GroupTest.plan(six(), "mean", OPTIONS)
                .run(Observations.of(data), MaskedMaps.neighbours(mask, 6), Progress.NONE)
                .test();
        double[] t = result.statistic();
        double[] p = {0.9, 0.01, 0.02, 0.06, 0.05, 0.03, 0.01, 0.2};
        for (int v = 0; v < 8; v++) assertTrue((v < 4 || v > 5) == t[v] > 0);
        ClusterTable table =
                ClusterTable.of(result, p, mask, MaskedMaps.neighbours(mask, 6), 0.05, place -> "r" + place[0]);
        assertEquals(3, table.rows().size(), "4 and 5 are negative, 6 is not of their cluster");
        ClusterTable.Row first = table.rows().get(0);
        int peak = Math.abs(t[1]) > Math.abs(t[2]) ? 1 : 2;
        assertEquals(2, first.voxels());
        assertEquals(1, first.label());
        assertEquals(2 * 24, first.volume(), 1e-9);
        assertEquals(t[1] + t[2], first.mass(), 1e-9);
        assertEquals(t[peak], first.peak());
        assertEquals(0.01, first.p());
        assertEquals(0.01, first.low(), "exact: all 64 sign flips");
        assertEquals(0.01, first.high());
        assertEquals(8 - 2 * (peak + 1), first.x(), 1e-12);
        assertEquals(1, first.y(), 1e-12);
        assertEquals(2, first.z(), 1e-12);
        assertEquals("r" + first.x(), first.region());
        ClusterTable.Row second = table.rows().get(1);
        assertEquals(-t[4] - t[5], second.mass(), 1e-9);
        assertEquals(0.03, second.p());
        assertTrue(second.peak() < 0);
        assertEquals(1, table.rows().get(2).voxels());
        assertArrayEquals(new int[] {0, 1, 1, 0, 2, 2, 3, 0}, table.labels());
        assertEquals(
                List.of(
                        "cluster",
                        "voxels",
                        "volume_mm3",
                        "mass",
                        "peak",
                        "p_fwe",
                        "p_low",
                        "p_high",
                        "x",
                        "y",
                        "z",
                        "region"),
                table.toTable().names());
        List<String> row = table.toTable().row(0);
        assertEquals(List.of("1", "2", "48.0"), row.subList(0, 3));
        assertEquals(List.of("0.0100000", "0.0100000", "0.0100000"), row.subList(5, 8));
        assertEquals(List.of("1.00", "2.00"), row.subList(9, 11));
        // the largest cluster first, whatever its place
        double[] other = {0.01, 0.9, 0.9, 0.9, 0.01, 0.02, 0.9, 0.9};
        assertArrayEquals(
                new int[] {2, 0, 0, 0, 1, 1, 0, 0},
                ClusterTable.of(result, other, mask, MaskedMaps.neighbours(mask, 6), 0.05, null)
                        .labels());
        assertEquals(
                "n/a",
                ClusterTable.of(result, other, mask, MaskedMaps.neighbours(mask, 6), 0.05, null)
                        .rows()
                        .get(0)
                        .region());
        assertEquals(
                List.of(),
                ClusterTable.of(result, mask, MaskedMaps.neighbours(mask, 6), 0.001, null)
                        .rows());
    }

    @Test
    void mapsThatSomeLackAreCounted() {
        VoxelGrid grid = new VoxelGrid(4, 1, 1, Affine.IDENTITY);
        NeuroImage maps = NeuroImage.floats("maps", grid, 3, SeriesTiming.UNKNOWN);
        maps.writeVolume(0, new float[] {1, Float.NaN, Float.NaN, 2});
        maps.writeVolume(1, new float[] {1, 1, Float.NaN, 0});
        maps.writeVolume(2, new float[] {1, 1, Float.NaN, Float.POSITIVE_INFINITY});
        assertEquals(2, MaskedMaps.partlyMissing(List.of(maps)));
        assertArrayEquals(new int[] {0}, MaskedMaps.common(List.of(maps)).indices());
        message("needs 1 map or more, got none", () -> MaskedMaps.common(List.of()));
        message("needs 1 map or more, got none", () -> MaskedMaps.observations(List.of(), Mask.all(grid)));
        message(
                "the mask of the group test",
                () -> MaskedMaps.observations(List.of(maps), Mask.of(grid, new boolean[4])));
        NeuroImage other = NeuroImage.floats("x", new VoxelGrid(2, 2, 1, Affine.IDENTITY), 1, SeriesTiming.UNKNOWN);
        assertThrows(IllegalArgumentException.class, () -> MaskedMaps.common(List.of(maps, other)));
        assertThrows(
                IllegalArgumentException.class, () -> MaskedMaps.image(new double[4], Mask.all(grid), 0, other, "p"));
        double[] values = new double[4];
        MaskedMaps.observations(List.of(maps, maps), Mask.all(grid)).read(5, 0, 4, values, 0);
        assertArrayEquals(new double[] {1, 1, Double.NaN, Double.POSITIVE_INFINITY}, values);
    }
}
