package sc.fiji.boldj.explore;

import java.util.Locale;

/** Colours from blue over white to red, also distinguished by those who see no red. Their steps look alike in size. */
final class TwoSidedColours {

    /** Number of different colours on either side of white. */
    static final int STEPS = 32;

    /** From the strongest negative to the strongest positive: ColorBrewer RdBu, turned round. */
    private static final int[][] STOPS = {
        {5, 48, 97},
        {33, 102, 172},
        {67, 147, 195},
        {146, 197, 222},
        {209, 229, 240},
        {247, 247, 247},
        {253, 219, 199},
        {244, 165, 130},
        {214, 96, 77},
        {178, 24, 43},
        {103, 0, 31}
    };

    private TwoSidedColours() {}

    /** The step of a value, from -STEPS to STEPS. */
    static int step(double value, double limit) {
        double share = limit > 0 ? Math.max(-1, Math.min(1, value / limit)) : 0;
        return (int) Math.rint(share * STEPS);
    }

    /** The colour of a step. */
    static String of(int step) {
        double place = (step + STEPS) / (2.0 * STEPS) * (STOPS.length - 1);
        int below = Math.min(STOPS.length - 2, (int) place);
        double share = place - below;
        int[] mixed = new int[3];
        for (int c = 0; c < 3; c++)
            mixed[c] = (int) Math.rint((1 - share) * STOPS[below][c] + share * STOPS[below + 1][c]);
        return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
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

    /** Three significant digits. */
    static String rounded(double value) {
        if (value == 0) return "0";
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
