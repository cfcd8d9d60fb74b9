package sc.fiji.boldj.workflow.study;

import java.util.List;
import sc.fiji.boldj.workflow.option.Option;

/**
 * The options of the group level, in the order of the dialog. This is the only place where one is declared: the command,
 * the launcher, the logs and the table in {@code docs/steps/group.md} follow.
 */
public final class GroupOption {

    public static final Option<String> DESIGN = Option.choice(
                    "design", "auto", "change", "crossover", "two-sample", "paired", "one-sample")
            .labelled("Design")
            .described("auto: inferred from the tables of participants and sessions");

    public static final Option<String> CONTRAST = Option.text("contrast", "")
            .optional()
            .labelled("Contrast")
            .described("expression in terms of the columns of the design; empty: the default contrast of the design");

    public static final Option<String> COVARIATES = Option.text("covariates", "")
            .optional()
            .labelled("Covariates")
            .described("columns of participants.tsv separated by commas");

    public static final Option<String> TASK = Option.text("task", "")
            .optional()
            .labelled("Task")
            .described("task to analyse; empty: rest if there is one, otherwise the first");

    public static final Option<String> OUTCOME = Option.text("outcome", "score")
            .optional()
            .labelled("Outcome")
            .described("column of the sessions tables that contains the outcome, the measure of response; empty: none");

    public static final Option<List<TrialMap>> MAPS = Option.list(
                    "maps", TrialMap::parse, TrialMap::label, "PCC", "DMN", "alff", "reho")
            .optional()
            .labelled("Maps")
            .described(
                    "maps to test, separated by commas: PCC, a network (DMN, FPN, ...), alff, falff, reho, gbc, vmhc, seed-NAME,"
                            + " component-NUMBER, glm-CONTRAST of a task (its name or its label); empty: none")
            .checked(TrialMap::requireDistinct);

    public static final Option<List<String>> VISITS = Option.names("visits")
            .optional()
            .labelled("Visits")
            .described(
                    "labels of the sessions to compare, separated by commas, the baseline first; empty: all sessions,"
                            + " if there are no more of them than the design compares");

    public static final Option<Integer> PERMUTATIONS = Option.wholeNumber("permutations", 5000)
            .labelled("Permutations")
            .described("number of permutations or sign flips of each test")
            .valid("1 or more", n -> n >= 1);

    public static final Option<Double> ALPHA = Option.number("alpha", 0.05)
            .labelled("Alpha")
            .described("results with a corrected p at or below this are significant")
            .valid("in (0, 1)", p -> p > 0 && p < 1);

    public static final Option<Double> MAX_FD = Option.number("max_fd", 0.5)
            .labelled("Maximum mean displacement")
            .in("mm")
            .described(
                    "sessions with a larger mean framewise displacement are excluded; in mm per 2 s, converted to the repetition time")
            .valid("above 0 mm", mm -> mm > 0);

    public static final Option<Double> MIN_DOF = Option.number("min_dof", 15)
            .labelled("Minimum degrees of freedom")
            .described("sessions with fewer degrees of freedom after denoising are excluded")
            .valid("0 or more", dof -> dof >= 0);

    public static final Option<Double> MIN_COVERAGE = Option.number("min_coverage", 0.7)
            .labelled("Minimum coverage")
            .described("sessions that cover a smaller fraction of the template brain are excluded")
            .valid("in [0, 1]", share -> share >= 0 && share <= 1);

    public static final Option<String> PROTOCOL = Option.text("protocol", "")
            .optional()
            .file()
            .labelled("Protocol")
            .described(
                    "JSON file that declares the trial; it sets the keys design to alpha and the key seed; empty: the locked"
                            + " protocol of the results if there is one, otherwise none; none: no protocol");

    public static final Option<String> ALLOCATION = Option.choice("allocation", "actual", "scrambled")
            .labelled("Allocation")
            .described(
                    "actual: as in the tables, or as unblinded; scrambled: treatments assigned at random, for a trial"
                            + " run of the analysis while the trial is blinded");

    public static final Option<Long> SEED =
            Option.randomSeed("seed", 1).labelled("Seed").described("random seed of the permutations and sign flips");

    private GroupOption() {}
}
