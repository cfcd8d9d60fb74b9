package sc.fiji.boldj.explore;

import java.awt.BorderLayout;
import java.awt.Font;
import java.util.function.DoubleConsumer;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.stats.CorrelationP;

/** The p value of a seed map's threshold for independent samples, and the threshold for a p value. */
final class SeedChance extends JPanel {

    private static final double SMALLEST = 1e-15;

    private final JTextField p = new JTextField(8);
    private final JLabel words = new JLabel(" ");
    private final transient DoubleConsumer chosen;
    private double degrees;
    private boolean counted;
    private SeedSettings settings;
    private double threshold;

    /**
     * @param degrees of freedom of the series after the mean is removed: volumes - 1 if nothing was regressed out
     * @param counted whether denoising recorded them; otherwise they follow from the number of volumes
     * @param chosen is given the threshold of a p value that is typed
     */
    SeedChance(double degrees, boolean counted, SeedSettings settings, DoubleConsumer chosen) {
        super(new BorderLayout(4, 0));
        this.degrees = degrees;
        this.counted = counted;
        this.settings = settings;
        this.chosen = chosen;
        JLabel label = new JLabel("p at threshold");
        label.setLabelFor(p);
        p.setName("p");
        p.setToolTipText("two-sided, per voxel, uncorrected; type a p value to set the threshold");
        p.addActionListener(e -> typed());
        p.addFocusListener(new FocusLost(this::typed));
        words.setName("p-words");
        words.setFont(words.getFont().deriveFont(Font.PLAIN, 11f));
        add(label, BorderLayout.WEST);
        add(p, BorderLayout.CENTER);
        add(words, BorderLayout.SOUTH);
    }

    /** Sets the degrees of freedom after denoising. */
    void left(double dof) {
        degrees = dof;
        counted = true;
        show(settings, threshold);
    }

    /** Degrees of freedom of t: one less for the correlation, and one less for a seed that is regressed out. */
    private double ofT() {
        return degrees - 1 - (settings.second() == null ? 0 : 1);
    }

    /** Shows the p value of a threshold. */
    void show(SeedSettings now, double smallest) {
        settings = now;
        threshold = smallest;
        double d = ofT();
        p.setEnabled(d >= 1);
        p.setBackground(java.awt.Color.WHITE);
        if (d < 1) {
            p.setText("");
            words.setText(html("No p value: too few degrees of freedom."));
            return;
        }
        double r = now.measure().equals("z") ? StrictMath.tanh(smallest) : Math.min(1, smallest);
        p.setText(text(CorrelationP.of(r, d)));
        words.setText(html("|r| &ge; " + ViewWords.number(r) + "; uncorrected, assuming that "
                + (counted ? ViewWords.number(d) + " degrees of freedom" : "all volumes")
                + " are independent; the true p is larger because of autocorrelation."));
        words.setToolTipText("Student's t with " + ViewWords.number(d) + " degrees of freedom: "
                + (counted ? "those left after denoising" : "the number of volumes")
                + (now.second() == null
                        ? ", less those of the correlation"
                        : ", less those of the correlation and the second seed"));
    }

    private static String html(String words) {
        return "<html><body style='width:240px'>" + words + "</body></html>";
    }

    private static String text(double value) {
        return value < SMALLEST ? "< 1e-15" : ViewWords.number(value);
    }

    private void typed() {
        double d = ofT();
        double value = NumberText.parse(p.getText());
        if (d < 1 || p.getText().startsWith("<") || p.getText().equals(text(now(d)))) return;
        boolean good = value > 0 && value <= 1;
        p.setBackground(good ? java.awt.Color.WHITE : new java.awt.Color(0xffd9c2));
        if (!good) return;
        double r = CorrelationP.critical(value, d);
        double least = settings.measure().equals("z") ? 0.5 * StrictMath.log((1 + r) / (1 - r)) : r;
        chosen.accept(ViewWords.threeDigits(least));
    }

    private double now(double d) {
        return CorrelationP.of(settings.measure().equals("z") ? StrictMath.tanh(threshold) : Math.min(1, threshold), d);
    }
}
