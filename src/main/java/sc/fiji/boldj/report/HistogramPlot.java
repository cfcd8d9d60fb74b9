package sc.fiji.boldj.report;

import java.util.Arrays;
import java.util.Locale;
import sc.fiji.boldj.stats.NullDistribution;

/** How often each value of a null distribution comes, with the threshold and the value of the data. */
final class HistogramPlot {

    private static final int WIDTH = 1100;
    private static final int HEIGHT = 260;
    private static final int LEFT = 64;
    private static final int RIGHT = 30;
    private static final int TOP = 34;
    private static final int BOTTOM = 44;
    private static final int BINS = 50;

    private HistogramPlot() {}

    static Element of(NullDistribution nulls, double alpha, String measured) {
        return of(nulls, alpha, measured, "largest value: ");
    }

    /** @param of what the values are, before {@code measured} */
    static Element of(NullDistribution nulls, double alpha, String measured, String of) {
        double[] values = nulls.values();
        double observed = values[0];
        double threshold = nulls.threshold(alpha);
        double high = Arrays.stream(values).max().orElse(1);
        double low = Math.min(0, Arrays.stream(values).min().orElse(0));
        if (Double.isFinite(threshold)) high = Math.max(high, threshold);
        high = high > low ? high + 0.02 * (high - low) : low + 1;
        int[] counts = new int[BINS];
        for (double v : values) counts[(int) Math.min(BINS - 1, (v - low) / (high - low) * BINS)]++;
        int most = Arrays.stream(counts).max().orElse(1);
        Element svg = Element.of("svg")
                .set("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
                .set("role", "img")
                .set("class", "plot");
        svg.add(Element.of("title", "Null distribution, " + values.length + " permutations"));
        for (double tick : Ticks.between(0, most, 4)) {
            double y = y(tick, most);
            svg.add(line("grid", LEFT, y, WIDTH - RIGHT, y));
            svg.add(text(Ticks.text(tick), LEFT - 6, y + 4, "end"));
        }
        double step = (WIDTH - LEFT - RIGHT) / (double) BINS;
        for (int b = 0; b < BINS; b++)
            if (counts[b] > 0)
                svg.add(Element.of("rect")
                        .set("x", number(LEFT + b * step + 0.5))
                        .set("y", number(y(counts[b], most)))
                        .set("width", number(step - 1))
                        .set("height", number(HEIGHT - BOTTOM - y(counts[b], most)))
                        .set("fill", "#8fa9c4"));
        svg.add(line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM));
        for (double tick : Ticks.between(low, high, 10))
            svg.add(text(Ticks.text(tick), x(tick, low, high), HEIGHT - BOTTOM + 15, "middle"));
        svg.add(text(of + measured, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle"));
        if (Double.isFinite(threshold)) {
            double at = x(threshold, low, high);
            svg.add(line("level", at, TOP - 6, at, HEIGHT - BOTTOM));
            svg.add(text("p = " + alpha + ": " + figure(threshold), at, 14, at > WIDTH / 2.0 ? "end" : "start"));
        }
        double at = x(observed, low, high);
        svg.add(line("axis", at, TOP - 2, at, HEIGHT - BOTTOM).set("style", "stroke:#b71c1c;stroke-width:2"));
        svg.add(text(
                        "data: " + figure(observed) + ", p = " + figure(nulls.p(observed)),
                        at,
                        28,
                        at > WIDTH / 2.0 ? "end" : "start")
                .set("fill", "#b71c1c"));
        return svg;
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static double x(double value, double low, double high) {
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double count, int most) {
        return HEIGHT - BOTTOM - count / most * (HEIGHT - BOTTOM - TOP);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static Element text(String text, double x, double y, String anchor) {
        return Element.of("text", text).set("x", number(x)).set("y", number(y)).set("text-anchor", anchor);
    }

    private static Element line(String kind, double x1, double y1, double x2, double y2) {
        return Element.of("line")
                .set("class", kind)
                .set("x1", number(x1))
                .set("y1", number(y1))
                .set("x2", number(x2))
                .set("y2", number(y2));
    }
}
