package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks for a command's parameters in an ImageJ dialog and records them as a macro line. */
final class CommandDialog {

    private static final String NO_IMAGE = "(none)";
    private static final int COLUMNS = 28;
    private static final int MOST_ROWS = 16;

    private final String label;
    private final CommandSpec spec;

    CommandDialog(String label, CommandSpec spec) {
        this.label = label;
        this.spec = spec;
    }

    /**
     * Shows the dialog and waits.
     *
     * @return the values by key as a macro would give them, or null if it was cancelled
     * @throws IllegalArgumentException if an image is required and none is open
     */
    Map<String, String> ask() {
        List<String> titles = OpenImages.titles();
        GenericDialog dialog = new GenericDialog(label.replace("...", ""));
        boolean beside = false;
        CommandKey before = null;
        for (CommandKey key : spec.keys()) {
            beside = !beside && isTall() && before != null && isShort(before) && isShort(key);
            if (beside) dialog.addToSameRow();
            add(dialog, key, titles);
            before = key;
        }
        dialog.addHelp(help());
        dialog.showDialog();
        if (dialog.wasCanceled()) {
            Recorder.setCommand(null);
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (CommandKey key : spec.keys()) {
            String value = next(dialog, key);
            if (!value.isEmpty()) values.put(key.name(), value);
        }
        record(values);
        return values;
    }

    /** Whether one row for each key would not fit the screen of a laptop: then numbers and ticks stand two in a row. */
    private boolean isTall() {
        return spec.keys().size() > MOST_ROWS;
    }

    private static boolean isShort(CommandKey key) {
        return key.isNumber() || key.isBoolean();
    }

    private static void add(GenericDialog dialog, CommandKey key, List<String> titles) {
        String name = key.label();
        if (key.isImage()) {
            List<String> items = new ArrayList<>(titles);
            if (!key.isRequired()) items.add(0, NO_IMAGE);
            else if (items.isEmpty()) throw new IllegalArgumentException("no image is open");
            ImagePlus active = WindowManager.getCurrentImage();
            boolean preselect = key.isRequired() && active != null;
            dialog.addChoice(name, items.toArray(new String[0]), preselect ? active.getTitle() : items.get(0));
        } else if (key.isBoolean()) dialog.addCheckbox(name, Boolean.parseBoolean(key.defaultText()));
        else if (!key.choices().isEmpty())
            dialog.addChoice(name, key.choices().toArray(new String[0]), key.defaultText());
        else if (key.isFile()) dialog.addFileField(name, key.defaultText(), COLUMNS);
        else if (key.isFolder()) dialog.addDirectoryField(name, key.defaultText(), COLUMNS);
        else dialog.addStringField(name, key.defaultText(), key.isNumber() ? 8 : COLUMNS);
    }

    private static String next(GenericDialog dialog, CommandKey key) {
        if (key.isBoolean()) return String.valueOf(dialog.getNextBoolean());
        if (!key.isImage() && key.choices().isEmpty())
            return dialog.getNextString().strip();
        String choice = dialog.getNextChoice();
        return key.isImage() && choice.equals(NO_IMAGE) ? "" : choice;
    }

    /** Writes what ImageJ's own recording of the dialog cannot: our keys, and values that are left at their default. */
    private void record(Map<String, String> values) {
        if (!Recorder.record) return;
        Recorder.setCommand(label);
        for (CommandKey key : spec.keys()) {
            String value = values.get(key.name());
            if (value == null) continue;
            if (key.isFile() || key.isFolder()) Recorder.recordPath(key.name(), value);
            else Recorder.recordOption(key.name(), value);
        }
    }

    private String help() {
        StringBuilder html =
                new StringBuilder("<html><h3>").append(escape(label)).append("</h3><table>");
        for (CommandKey key : spec.keys())
            html.append("<tr><td><b>")
                    .append(key.name())
                    .append("</b></td><td>")
                    .append(escape(key.description()))
                    .append("</td></tr>");
        return html.append("</table>").toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
