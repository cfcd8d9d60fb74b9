package sc.fiji.boldj.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.workflow.trial.TrialReport;

/** The values of one quantity, one dot per person, in a column for each group, with mean and 95 % interval. */
final class GroupPlot {

    private static final int WIDTH = 270;
    private static final int HEIGHT = 210;
    private static final int LEFT = 46;
    private static final int TOP = 26;
    private static final int BOTTOM = 30;
    private static final double LETTER = 6;
    private static final String[] COLOURS = {"#1565c0", "#b26a00", "#2e7d32", "#6a1b9a"};

    private GroupPlot() {}

    static Element of(TrialReport.Values values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] group : values.values())
            for (double value : group) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        boolean zero = low <= 0 || low < 3 * (high - low);
        if (zero) {
            low = Math.min(low, 0);
            high = Math.max(high, 0);
        }
        double room = high > low ? 0.06 * (high - low) : 1;
        low -= room;
        high += room;
        Element svg = Element.of("svg")
                .set("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
                .set("style", "width:" + WIDTH + "px;max-width:100%")
                .set("role", "img")
                .set("aria-label", values.name());
        svg.add(text(values.name(), 8, 14, "start").set("class", "name"));
        for (double tick : zero ? new double[] {low + room, 0, high - room} : new double[] {low + room, high - room}) {
            double y = y(tick, low, high);
            svg.add(line(LEFT, y, WIDTH - 6, y, tick == 0 ? "axis" : "grid"));
            svg.add(text(String.format(Locale.ROOT, "%.3g", tick), LEFT - 4, y + 4, "end"));
        }
        List<String> groups = values.groups();
        double step = (WIDTH - LEFT - 10.0) / groups.size();
        if (values.paired()) pairs(svg, values.values(), step, low, high);
        for (int g = 0; g < groups.size(); g++) {
            double x = LEFT + (g + 0.5) * step;
            group(svg, values.values().get(g), x, step, low, high, COLOURS[g % COLOURS.length]);
            svg.add(text(cut(groups.get(g), step), x, HEIGHT - 10, "middle").add(Element.of("title", groups.get(g))));
        }
        return svg;
    }

    /** What of a name there is room for. */
    static String cut(String name, double width) {
        int most = Math.max(3, (int) (width / LETTER));
        int[] letters = name.codePoints().toArray();
        return letters.length <= most ? name : new String(letters, 0, most - 1) + "\u2026";
    }

    /** A line from group to group for each person. */
    private static void pairs(Element svg, List<double[]> values, double step, double low, double high) {
        for (int g = 1; g < values.size(); g++)
            for (int i = 0; i < Math.min(values.get(g - 1).length, values.get(g).length); i++)
                svg.add(line(
                                LEFT + (g - 0.5) * step + shift(i, step),
                                y(values.get(g - 1)[i], low, high),
                                LEFT + (g + 0.5) * step + shift(i, step),
                                y(values.get(g)[i], low, high),
                                "")
                        .set("stroke", "#5b6b7d")
                        .set("stroke-opacity", "0.45"));
    }

    private static double shift(int person, double step) {
        return (person * 0.618 % 1 - 0.5) * Math.min(50, step * 0.5);
    }

    private static void group(
            Element svg, double[] values, double x, double step, double low, double high, String colour) {
        int n = values.length;
        for (int i = 0; i < n; i++) {
            svg.add(Element.of("circle")
                    .set("cx", number(x + shift(i, step)))
                    .set("cy", number(y(values[i], low, high)))
                    .set("r", "3")
                    .set("fill", colour)
                    .set("fill-opacity", "0.55"));
        }
        if (n < 2) return;
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double half =
                new org.apache.commons.math3.distribution.TDistribution(null, n - 1).inverseCumulativeProbability(0.975)
                        * Math.sqrt(squares / (n - 1) / n);
        svg.add(line(x - 14, y(mean, low, high), x + 14, y(mean, low, high), "")
                .set("stroke", "#1c2430")
                .set("stroke-width", "2.5"));
        svg.add(line(x, y(mean - half, low, high), x, y(mean + half, low, high), "")
                .set("stroke", "#1c2430")
                .set("stroke-width", "1.5"));
    }

    private static double y(double value, double low, double high) {
        double place = TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
        return Math.max(TOP - 6, Math.min(HEIGHT - BOTTOM + 6, place));
    }

    private static Element line(double x1, double y1, double x2, double y2, String name) {
        Element line = Element.of("line")
                .set("x1", number(x1))
                .set("y1", number(y1))
                .set("x2", number(x2))
                .set("y2", number(y2));
        return name.isEmpty() ? line : line.set("class", name);
    }

    private static Element text(String words, double x, double y, String anchor) {
        return Element.of("text", words).set("x", number(x)).set("y", number(y)).set("text-anchor", anchor);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
