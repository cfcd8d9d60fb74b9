package sc.fiji.boldj.workflow.lock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.workflow.protocol.ProtocolChange;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.study.ParticipantOption;

/**
 * What the page of a locked trial says first, and in the sentences after it. This is the only class whose text calls a test
 * pre-specified: a protocol that was locked before any group analysis, and is followed.
 *
 * @param first what differs from the lock, a sentence; empty if nothing does
 * @param sentences when what was decided
 */
public record LockStatement(String first, List<String> sentences) {

    /** Of a trial that was not locked. */
    public static final LockStatement NONE = new LockStatement("", List.of());

    /** Options that give locations or that the lock itself determines, and that do not change the analysis; nodes have a SHA-256. */
    private static final Set<String> NOT_CHOICES = Set.of("protocol", "allocation", ParticipantOption.NODES.key());

    private static final String PRESPECIFIED = "The tests that the protocol declares are pre-specified.";

    private static final int SHOWN = 8;

    public LockStatement {
        sentences = List.copyOf(sentences);
    }

    /**
     * A group analysis of a locked trial.
     *
     * @param protocol that is analysed
     * @param options of both levels
     * @param exclusions what is excluded, by name
     */
    public record Analysis(ProtocolFile protocol, Map<String, Object> options, Map<String, String> exclusions) {}

    /** What is said of an analysis that follows the protocol or a changed one. */
    public static LockStatement of(LockedTrial trial, Analysis analysis) throws IOException {
        List<String> changes = new ArrayList<>(ProtocolChange.list(
                trial.protocol().canonical(), analysis.protocol().canonical()));
        changes.addAll(differences(trial.options(), texts(analysis.options())));
        if (trial.unblinding().isPresent())
            changes.addAll(differences(trial.exclusions(), analysis.exclusions(), "exclusion of "));
        return of(trial, changes, analysis.options());
    }

    /** Of a trial that was not locked, whose protocol may have changed since the first group analysis. */
    public static LockStatement changed(String words) {
        return new LockStatement(words, List.of());
    }

    /** Of the same analysis on a scrambled allocation, which tests nothing. */
    public LockStatement scrambled() {
        return new LockStatement(
                first.isEmpty() ? ScrambledAllocation.WORDS : ScrambledAllocation.WORDS + " " + first,
                sentences.stream().filter(words -> !words.equals(PRESPECIFIED)).toList());
    }

    /** What is said of an analysis that follows no protocol. */
    public static LockStatement without(LockedTrial trial, Map<String, Object> options) throws IOException {
        return of(trial, List.of("the locked protocol is not followed, and every result is exploratory"), options);
    }

    private static LockStatement of(LockedTrial trial, List<String> changes, Map<String, Object> options)
            throws IOException {
        List<LogEntry> runs = TrialLog.groupRuns(trial.output());
        int before = trial.lock().groupRuns();
        List<String> words = new ArrayList<>();
        words.add("The protocol (SHA-256 " + trial.protocol().digest() + ") was locked on " + trial.lock() + ", "
                + (trial.commitment().isEmpty()
                        ? "without a sealed allocation, so nothing shows that treatments were unknown then."
                        : "with a sealed allocation."));
        words.addAll(trial.amendments());
        trial.unblinding().ifPresent(event -> words.add("The allocation was opened on " + event + "."));
        if (trial.isBlind()) words.add("The trial is blinded.");
        words.add(counted(trial, runs, texts(options)));
        words.add("Decided before " + milestone(trial) + ": the protocol, "
                + trial.options().size() + " options"
                + (trial.recorded()
                        ? " and the exclusion of "
                                + trial.exclusions().keySet().stream()
                                        .filter(name -> !name.startsWith(SET))
                                        .count() + " sessions"
                        : "")
                + ". Decided after it: " + (changes.isEmpty() ? "nothing" : shown(changes)) + ".");
        if (!changes.isEmpty())
            words.add("No test is called pre-specified, because this analysis differs from the lock.");
        else if (before > 0)
            words.add("No test is called pre-specified, because " + before
                    + (before == 1 ? " group analysis was" : " group analyses were") + " run before the lock.");
        else words.add(PRESPECIFIED);
        return new LockStatement(
                changes.isEmpty() ? "" : "Changed after " + milestone(trial) + ": " + shown(changes) + ".", words);
    }

    /** What members of a set are called in records of exclusions. */
    public static final String SET = "set ";

    private static String milestone(LockedTrial trial) {
        return trial.unblinding().isPresent() ? "unblinding" : "the lock";
    }

    /** Group analyses of this folder other than this one, by when they were run. */
    private static String counted(LockedTrial trial, List<LogEntry> runs, Map<String, String> own) {
        int lock = Math.min(trial.lock().groupRuns(), runs.size());
        int open = trial.unblinding()
                .map(event -> Math.min(event.groupRuns(), runs.size()))
                .orElse(runs.size());
        List<String> words = new ArrayList<>();
        words.add(lock + " before the lock");
        words.add(others(runs.subList(lock, Math.max(lock, open)), own) + " between the lock and "
                + (trial.unblinding().isPresent() ? "unblinding" : "now"));
        if (trial.unblinding().isPresent())
            words.add(others(runs.subList(open, runs.size()), own) + " after unblinding");
        return "Other group analyses logged in this folder: " + String.join(", ", words) + ".";
    }

    private static long others(List<LogEntry> runs, Map<String, String> own) {
        return runs.stream()
                .map(run -> texts(run.options()))
                .filter(options -> !same(options, own))
                .distinct()
                .count();
    }

    /** The same analysis: what is said of the lock is not part of it. */
    private static boolean same(Map<String, String> logged, Map<String, String> own) {
        return own.entrySet().stream().allMatch(each -> Objects.equals(each.getValue(), logged.get(each.getKey())));
    }

    private static Map<String, String> texts(Map<String, Object> options) {
        Map<String, String> texts = new TreeMap<>();
        options.forEach((key, value) -> {
            if (!key.equals(STATEMENT) && !key.equals(ProvenanceCheck.PROTOCOL_CHANGE))
                texts.put(key, String.valueOf(value));
        });
        return texts;
    }

    /** Option of the group step that holds the sentences. */
    public static final String STATEMENT = "lock_statement";

    private static String shown(List<String> changes) {
        return String.join("; ", changes.subList(0, Math.min(SHOWN, changes.size())))
                + (changes.size() > SHOWN ? "; and " + (changes.size() - SHOWN) + " more" : "");
    }

    /** Options that differ, in words. */
    static List<String> differences(Map<String, String> locked, Map<String, String> now) {
        TreeMap<String, String> before = new TreeMap<>(locked);
        TreeMap<String, String> after = new TreeMap<>(now);
        after.keySet().retainAll(before.keySet());
        before.keySet().removeAll(NOT_CHOICES);
        after.keySet().removeAll(NOT_CHOICES);
        return differences(before, after, "");
    }

    private static List<String> differences(Map<String, String> before, Map<String, String> after, String what) {
        List<String> changes = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            String one = before.get(name);
            String two = after.get(name);
            if (Objects.equals(one, two)) continue;
            changes.add(
                    (name.startsWith(SET) ? "" : what) + name + " was " + text(one, what) + ", is " + text(two, what));
        }
        return changes;
    }

    private static String text(String value, String what) {
        if (value == null) return what.isEmpty() ? "not set" : "none";
        return value.isEmpty() ? "empty" : value;
    }
}
