package sc.fiji.boldj.host;

import ij.IJ;
import ij.io.SaveDialog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks for a file to write. ImageJ's chooser takes {@code .gz} alone as the extension of {@code map.nii.gz} and
 * replaces it, as it does every extension other than the proposed one. Here, a name with a known extension stays as
 * typed. Used on the event thread.
 */
public final class SaveChooser {

    private static final Pattern KNOWN = Pattern.compile("(?i).*\\.(nii\\.gz|nii|tsv|txt|html|png|svg|json|csv)");

    private SaveChooser() {}

    /**
     * Asks; ImageJ asks before it replaces a file.
     *
     * @param stem proposed name without its ending
     * @param ending with its dot; empty for none
     * @return empty if the user cancelled
     */
    public static Optional<Path> ask(String title, String stem, String ending) {
        SaveDialog chooser = new SaveDialog(title, stem + ending, "");
        if (chooser.getFileName() == null) return Optional.empty();
        String name = named(chooser.getFileName(), ending);
        Path file = Path.of(chooser.getDirectory(), name);
        boolean unasked = !name.equals(chooser.getFileName()) && Files.exists(file);
        return unasked && !IJ.showMessageWithCancel(title, file + " exists. Replace it?")
                ? Optional.empty()
                : Optional.of(file);
    }

    /** A name with an ending: its own if it has a known one. */
    static String named(String name, String ending) {
        return KNOWN.matcher(name).matches() ? name : name + ending;
    }
}
