package sc.fiji.boldj.host;

import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of a command with the values they had, for {@code options.json} and pages. */
public final class CommandOptions {

    private CommandOptions() {}

    /** All keys but images and the output. */
    public static Map<String, String> of(BoldCommand command) {
        Map<String, String> values = new LinkedHashMap<>();
        for (CommandKey key : CommandSpec.of(command.getClass()).keys())
            if (!key.isImage() && !key.name().equals("output"))
                values.put(key.name(), CommandKey.text(key.get(command)));
        return values;
    }
}
