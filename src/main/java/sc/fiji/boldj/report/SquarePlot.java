package sc.fiji.boldj.report;

import java.util.Locale;

/** A square SVG plot of points and lines between equal or different axes. Built once, by one thread. */
final class SquarePlot {

    private static final int SIDE = 420;
    private static final int LEFT = 58;
    private static final int TOP = 12;
    private static final int BOTTOM = 46;
    private static final int RIGHT = 18;

    private final Element svg = Element.of("svg");
    private final double[] x;
    private final double[] y;

    /**
     * Axes.
     *
     * @param x lower and upper end of the horizontal axis
     * @param y of the vertical one
     */
    SquarePlot(double[] x, double[] y, String across, String up) {
        this.x = x.clone();
        this.y = y.clone();
        svg.set("viewBox", "0 0 " + (LEFT + SIDE + RIGHT) + " " + (TOP + SIDE + BOTTOM))
                .set("role", "img")
                .set("style", "display:block;width:100%;max-width:" + (LEFT + SIDE + RIGHT) + "px");
        svg.add(Element.of("title", up + " against " + across));
        for (double tick : Ticks.between(x[0], x[1], 5)) {
            stroke("grid", tick, y[0], tick, y[1]);
            svg.add(text(Ticks.text(tick), px(tick), TOP + SIDE + 16).set("text-anchor", "middle"));
        }
        for (double tick : Ticks.between(y[0], y[1], 5)) {
            stroke("grid", x[0], tick, x[1], tick);
            svg.add(text(Ticks.text(tick), LEFT - 6, py(tick) + 4).set("text-anchor", "end"));
        }
        stroke("axis", x[0], y[0], x[1], y[0]);
        stroke("axis", x[0], y[0], x[0], y[1]);
        svg.add(text(across, LEFT + SIDE / 2.0, TOP + SIDE + 38).set("text-anchor", "middle"));
        svg.add(Element.of("text", up)
                .set("text-anchor", "middle")
                .set("transform", "translate(14 " + (TOP + SIDE / 2) + ") rotate(-90)"));
    }

    /** Ends of an axis that holds all values with a margin; column 0 or 1 of points. */
    static double[] range(int column, double[][]... sets) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[][] points : sets)
            for (double[] point : points) {
                low = Math.min(low, point[column]);
                high = Math.max(high, point[column]);
            }
        double room = high > low ? 0.04 * (high - low) : 1;
        return low > high ? new double[] {0, 1} : new double[] {low - room, high + room};
    }

    /** The dashed line on which both axes are equal. */
    SquarePlot diagonal() {
        double low = Math.max(x[0], y[0]);
        double high = Math.min(x[1], y[1]);
        stroke("level", low, low, high, high);
        return this;
    }

    /** Points, drawn as circles. */
    SquarePlot points(double[][] points, String colour) {
        for (double[] point : points)
            svg.add(Element.of("circle")
                    .set("cx", number(px(point[0])))
                    .set("cy", number(py(point[1])))
                    .set("r", 4)
                    .set("fill", colour)
                    .set("fill-opacity", "0.8"));
        return this;
    }

    /** Vertical intervals: place, lower end, upper end. */
    SquarePlot intervals(double[][] intervals, String colour) {
        for (double[] i : intervals)
            svg.add(Element.of("line")
                    .set("x1", number(px(i[0])))
                    .set("x2", number(px(i[0])))
                    .set("y1", number(py(i[1])))
                    .set("y2", number(py(i[2])))
                    .set("stroke", colour)
                    .set("stroke-width", "1.5"));
        return this;
    }

    /** A line through points. */
    SquarePlot line(double[][] points, String colour) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points)
            path.append(path.isEmpty() ? 'M' : 'L')
                    .append(number(px(point[0])))
                    .append(' ')
                    .append(number(py(point[1])));
        svg.add(Element.of("path")
                .set("class", "line")
                .set("stroke", colour)
                .set("style", "stroke-width:2.5")
                .set("d", path));
        return this;
    }

    /** The least-squares line through points, over the width they take, inside the plot; nothing if they have one place. */
    SquarePlot fit(double[][] points, String colour) {
        double mx = 0;
        double my = 0;
        for (double[] p : points) {
            mx += p[0] / points.length;
            my += p[1] / points.length;
        }
        double xx = 0;
        double xy = 0;
        double low = mx;
        double high = mx;
        for (double[] p : points) {
            xx += (p[0] - mx) * (p[0] - mx);
            xy += (p[0] - mx) * (p[1] - my);
            low = Math.min(low, p[0]);
            high = Math.max(high, p[0]);
        }
        if (xx == 0) return this;
        double slope = xy / xx;
        if (slope != 0) {
            double bottom = mx + (y[0] - my) / slope;
            double top = mx + (y[1] - my) / slope;
            low = Math.max(low, Math.min(bottom, top));
            high = Math.min(high, Math.max(bottom, top));
        }
        return line(new double[][] {{low, my + slope * (low - mx)}, {high, my + slope * (high - mx)}}, colour);
    }

    Element toElement() {
        return svg;
    }

    private double px(double value) {
        return LEFT + (value - x[0]) / (x[1] - x[0]) * SIDE;
    }

    private double py(double value) {
        return TOP + SIDE - (value - y[0]) / (y[1] - y[0]) * SIDE;
    }

    private void stroke(String kind, double x1, double y1, double x2, double y2) {
        svg.add(Element.of("line")
                .set("class", kind)
                .set("x1", number(px(x1)))
                .set("y1", number(py(y1)))
                .set("x2", number(px(x2)))
                .set("y2", number(py(y2))));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static Element text(String text, double x, double y) {
        return Element.of("text", text).set("x", number(x)).set("y", number(y));
    }
}
