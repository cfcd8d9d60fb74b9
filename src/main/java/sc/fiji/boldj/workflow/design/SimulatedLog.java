package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.ResultSeal;
import sc.fiji.boldj.workflow.provenance.StepRunner;

/** The log of simulated results of the participant level: it states that they were simulated, and names every file. */
final class SimulatedLog {

    /** Name of the log and of its one step. */
    static final String STEP = "simulation";

    private static final int FILES = 64;

    private SimulatedLog() {}

    /**
     * Writes the log and the head of all logs.
     *
     * @param results the folder of results, complete except for its logs
     * @param options what was simulated
     */
    static void write(Path results, SortedMap<String, Object> options) throws IOException {
        Path log = results.resolve(ProvenanceCheck.FOLDER).resolve(STEP + ProvenanceCheck.ENDING);
        List<Path> files;
        try (Stream<Path> all = Files.walk(results)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        SortedMap<String, String> outputs = digests(results, files);
        Files.createDirectories(log.getParent());
        ResultSeal.around(results, () -> ProvenanceLog.open(log)
                .append(new LogEntry(STEP, "BoldJ " + Version.text(), options, new TreeMap<>(), outputs)));
    }

    private static SortedMap<String, String> digests(Path results, List<Path> files) throws IOException {
        String[] found = new String[files.size()];
        try {
            FixedChunks.forEach(
                    found.length,
                    FILES,
                    (from, to) -> {
                        for (int i = from; i < to; i++) found[i] = digest(files.get(i));
                    },
                    Progress.NONE);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        SortedMap<String, String> digests = new TreeMap<>();
        for (int i = 0; i < found.length; i++) digests.put(StepRunner.result(results, files.get(i)), found[i]);
        return digests;
    }

    private static String digest(Path file) {
        try {
            return FileDigest.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
