package sc.fiji.boldj.workflow.group;

import java.util.List;
import java.util.Map;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** How a trial's results are got again, as calls in a shell and lines of a macro. */
public final class TrialCalls {

    private TrialCalls() {}

    /** The calls that give the same bytes; places of folders are the reader's. */
    static List<String> of(ParticipantOptions participant, GroupOptions options) {
        return List.of(
                "bin/boldj participant BIDS OUT" + flags(participant.toMap(), ParticipantOptions.DEFAULT.toMap()),
                "bin/boldj group BIDS OUT" + flags(participant.toMap(), ParticipantOptions.DEFAULT.toMap())
                        + flags(options.toMap(), GroupOptions.DEFAULT.toMap()),
                "run(\"Run Participant...\", \"bids=[BIDS] output=[OUT]"
                        + keys(participant.toMap(), ParticipantOptions.DEFAULT.toMap()) + "\");",
                "run(\"Run Group...\", \"bids=[BIDS] output=[OUT]"
                        + keys(participant.toMap(), ParticipantOptions.DEFAULT.toMap())
                        + keys(options.toMap(), GroupOptions.DEFAULT.toMap()) + "\");");
    }

    /** As options of a call in a shell. */
    public static String flags(Map<String, Object> given, Map<String, Object> defaults) {
        StringBuilder flags = new StringBuilder();
        given.forEach((key, value) -> {
            if (value.equals(defaults.get(key))) return;
            String text = quoted(value);
            // what begins with a dash would be read as an option
            char between = String.valueOf(value).startsWith("-") ? '=' : ' ';
            flags.append(" --").append(key.replace('_', '-')).append(between).append(text);
        });
        return flags.toString();
    }

    /** As keys in the text of a macro. */
    public static String keys(Map<String, Object> given, Map<String, Object> defaults) {
        StringBuilder keys = new StringBuilder();
        given.forEach((key, value) -> {
            if (value.equals(defaults.get(key))) return;
            String text = String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"");
            keys.append(' ').append(key).append("=[").append(text).append(']');
        });
        return keys.toString();
    }

    private static String quoted(Object value) {
        String text = String.valueOf(value);
        return text.matches("[A-Za-z0-9.,+_-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
