package sc.fiji.boldj.workflow.trial;

import java.util.List;
import java.util.Map;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.GroupMaps;

/**
 * The content of the page of a trial with a protocol. Immutable.
 *
 * @param answer what was found, and what must be known first
 * @param families in the protocol's order, primary before secondary before exploratory
 * @param claims equivalence and blocking
 * @param sample who was randomised, excluded, missing and analysed
 * @param maps results of map endpoints by the name of their folder
 * @param record how it was done, and how to reproduce it
 */
public record DeclaredReport(
        Answer answer,
        List<FamilyTable> families,
        Claims claims,
        Sample sample,
        Map<String, GroupMaps> maps,
        Methods record) {

    /**
     * What was found.
     *
     * @param dataset its name
     * @param title of the trial
     * @param program name and version of what ran
     * @param digest SHA-256 of the canonical form of the protocol
     * @param change what the reader must know first: how the analysis differs from the lock or the first group run; empty
     *     if it does not
     * @param lock when what was decided, in sentences; empty if the protocol was not locked
     * @param verdict in a sentence or more
     * @param found whether a primary test is significant
     * @param warnings what the reader must know
     */
    public record Answer(
            String dataset,
            String title,
            String program,
            String digest,
            String change,
            List<String> lock,
            String verdict,
            boolean found,
            List<String> warnings) {}

    /**
     * The tests of a family.
     *
     * @param heading rank and id
     * @param words how its error is controlled
     * @param tests what is printed, with a mark for each significant row
     * @param notes sentences on single tests
     */
    public record FamilyTable(String heading, String words, TrialReport.Tests tests, List<String> notes) {}

    /**
     * What is claimed beside the tests.
     *
     * @param equivalence a row for each declared equivalence
     * @param blocking a row for each declared blocking
     * @param words sentences on both
     * @param prediction a row for each declared biomarker
     * @param predicted sentences on it
     */
    public record Claims(
            Table equivalence, Table blocking, List<String> words, Table prediction, List<String> predicted) {}

    /**
     * The participants.
     *
     * @param flow from randomisation to analysis, a row for each arm
     * @param missing sessions with and without values, by endpoint, visit and arm
     * @param excluded sessions that were excluded and why
     * @param sets the primary and secondary tests in each analysis set; empty if there is one set
     * @param periods period effects and carry-over of a crossover; empty if there is none
     * @param deviations from the protocol, in sentences
     */
    public record Sample(
            Table flow, Table missing, Table excluded, Table sets, Table periods, List<String> deviations) {}

    /**
     * How it was done.
     *
     * @param methods sentences for a paper, with citations
     * @param references the works cited, in full
     * @param asked what the methods text lacks because neither the data nor their tables give it
     * @param estimands a row for each declared test
     * @param reproduce commands that give the same bytes
     * @param options keys and values
     */
    public record Methods(
            List<String> methods,
            List<String> references,
            List<String> asked,
            Table estimands,
            List<String> reproduce,
            Table options) {}
}
