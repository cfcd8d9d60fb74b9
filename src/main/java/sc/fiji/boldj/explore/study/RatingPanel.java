package sc.fiji.boldj.explore.study;

import java.awt.FlowLayout;
import java.util.EnumMap;
import java.util.Map;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import sc.fiji.boldj.workflow.study.ScanRating;

/** Rates the selected series. */
final class RatingPanel extends JPanel {

    /** What the buttons ask for. */
    interface Wish {
        void rate(ScanRating.Judgement judgement, String reason, String rater);
    }

    private final JLabel series = new JLabel("No series selected");
    private final JTextField reason = new JTextField(28);
    private final JTextField rater = new JTextField(8);
    private final Map<ScanRating.Judgement, JButton> buttons = new EnumMap<>(ScanRating.Judgement.class);

    RatingPanel(Wish wish) {
        super(new FlowLayout(FlowLayout.LEFT, 6, 4));
        reason.setName("reason");
        rater.setName("rater");
        rater.setText(System.getProperty("user.name", ""));
        series.setName("series");
        add(series);
        add(label("Reason", 'e', reason));
        add(reason);
        add(label("Rater", 't', rater));
        add(rater);
        for (ScanRating.Judgement judgement : ScanRating.Judgement.values()) {
            String word = judgement.word();
            JButton button = new JButton(Character.toUpperCase(word.charAt(0)) + word.substring(1));
            button.setName(word);
            button.setMnemonic(word.charAt(0));
            button.addActionListener(e -> wish.rate(judgement, reason.getText(), rater.getText()));
            buttons.put(judgement, button);
            add(button);
        }
        select("", "");
    }

    private static JLabel label(String text, char key, JTextField field) {
        JLabel label = new JLabel(text);
        label.setDisplayedMnemonic(key);
        label.setLabelFor(field);
        return label;
    }

    /**
     * Shows which series is rated.
     *
     * @param name empty if none is selected
     * @param said the reason of its rating
     */
    void select(String name, String said) {
        series.setText(name.isEmpty() ? "No series selected" : name);
        reason.setText(said);
        for (JButton button : buttons.values()) button.setEnabled(!name.isEmpty());
    }

    /** Rates by a key. */
    void press(ScanRating.Judgement judgement) {
        buttons.get(judgement).doClick();
    }

    /** Lets the user type the reason that is missing. */
    void askReason() {
        reason.requestFocusInWindow();
    }
}
