package sc.fiji.boldj.workflow.study;

import java.util.List;
import sc.fiji.boldj.workflow.option.Option;

/**
 * The options of a simulated trial, in the order of the dialog. This is the only place where one is declared: the command,
 * the launcher and the table in {@code docs/steps/simulate-trial.md} follow. {@link
 * sc.fiji.boldj.simulate.TrialPlan.Options} checks the values.
 */
public final class SimulationOption {

    public static final Option<Integer> PARTICIPANTS = Option.wholeNumber("participants", 16)
            .labelled("Participants")
            .described("number of participants, even, 2 or more; with a protocol any number from 2");

    public static final Option<Long> SEED = Option.randomSeed("seed", 1)
            .labelled("Seed")
            .described("random seed; the same seed gives identical results");

    public static final Option<String> DESIGN = Option.choice("design", "parallel", "crossover")
            .labelled("Design")
            .described("parallel: two arms, before and after; crossover: drug and placebo for everyone");

    public static final Option<Double> EFFECT = Option.number("effect", 1)
            .labelled("Effect of the drug")
            .described(
                    "size of the drug effect relative to the default, 0 to 2; 0: none; with a protocol in standard deviations of each endpoint");

    public static final Option<Double> BIOMARKER = Option.number("biomarker", 1)
            .labelled("Variability of the biomarker")
            .described(
                    "variability between participants of the biomarker that predicts response, relative to the default, 0 to 3");

    public static final Option<String> SIZE = Option.choice("size", "small", "protocol")
            .labelled("Size of the scans")
            .described("small: 4.5 mm, TR 2 s, 200 volumes; protocol: 3 mm, TR 0.8 s, multiband 4, 1000 volumes");

    public static final Option<Integer> VOLUMES = Option.wholeNumber("volumes", 0)
            .labelled("Volumes")
            .described("number of volumes of each run; 0: that of the size");

    public static final Option<List<String>> ACQUIRE = Option.names("acquire")
            .optional()
            .labelled("Also acquire")
            .described(
                    "further files of each run, separated by commas: physio (pulse and breathing recordings), sbref (single-band reference image), echoes (three echoes), pepolar (distorted runs with an opposed pair of each session), phasediff (distorted runs with a measured field map); empty: none")
            .valid("physio, sbref, echoes, pepolar, phasediff, or several of them", names -> List.of(
                            "physio", "sbref", "echoes", "pepolar", "phasediff")
                    .containsAll(names));

    public static final Option<String> PROTOCOL = Option.text("protocol", "")
            .optional()
            .file()
            .labelled("Protocol")
            .described(
                    "JSON file that declares the trial to simulate; replaces design and biomarker; empty: the trial of these keys");

    public static final Option<String> TRUTH = Option.text("truth", "")
            .optional()
            .file()
            .labelled("Truth")
            .described(
                    "with a protocol: JSON file of the planted effects; empty: the effect on the contrast of the first declared test");

    public static final Option<String> INPUTS = Option.choice("inputs", "scans", "group")
            .labelled("Inputs")
            .described(
                    "with a protocol: scans, for the participant level; group: its results in place of scans, for the group level alone");

    public static final Option<Double> MISSING = Option.number("missing", 0)
            .labelled("Missing sessions")
            .described("with a protocol: share of the sessions after the first that are missing, 0 to below 1")
            .valid("0 to below 1", share -> share >= 0 && share < 1);

    public static final Option<Integer> SITES = Option.wholeNumber("sites", 1)
            .labelled("Sites")
            .described("with a protocol: number of sites, 1 to 26")
            .valid("1 to 26", n -> n >= 1 && n <= 26);

    public static final Option<Double> CARRY_OVER = Option.number("carry_over", 0)
            .labelled("Carry-over")
            .described("with a protocol: share of the effect of a treatment that is left in the next period, 0 to 1")
            .valid("0 to 1", share -> share >= 0 && share <= 1);

    private SimulationOption() {}
}
