package sc.fiji.boldj.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.stats.NuisanceMethod;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.Tail;
import sc.fiji.boldj.stats.Tfce;
import sc.fiji.boldj.workflow.DesignChoice;

/** What tests of maps and of matrices share: how they shuffle, estimate and correct, and the folder of results. */
abstract class GroupTestCommand extends FolderCommand {

    @Parameter(
            label = "Contrast",
            description =
                    "column names such as drug - placebo, or weights; separated by ; for one F test, by | for tests that are corrected together; empty: the default contrast of the design",
            required = false,
            persist = false)
    private String contrast = "";

    @Parameter(
            label = "Shuffle",
            description = "auto flips signs if a mean is tested and permutes otherwise",
            choices = {"auto", "permute", "flip", "both"},
            persist = false)
    private String shuffle = "auto";

    @Parameter(
            label = "Permutations",
            description =
                    "number of permutations or sign flips, including the observed data; if there are no more distinct ones, each is used once",
            persist = false)
    private int permutations = 5000;

    @Parameter(
            label = "Tail",
            description = "direction of the alternative hypothesis",
            choices = {"two", "positive", "negative"},
            persist = false)
    private String tail = "two";

    @Parameter(label = "Seed", description = "random seed; the same seed gives identical results", persist = false)
    private long seed = 1;

    @Parameter(
            label = "Order",
            description =
                    "levels that are compared, the reference or the earliest first, such as placebo,drug or pre,post:"
                            + " the effect is the later minus the earlier in this list; empty: inferred from their names",
            required = false,
            persist = false)
    private String order = "";

    @Parameter(
            label = "Alpha",
            description =
                    "results with a corrected p at or below this are significant; a design that cannot reach it is refused",
            required = false,
            persist = false)
    private double alpha = 0.05;

    @Parameter(
            label = "Block shuffle",
            description = "what is exchanged: inputs within blocks, whole blocks, or both",
            choices = {"within", "whole", "both"},
            required = false,
            persist = false)
    private String blockShuffle = "within";

    @Parameter(
            label = "Variance groups",
            description =
                    "Aspin-Welch v (F: G) in place of t: a column, a file, or a list separated by commas with one entry per input; equal entries share a variance; empty: one variance for all",
            required = false,
            persist = false)
    private String varianceGroups = "";

    @Parameter(
            label = "Nuisance",
            description = "permutation method if there are nuisance columns",
            choices = {"freedman-lane", "draper-stoneman", "ter-braak"},
            required = false,
            persist = false)
    private String nuisance = "freedman-lane";

    @Parameter(
            label = "Partition",
            description = "partition of the design into tested and nuisance columns; only used by draper-stoneman",
            choices = {"guttman", "beckmann"},
            required = false,
            persist = false)
    private String partition = "guttman";

    @Parameter(
            label = "GPD tail",
            description = "also give corrected p from a generalised Pareto tail of the maxima, p_fwe_gpd",
            required = false,
            persist = false)
    private boolean gpdTail = false;

    @Parameter(
            label = "Stop after",
            description =
                    "stop early, after a batch of 512 permutations, once this many have reached the strongest value; the relative standard error of its p is about 1 / sqrt of this number; 0: never",
            required = false,
            persist = false)
    private int stopAfter = 0;

    @Parameter(label = "TFCE extent power", description = "exponent E of the extent", required = false, persist = false)
    private double tfceExtent = 0.5;

    @Parameter(label = "TFCE height power", description = "exponent H of the height", required = false, persist = false)
    private double tfceHeight = 2;

    final List<String> order() {
        return NameList.entries(order).stream()
                .filter(level -> !level.isEmpty())
                .toList();
    }

    final boolean gpdTail() {
        return gpdTail;
    }

    final String contrast() {
        return contrast;
    }

    final String shuffle() {
        return shuffle;
    }

    final String blockShuffle() {
        return blockShuffle;
    }

    /**
     * How the test is made.
     *
     * @param statistic the key {@code statistic}
     * @param threshold of t or F, for clusters
     */
    final GroupTest.Options testOptions(String statistic, double threshold) {
        NuisanceMethod method =
                switch (nuisance) {
                    case "draper-stoneman" ->
                        partition.equals("guttman")
                                ? NuisanceMethod.DRAPER_STONEMAN
                                : NuisanceMethod.DRAPER_STONEMAN_BECKMANN;
                    case "ter-braak" -> NuisanceMethod.TER_BRAAK;
                    default -> NuisanceMethod.FREEDMAN_LANE;
                };
        return new GroupTest.Options(
                permutations,
                alpha,
                seed,
                PermutationTest.Options.DEFAULT
                        .with(PermutationTest.Inference.valueOf(
                                statistic.replace('-', '_').toUpperCase(Locale.ROOT)))
                        .with(Tail.valueOf(tail.toUpperCase(Locale.ROOT)))
                        .with(method)
                        .with(new Tfce.Options(tfceExtent, tfceHeight))
                        .withClusterThreshold(threshold)
                        .withStopAfter(stopAfter));
    }

    /** What {@code options.json} holds of the tests; a new map. */
    static Map<String, Object> about(GroupFamily family) {
        List<String> directions =
                family.tests().stream().map(GroupTest::direction).toList();
        Map<String, Object> about = new TreeMap<>();
        about.put("Model", family.words());
        about.put("Direction", directions.size() == 1 ? directions.get(0) : directions);
        about.put("DistinctShufflings", family.first().plan().distinct().toString());
        about.put("Shufflings", family.first().plan().size());
        about.put("SmallestP", family.smallestP());
        return about;
    }

    /** The model, what is doubtful and the result, line by line. */
    static List<String> words(GroupFamily family, List<String> warnings, String verdict) {
        List<String> lines = new ArrayList<>();
        lines.add(family.words());
        lines.addAll(warnings);
        lines.add(verdict);
        return lines;
    }

    /** Plans the tests; the caller says in words what they are, before anything runs. */
    final GroupFamily plan(
            DesignChoice choice,
            GroupDesign model,
            Optional<DesignTable> table,
            List<String> modalities,
            GroupTest.Options options,
            double varianceFwhm)
            throws IOException {
        return GroupFamily.plan(
                model,
                choice.contrasts(model),
                modalities,
                options,
                choice.varianceGroups(varianceGroups, model, table),
                varianceFwhm);
    }
}
