package sc.fiji.boldj.report;

import java.util.List;
import java.util.Locale;

/** A design matrix as squares of grey, each column from its least (black) to its largest value (white), and its contrast. */
final class DesignPlot {

    private static final int LEFT = 90;
    private static final int WIDTH = 1100;

    private DesignPlot() {}

    static Element of(List<String> columns, double[][] design, double[][] contrast) {
        int n = design.length;
        int k = columns.size();
        double cell = Math.max(4, Math.min(36, (WIDTH - LEFT - 20) / (double) k));
        double row = Math.max(2, Math.min(16, 640.0 / n));
        int longest = columns.stream().mapToInt(String::length).max().orElse(1);
        double names = 20 + 5.5 * Math.min(24, longest);
        double top = names + 6;
        double bottom = top + n * row + 14;
        double height = bottom + contrast.length * 20 + 8;
        double width = Math.max(360, LEFT + k * cell + 20);
        Element svg = Element.of("svg")
                .set("viewBox", "0 0 " + number(width) + " " + number(height))
                .set("role", "img")
                .set("style", "display:block;width:" + number(Math.min(WIDTH, width)) + "px;max-width:100%");
        svg.add(Element.of("title", "Design matrix: " + n + " rows, " + k + " columns"));
        for (int c = 0; c < k; c++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double[] values : design) {
                low = Math.min(low, values[c]);
                high = Math.max(high, values[c]);
            }
            String name = columns.get(c).length() > 24 ? columns.get(c).substring(0, 23) + "\u2026" : columns.get(c);
            svg.add(Element.of("text", name)
                    .set(
                            "transform",
                            "translate(" + number(LEFT + (c + 0.5) * cell + 4) + " " + number(names)
                                    + ") rotate(-60)"));
            for (int r = 0; r < n; r++) {
                double share = high > low ? (design[r][c] - low) / (high - low) : 1;
                int level = (int) Math.round(30 + 215 * share);
                svg.add(square(LEFT + c * cell, top + r * row, cell, row, level * 0x010101)
                        .add(Element.of(
                                "title", "row " + (r + 1) + ", " + columns.get(c) + ": " + Ticks.text(design[r][c]))));
            }
            for (int f = 0; f < contrast.length; f++) {
                double weight = contrast[f][c];
                if (weight != 0)
                    svg.add(square(LEFT + c * cell, bottom + f * 20, cell, 18, weight > 0 ? 0xef8a62 : 0x67a9cf));
                svg.add(text(weight == 0 ? "\u00b7" : Ticks.text(weight), LEFT + (c + 0.5) * cell, bottom + f * 20 + 13)
                        .set("text-anchor", "middle"));
            }
        }
        svg.add(text(n + (n == 1 ? " row" : " rows"), LEFT - 8, top + n * row / 2)
                .set("text-anchor", "end"));
        svg.add(text("contrast", LEFT - 8, bottom + 13).set("text-anchor", "end"));
        return svg;
    }

    private static Element square(double x, double y, double w, double h, int rgb) {
        return Element.of("rect")
                .set("x", number(x))
                .set("y", number(y))
                .set("width", number(Math.max(1, w - 0.6)))
                // Rows of many volumes touch, or the gaps would be stripes.
                .set("height", number(h < 8 ? h + 0.2 : h - 0.3))
                .set("fill", GroupPage.hex(rgb));
    }

    private static Element text(String text, double x, double y) {
        return Element.of("text", text).set("x", number(x)).set("y", number(y));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
