package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupContrast;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.TrialDesigns;
import sc.fiji.boldj.stats.Shuffle;

/**
 * A group design as a user words it, and the {@link GroupDesign} it means. Values may be the name of a column of the
 * table, a file, or a list separated by commas with one entry for each input.
 *
 * @param design a word of {@link #WORDS}, or the path of a design matrix
 * @param contrast an expression, or empty for the design's own
 * @param groups what tells inputs apart; empty: the column group, arm or treatment (between), condition or session (within)
 * @param covariates columns separated by commas, or a table of numbers; empty for none
 * @param shuffled what is shuffled, and how
 * @param folder where relative paths begin
 * @param order levels of the compared columns, references and early sessions first; empty: inferred from their names
 */
public record DesignChoice(
        String design,
        String contrast,
        String groups,
        String covariates,
        Shuffled shuffled,
        Path folder,
        List<String> order) {

    /** Copies the order. */
    public DesignChoice {
        order = List.copyOf(order);
    }

    /**
     * What is shuffled, and how.
     *
     * @param blocks inputs are shuffled within these; for paired designs the subjects; several columns, the outermost first,
     *     or a file of several columns (PALM's multi-level blocks) are blocks within blocks
     * @param blockShuffle {@code within} blocks, blocks as {@code whole}s, or {@code both}
     * @param shuffle {@code auto}, {@code permute}, {@code flip} or {@code both}
     */
    public record Shuffled(String blocks, String blockShuffle, String shuffle) {

        /** As the design has it. */
        public static final Shuffled BY_DESIGN = new Shuffled("", "within", "auto");
    }

    /** The designs that have a name. */
    public static final List<String> WORDS = List.of(
            "one-sample",
            "two-sample",
            "groups",
            "ancova",
            "paired",
            "repeated-measures",
            "regression",
            "crossover",
            "carry-over",
            "change",
            "session-by-arm");

    /** Designs whose inputs may all change places, unless blocks are given. */
    private static final List<String> FREE = List.of("one-sample", "two-sample", "groups", "ancova", "regression");

    private static final String PERIOD = "period";

    /** Within-subject designs that accept covariates. */
    private static final List<String> ADJUSTED = List.of("change", "paired", "repeated-measures");

    /** Designs of conditions within subjects, whose periods are levels, not numbers. */
    private static final List<String> WITHIN = List.of("paired", "repeated-measures");

    /** Columns that may identify the subject. */
    private static final List<String> SUBJECTS = List.of("subject", "participant_id", "participant");

    /** Designs that compare subjects after each has been summed up. */
    private static final List<String> SUMMED = List.of("change", "carry-over");

    /** The design of inputs. */
    public GroupDesign of(int inputs, Optional<DesignTable> given) throws IOException {
        if (inputs < 2)
            throw new IllegalArgumentException(
                    "inputs: a group test needs 2 maps or more, got " + inputs + ": one for each subject");
        DesignTable table = given.orElse(InputColumns.numbered(inputs));
        table = withColumn(table, groups, "groups", "group");
        List<String> adjust = new ArrayList<>();
        table = files().withCovariates(table, covariates.strip(), adjust);
        requireNumbers(table, adjust);
        List<String> notes = new ArrayList<>();
        GroupDesign made =
                switch (design) {
                    case "one-sample" -> TrialDesigns.oneSample(table, adjust);
                    case "two-sample", "groups" -> {
                        String group = between(table);
                        yield TrialDesigns.groups(byEffect(table, group, false, notes), group, adjust);
                    }
                    case "regression" -> regression(table, adjust);
                    case "ancova" -> ancova(table, adjust, notes);
                    case "paired", "repeated-measures" -> paired(table, adjust, notes);
                    case "crossover", "carry-over" -> crossover(table, notes);
                    case "change" -> {
                        DesignTable ordered = overTime(table, notes);
                        yield TrialDesigns.changeFromBaseline(
                                ordered, subject(table), period(table), between(table), adjust);
                    }
                    case "session-by-arm" -> {
                        DesignTable ordered = overTime(table, notes);
                        yield TrialDesigns.repeatedMeasuresByArm(
                                ordered, subject(table), period(table), between(table));
                    }
                    default -> files().matrix(design, contrast, inputs);
                };
        for (String note : notes) made = made.noting(note);
        boolean free = FREE.contains(design) || !WORDS.contains(design);
        if (!adjust.isEmpty() && !FREE.contains(design) && !ADJUSTED.contains(design))
            throw new IllegalArgumentException("covariates: the design " + design
                    + " already compares each subject with itself; give a design matrix for more");
        if (free) made = made.with((Shuffle) null);
        if (!shuffled.blocks().isBlank()) made = blocked(made, table, free);
        return switch (shuffled.shuffle()) {
            case "permute" -> made.with(Shuffle.PERMUTE);
            case "flip" -> made.with(Shuffle.FLIP);
            case "both" -> made.with(Shuffle.BOTH);
            default -> made;
        };
    }

    /**
     * The contrasts for {@link sc.fiji.boldj.group.GroupFamily#plan}: if the key names a file, its rows of weights, each a
     * test of its own; their columns are matched by name if all names are columns of the design, else by place.
     */
    public List<GroupContrast> contrasts(GroupDesign made) throws IOException {
        return files().contrasts(contrast, made);
    }

    private DesignFiles files() {
        return new DesignFiles(folder);
    }

    /**
     * The variance groups of a design's observations; null if {@code value} is empty.
     *
     * @param value a column, a file or a list separated by commas with one entry for each input
     */
    public int[] varianceGroups(String value, GroupDesign made, Optional<DesignTable> given) throws IOException {
        if (value.isBlank()) return null;
        String name = "variance group of inputs";
        DesignTable table =
                withColumn(given.orElse(InputColumns.numbered(made.inputs())), value, "variance_groups", name);
        return made.observed(table.codes(table.has(value.strip()) ? value.strip() : name), "variance groups");
    }

    private GroupDesign blocked(GroupDesign made, DesignTable table, boolean free) throws IOException {
        if (design.equals("paired") || design.equals("repeated-measures")) return made;
        if (!free && !SUMMED.contains(design))
            throw new IllegalArgumentException("blocks: the design " + design
                    + " has blocks of its own, the subjects; for others give a design matrix");
        int[][] levels = new DesignBlocks(shuffled.blocks(), folder).of(table);
        if (!WORDS.contains(design)
                && levels.length == 1
                && shuffled.blockShuffle().equals("within"))
            made = made.withinBlocks(
                    levels[0], SUBJECTS.contains(shuffled.blocks().strip()));
        boolean signed = levels.length > 1 && DesignBlocks.isSigned(levels);
        for (int k = 0; k < levels.length; k++) levels[k] = made.observed(levels[k], "blocks");
        return made.with(DesignBlocks.tree(levels, signed, shuffled.blockShuffle()));
    }

    private GroupDesign ancova(DesignTable table, List<String> adjust, List<String> notes) {
        if (adjust.isEmpty())
            throw new IllegalArgumentException(
                    "ancova needs 'covariates' (columns of the table, or a table of numbers);"
                            + " without them use two-sample");
        String group = between(table);
        return TrialDesigns.groups(byEffect(table, group, false, notes), group, adjust);
    }

    /** The table with the levels of a column in the order in which their effect is written. */
    private DesignTable byEffect(DesignTable table, String column, boolean sessions, List<String> notes) {
        LevelOrder levels = LevelOrder.ofEffect(table.text(column), order, column, sessions);
        String note = levels.note(column);
        if (!note.isEmpty() && contrast.isBlank()) notes.add(note);
        return table.withOrder(column, levels.levels());
    }

    /** The table with sessions in order of time and arms in the order of their effect; sessions of unknown order are refused. */
    private DesignTable overTime(DesignTable table, List<String> notes) {
        String session = period(table);
        LevelOrder time = LevelOrder.inTime(table.text(session), order, session);
        if (!time.decided())
            throw new IllegalArgumentException("the values of column " + session + ", " + time.levels()
                    + ", do not show which comes first, and the sign of a change depends on it: give order="
                    + String.join(",", time.levels()) + " (the baseline first), or the other way round");
        return byEffect(table.withOrder(session, time.levels()), between(table), false, notes);
    }

    private GroupDesign crossover(DesignTable table, List<String> notes) {
        String period = period(table);
        DesignTable whole = TrialSequence.resolved(table, period);
        String arm = groups.isBlank()
                ? InputColumns.first(whole, "which treatment was given before each input", "arm", "treatment", "group")
                : groupColumn(whole);
        whole = periods(byEffect(whole, arm, false, notes), period);
        return design.equals("crossover")
                ? TrialDesigns.crossover(whole, subject(whole), period, arm)
                : TrialDesigns.carryOver(whole, subject(whole), period, arm);
    }

    /** The table with its periods in order of time; their order does not affect the sign of a treatment effect. */
    private DesignTable periods(DesignTable table, String period) {
        return table.withOrder(
                period, LevelOrder.inTime(table.text(period), order, period).levels());
    }

    private GroupDesign paired(DesignTable table, List<String> adjust, List<String> notes) throws IOException {
        DesignTable whole = table;
        String within = groups.isBlank()
                ? InputColumns.first(
                        table, "which condition each input is", "condition", "session", "arm", "treatment", "group")
                : groupColumn(table);
        String subject;
        if (shuffled.blocks().isBlank()) {
            subject = subject(table);
        } else {
            whole = withColumn(table, shuffled.blocks(), "blocks", "subject of blocks");
            subject = whole.has(shuffled.blocks().strip()) ? shuffled.blocks().strip() : "subject of blocks";
        }
        whole = byEffect(whole, within, !List.of("arm", "treatment").contains(within), notes);
        boolean asked = adjust.remove(PERIOD);
        String period = "";
        if (whole.has(PERIOD) && !within.equals(PERIOD) && (asked || design.equals("repeated-measures"))) {
            whole = periods(whole, PERIOD);
            if (!InputColumns.isConfounded(whole, within, PERIOD)) period = PERIOD;
            else
                notes.add("Every condition has its own period, so the effects of " + within
                        + " and period are confounded, and the model is not adjusted for period.");
        }
        return TrialDesigns.repeatedMeasures(whole, subject, within, period, adjust);
    }

    private GroupDesign regression(DesignTable table, List<String> numbers) {
        List<String> others = new ArrayList<>(numbers);
        String tested = contrast.strip();
        if (!table.has(tested)) {
            if (others.isEmpty())
                throw new IllegalArgumentException("regression needs to know on what: name a column in 'covariates'"
                        + " (the first is tested) or in 'contrast'; the columns are " + table.columns());
            tested = others.get(0);
        }
        others.remove(tested);
        return TrialDesigns.regression(table, tested, others);
    }

    private String between(DesignTable table) {
        return groups.isBlank()
                ? InputColumns.first(table, "which group each input belongs to", "group", "arm", "treatment")
                : groupColumn(table);
    }

    private String groupColumn(DesignTable table) {
        return table.has(groups.strip()) ? groups.strip() : "group";
    }

    private static String subject(DesignTable table) {
        return InputColumns.first(table, "which subject each input belongs to", SUBJECTS.toArray(new String[0]));
    }

    private static String period(DesignTable table) {
        return InputColumns.first(table, "the period or session of each input", "period", "session", "visit");
    }

    private DesignTable withColumn(DesignTable table, String value, String key, String name) throws IOException {
        return InputColumns.withColumn(table, value, key, name, folder);
    }

    /** Covariates are numbers, but for periods within subjects. */
    private void requireNumbers(DesignTable table, List<String> names) {
        for (String name : names) if (!name.equals(PERIOD) || !WITHIN.contains(design)) table.numbers(name);
    }
}
