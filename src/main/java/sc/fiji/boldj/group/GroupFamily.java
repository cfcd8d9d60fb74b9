package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.MapSmoother;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.NullDistribution;
import sc.fiji.boldj.stats.Observations;

/**
 * Tests whose error is controlled together: several contrasts of one design, in one or more modalities. Immutable.
 *
 * <p>All tests use the same shufflings, so the largest value over all of them under each shuffling is the null
 * distribution of the family (Winkler et al. 2016, HBM 37). A family of one test is that test.
 */
public final class GroupFamily {

    /** Separates contrasts that are tested apart and corrected together; {@code ;} separates the rows of one F test. */
    public static final String APART = "|";

    /**
     * One test of the family and what it found.
     *
     * @param modality name of the kind of inputs; empty if there is one kind
     * @param test the test
     * @param result statistics and probabilities
     * @param corrected p corrected for all elements of all tests
     */
    public record Member(String modality, GroupTest test, GroupTest.Result result, double[] corrected) {

        /** The contrast, and the modality if there are several. */
        public String name() {
            return modality.isEmpty() ? test.contrast() : test.contrast() + ", " + modality;
        }
    }

    /**
     * What a family found.
     *
     * @param members for each modality the contrasts in order
     * @param nulls the largest value of all tests under each shuffling
     */
    public record Result(List<Member> members, NullDistribution nulls) {

        /** What the reader must know, in sentences; with several tests each says which it is about. */
        public List<String> warnings() {
            List<String> warnings = new ArrayList<>();
            for (Member member : members)
                for (String warning : member.result.warnings())
                    warnings.add(members.size() == 1 ? warning : member.name() + ": " + warning);
            return warnings;
        }
    }

    private final List<GroupTest> tests;
    private final List<String> modalities;

    private GroupFamily(List<GroupTest> tests, List<String> modalities) {
        this.tests = List.copyOf(tests);
        this.modalities = List.copyOf(modalities);
    }

    /**
     * Plans the tests.
     *
     * @param contrasts expressions separated by {@value #APART}; empty for the design's own
     * @param modalities names of the kinds of inputs, one or more
     * @param varianceGroups null, or a number for each observation
     * @param varianceFwhm of a smoothed variance in mm, 0 for none
     * @throws IllegalArgumentException if a contrast cannot be tested or reach alpha, or the tests cannot share shufflings
     */
    public static GroupFamily plan(
            GroupDesign design,
            String contrasts,
            List<String> modalities,
            GroupTest.Options options,
            int[] varianceGroups,
            double varianceFwhm) {
        return plan(design, design.contrasts(contrasts), modalities, options, varianceGroups, varianceFwhm);
    }

    /** Plans the tests of contrasts of the design's columns. */
    public static GroupFamily plan(
            GroupDesign design,
            List<GroupContrast> contrasts,
            List<String> modalities,
            GroupTest.Options options,
            int[] varianceGroups,
            double varianceFwhm) {
        List<GroupTest> tests = new ArrayList<>();
        for (GroupContrast contrast : contrasts) {
            GroupTest test = GroupTest.plan(design, contrast, options).withVarianceSmoothing(varianceFwhm);
            tests.add(varianceGroups == null ? test : test.withVarianceGroups(varianceGroups));
        }
        GroupTest first = tests.get(0);
        for (GroupTest test : tests) {
            if (test.plan().shuffle() != first.plan().shuffle())
                throw new IllegalArgumentException("the contrasts '" + first.contrast() + "' and '" + test.contrast()
                        + "' need different permutation schemes ("
                        + first.plan().shuffle().words() + ", "
                        + test.plan().shuffle().words()
                        + "), so they cannot be corrected together: test them separately,"
                        + " or set 'shuffle'");
            if (!test.plan().distinct().equals(first.plan().distinct())
                    || test.plan().observations() != first.plan().observations())
                throw new IllegalArgumentException("the contrasts '" + first.contrast() + "' and '" + test.contrast()
                        + "' are tested in different subjects or with different permutations ("
                        + first.plan().words() + "; " + test.plan().words()
                        + "), so they cannot be corrected together: test them separately");
            if (test.model().effectRank() != first.model().effectRank())
                throw new IllegalArgumentException("the contrasts '" + first.contrast() + "' and '" + test.contrast()
                        + "' have statistics of different scale ("
                        + first.model().effectRank() + " and "
                        + test.model().effectRank() + " rows), so they have no common maximum: test them separately");
        }
        if (tests.size() * modalities.size() > 1 && options.test().stopAfter() > 0)
            throw new IllegalArgumentException(
                    "stop_after is for one test: tests that are corrected together need the same permutations");
        return new GroupFamily(tests, modalities);
    }

    /** The same tests with the sandwich estimator and the wild bootstrap ({@link GroupTest#withVisits}). */
    public GroupFamily withVisits(VisitRows rows) {
        return new GroupFamily(tests.stream().map(test -> test.withVisits(rows)).toList(), modalities);
    }

    /**
     * The same tests with a covariate that has a map for each input ({@link GroupTest#withCovariate}).
     *
     * @throws IllegalArgumentException if there are several modalities
     */
    public GroupFamily withCovariate(String name) {
        if (modalities.size() > 1)
            throw new IllegalArgumentException(
                    "covariate_maps and modalities exclude each other: each modality has its own baseline");
        return new GroupFamily(
                tests.stream().map(test -> test.withCovariate(name)).toList(), modalities);
    }

    /** The contrasts' tests, one for each contrast. */
    public List<GroupTest> tests() {
        return tests;
    }

    /** The first test: model, plan and options are shared. */
    public GroupTest first() {
        return tests.get(0);
    }

    /** Number of tests: contrasts times modalities. */
    public int size() {
        return tests.size() * modalities.size();
    }

    /** The smallest p that every test of the family can give. */
    public double smallestP() {
        return tests.stream().mapToDouble(GroupTest::smallestP).max().orElse(1);
    }

    /** The model, the contrasts, the shuffling and what it can reach, in words. */
    public String words() {
        if (size() == 1) return first().words();
        StringBuilder text =
                new StringBuilder(first().wording().design()).append(size()).append(" tests: ");
        for (int k = 0; k < tests.size(); k++)
            text.append(k == 0 ? "" : " | ")
                    .append(tests.get(k).contrast())
                    .append(" (")
                    .append(tests.get(k).wording().tested())
                    .append(direction(tests.get(k)))
                    .append(')');
        if (modalities.size() > 1) text.append(", each in ").append(String.join(", ", modalities));
        text.append("; p is FWE-corrected over all of them with the joint maximum statistic. ");
        tests.forEach(test -> text.append(test.note()));
        return text.append(first().wording().shuffling()).toString();
    }

    private static String direction(GroupTest test) {
        String direction = test.direction();
        return direction.isEmpty() || direction.equals(test.contrast()) ? "" : ", " + direction + " > 0 where positive";
    }

    /**
     * Runs the tests.
     *
     * @param inputs one for each modality, rows in the order of the design's table
     * @param smoother null, or what smooths the variance map
     */
    public Result run(List<Observations> inputs, Neighbourhood graph, MapSmoother smoother, Progress progress) {
        return run(inputs, null, graph, smoother, progress);
    }

    /** The same with the maps of a covariate, null for none. */
    public Result run(
            List<Observations> inputs,
            Observations covariate,
            Neighbourhood graph,
            MapSmoother smoother,
            Progress progress) {
        if (inputs.size() != modalities.size())
            throw new IllegalArgumentException(
                    "there are " + modalities.size() + " modalities but inputs of " + inputs.size());
        List<GroupTest.Result> results = new ArrayList<>();
        for (Observations modality : inputs)
            for (GroupTest test : tests) {
                double done = results.size() / (double) size();
                results.add(test.run(modality, covariate, graph, smoother, progress.stage(done, done + 1.0 / size())));
            }
        NullDistribution nulls = NullDistribution.maximum(
                results.stream().map(r -> r.test().nullMaximum()).toList());
        List<Member> members = new ArrayList<>();
        for (int k = 0; k < results.size(); k++)
            members.add(new Member(
                    modalities.size() == 1 ? "" : modalities.get(k / tests.size()),
                    tests.get(k % tests.size()),
                    results.get(k),
                    results.get(k).test().pFamilyWise(nulls)));
        return new Result(List.copyOf(members), nulls);
    }
}
