package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Panel;
import java.awt.TextField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks for a command's parameters in an ImageJ dialog and records them as a macro line.
 *
 * <p>The dialog begins with what was entered last in this ImageJ; macros and calls without a screen never see that. While an
 * entry cannot be used, its field is marked, a line says why by its label, and OK is disabled. A call that fails brings the dialog back
 * with its entries and the reason.
 */
public final class CommandDialog {

    private static final String NO_IMAGE = "(none)";
    private static final int COLUMNS = 28;
    private static final int MOST_ROWS = 16;

    private final String label;
    private final CommandSpec spec;
    private final String page;

    /**
     * A dialog.
     *
     * @param page address of the command's page; empty for none
     */
    public CommandDialog(String label, CommandSpec spec, String page) {
        this.label = label;
        this.spec = spec;
        this.page = page;
    }

    /**
     * Shows the dialog and waits.
     *
     * @return the values by key as a macro would give them, or null if it was cancelled
     * @throws IllegalArgumentException if an image is required and none is open
     */
    Map<String, String> ask() {
        return ask(LastEntries.of(label), "");
    }

    /**
     * Shows the dialog again after a failure.
     *
     * @param values what was entered
     * @param message why it failed
     * @return as {@link #ask()}
     */
    public Map<String, String> askAgain(Map<String, String> values, String message) {
        Recorder.setCommand(null);
        return ask(values, message);
    }

    /** Puts entries into the next dialog of a command, as if they had been entered before. */
    public static void preset(String label, CommandSpec spec, Map<String, String> values) {
        LastEntries.keep(label, spec, values);
    }

    private Map<String, String> ask(Map<String, String> entries, String message) {
        List<String> titles = OpenImages.titles();
        GenericDialog dialog = new GenericDialog(label.replace("...", ""));
        List<CommandKey> row = new ArrayList<>();
        for (CommandKey key : spec.keys()) {
            if (joins(row, key)) dialog.addToSameRow();
            else row.clear();
            add(dialog, key, titles, entries);
            row.add(key);
        }
        EntryCheck check = new EntryCheck(spec, CommandDialog::next);
        check.attach(dialog, label, message);
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
        LastEntries.keep(label, spec, values);
        record(values);
        return values;
    }

    /** Whether a key joins those of a row: a second one where it fits, in the tallest dialogs a number or a tick as a third. */
    private boolean joins(List<CommandKey> row, CommandKey key) {
        return switch (row.size()) {
            case 0 -> false;
            case 1 -> fitBeside(row.get(0), key);
            case 2 -> isVeryTall() && isShort(key) && row.stream().noneMatch(CommandDialog::hasButton);
            default -> false;
        };
    }

    /** Whether two keys share a row: where one row for each would not fit the screen of a laptop, numbers and ticks, then menus with all. */
    private boolean fitBeside(CommandKey before, CommandKey key) {
        return isTall() && (isVeryTall() ? !hasButton(before) : isShort(before) && isShort(key));
    }

    private static boolean hasButton(CommandKey key) {
        return key.isFile() || key.isFolder();
    }

    private boolean isTall() {
        return spec.keys().size() > MOST_ROWS;
    }

    /** Whether the rows are too many even if numbers and ticks stand two in a row. */
    private boolean isVeryTall() {
        int rows = 0;
        boolean beside = false;
        CommandKey before = null;
        for (CommandKey key : spec.keys()) {
            beside = !beside && before != null && isShort(before) && isShort(key);
            if (!beside) rows++;
            before = key;
        }
        return rows > MOST_ROWS + 4;
    }

    private int columns() {
        return isVeryTall() ? COLUMNS / 2 : COLUMNS;
    }

    private static boolean isShort(CommandKey key) {
        return key.isNumber() || key.isBoolean();
    }

    private void add(GenericDialog dialog, CommandKey key, List<String> titles, Map<String, String> entries) {
        String name = key.label();
        String start = entries.getOrDefault(key.name(), entries.isEmpty() || key.isBoolean() ? key.defaultText() : "");
        if (key.isImage()) {
            List<String> items = new ArrayList<>(titles);
            if (!key.isRequired()) items.add(0, NO_IMAGE);
            else if (items.isEmpty()) throw new IllegalArgumentException("no image is open");
            ImagePlus active = WindowManager.getCurrentImage();
            boolean preselect = key.isRequired() && active != null;
            String chosen = preselect ? active.getTitle() : items.get(0);
            dialog.addChoice(name, items.toArray(new String[0]), items.contains(start) ? start : chosen);
        } else if (key.isBoolean()) dialog.addCheckbox(name, Boolean.parseBoolean(start));
        else if (!key.choices().isEmpty())
            dialog.addChoice(
                    name,
                    key.choices().toArray(new String[0]),
                    key.choices().contains(start) ? start : key.defaultText());
        else if (key.isSaved()) addSaved(dialog, key, start);
        else if (key.isFile()) dialog.addFileField(name, start, columns());
        else if (key.isFolder()) dialog.addDirectoryField(name, start, columns());
        else {
            dialog.addStringField(name, start, key.isNumber() ? 8 : columns());
            if (isVeryTall()) narrow(dialog);
        }
    }

    /** Lets the last text take one column: ImageJ gives it the rest of the row. */
    private static void narrow(GenericDialog dialog) {
        GridBagLayout layout = (GridBagLayout) dialog.getLayout();
        TextField field = (TextField) dialog.getStringFields().lastElement();
        GridBagConstraints place = layout.getConstraints(field);
        place.gridwidth = 1;
        layout.setConstraints(field, place);
    }

    /** A path to write: its button opens a chooser for saving, which proposes a name and asks before it replaces a file. */
    private void addSaved(GenericDialog dialog, CommandKey key, String start) {
        dialog.addStringField(key.label(), start, columns());
        TextField field = (TextField) dialog.getStringFields().lastElement();
        Button browse = new Button("Browse...");
        browse.addActionListener(e -> {
            ImagePlus active = WindowManager.getCurrentImage();
            String stem = active == null ? "" : ImageDoor.stem(active.getTitle());
            SaveChooser.ask(key.label(), ProposedName.of(stem, label, key), ProposedName.ending(key))
                    .ifPresent(file -> {
                        field.setText(file.toString());
                        field.requestFocus();
                    });
        });
        GridBagLayout layout = (GridBagLayout) dialog.getLayout();
        GridBagConstraints place = layout.getConstraints(field);
        Panel both = new Panel(new FlowLayout(FlowLayout.LEFT, 0, 0));
        both.add(field);
        both.add(browse);
        layout.setConstraints(both, place);
        dialog.add(both);
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
        html.append("</table>");
        if (!page.isEmpty()) html.append("<p><a href=\"").append(page).append("\">Page of the command</a></p>");
        return html.toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
