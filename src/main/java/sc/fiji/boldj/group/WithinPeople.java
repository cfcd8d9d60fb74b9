package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.stats.BlockContrasts;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.Shuffle;

/**
 * Reduces the inputs of each participant to one observation for a contrast of conditions: the contrast itself, formed within
 * the participant ({@link BlockContrasts}). Immutable.
 *
 * <p>The error of the test is then that of this contrast alone. A pooled error, with all conditions of a participant exchanged,
 * would test whether <em>all</em> conditions are equal, and would be invalid where conditions outside the contrast have a
 * different variance from those in it. Differences between periods become nuisance regressors (Freedman-Lane). Under the null
 * hypothesis the sign of a participant's contrast is arbitrary if its errors are symmetric about 0. Where conditions were given
 * in a random sequence, two of them can also be exchanged according to the randomisation, which needs no symmetry: sequences
 * are permuted among participants who had the other conditions in the same periods.
 *
 * <p>For a contrast of several rows (F), the rows of a participant are orthonormal contrasts that are flipped together. This is
 * valid for any variances and correlations of the conditions; the degrees of freedom of F assume equal ones.
 *
 * @param person the number of each input's participant
 * @param names of participants, by number; empty if only numbers are known
 * @param own whether the design is by definition one of conditions within participants, so that every contrast must be within them
 * @param certain whether the blocks are known to be participants
 * @param condition the number of each input's condition; null if not known
 * @param period the position in time of each input among those of its participant; null if not known
 * @param randomised whether the sequence of conditions is declared
 */
record WithinPeople(
        int[] person,
        List<String> names,
        boolean own,
        boolean certain,
        int[] condition,
        int[] period,
        boolean randomised) {

    /** Blocks that a user gave with a design matrix. */
    static WithinPeople blocks(int[] block, boolean people) {
        return new WithinPeople(block, List.of(), false, people, null, null, false);
    }

    /** The design with one observation per participant; the given one if the contrast compares participants. */
    GroupDesign reduce(GroupDesign design, GroupContrast asked) {
        double[][] x = design.matrix();
        double[][] contrast = asked.weights();
        String expression = asked.words();
        Shuffle how = design.shuffle().orElse(null);
        Optional<BlockContrasts> found = certain || BlockContrasts.arePeople(x, person)
                ? BlockContrasts.of(x, contrast, person)
                : Optional.empty();
        if (found.isEmpty()) {
            requireWithin(x, contrast, expression, design);
            return design;
        }
        if (how == Shuffle.BOTH && own)
            throw new IllegalArgumentException(
                    "shuffle=both does not apply to conditions within subjects: each subject's"
                            + " contrast is one observation; use flip, or permute where a column 'sequence' is given");
        if (how != null && how.permutes()) return permuted(design, found.get(), expression, contrast.length);
        return flipped(design, found.get());
    }

    private void requireWithin(double[][] x, double[][] contrast, String expression, GroupDesign design) {
        if (!certain) return;
        if (BlockContrasts.kind(x, contrast, person) == BlockContrasts.Kind.INCOMPLETE) {
            List<String> lacking = BlockContrasts.incomplete(x, contrast, person).stream()
                    .map(this::name)
                    .toList();
            throw new IllegalArgumentException(
                    "the contrast '" + expression + "' compares inputs of the same subject, but "
                            + String.join(", ", lacking.subList(0, Math.min(5, lacking.size())))
                            + (lacking.size() > 5 ? " and " + (lacking.size() - 5) + " more" : "")
                            + (lacking.size() == 1 ? " lacks" : " lack")
                            + " a part of it: exclude these subjects, or choose another contrast");
        }
        if (own)
            throw new IllegalArgumentException(
                    "the contrast '" + expression + "' does not compare conditions of the same"
                            + " subject, as this design does; its columns are " + design.columns());
    }

    private String name(int number) {
        return names.isEmpty() ? "block " + (number + 1) : names.get(number);
    }

    private GroupDesign flipped(GroupDesign design, BlockContrasts found) {
        ExchangeTree tree =
                found.rank() == 1 ? ExchangeTree.free(found.weights().length) : ExchangeTree.whole(found.block());
        int people = found.weights().length / found.rank();
        int all = (int) java.util.Arrays.stream(person).distinct().count();
        String words = design.words() + "; each subject's contrast is "
                + (found.rank() == 1
                        ? "one observation"
                        : found.rank() + " orthonormal observations that are flipped together");
        GroupDesign reduced = design.combined(words, found.weights(), tree, Shuffle.FLIP);
        return people == all
                ? reduced
                : reduced.noting((all - people) + " of " + all
                        + " subjects have none of the compared conditions and are excluded from the test.");
    }

    private GroupDesign permuted(GroupDesign design, BlockContrasts found, String expression, int rows) {
        int conditions = condition == null
                ? 0
                : (int) java.util.Arrays.stream(condition).distinct().count();
        List<int[]> pairs = found.rank() == 1 && period != null && randomised ? pairs(found.weights()) : List.of();
        if (!pairs.isEmpty()) return rerandomised(design, found, pairs);
        if (own && conditions == 2) return flipped(design, found);
        if (own && rows == conditions - 1) return design;
        if (own)
            throw new IllegalArgumentException("shuffle=permute would exchange all " + conditions
                    + " conditions, which tests that all of them are equal, not '" + expression
                    + "': use flip, or give the columns 'sequence' and 'period' of a randomised order, so that two conditions"
                    + " can be exchanged");
        return design.noting("shuffle=permute exchanges all inputs of a block: this tests whether all conditions are"
                + " equal, with a pooled error term. shuffle=auto tests only the contrast.");
    }

    /** For each participant the two compared inputs, the earlier first; empty if there are more. */
    private List<int[]> pairs(double[][] weights) {
        List<int[]> pairs = new ArrayList<>();
        for (double[] row : weights) {
            List<Integer> used = new ArrayList<>();
            for (int i = 0; i < row.length; i++) if (row[i] != 0) used.add(i);
            if (used.size() != 2) return List.of();
            int a = used.get(0);
            int b = used.get(1);
            pairs.add(period[a] < period[b] ? new int[] {a, b} : new int[] {b, a});
        }
        return pairs;
    }

    /** The later input of each participant minus the earlier; the permutation decides which condition came first. */
    private GroupDesign rerandomised(GroupDesign design, BlockContrasts found, List<int[]> pairs) {
        double[][] weights = new double[pairs.size()][person.length];
        int[] stratum = new int[pairs.size()];
        Map<String, Integer> known = new LinkedHashMap<>();
        for (int s = 0; s < weights.length; s++) {
            int[] pair = pairs.get(s);
            double size = Math.abs(found.weights()[s][pair[0]]);
            weights[s][pair[0]] = -size;
            weights[s][pair[1]] = size;
            TreeMap<Integer, String> places = new TreeMap<>();
            for (int i = 0; i < person.length; i++)
                if (person[i] == person[pair[0]])
                    places.put(period[i], i == pair[0] || i == pair[1] ? "*" : String.valueOf(condition[i]));
            stratum[s] = known.computeIfAbsent(places.toString(), key -> known.size());
        }
        return design.combined(
                design.words()
                        + "; each subject's difference between the two periods is one observation, and sequences are"
                        + " permuted among subjects who had the other conditions in the same periods",
                weights,
                ExchangeTree.within(stratum),
                Shuffle.PERMUTE);
    }
}
