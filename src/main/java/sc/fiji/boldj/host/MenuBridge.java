package sc.fiji.boldj.host;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.gui.ImageCanvas;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;
import ij.text.TextWindow;
import java.awt.GraphicsEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * Stands behind each entry of the menu: runs the command that the line names, for the menu, a macro and headless Fiji
 * alike.
 *
 * <p>In a macro the text of {@code run(label, text)} sets the parameters; without text, and on a screen, a dialog asks
 * for them and ImageJ's recorder writes the line that replays it. The command runs on the calling thread. Its images
 * are shown, the last one is active then. A failure is one message; it aborts the macro.
 */
public abstract class MenuBridge implements PlugIn {

    private static final int LEAST_WIDTH = 300;

    /** The table of the commands; read at each call, so that a table that cannot be read is a message. */
    protected abstract CommandTable commands();

    @Override
    public final void run(String commandClass) {
        String label = commandClass;
        try {
            CommandTable table = commands();
            label = table.ofClass(commandClass).map(CommandTable.Entry::label).orElse(commandClass);
            CommandSpec spec = table.spec(commandClass);
            Map<String, String> values = values(label, spec);
            if (values == null) return;
            try (HostProgress progress = HostProgress.open(label.replace("...", ""))) {
                show(label, new CommandRunner(label, spec, new OpenImages()).run(values, progress));
            }
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

    /** The main image is shown last, so that it is the active one. */
    private static void show(String label, CommandRunner.Result result) {
        for (int i = result.images().size() - 1; i >= 0; i--) {
            ImagePlus image = result.images().get(i);
            image.show();
            enlarge(image);
        }
        if (result.text().isEmpty()) return;
        if (IJ.getInstance() == null) IJ.log(result.text());
        else new TextWindow(label.replace("...", ""), result.text(), 900, 500);
    }

    /** A slice of 64 voxels is a stamp at one pixel a voxel. */
    private static void enlarge(ImagePlus image) {
        ImageCanvas canvas = image.getCanvas();
        if (canvas == null) return;
        for (int i = 0; i < 8 && image.getWidth() * canvas.getMagnification() < LEAST_WIDTH; i++)
            canvas.zoomIn(canvas.getWidth() / 2, canvas.getHeight() / 2);
    }

    /** The values by key; null if the user closed the dialog. */
    private static Map<String, String> values(String label, CommandSpec spec) {
        String options = Macro.getOptions();
        if (options != null) return MacroArguments.parse(options, MenuBridge::variable);
        if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return new LinkedHashMap<>();
        List<CommandKey> keys = spec.keys();
        return keys.isEmpty() ? new LinkedHashMap<>() : new CommandDialog(label, spec).ask();
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
