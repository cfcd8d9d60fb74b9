package sc.fiji.boldj.explore;

import ij.IJ;
import ij.WindowManager;
import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.util.ArrayList;
import java.util.List;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** A small window that leads from a scan to a network, and from there to a study. */
public final class FirstSteps {

    private static final String TITLE = "BoldJ Quickstart";

    /**
     * A step.
     *
     * @param text what to do
     * @param commands labels of the commands that its buttons call
     */
    private record Step(String text, List<String> commands) {}

    private static final List<Step> STEPS = List.of(
            new Step(
                    "Open a resting-state scan (.nii or .nii.gz) or a simulated one.",
                    List.of("Open NIfTI...", "Sample BOLD Scan")),
            new Step("Open the Seed Explorer on it.", List.of("Seed Explorer")),
            new Step(
                    "If the window says that the series is not denoised, press Denoise Now there and wait for a few"
                            + " seconds to minutes.",
                    List.of()),
            new Step(
                    "Find the default mode network: in the sagittal plane (from the side, front to the right), click in the midline at"
                            + " the back of the brain, above the cerebellum and behind the corpus callosum. Drag until the map"
                            + " shows four places together: this one, the medial frontal cortex, and a spot on each side at the back"
                            + " (angular gyri). If the scan is in MNI space, the place is 0, -52, 18.",
                    List.of()),
            new Step("Open Map opens the map as an image. Record writes the macro line that reproduces it.", List.of()),
            new Step(
                    "A study of many people: choose a BIDS folder. The tutorial explains every step.",
                    List.of("Study...", "BoldJ Tutorial")));

    private FirstSteps() {}

    /** The steps as text. */
    public static List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < STEPS.size(); i++) {
            Step step = STEPS.get(i);
            lines.add((i + 1) + ". " + step.text()
                    + (step.commands().isEmpty() ? "" : " [" + String.join("; ", step.commands()) + "]"));
        }
        return lines;
    }

    /** Shows the window; call on the event thread. */
    public static void show() {
        JFrame frame = new JFrame(TITLE);
        JPanel column = new JPanel();
        column.setLayout(new BoxLayout(column, BoxLayout.Y_AXIS));
        column.setBorder(BorderFactory.createEmptyBorder(10, 12, 10, 12));
        for (int i = 0; i < STEPS.size(); i++) {
            Step step = STEPS.get(i);
            JLabel text = new JLabel(
                    "<html><body style='width:330px'><b>" + (i + 1) + ".</b> " + step.text() + "</body></html>");
            JPanel row = new JPanel(new BorderLayout());
            row.setBorder(BorderFactory.createEmptyBorder(4, 0, 4, 0));
            row.add(text, BorderLayout.CENTER);
            JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 4, 2));
            for (String command : step.commands()) {
                JButton button = new JButton(command);
                button.setName(command);
                button.addActionListener(e -> IJ.doCommand(command));
                buttons.add(button);
            }
            if (!step.commands().isEmpty()) row.add(buttons, BorderLayout.SOUTH);
            column.add(row);
        }
        frame.add(column);
        frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
        frame.addWindowListener(new java.awt.event.WindowAdapter() {
            @Override
            public void windowClosed(java.awt.event.WindowEvent e) {
                WindowManager.removeWindow(frame);
            }
        });
        frame.pack();
        frame.setLocationByPlatform(true);
        frame.setVisible(true);
        WindowManager.addWindow(frame);
    }
}
