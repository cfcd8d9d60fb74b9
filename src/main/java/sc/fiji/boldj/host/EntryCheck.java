package sc.fiji.boldj.host;

import ij.gui.DialogListener;
import ij.gui.GenericDialog;
import java.awt.AWTEvent;
import java.awt.Color;
import java.awt.Font;
import java.awt.Label;
import java.awt.TextField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Marks the fields of a dialog whose entries cannot be used, says why by their labels, and disables OK meanwhile. */
final class EntryCheck implements DialogListener {

    private static final Color WRONG = new Color(0xffd9c2);
    private static final Color WORDS = new Color(0xa33b00);
    private static final Pattern KEY = Pattern.compile("key '(\\w+)'");
    private static final int LINE = 100;

    private final CommandSpec spec;
    private final BiFunction<GenericDialog, CommandKey, String> next;
    private Label message;

    /**
     * A check.
     *
     * @param next reads the next field of a dialog
     */
    EntryCheck(CommandSpec spec, BiFunction<GenericDialog, CommandKey, String> next) {
        this.spec = spec;
        this.next = next;
    }

    /**
     * Adds the check to a dialog that has its fields.
     *
     * @param label of the command
     * @param failure why the call before failed; empty for none
     */
    void attach(GenericDialog dialog, String label, String failure) {
        if (!failure.isEmpty()) {
            String text = failure.startsWith(label + ": ") ? failure.substring(label.length() + 2) : failure;
            dialog.addMessage(wrapped(byLabels(text)), new Font(Font.DIALOG, Font.BOLD, 12), WORDS);
            Matcher named = KEY.matcher(failure);
            while (named.find()) mark(dialog, named.group(1));
        }
        dialog.addMessage(" ".repeat(60), new Font(Font.DIALOG, Font.PLAIN, 12), WORDS);
        if (dialog.getMessage() instanceof Label line) message = line;
        dialog.addDialogListener(this);
    }

    @Override
    public boolean dialogItemChanged(GenericDialog dialog, AWTEvent e) {
        if (e == null) return true; // ImageJ records what is read now, after OK, by its labels
        String first = "";
        List<TextField> fields = fields(dialog);
        int at = 0;
        for (CommandKey key : spec.keys()) {
            String problem = problem(key, next.apply(dialog, key));
            if (isText(key)) fields.get(at++).setBackground(problem.isEmpty() ? Color.WHITE : WRONG);
            if (first.isEmpty()) first = problem;
        }
        if (message != null) message.setText(first.length() > LINE ? first.substring(0, LINE) : first);
        return first.isEmpty();
    }

    /** Why an entry cannot be used, by its label; empty if it can. What is missing is said when OK was pressed. */
    static String problem(CommandKey key, String value) {
        if (key.isImage() || value.isEmpty()) {
            boolean number = key.isNumber() && value.isEmpty();
            return number ? key.label() + " must be a number" : "";
        }
        try {
            key.parse(value);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage().replace("key '" + key.name() + "'", key.label());
        }
    }

    /** A message with the labels of the fields in place of the macro's keys. */
    String byLabels(String text) {
        String labelled = text;
        for (CommandKey key : spec.keys())
            labelled = labelled.replace("key '" + key.name() + "'", "'" + key.label() + "'");
        return labelled;
    }

    private void mark(GenericDialog dialog, String name) {
        List<TextField> fields = fields(dialog);
        int at = 0;
        for (CommandKey key : spec.keys()) {
            if (!isText(key)) continue;
            if (key.name().equals(name)) fields.get(at).setBackground(WRONG);
            at++;
        }
    }

    private static boolean isText(CommandKey key) {
        return !key.isImage() && !key.isBoolean() && key.choices().isEmpty();
    }

    private static List<TextField> fields(GenericDialog dialog) {
        List<TextField> fields = new ArrayList<>();
        if (dialog.getStringFields() != null)
            for (Object field : dialog.getStringFields()) fields.add((TextField) field);
        return fields;
    }

    /** Lines of a length that fits a laptop's screen. */
    static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        int length = 0;
        for (String word : text.split(" ", -1)) {
            if (length + word.length() > LINE && length > 0) {
                lines.append('\n');
                length = 0;
            } else if (length > 0) lines.append(' ');
            lines.append(word);
            length += word.length() + 1;
        }
        return lines.toString();
    }
}
