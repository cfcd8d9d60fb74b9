package sc.fiji.boldj.workflow.methods;

import sc.fiji.boldj.connectivity.NodePairs;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.SeedPlaces;

/** Sentences that the methods texts of trials with and without a protocol share. */
final class StudyWords {

    /** What happens to a session with several runs. */
    static final String SEVERAL_RUNS =
            "Where a session had several runs, connections, maps and quality measures were averaged over its runs.";

    private StudyWords() {}

    /** Which program did what. */
    static void program(MethodsText text, ParticipantOptions participant, String program) {
        text.add(
                "%s were done with %s.",
                participant.get(ParticipantOption.DERIVATIVES).isEmpty()
                        ? "All processing and statistical analyses"
                        : "Denoising, maps and statistical analyses",
                program);
    }

    /** How connections between nodes are computed. */
    static void connections(MethodsText text) {
        text.add(
                "Functional connections were computed from the denoised, unsmoothed series as the mean Fisher z between"
                        + " spheres of %s mm radius centred on published coordinates and centres of atlas regions%s; pairs of"
                        + " spheres that overlap or whose centres lie less than %s mm apart were excluded.",
                MethodsText.number(SeedPlaces.RADIUS),
                text.cite(
                        Reference.WHITFIELD_GABRIELI_2012,
                        Reference.ANDREWS_HANNA_2010,
                        Reference.TZOURIO_MAZOYER_2002),
                MethodsText.number(NodePairs.LEAST_DISTANCE_MM));
    }

    /** How connections between the user's nodes are computed. */
    static void connections(MethodsText text, NodeSet nodes) {
        text.add(
                "Functional connections were computed from the denoised, unsmoothed series as the mean Fisher z between %s%s.",
                nodes.words(),
                nodes.hasRegions()
                        ? ""
                        : "; pairs of spheres that overlap or whose centres lie less than "
                                + MethodsText.number(NodePairs.LEAST_DISTANCE_MM) + " mm apart were excluded");
    }

    /** What no dataset tells. */
    static void ask(MethodsText text) {
        text.ask("recruitment, eligibility criteria, consent and ethics approval");
        text.ask("dose, timing and blinding of treatments");
        text.ask("instructions to participants during the scan, such as eyes open or closed");
    }

    /** When sessions are excluded. */
    static void exclusionRules(MethodsText text, GroupOptions options) {
        text.add(
                "Sessions were excluded if their mean framewise displacement exceeded %s mm per 2 s, if denoising left fewer"
                        + " than %s degrees of freedom, or if less than %s %% of the template brain was covered.",
                MethodsText.number(options.get(GroupOption.MAX_FD)),
                MethodsText.number(options.get(GroupOption.MIN_DOF)),
                MethodsText.number(100 * options.get(GroupOption.MIN_COVERAGE)));
    }

    /** A citation that continues a bracket. */
    static String inside(String citation) {
        return citation.replaceFirst("^ \\((.*)\\)$", "; $1");
    }
}
