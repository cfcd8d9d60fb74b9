package sc.fiji.boldj.cli;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.Button;
import java.awt.Color;
import java.awt.EventQueue;
import java.awt.TextField;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import sc.fiji.boldj.command.CommandMenu;

/** Dialogs on a screen, as a process of its own: an entry that cannot be used, last entries, a call that fails and is corrected. */
final class DialogSession {

    private static final StringBuilder SEEN = new StringBuilder();

    private DialogSession() {}

    /** Arguments: series, the folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        ExplorerSession.start(arguments[0]);
        Recorder recorder = new Recorder();

        IJ.doCommand("Gaussian Smoothing (FWHM)...");
        GenericDialog dialog = GuiSession.open("smooth");
        TextField width = field(dialog, 0);
        see("default", width.getText());
        type(width, "wide");
        GuiSession.await("the mark", () -> !width.getBackground().equals(Color.WHITE));
        see("ok with 'wide'", dialog.getButtons()[0].isEnabled());
        ExplorerSession.picture(folder, "dialog-wrong");
        type(width, "5");
        GuiSession.await("the mark to go", () -> width.getBackground().equals(Color.WHITE));
        see("ok with 5", dialog.getButtons()[0].isEnabled());
        GuiSession.press(dialog, "OK");
        GuiSession.await("the smoothed image", () -> WindowManager.getImageCount() == 2);
        IJ.doCommand("Gaussian Smoothing (FWHM)...");
        GenericDialog again = GuiSession.open("smooth again");
        see("last entry", field(again, 0).getText());
        GuiSession.press(again, "Cancel");
        Thread.sleep(500);

        IJ.doCommand("Seed Correlation...");
        GenericDialog seeds = GuiSession.open("seeds");
        GuiSession.press(seeds, "OK"); // PCC, but the scan is not in MNI space
        GuiSession.await("the dialog to come back", () -> {
            GenericDialog other = showing();
            return other != null && other != seeds;
        });
        GenericDialog back = showing();
        ExplorerSession.picture(folder, "dialog-failed");
        see("kept", field(back, 0).getText());
        type(field(back, 0), "0,0,0");
        GuiSession.press(back, "OK");
        GuiSession.await("the map", () -> WindowManager.getImageCount() == 3);
        ImagePlus map = WindowManager.getCurrentImage();
        see(
                "range",
                String.format(Locale.ROOT, "%.6f", map.getDisplayRangeMin() + map.getDisplayRangeMax())
                        + (map.getDisplayRangeMax() > 0 ? " above" : " below"));
        see("middle", Integer.toHexString(map.getProcessor().getColorModel().getRGB(128) & 0xffffff));
        EventQueue.invokeAndWait(() -> {});
        ExplorerSession.picture(folder, "map");
        IJ.doCommand("Realign Head Motion...");
        GenericDialog realign = GuiSession.open("realign");
        int browse = 0;
        for (java.awt.Component part : realign.getComponents())
            if (text(part).contains("Browse...") && part.getX() + part.getWidth() <= realign.getWidth()) browse++;
        see("buttons to save", browse);
        ExplorerSession.picture(folder, "dialog-realign");
        GuiSession.press(realign, "Cancel");
        see("too large for a laptop", large());
        String recorded = recorder.getText();
        Files.writeString(folder.resolve("dialogs.ijm"), recorded, StandardCharsets.UTF_8);
        see("lines of seeds", recorded.split("run\\(\"Seed Correlation", -1).length - 1);
        see(
                "recorded seed",
                recorded.contains(
                        "\"input=series_smoothed seed=0,0,0 radius=6 measure=z kind=bivariate dof=0 weighted=false space=auto\""));
        Files.writeString(folder.resolve("dialogs.tsv"), SEEN, StandardCharsets.UTF_8);
        Runtime.getRuntime().halt(0);
    }

    /** The commands whose dialogs do not fit 1366 x 768. */
    @SuppressWarnings("unchecked") // ImageJ's table has no type parameters
    private static List<String> large() throws Exception {
        List<String> large = new ArrayList<>();
        Map<String, String> commands = Menus.getCommands();
        int opened = 0;
        for (String label : new TreeSet<>(commands.keySet())) {
            if (!commands.get(label).startsWith("sc.fiji.boldj.entry.MenuEntry")) continue;
            if (keys(commands.get(label)) == 0) continue; // acts at once, without a dialog
            IJ.doCommand(label);
            GenericDialog dialog = GuiSession.open(label);
            if (dialog.getWidth() > 1366 || dialog.getHeight() > 740) large.add(label + " " + dialog.getSize());
            for (java.awt.Component part : dialog.getComponents())
                if (part.getX() + part.getWidth() > dialog.getWidth())
                    large.add(label + ": " + text(part) + part.getBounds());
            GuiSession.press(dialog, "Cancel");
            GuiSession.await("the end of the dialog", () -> showing() == null);
            opened++;
        }
        if (opened < 40) throw new IllegalStateException("only " + opened + " dialogs");
        return large;
    }

    /** How many keys the command of a menu entry has. */
    private static int keys(String entry) {
        String name = entry.substring(entry.indexOf('"') + 1, entry.lastIndexOf('"'));
        return CommandMenu.table().spec(name).keys().size();
    }

    private static String text(java.awt.Component part) {
        if (part instanceof Button button) return button.getLabel();
        StringBuilder all = new StringBuilder();
        if (part instanceof java.awt.Container container)
            for (java.awt.Component child : container.getComponents()) all.append(text(child));
        return all.toString();
    }

    private static GenericDialog showing() {
        for (java.awt.Window window : java.awt.Window.getWindows())
            if (window instanceof GenericDialog dialog && dialog.isShowing()) return dialog;
        return null;
    }

    private static TextField field(GenericDialog dialog, int n) {
        return (TextField) dialog.getStringFields().get(n);
    }

    private static void type(TextField field, String text) throws Exception {
        EventQueue.invokeAndWait(() -> field.setText(text));
        Thread.sleep(300);
    }

    private static void see(String what, Object value) {
        SEEN.append(what).append('\t').append(value).append('\n');
    }
}
