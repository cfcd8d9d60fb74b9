package sc.fiji.boldj.report;

import java.util.Locale;

/** Colours from blue over white to red, also distinguished by those who see no red. Their steps look alike in size. */
public final class TwoSidedColours {

    /** Number of different colours on either side of white. */
    public static final int STEPS = 32;

    private static final double ROUNDING = 1e-9;

    private TwoSidedColours() {}

    /** The step of a value, from -STEPS to STEPS. */
    static int step(double value, double limit) {
        double share = limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0;
        return (int) Math.rint(share * STEPS);
    }

    /** The colour of a step. */
    public static String of(int step) {
        return String.format(Locale.ROOT, "#%06x", Palette.DIVERGING.at((step + STEPS) / (2.0 * STEPS)));
    }

    /** Draws the scale as a bar that stands upright, its numbers to the right. */
    static void scale(Svg svg, double x, double y, double width, double height, double limit, String unit) {
        double piece = height / (2 * STEPS + 1);
        for (int step = -STEPS; step <= STEPS; step++)
            svg.rectangle(x, y + (STEPS - step) * piece, width, piece + 0.3, of(step));
        double[] marks = {limit, limit / 2, 0, -limit / 2, -limit};
        for (int m = 0; m < marks.length; m++)
            svg.write(x + width + 5, y + piece / 2 + m * (height - piece) / 4 + 3.5, 10, "start", 0, rounded(marks[m]));
        svg.write(x, y - 8, 10, "start", 0, unit);
    }

    /** Three significant digits; very small and very large values with a power of ten. */
    public static String rounded(double value) {
        if (value == 0) return "0";
        String plain = new java.math.BigDecimal(value)
                .round(new java.math.MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
        return plain.length() > 9 ? String.format(Locale.ROOT, "%.2e", value) : plain;
    }

    /** The same; 0 for rounding errors relative to values as large as {@code scale}. */
    static String rounded(double value, double scale) {
        return Math.abs(value) < ROUNDING * scale ? "0" : rounded(value);
    }
}
