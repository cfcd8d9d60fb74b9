package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.stats.NuisanceMethod;
import sc.fiji.boldj.stats.Tail;

/**
 * What a group test says of itself.
 *
 * @param variance how the variance is estimated
 */
record GroupTestWords(GroupTest test, GroupDesign of, GroupVariance variance) {

    private static final String SUBJECT = "subject ";

    /** The statistic by its full name. */
    String statistic() {
        boolean single = test.model().effectRank() == 1;
        if (test.varianceFwhm() > 0)
            return "pseudo-t (variance smoothed by " + number(test.varianceFwhm())
                    + " mm FWHM, Nichols and Holmes 2002)";
        int[] varianceGroups = variance.groups();
        if (variance.visits() != null) return "Student's t " + variance.visits().words();
        if (varianceGroups == null) return single ? "Student's t" : "F";
        long groups = Arrays.stream(varianceGroups).distinct().count();
        return (single ? "v of Aspin and Welch" : "G (Winkler et al. 2014)") + " with " + groups
                + (groups == 1 ? " variance group" : " variance groups");
    }

    /** The design and its columns. */
    String design() {
        return "Design: " + of.words() + "; columns " + String.join(", ", shortened(of.columns())) + ". ";
    }

    /** The statistic, its degrees of freedom and the side. */
    String tested() {
        int rank = test.model().effectRank();
        boolean plain = variance.groups() == null && test.varianceFwhm() == 0;
        String degrees = (rank == 1 ? ", " : " with " + rank + " and ")
                + number(Math.rint(100 * test.degreesOfFreedom()) / 100) + " degrees of freedom, ";
        Tail tail = test.options().test().tail();
        String side = rank > 1
                ? "large values"
                : tail == Tail.TWO ? "two-sided" : tail.name().toLowerCase(Locale.ROOT) + " side";
        String covariate = test.covariate().isEmpty() ? "" : ", adjusted for " + test.covariate() + " at each voxel";
        if (variance.visits() != null) return statistic() + degrees + side;
        return (plain ? test.statistic() + degrees : statistic() + ", ") + side + covariate;
    }

    /** What a positive value means; empty for F and where the contrast says it. */
    String direction() {
        String inequality = test.inequality();
        return inequality.isEmpty() ? "" : "Positive values indicate " + inequality + ". ";
    }

    /** The shuffling and what it can reach. */
    String shuffling() {
        int stop = test.options().test().stopAfter();
        NuisanceMethod nuisance = test.options().test().nuisance();
        String noun = test.plan().shuffle().noun();
        StringBuilder text = new StringBuilder("Null distribution: ");
        if (variance.visits() != null)
            text.append("wild bootstrap, the adjusted residuals of the model without the contrast; ");
        text.append(test.plan().words());
        text.append("; ")
                .append(test.plan().distinctWords())
                .append(" distinct ")
                .append(noun)
                .append(
                        test.plan().isExhaustive()
                                ? ", each used once. "
                                : ", " + test.plan().size() + " drawn at random, including the observed data. ");
        if (nuisance != NuisanceMethod.FREEDMAN_LANE)
            text.append("Nuisance variables are handled ")
                    .append(nuisance.words())
                    .append(". ");
        if (variance.groups() != null && !withinVarianceGroups())
            text.append(
                    "Observations of unequal variance are exchanged, so p is approximate (blocks of equal variance, where"
                            + " the contrast allows them, make it exact). ");
        if (stop > 0 && !test.plan().isExhaustive())
            text.append(String.format(
                    Locale.ROOT,
                    "Stops early, after a batch of 512, once %d permutations have reached the strongest value: its p then has"
                            + " a relative standard error of about %.0f %%. ",
                    stop,
                    100 / Math.sqrt(stop)));
        return text.append(String.format(Locale.ROOT, "Smallest attainable p: %.4g.", test.smallestP()))
                .toString();
    }

    /** What was done, in sentences for a paper: the design, the contrast and its null distribution. */
    String methods() {
        String noun = test.plan().shuffle().noun();
        List<String> columns = shortened(of.columns());
        return "The group design (" + of.words() + ") had the "
                + (columns.size() == 1 ? "column " : "columns ")
                + (columns.size() == 1
                        ? columns.get(0)
                        : String.join(", ", columns.subList(0, columns.size() - 1)) + " and "
                                + columns.get(columns.size() - 1))
                + ". The contrast " + test.contrast() + " was tested (" + tested() + ")"
                + (test.inequality().isEmpty() ? "" : "; positive values indicate " + test.inequality())
                + ". " + test.note() + "Its null distribution was obtained from "
                + (variance.visits() == null ? "" : "a wild bootstrap with ")
                + (test.plan().isExhaustive()
                        ? "all " + test.plan().distinctWords() + " distinct " + noun
                        : test.plan().size() + " of " + test.plan().distinctWords() + " distinct " + noun
                                + ", drawn at random")
                + " (" + test.plan().words()
                + String.format(Locale.ROOT, "); the smallest attainable p is %.4g.", test.smallestP());
    }

    private boolean withinVarianceGroups() {
        if (!test.plan().shuffle().permutes()) return true;
        int[] orbit = of.tree().places();
        for (int i = 0; i < orbit.length; i++)
            for (int j = 0; j < i; j++)
                if (orbit[i] == orbit[j] && variance.groups()[i] != variance.groups()[j]) return false;
        return true;
    }

    /** The columns, those of single participants counted instead of listed. */
    private static List<String> shortened(List<String> columns) {
        List<String> some = new ArrayList<>(
                columns.stream().filter(name -> !name.startsWith(SUBJECT)).toList());
        if (some.size() > 12) {
            int more = some.size() - 10;
            some = new ArrayList<>(some.subList(0, 10));
            some.add(more + " more");
        }
        return some;
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
