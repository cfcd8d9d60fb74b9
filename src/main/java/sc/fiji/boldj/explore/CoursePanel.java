package sc.fiji.boldj.explore;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import javax.swing.JPanel;
import sc.fiji.boldj.signal.Periodogram;

/** The time series and the spectrum under the crosshair. */
final class CoursePanel extends JPanel {

    private static final Color LINE = new Color(0x0b5fa5);
    private static final Color SEED = new Color(0xd55e00);
    private static final Color AXIS = new Color(0x808080);
    private static final int LEFT = 14;
    private static final int RIGHT = 12;
    private static final int TOP = 24;
    private static final int BOTTOM = 20;

    private transient Course course;
    private int volume;

    CoursePanel() {
        setName("course");
        getAccessibleContext().setAccessibleName("time series and spectrum at the crosshair");
        setOpaque(true);
        setPreferredSize(new Dimension(420, 320));
        setMinimumSize(new Dimension(100, 100));
    }

    /** Shows a series; null for none. */
    void show(Course shown, int t) {
        course = shown;
        volume = t;
        repaint();
    }

    @Override
    protected void paintComponent(Graphics g) {
        Graphics2D pen = (Graphics2D) g;
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, getWidth(), getHeight());
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setFont(getFont().deriveFont(Font.PLAIN, 11f));
        if (course == null) {
            pen.setColor(AXIS);
            pen.drawString("No time series at the crosshair", LEFT, 20);
            return;
        }
        int half = getHeight() / 2;
        double[] values = course.values();
        if (course.isConstant()) {
            pen.setColor(AXIS);
            pen.drawString(course.name(), LEFT, 14);
            pen.drawString(
                    "Constant: " + ViewWords.number(values[0]) + " in all " + values.length + " volumes.", LEFT, 36);
            pen.drawString(course.remark(), LEFT, 54);
            return;
        }
        pen.setColor(LINE);
        pen.drawString(course.name(), LEFT, 14);
        double[] seed = null;
        if (course.seed() != null) {
            int width = pen.getFontMetrics().stringWidth(course.name());
            pen.setColor(SEED);
            pen.drawString("seed, scaled to it", LEFT + width + 16, 14);
            seed = scaled(course.seed(), values);
        }
        double[] range = range(values);
        if (seed != null) {
            double[] other = range(seed);
            range = new double[] {Math.min(range[0], other[0]), Math.max(range[1], other[1])};
            line(pen, seed, range, 0, half, SEED);
        }
        line(pen, values, range, 0, half, LINE);
        if (!course.remark().isEmpty()) {
            pen.setColor(AXIS);
            pen.drawString(course.remark(), LEFT + 4, TOP + 10);
        }
        double step = course.repetitionTime();
        String end = step > 0 ? ViewWords.number(step * (values.length - 1)) + " s" : values.length + " volumes";
        ends(pen, half, "0", end);
        marker(pen, half, (double) volume / Math.max(1, values.length - 1));
        Periodogram spectrum = course.spectrum();
        pen.setColor(LINE);
        if (spectrum == null) {
            pen.drawString("No spectrum: the repetition time is unknown or the series too short", LEFT, half + 14);
            return;
        }
        double[] power = spectrum.power().clone();
        for (int k = 0; k < power.length; k++) power[k] = Math.sqrt(power[k]);
        pen.drawString("Amplitude over frequency", LEFT, half + 14);
        pen.translate(0, half);
        line(pen, power, new double[] {0, Math.max(range(power)[1], Double.MIN_NORMAL)}, 0, getHeight() - half, LINE);
        ends(pen, getHeight() - half, "0", ViewWords.number(spectrum.frequency(power.length - 1)) + " Hz");
        pen.translate(0, -half);
    }

    private void line(Graphics2D pen, double[] values, double[] range, int from, int height, Color colour) {
        Path2D path = new Path2D.Double();
        boolean down = false;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                down = false;
                continue;
            }
            double x = LEFT + (double) i / Math.max(1, values.length - 1) * (getWidth() - LEFT - RIGHT);
            double share = (values[i] - range[0]) / (range[1] - range[0]);
            double y = from + height - BOTTOM - share * (height - TOP - BOTTOM);
            if (down) path.lineTo(x, y);
            else path.moveTo(x, y);
            down = true;
        }
        pen.setColor(colour);
        pen.draw(path);
    }

    private void ends(Graphics2D pen, int height, String first, String last) {
        pen.setColor(AXIS);
        pen.drawLine(LEFT, height - BOTTOM + 2, getWidth() - RIGHT, height - BOTTOM + 2);
        pen.drawString(first, LEFT, height - 6);
        pen.drawString(last, getWidth() - RIGHT - pen.getFontMetrics().stringWidth(last), height - 6);
    }

    private void marker(Graphics2D pen, int height, double share) {
        int x = (int) (LEFT + Math.min(1, share) * (getWidth() - LEFT - RIGHT));
        pen.setColor(AXIS);
        pen.drawLine(x, TOP, x, height - BOTTOM);
    }

    private static double[] range(double[] values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (!Double.isFinite(value)) continue;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        if (!(high > low)) return new double[] {low - 1, low + 1};
        return new double[] {low, high};
    }

    /** A series moved and stretched to the mean and the standard deviation of another. */
    private static double[] scaled(double[] seed, double[] like) {
        double[] a = moments(seed);
        double[] b = moments(like);
        double[] scaled = new double[seed.length];
        for (int t = 0; t < seed.length; t++) scaled[t] = b[0] + (a[1] > 0 ? (seed[t] - a[0]) / a[1] * b[1] : 0);
        return scaled;
    }

    private static double[] moments(double[] values) {
        double mean = 0;
        double squares = 0;
        for (double value : values) mean += value / values.length;
        for (double value : values) squares += (value - mean) * (value - mean);
        return new double[] {mean, Math.sqrt(squares)};
    }
}
