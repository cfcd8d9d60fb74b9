package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines over a common axis as an SVG drawing. Plots of the same width lie exactly above each other: their left and right
 * margins are the same.
 */
public final class LinePlot {

    /** Width of every plot in its own units. */
    public static final int WIDTH = 1100;

    /** From the left edge to the axis. */
    public static final int LEFT = 64;

    /** From the end of the axis to the right edge. */
    public static final int RIGHT = 118;

    private static final int HALF_WIDTH = 560;
    private static final int HALF_RIGHT = 14;
    private static final int TOP = 16;
    private static final int BOTTOM = 30;

    private record Line(String name, String colour, double[] x, double[] y) {}

    private record Level(double y, String name) {}

    private final String title;
    private final String xLabel;
    private final int height;
    private final int width;
    private final int right;
    private final List<Line> lines = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    private final List<double[]> bands = new ArrayList<>();
    private double lowX = Double.NaN;
    private double highX = Double.NaN;
    private double lowY = Double.NaN;
    private double highY = Double.NaN;

    /**
     * An empty plot.
     *
     * @param title what it shows, with its unit
     * @param xLabel what the axis is, with its unit; empty for none
     * @param height in the units of {@link #WIDTH}
     */
    public LinePlot(String title, String xLabel, int height) {
        this(title, xLabel, height, WIDTH, RIGHT);
    }

    private LinePlot(String title, String xLabel, int height, int width, int right) {
        this.title = title;
        this.xLabel = xLabel;
        this.height = height;
        this.width = width;
        this.right = right;
    }

    /**
     * An empty plot of half the width, without room at the right for the names of lines: it stands beside something else,
     * and its words are twice as large there.
     *
     * @param height in units of which 560 are the width
     */
    public static LinePlot half(String title, String xLabel, int height) {
        return new LinePlot(title, xLabel, height, HALF_WIDTH, HALF_RIGHT);
    }

    /** Adds a line; a NaN is a gap. */
    public LinePlot line(String name, String colour, double[] x, double[] y) {
        lines.add(new Line(name, colour, x.clone(), y.clone()));
        return this;
    }

    /** Adds a dashed line across at a value. */
    public LinePlot level(double y, String name) {
        levels.add(new Level(y, name));
        return this;
    }

    /** Shades a stretch of the axis. */
    public LinePlot band(double from, double to) {
        bands.add(new double[] {from, to});
        return this;
    }

    /** Sets the ends of the axis; by default those of the lines. */
    public LinePlot across(double from, double to) {
        lowX = from;
        highX = to;
        return this;
    }

    /** Sets the ends of the values; by default those of the lines, with some room. */
    public LinePlot up(double from, double to) {
        lowY = from;
        highY = to;
        return this;
    }

    /** The drawing. */
    public Element toElement() {
        double[] x = ends(lowX, highX, true);
        double[] y = ends(lowY, highY, false);
        Element svg = Element.of("svg")
                .set("viewBox", "0 0 " + width + " " + height)
                .set("role", "img")
                .set("class", "plot");
        svg.add(Element.of("title", title));
        for (double[] band : bands)
            svg.add(Element.of("rect")
                    .set("class", "band")
                    .set("x", place(band[0], x, LEFT, width - right))
                    .set("y", TOP)
                    .set(
                            "width",
                            number(Math.max(
                                    1.5, at(band[1], x, LEFT, width - right) - at(band[0], x, LEFT, width - right))))
                    .set("height", height - BOTTOM - TOP));
        axes(svg, x, y);
        for (Level level : levels) {
            if (level.y < y[0] || level.y > y[1]) continue;
            String at = place(level.y, y, height - BOTTOM, TOP);
            svg.add(stroke("level", LEFT, at, width - right, at));
            svg.add(label(level.name, width - right + 6, at, "start")
                    .set("dy", "0.35em")
                    .set("class", "quiet"));
        }
        int row = 0;
        for (Line line : lines) {
            svg.add(Element.of("path")
                    .set("class", "line")
                    .set("stroke", line.colour)
                    .set("d", path(line, x, y)));
            if (lines.size() > 1 || !line.name.equals(title))
                svg.add(label(line.name, width - right + 6, String.valueOf(TOP + 10 + 14 * row++), "start")
                        .set("fill", line.colour));
        }
        svg.add(label(title, LEFT, "11", "start").set("class", "name"));
        return svg;
    }

    private void axes(Element svg, double[] x, double[] y) {
        String floor = String.valueOf(height - BOTTOM);
        int ticks = height < 60 ? 0 : Math.max(3, height / (width < WIDTH ? 25 : 35));
        for (double tick : ticks == 0 ? List.<Double>of() : Ticks.between(y[0], y[1], ticks)) {
            String at = place(tick, y, height - BOTTOM, TOP);
            svg.add(stroke("grid", LEFT, at, width - right, at));
            svg.add(label(Ticks.text(tick), LEFT - 6, at, "end").set("dy", "0.35em"));
        }
        svg.add(stroke("axis", LEFT, floor, width - right, floor));
        if (xLabel.isEmpty()) return;
        for (double tick : Ticks.between(x[0], x[1], width / 110))
            svg.add(Element.of("text", Ticks.text(tick))
                    .set("x", place(tick, x, LEFT, width - right))
                    .set("y", height - BOTTOM + 14)
                    .set("text-anchor", "middle"));
        svg.add(label(xLabel, (LEFT + width - right) / 2, String.valueOf(height - 3), "middle"));
    }

    private double[] ends(double low, double high, boolean across) {
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (Line line : lines)
            for (double value : across ? line.x : line.y) {
                if (!Double.isFinite(value)) continue;
                from = Math.min(from, value);
                to = Math.max(to, value);
            }
        if (!(to >= from)) {
            from = 0;
            to = 1;
        }
        double room = across ? 0 : 0.05 * (to - from);
        if (to == from) room = to == 0 ? 1 : Math.abs(to) / 10;
        return new double[] {Double.isNaN(low) ? from - room : low, Double.isNaN(high) ? to + room : high};
    }

    private String path(Line line, double[] x, double[] y) {
        StringBuilder path = new StringBuilder();
        boolean down = false;
        for (int i = 0; i < line.x.length; i++) {
            if (!Double.isFinite(line.y[i]) || !Double.isFinite(line.x[i])) {
                down = false;
                continue;
            }
            double value = Math.max(y[0], Math.min(y[1], line.y[i]));
            path.append(down ? 'L' : 'M')
                    .append(place(line.x[i], x, LEFT, width - right))
                    .append(' ')
                    .append(place(value, y, height - BOTTOM, TOP));
            down = true;
        }
        return path.toString();
    }

    private static double at(double value, double[] ends, double from, double to) {
        return from + (value - ends[0]) / (ends[1] - ends[0]) * (to - from);
    }

    private static String place(double value, double[] ends, double from, double to) {
        return number(at(value, ends, from, to));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static Element label(String text, int x, String y, String anchor) {
        return Element.of("text", text).set("x", x).set("y", y).set("text-anchor", anchor);
    }

    private static Element stroke(String kind, int x1, String y1, int x2, String y2) {
        return Element.of("line")
                .set("class", kind)
                .set("x1", x1)
                .set("y1", y1)
                .set("x2", x2)
                .set("y2", y2);
    }
}
