package sc.fiji.boldj.host;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import ij.text.TextWindow;
import java.awt.GraphicsEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import sc.fiji.boldj.run.Progress;

/**
 * Stands behind each entry of the menu: runs the command that the line names, for the menu, a macro and headless Fiji
 * alike.
 *
 * <p>In a macro the text of {@code run(label, text)} sets the parameters; without text, and on a screen, a dialog asks
 * for them and ImageJ's recorder writes the line that replays it. The command runs on the calling thread. Its images
 * are shown, the last one is active then. A failure is one message; it aborts the macro.
 */
public abstract class MenuBridge implements PlugIn {

    /** The table of the commands; read at each call, so that a table that cannot be read is a message. */
    protected abstract CommandTable commands();

    @Override
    public final void run(String commandClass) {
        String label = commandClass;
        try {
            CommandTable table = commands();
            MenuOrder.later(table);
            label = table.ofClass(commandClass).map(CommandTable.Entry::label).orElse(commandClass);
            CommandSpec spec = table.spec(commandClass);
            if (asks(spec)) ask(label, spec, table.page(label).orElse(""));
            else call(label, spec, values());
        } catch (CommandFailure e) {
            abort(label, e.getMessage());
        } catch (IllegalArgumentException e) {
            abort(label, label + ": " + e.getMessage());
        } catch (CancellationException e) {
            IJ.showStatus(label.replace("...", "") + " cancelled");
            throw new IllegalStateException(Macro.MACRO_CANCELED, e);
        } catch (RuntimeException | LinkageError e) {
            // ImageJ would write it to its log and let the macro go on.
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            IJ.log(trace.toString());
            abort(label, label + ": unexpected failure, " + e + "; please report it with the text of the log");
        }
    }

    /** Whether a dialog asks for the values: there is a screen, and no macro gives them. */
    private static boolean asks(CommandSpec spec) {
        return Macro.getOptions() == null
                && !GraphicsEnvironment.isHeadless()
                && IJ.getInstance() != null
                && !spec.keys().isEmpty();
    }

    /** Asks until the command succeeds or the user gives up. */
    private static void ask(String label, CommandSpec spec, String page) {
        CommandDialog dialog = new CommandDialog(label, spec, page);
        Map<String, String> values = dialog.ask();
        while (values != null) {
            try {
                call(label, spec, values);
                WrittenFiles.show(spec, values);
                return;
            } catch (CommandFailure e) {
                values = dialog.askAgain(values, e.getMessage());
            }
        }
    }

    private static void call(String label, CommandSpec spec, Map<String, String> values) {
        ImagePlus source = source(spec, values);
        try (HostProgress progress = HostProgress.open(label.replace("...", ""))) {
            show(label, source, new CommandRunner(label, spec, new OpenImages()).run(values, progress));
        }
    }

    /** The first image that the command takes; null if there is none. */
    private static ImagePlus source(CommandSpec spec, Map<String, String> values) {
        for (CommandKey key : spec.keys()) {
            if (!key.isImage() || (!key.isRequired() && values.get(key.name()) == null)) continue;
            try {
                return new OpenImages().find(values.get(key.name()), Progress.NONE);
            } catch (IllegalArgumentException e) {
                return null; // the call says what is wrong
            }
        }
        return null;
    }

    /** The main image is shown last, so that it is the active one. */
    private static void show(String label, ImagePlus source, CommandRunner.Result result) {
        for (int i = result.images().size() - 1; i >= 0; i--) {
            ImagePlus image = result.images().get(i);
            ShownResult.show(image, source);
        }
        if (result.text().isEmpty()) return;
        if (IJ.getInstance() == null) IJ.log(result.text());
        else new TextWindow(label.replace("...", ""), result.text(), 900, 500);
    }

    /** The values that a macro gives, by key. */
    private static Map<String, String> values() {
        String options = Macro.getOptions();
        return options == null ? new LinkedHashMap<>() : MacroArguments.parse(options, MenuBridge::variable);
    }

    private static String variable(String name) {
        Interpreter interpreter = Interpreter.getInstance();
        if (interpreter == null) return null;
        String text = interpreter.getStringVariable(name);
        if (text != null) return text;
        double number = interpreter.getVariable2(name);
        return Double.isNaN(number) ? null : CommandKey.text(number);
    }

    private static void abort(String label, String message) {
        IJ.error(label, message);
        throw new IllegalStateException(Macro.MACRO_CANCELED);
    }
}
