package sc.fiji.boldj.host;

import ij.IJ;
import ij.plugin.frame.Recorder;
import java.util.Map;

/** A line of a macro that calls a command. */
public final class MacroLine {

    private MacroLine() {}

    /**
     * The line.
     *
     * @param values by key, in the order in which they are written; an empty value is not written
     */
    public static String of(String label, Map<String, String> values) {
        return "run(\"" + label + "\", \""
                + options(values).replace("\\", "\\\\").replace("\"", "\\\"") + "\");";
    }

    /** The second argument of {@code run}: keys and values; an empty value is not written. */
    public static String options(Map<String, String> values) {
        StringBuilder options = new StringBuilder();
        values.forEach((key, value) -> {
            if (value.isEmpty()) return;
            if (options.length() > 0) options.append(' ');
            options.append(key).append('=').append(quoted(value));
        });
        return options.toString();
    }

    /** A value as {@link MacroArguments} reads it. */
    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> Character.isWhitespace(c) || c == '[' || c == ']')
                && !value.startsWith("&")
                && !value.startsWith("'");
        return plain ? value : "[" + value + "]";
    }

    /** Writes lines where the user collects them: to the recorder if it is open, to the log otherwise. */
    public static void record(String lines) {
        if (Recorder.getInstance() != null) Recorder.recordString(lines + "\n");
        else IJ.log(lines);
    }
}
