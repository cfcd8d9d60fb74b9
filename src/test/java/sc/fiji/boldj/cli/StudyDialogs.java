package sc.fiji.boldj.cli;

import ij.IJ;
import ij.ImageJ;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import java.awt.TextField;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The dialogs of a study in plain ImageJ on a screen, as a process of its own: opens each, takes its picture, and from two
 * of them runs what they ask with the recorder on.
 */
final class StudyDialogs {

    private StudyDialogs() {}

    /** Argument: the folder to write to. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        new ImageJ();
        Recorder recorder = new Recorder();
        List<String> sizes = new ArrayList<>();
        for (String label : List.of("Run Participant...", "Run Group...")) {
            GenericDialog dialog = begin(label, folder, sizes);
            GuiSession.press(dialog, "Cancel");
            GuiSession.await("the end of " + label, () -> !dialog.isShowing());
        }
        GenericDialog check = begin("Check Dataset...", folder, sizes);
        GuiSession.press(check, "Cancel");
        GuiSession.await("the end of the check", () -> !check.isShowing());
        GenericDialog simulate = begin("Simulate Trial...", folder, sizes);
        Files.write(folder.resolve("sizes.txt"), sizes, StandardCharsets.UTF_8);
        text(simulate.getStringFields().get(0), folder.resolve("trial").toString());
        text(simulate.getStringFields().get(1), "4");
        text(simulate.getStringFields().get(5), "6");
        GuiSession.press(simulate, "OK");
        Path last = folder.resolve("trial/derivatives/truth/connections.tsv");
        GuiSession.await(
                "the trial", () -> Files.exists(last) && recorder.getText().contains("Simulate Trial..."));
        IJ.doCommand("Check Dataset...");
        GenericDialog again = GuiSession.open("Check Dataset...");
        text(again.getStringFields().get(0), folder.resolve("trial").toString());
        text(again.getStringFields().get(1), folder.resolve("check.html").toString());
        GuiSession.press(again, "OK");
        GuiSession.await(
                "the page",
                () -> Files.exists(folder.resolve("check.html"))
                        && recorder.getText().contains("Check Dataset..."));
        Files.writeString(folder.resolve("recorded.ijm"), recorder.getText(), StandardCharsets.UTF_8);
        Runtime.getRuntime().halt(0);
    }

    private static GenericDialog begin(String label, Path folder, List<String> sizes) throws Exception {
        IJ.doCommand(label);
        GenericDialog dialog = GuiSession.open(label);
        Thread.sleep(500);
        GuiSession.screenshot(folder, label.replace("...", "").replace(' ', '-'));
        sizes.add(label + "\t" + dialog.getX() + "\t" + dialog.getY() + "\t" + dialog.getWidth() + "\t"
                + dialog.getHeight());
        return dialog;
    }

    private static void text(Object field, String text) {
        ((TextField) field).setText(text);
    }
}
