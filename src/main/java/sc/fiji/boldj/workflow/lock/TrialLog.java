package sc.fiji.boldj.workflow.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.provenance.StudyLock;

/**
 * The log of what people decided: lock, exclusions, unblinding. It is chained and sealed as the other logs are, and alone
 * holds times of day, those of the computer's clock.
 */
final class TrialLog {

    static final String LOCK = "lock";
    static final String EXCLUSIONS = "exclusions";
    static final String UNBLIND = "unblind";

    static final String TIME = "time";
    static final String PERSON = "person";

    /** How many group analyses the log of the group level held then. */
    static final String GROUP_RUNS = "group_runs";

    private static final String NAME = "trial";

    private TrialLog() {}

    /** The folder of the files that the log names. */
    static Path folder(Path output) {
        return output.resolve(NAME);
    }

    private static Path file(Path output, String name) {
        return output.resolve(ProvenanceCheck.FOLDER).resolve(name + ProvenanceCheck.ENDING);
    }

    /** All entries, oldest first; none if the trial was never locked. */
    static List<LogEntry> entries(Path output) throws IOException {
        return entries(output, NAME);
    }

    /** The entries of the group level, oldest first. */
    static List<LogEntry> groupRuns(Path output) throws IOException {
        return entries(output, LockedTrial.GROUP);
    }

    private static List<LogEntry> entries(Path output, String name) throws IOException {
        Path file = file(output, name);
        return Files.exists(file) ? ProvenanceLog.read(file).entries() : List.of();
    }

    /**
     * Adds an entry with the present time.
     *
     * @param outputs files that were written before
     */
    static void append(Path output, String program, String step, Map<String, ?> options, List<Path> outputs)
            throws IOException {
        Path file = file(output, NAME);
        Files.createDirectories(file.getParent());
        StudyLock lock = StudyLock.of(file);
        try {
            TreeMap<String, Object> all = new TreeMap<>(options);
            all.put(TIME, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            all.put(GROUP_RUNS, groupRuns(output).size());
            TreeMap<String, String> digests = new TreeMap<>();
            for (Path written : outputs) digests.put(StepRunner.result(output, written), FileDigest.of(written));
            ProvenanceLog.open(file).append(new LogEntry(step, program, all, new TreeMap<>(), digests));
        } finally {
            lock.close();
        }
    }
}
