package sc.fiji.boldj.workflow.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.ProtocolChange;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.LogEntry;

/**
 * A folder of results whose protocol was locked. Immutable.
 *
 * @param output the folder
 * @param protocol as it was locked last
 * @param options of both levels as they were locked last, as text by key
 * @param lock when and by whom it was locked last
 * @param amendments earlier locks, in sentences
 * @param commitment salted SHA-256 of the allocation, 64 hexadecimal digits; empty if the trial is not blinded
 * @param exclusions what was excluded when that was last recorded before unblinding, as text by name
 * @param recorded whether exclusions were recorded before unblinding
 * @param unblinding when and by whom; empty if not yet
 */
public record LockedTrial(
        Path output,
        ProtocolFile protocol,
        Map<String, String> options,
        Event lock,
        List<String> amendments,
        String commitment,
        Map<String, String> exclusions,
        boolean recorded,
        Optional<Event> unblinding) {

    /** Name of the group level's folder, log and step. */
    public static final String GROUP = "group";

    static final String TEXT = "protocol_text";
    static final String COMMITMENT = "allocation";
    static final String OPTION = "option.";
    static final String EXCLUDED = "excluded.";

    /**
     * What somebody did.
     *
     * @param time of the computer's clock, UTC, as ISO 8601
     * @param person who did it, as they said
     * @param groupRuns how many group analyses had been logged by then
     */
    public record Event(String time, String person, int groupRuns) {

        static Event of(LogEntry entry) {
            return new Event(
                    text(entry, TrialLog.TIME),
                    text(entry, TrialLog.PERSON),
                    entry.options().get(TrialLog.GROUP_RUNS) instanceof Number n ? n.intValue() : 0);
        }

        @Override
        public String toString() {
            return time + (person.isEmpty() ? "" : " by " + person);
        }
    }

    public LockedTrial {
        options = Map.copyOf(options);
        amendments = List.copyOf(amendments);
        exclusions = Map.copyOf(exclusions);
    }

    private static String text(LogEntry entry, String key) {
        Object value = entry.options().get(key);
        return value == null ? "" : value.toString();
    }

    /** The texts of options whose key begins so, by the rest of the key. */
    private static Map<String, String> texts(LogEntry entry, String prefix) {
        Map<String, String> texts = new TreeMap<>();
        entry.options().forEach((key, value) -> {
            if (key.startsWith(prefix)) texts.put(key.substring(prefix.length()), String.valueOf(value));
        });
        return texts;
    }

    /**
     * Reads the lock of a folder of results.
     *
     * @return empty if the protocol was never locked there
     * @throws IOException if the log or the locked protocol was changed
     */
    public static Optional<LockedTrial> of(Path output) throws IOException {
        LogEntry lock = null;
        LogEntry excluded = null;
        LogEntry unblinded = null;
        List<String> amendments = new ArrayList<>();
        for (LogEntry entry : TrialLog.entries(output))
            switch (entry.step()) {
                case TrialLog.LOCK -> {
                    if (lock != null) amendments.add(amendment(lock, entry));
                    lock = entry;
                }
                case TrialLog.EXCLUSIONS -> excluded = entry;
                case TrialLog.UNBLIND -> unblinded = entry;
                default ->
                    throw new IOException(
                            output + ": the log of the trial has an unknown entry '" + entry.step() + "'");
            }
        if (lock == null) return Optional.empty();
        ProtocolFile protocol = ProtocolFile.readMoved(protocolFile(output), texts(lock, OPTION));
        if (!protocol.canonical().equals(text(lock, TEXT)))
            throw new IOException(
                    protocol.file() + ": differs from the protocol that was locked on " + text(lock, TrialLog.TIME));
        return Optional.of(new LockedTrial(
                output,
                protocol,
                texts(lock, OPTION),
                Event.of(lock),
                amendments,
                text(lock, COMMITMENT),
                excluded == null ? Map.of() : texts(excluded, EXCLUDED),
                excluded != null,
                Optional.ofNullable(unblinded).map(Event::of)));
    }

    private static String amendment(LogEntry before, LogEntry after) throws IOException {
        List<String> changes = new ArrayList<>(ProtocolChange.list(text(before, TEXT), text(after, TEXT)));
        changes.addAll(LockStatement.differences(texts(before, OPTION), texts(after, OPTION)));
        if (!text(before, COMMITMENT).equals(text(after, COMMITMENT)))
            changes.add(
                    text(before, COMMITMENT).isEmpty() ? "an allocation was sealed" : "the allocation was replaced");
        return "Locked first on " + Event.of(before) + "; amended on " + Event.of(after) + ": "
                + (changes.isEmpty() ? "no change" : String.join("; ", changes)) + ".";
    }

    /** Where the locked protocol stands. */
    public static Path protocolFile(Path output) {
        return TrialLog.folder(output).resolve("protocol.json");
    }

    /** Where the allocation stands after unblinding. */
    public Path allocationFile() {
        return TrialLog.folder(output).resolve("allocation.tsv");
    }

    /** Whether an allocation was sealed and not opened yet. */
    public boolean isBlind() {
        return !commitment.isEmpty() && unblinding.isEmpty();
    }

    /** What pages show instead of treatments; as they are unless the trial is blinded. */
    public ConditionCodes codes() {
        return isBlind()
                ? ConditionCodes.of(
                        protocol.protocol()
                                .factor(Factor.Role.TREATMENT)
                                .map(Factor::levels)
                                .orElse(List.of()),
                        commitment)
                : ConditionCodes.NONE;
    }

    /** The state in a sentence, for the console. */
    public String words() {
        return "protocol locked on " + lock
                + (commitment.isEmpty()
                        ? ", without an allocation"
                        : unblinding.map(event -> ", unblinded on " + event).orElse(", blinded"));
    }
}
