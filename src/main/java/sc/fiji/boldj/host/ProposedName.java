package sc.fiji.boldj.host;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name that a chooser proposes for a file to write. */
final class ProposedName {

    private static final Pattern ENDING = Pattern.compile("\\.(nii\\.gz|nii|tsv|txt|html|png|svg|json|csv)\\b");

    private ProposedName() {}

    /**
     * The name without its ending: of the image and what is written, such as {@code scan_motion}.
     *
     * @param stem of the active image; empty if none is open
     */
    static String of(String stem, String label, CommandKey key) {
        boolean plain = key.name().equals("output") || key.name().equals("path");
        String what = plain ? words(label) : key.name();
        return stem.isEmpty() ? what : stem + "_" + what;
    }

    /** The ending that the key's label or description names, with its dot; empty if none does. */
    static String ending(CommandKey key) {
        Matcher ending = ENDING.matcher(key.label() + " " + key.description());
        return ending.find() ? ending.group() : key.name().equals("path") ? ".nii.gz" : "";
    }

    private static String words(String label) {
        return label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    }
}
