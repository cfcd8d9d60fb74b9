package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * The options that the participant level was run with, from its logs, so that they need not be given again.
 *
 * @param options those of a call, and where it leaves the default those of the logs
 * @param taken what was taken from the logs, by key
 */
public record LoggedOptions(ParticipantOptions options, Map<String, Object> taken) {

    /**
     * Reads the options of a folder of results. Where participants were run with different ones, those of the last in the order of labels
     * are taken; the group level refuses such results and names the participant.
     *
     * @param given options of the call; a value other than the default stays
     * @throws IOException if a log cannot be read
     */
    public static LoggedOptions of(Path output, ParticipantOptions given) throws IOException {
        Map<String, Object> logged = new TreeMap<>();
        for (Path file : logs(output)) {
            Map<String, LogEntry> newest = new LinkedHashMap<>();
            for (LogEntry entry : ProvenanceLog.read(file).entries()) newest.put(entry.step(), entry);
            for (LogEntry entry : newest.values()) logged.putAll(entry.options());
        }
        Map<String, Object> asked = given.toMap();
        Map<String, Object> standard = ParticipantOptions.DEFAULT.toMap();
        Map<String, Object> taken = new TreeMap<>();
        logged.remove(ParticipantOption.CONTRASTS.key()); // a task's step logs what became of them, not the option
        for (Option<?> option : ParticipantOptions.ALL.all()) {
            Object value = typed(logged.get(option.key()), option.inputType());
            boolean left = asked.get(option.key()).equals(standard.get(option.key()));
            if (value != null && left && !value.equals(asked.get(option.key()))) taken.put(option.key(), value);
        }
        return new LoggedOptions(given.given(taken), taken);
    }

    private static List<Path> logs(Path output) throws IOException {
        Path folder = output.resolve(ProvenanceCheck.FOLDER);
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("sub-")
                            && file.getFileName().toString().endsWith(ProvenanceCheck.ENDING))
                    .sorted()
                    .toList();
        }
    }

    /** A value of a log as the type of an input; null if it is none. */
    public static Object typed(Object value, Class<?> type) {
        if (value instanceof Number number) {
            if (type == double.class) return number.doubleValue();
            if (type == int.class) return number.intValue();
            if (type == long.class) return number.longValue();
        }
        if (value instanceof Boolean && type == boolean.class) return value;
        return value instanceof String && type == String.class ? value : null;
    }

    /** A sentence for the console; empty if nothing was taken. */
    public String words() {
        List<String> pairs = new ArrayList<>();
        taken.forEach((key, value) -> pairs.add(key + "=" + value));
        return pairs.isEmpty() ? "" : "options of the participant level, from its logs: " + String.join(" ", pairs);
    }
}
