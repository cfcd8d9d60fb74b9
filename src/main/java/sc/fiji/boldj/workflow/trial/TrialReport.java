package sc.fiji.boldj.workflow.trial;

import java.util.List;
import java.util.Map;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.StudySummary;
import sc.fiji.boldj.workflow.study.TrialMap;

/**
 * What the page of a trial says. Immutable.
 *
 * @param answer what was found, and what must be known first
 * @param sample who was found, excluded and analysed
 * @param results the tests
 * @param record how it was done, and how to reproduce it
 */
public record TrialReport(Answer answer, Sample sample, Results results, Methods record) {

    /**
     * What was found.
     *
     * @param title name of the dataset
     * @param program name and version of what ran
     * @param verdict the answer in a sentence or two
     * @param found whether a connection of interest is significant
     * @param alpha corrected p at or below this is significant
     * @param warnings what the reader must know
     */
    public record Answer(
            String title, String program, String verdict, boolean found, double alpha, List<String> warnings) {}

    /**
     * The sessions.
     *
     * @param flow from found to analysed, by arm
     * @param excluded sessions that were excluded and why
     * @param people demographics by arm
     * @param scans outcome and figures of the scans by what is compared
     */
    public record Sample(List<Arm> flow, Table excluded, Table people, Table scans) {}

    /**
     * The tests.
     *
     * @param model the model, the shuffling and what it can reach
     * @param connections the connections of interest: participants, effect, intervals, t, p and corrected p
     * @param maps the voxelwise tests
     * @param panel motion, breathing, signal and what else could look like an effect, by the same test
     * @param sensitivity the connections of interest under other denoising choices
     * @param sensitivityMaps the map of the posterior cingulate under other choices
     * @param response to the drug
     */
    public record Results(
            String model,
            Tested connections,
            List<MapResult> maps,
            Tested panel,
            Table sensitivity,
            Table sensitivityMaps,
            Response response) {}

    /**
     * Tests of several values.
     *
     * @param tests a row for each value
     * @param plots the same as values by group
     */
    public record Tested(Tests tests, List<Values> plots) {}

    /**
     * Prediction of response.
     *
     * @param tests each connection without the drug and the response; empty if there is no outcome
     * @param marker the strongest of them against the response; null if there is no outcome
     * @param prediction the cross-validated prediction in sentences; empty if there is none
     */
    public record Response(Tests tests, Marker marker, List<String> prediction) {}

    /**
     * How it was done.
     *
     * @param methods sentences for a paper, with citations
     * @param references the works cited, in full
     * @param asked what the methods text lacks because neither the data nor their tables give it
     * @param reproduce commands that give the same bytes
     * @param options keys and values
     */
    public record Methods(
            List<String> methods, List<String> references, List<String> asked, List<String> reproduce, Table options) {}

    /**
     * A table of tests.
     *
     * @param table what is printed
     * @param counts for each row, whether its corrected p (the unrounded number) is significant
     */
    public record Tests(Table table, List<Boolean> counts) {}

    /**
     * How many of an arm were found, excluded and analysed.
     *
     * @param name of the arm
     * @param participants found
     * @param sessions found
     * @param leftOut reason to number of sessions
     * @param analysedParticipants how many of them are in the design
     * @param analysedSessions how many of them are in the design
     */
    public record Arm(
            String name,
            int participants,
            int sessions,
            Map<String, Integer> leftOut,
            int analysedParticipants,
            int analysedSessions) {

        /** What the reasons of exclusions are called on pages. */
        private static final Map<String, String> REASONS = Map.of(
                "no pair", "other session missing or excluded",
                "no session", "session missing or excluded",
                "no group", "group unknown",
                "no treatment", "treatment unknown",
                "no covariate", "covariate missing",
                "not needed", "not part of the comparison");

        /** A reason as pages print it. */
        public static String words(String reason) {
            return REASONS.getOrDefault(reason, reason);
        }
    }

    /**
     * The values of one connection.
     *
     * @param name of the connection
     * @param unit on the axis
     * @param groups names of what is compared
     * @param values for each group one per participant
     * @param paired whether the same participants are in every group, in the same order
     */
    public record Values(String name, String unit, List<String> groups, List<double[]> values, boolean paired) {}

    /**
     * A connection and the response, one point per participant.
     *
     * @param name of the connection
     * @param unit axis label of the response
     * @param points connection without the drug (Fisher z) and the response, of participants under the drug
     * @param control name of the arm without the drug; empty if there is none
     * @param controls the same of its participants
     */
    public record Marker(String name, String unit, double[][] points, String control, double[][] controls) {}

    /** A voxelwise test. */
    public record MapResult(TrialMap map, StudySummary summary, GroupMaps maps) {

        /** The label of the map. */
        public String name() {
            return map.label();
        }
    }
}
