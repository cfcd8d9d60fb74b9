package sc.fiji.boldj.workflow;

import java.util.Locale;
import java.util.stream.Collectors;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.Tail;

/** What was done in a group test, in sentences for a paper, with the values that were used. */
final class GroupMethods {

    private GroupMethods() {}

    /**
     * @param elements what was tested: "70000 voxels"
     * @param touching when elements are neighbours: "voxels that share a face, an edge or a corner (26)"
     * @param gpdTail whether a tail was fitted to the maxima
     */
    static String of(
            GroupFamily family, String design, String elements, String touching, boolean gpdTail, String program) {
        GroupTest test = family.first();
        PermutationTest.Options options = test.options().test();
        StringBuilder text = new StringBuilder("Group inference was made with ")
                .append(program)
                .append(": ");
        text.append(design).append(". ");
        text.append("The statistic, ").append(test.statisticWords());
        text.append(family.tests().size() == 1 ? ", of the contrast " : ", of the contrasts ")
                .append(family.tests().stream().map(GroupTest::contrast).collect(Collectors.joining(" | ")))
                .append(" was computed for ")
                .append(elements)
                .append(' ');
        text.append(shuffling(test)).append(". Inference was made on ").append(measured(test));
        if (options.inference() != PermutationTest.Inference.VOXEL)
            text.append(", where neighbours are ").append(touching);
        if (test.model().effectRank() == 1)
            text.append(
                    options.tail() == Tail.TWO
                            ? "; the test is two-sided"
                            : "; only " + options.tail().name().toLowerCase(Locale.ROOT) + " effects count");
        if (options.stopAfter() > 0 && !test.plan().isExhaustive())
            text.append("; the test was to stop early once ")
                    .append(options.stopAfter())
                    .append(" permutations had reached the strongest value (Besag and Clifford 1991)");
        text.append(String.format(
                Locale.ROOT,
                ". p = (b + 1) / (n + 1) (Phipson and Smyth 2010), FWE-corrected with the distribution of the maximum statistic over all elements%s; a corrected p of %s or less is significant. q values follow Benjamini and Hochberg (1995). The 95 %% interval of each p from random permutations is the Clopper-Pearson interval.%s",
                family.size() == 1 ? "" : " of all " + family.size() + " tests",
                Double.toString(test.options().alpha()),
                gpdTail
                        ? " Below .1, corrected p is also given from a generalised Pareto tail fitted to the maxima (Winkler et al."
                                + " 2016)."
                        : ""));
        return text.toString();
    }

    private static String shuffling(GroupTest test) {
        boolean nuisance = test.model().design()[0].length > test.model().effectRank();
        String noun = test.plan().shuffle().noun();
        String made = test.plan().isExhaustive()
                ? "all " + test.plan().size() + " distinct " + noun
                : test.plan().size() + " random " + noun + " (seed "
                        + test.options().seed() + ") of " + test.plan().distinctWords() + " distinct ones";
        if (test.sandwich().isPresent())
            return "under a wild bootstrap with " + made
                    + " of participants, given to the adjusted residuals of the model without"
                    + " the contrast, the observed data among them ("
                    + test.plan().words()
                    + "), assuming that visits are missing completely at random";
        String covariate = test.covariate().isEmpty() ? "" : ", adjusted at each voxel for " + test.covariate();
        return "under " + made + ", the observed data among them ("
                + test.plan().words() + ")"
                + covariate
                + (nuisance || !covariate.isEmpty()
                        ? ", with nuisance treated "
                                + test.options().test().nuisance().words()
                        : "");
    }

    /** What inference is made on, in words. */
    static String measured(GroupTest test) {
        PermutationTest.Options options = test.options().test();
        String statistic = test.statistic();
        return switch (options.inference()) {
            case VOXEL -> "the value of " + statistic + " at each element";
            case TFCE ->
                "threshold-free cluster enhancement of " + statistic + " (E = "
                        + options.tfce().extent() + ", H = " + options.tfce().height()
                        + ", integrated exactly, without steps)";
            case CLUSTER_EXTENT -> "the extent of clusters with |" + statistic + "| > " + options.clusterThreshold();
            case CLUSTER_MASS ->
                "the mass (sum of |" + statistic + "| - threshold) of clusters with |" + statistic + "| > "
                        + options.clusterThreshold();
        };
    }
}
