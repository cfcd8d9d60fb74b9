package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.boldj.io.FileDigest;

/**
 * Whether results are still those that were written.
 *
 * @param logs how many logs were read
 * @param files how many outputs were compared
 * @param problems what is wrong, a sentence each; empty if all is well
 */
public record ProvenanceCheck(int logs, int files, List<String> problems) {

    /** Folder of the logs within a folder of results. */
    public static final String FOLDER = "logs";

    /** Ending of a log. */
    public static final String ENDING = "_provenance.jsonl";

    /** Option of a step whose text says how the protocol differs from that of the first run; empty if it does not. */
    public static final String PROTOCOL_CHANGE = "protocol_change";

    public ProvenanceCheck {
        problems = List.copyOf(problems);
    }

    /**
     * Reads every log, walks its chain, and hashes every output that a log names last and that was not only passed on.
     *
     * @param input the dataset, to compare its files too; null to leave them
     * @throws IOException if there is no log, or a file cannot be read
     */
    public static ProvenanceCheck of(Path output, Path input) throws IOException {
        List<Path> logs = logs(output);
        if (logs.isEmpty())
            throw new IOException(output + ": there is no log (" + FOLDER + "/*" + ENDING
                    + "): is this a folder that 'boldj participant' or 'boldj group' wrote?");
        List<String> problems = new ArrayList<>();
        int files = 0;
        for (Path file : logs) {
            ProvenanceLog log;
            try {
                log = ProvenanceLog.read(file);
            } catch (IOException e) {
                problems.add(e.getMessage());
                continue;
            }
            Map<String, String> newest = new TreeMap<>();
            Map<String, Set<String>> written = new HashMap<>();
            for (LogEntry entry : log.entries()) {
                if (input != null) newest.putAll(entry.inputs());
                newest.putAll(entry.outputs());
                // What a step wrote once and no more was removed, or is there as it was.
                Set<String> before = written.put(entry.step(), entry.outputs().keySet());
                if (before != null)
                    for (String name : before)
                        if (!entry.outputs().containsKey(name) && !exists(name, output)) newest.remove(name);
            }
            for (LogEntry entry : log.entries()) {
                Object change = entry.options().get(PROTOCOL_CHANGE);
                boolean last = log.newest(entry.step()).filter(entry::equals).isPresent();
                if (last && change != null && !change.toString().isEmpty())
                    problems.add(file + ": " + entry.step() + ": " + change);
            }
            for (Map.Entry<String, String> each : newest.entrySet()) {
                Path path = path(each.getKey(), output, input);
                if (path == null || each.getKey().startsWith(PASSING)) continue;
                files++;
                if (!Files.exists(path)) problems.add(path + ": no longer exists");
                else if (!FileDigest.of(path).equals(each.getValue()))
                    problems.add(path + ": its content differs from when it was "
                            + (each.getKey().startsWith("input/") ? "read" : "written"));
            }
        }
        return new ProvenanceCheck(logs.size(), files, problems);
    }

    private static boolean exists(String name, Path output) {
        Path path = path(name, output, null);
        return path != null && Files.exists(path);
    }

    /** Where files stand that are only passed on. */
    static final String PASSING = "output/work/";

    private static Path path(String name, Path output, Path input) {
        if (name.startsWith("output/")) return output.resolve(name.substring("output/".length()));
        if (name.startsWith("input/") && input != null) return input.resolve(name.substring("input/".length()));
        return null;
    }

    private static List<Path> logs(Path output) throws IOException {
        Path folder = output.resolve(FOLDER);
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
    }
}
