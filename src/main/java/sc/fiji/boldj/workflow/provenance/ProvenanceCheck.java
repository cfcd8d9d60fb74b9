package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.FileDigest;

/**
 * Whether results are still those that were written.
 *
 * @param logs how many logs were read
 * @param files how many files were compared
 * @param problems what is wrong, a sentence each; empty if all is well
 * @param seal what is known of who wrote the logs, in a sentence; promises no more than was checked
 */
public record ProvenanceCheck(int logs, int files, List<String> problems, String seal) {

    /** Folder of the logs within a folder of results. */
    public static final String FOLDER = "logs";

    /** Ending of a log. */
    public static final String ENDING = "_provenance.jsonl";

    /** Page in the folder of the logs that shows what a run on a cluster is doing. */
    public static final String STATUS = "status.html";

    /** Where files stand that are only passed on. */
    static final String PASSING = "output/work/";

    /** Option of a step whose text says how the protocol differs from that of the first run; empty if it does not. */
    public static final String PROTOCOL_CHANGE = "protocol_change";

    public ProvenanceCheck {
        problems = List.copyOf(problems);
    }

    /** {@link #of(Path, Path, String)} with any signer or none. */
    public static ProvenanceCheck of(Path output, Path input) throws IOException {
        return of(output, input, "");
    }

    /**
     * Reads every log, walks its chain, and hashes every output that a log names last and that was not only passed on;
     * compares the logs with the head of all logs, and lists files that no log names.
     *
     * @param input the dataset, to compare its files too; null to leave them
     * @param trust fingerprint of the key that must have signed the head, 64 hexadecimal digits; empty: any or none
     * @throws IOException if there is no log, or a file cannot be read
     */
    public static ProvenanceCheck of(Path output, Path input, String trust) throws IOException {
        List<Path> logs = logs(output);
        if (logs.isEmpty() && !Files.exists(SealedHead.file(output)))
            throw new IOException(output + ": there is no log (" + FOLDER + "/*" + ENDING
                    + "): is this a folder that 'boldj participant' or 'boldj group' wrote?");
        List<String> problems = new ArrayList<>();
        Set<Path> known = new HashSet<>();
        int files = 0;
        boolean readable = true;
        for (Path file : logs) {
            ProvenanceLog log;
            try {
                log = ProvenanceLog.read(file);
            } catch (IOException e) {
                problems.add(e.getMessage());
                readable = false;
                continue;
            }
            addProtocolChanges(file, log, problems);
            for (Map.Entry<String, String> each :
                    newest(log, output, input != null).entrySet()) {
                Path path = path(each.getKey(), output, input);
                if (path == null || each.getKey().startsWith(PASSING)) continue;
                files++;
                known.add(path);
                if (!Files.exists(path)) problems.add(path + ": no longer exists");
                else if (!FileDigest.of(path).equals(each.getValue()))
                    problems.add(path + ": its content differs from when it was "
                            + (each.getKey().startsWith("input/") ? "read" : "written"));
            }
        }
        HeadCheck head = HeadCheck.of(output, trust);
        problems.addAll(head.problems());
        files += head.files().size();
        known.addAll(head.files());
        if (readable)
            for (Path file : present(output))
                if (!known.contains(file)) problems.add(file + ": no log names this file, so BoldJ did not write it");
        return new ProvenanceCheck(logs.size(), files, problems, head.words());
    }

    private static void addProtocolChanges(Path file, ProvenanceLog log, List<String> problems) {
        for (LogEntry entry : log.entries()) {
            Object change = entry.options().get(PROTOCOL_CHANGE);
            boolean last = log.newest(entry.step()).filter(entry::equals).isPresent();
            if (last && change != null && !change.toString().isEmpty())
                problems.add(file + ": " + entry.step() + ": " + change);
        }
    }

    /** What a log says of files last. */
    private static Map<String, String> newest(ProvenanceLog log, Path output, boolean inputs) {
        Map<String, String> newest = new TreeMap<>();
        Map<String, Set<String>> written = new HashMap<>();
        for (LogEntry entry : log.entries()) {
            if (inputs) newest.putAll(entry.inputs());
            newest.putAll(entry.outputs());
            // What a step wrote once and no more was removed, or is there as it was.
            Set<String> before = written.put(entry.step(), entry.outputs().keySet());
            if (before != null)
                for (String name : before)
                    if (!entry.outputs().containsKey(name) && !exists(name, output)) newest.remove(name);
        }
        return newest;
    }

    /** All files of the results but the logs, what a run leaves beside them, and files that are only passed on. */
    private static List<Path> present(Path output) throws IOException {
        Path logs = output.resolve(FOLDER);
        Path work = output.resolve(PASSING.substring("output/".length()));
        List<Path> present = new ArrayList<>();
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : (Iterable<Path>) all.sorted()::iterator) {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || file.startsWith(work)) continue;
                String name = file.getFileName().toString();
                boolean ofTheLogs = file.startsWith(logs)
                        && (name.endsWith(ENDING)
                                || name.equals(SealedHead.NAME)
                                || name.endsWith("_unfinished.txt")
                                || name.equals(STATUS)
                                || name.endsWith(StepTimes.ENDING)
                                || name.equals(StepTimes.PAGE)
                                || name.endsWith(".lock"));
                if (!ofTheLogs && !AtomicFile.isPart(file)) present.add(file);
            }
        }
        return present;
    }

    /** How much was read, such as "2 logs, 31 files". */
    public String counts() {
        return counted(logs, "log") + ", " + counted(files, "file");
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static boolean exists(String name, Path output) {
        Path path = path(name, output, null);
        return path != null && Files.exists(path);
    }

    private static Path path(String name, Path output, Path input) {
        if (name.startsWith("output/")) return output.resolve(name.substring("output/".length()));
        if (name.startsWith("input/") && input != null) return input.resolve(name.substring("input/".length()));
        return null;
    }

    /** The logs of a folder of results, by name; none if it holds none. */
    static List<Path> logs(Path output) throws IOException {
        Path folder = output.resolve(FOLDER);
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }
}
