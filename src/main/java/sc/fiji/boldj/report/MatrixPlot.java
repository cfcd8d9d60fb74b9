package sc.fiji.boldj.report;

import java.util.List;
import java.util.Locale;

/** Correlations of named series as coloured squares. */
final class MatrixPlot {

    private static final int MARGIN = 190;
    private static final int CELL = 16;

    private MatrixPlot() {}

    /**
     * @param series each of the same length; a NaN leaves its sample out of the pairs it is in
     */
    static Element of(List<String> names, List<double[]> series) {
        int n = names.size();
        int side = MARGIN + n * CELL;
        Element svg = Element.of("svg")
                .set("viewBox", "0 0 " + (side + 8) + " " + (side + 8))
                .set("role", "img")
                .set("class", "matrix")
                .set("style", "width:" + Math.min(720, (side + 8) * 5 / 4) + "px");
        svg.add(Element.of("title", "Correlations between confounds"));
        for (int i = 0; i < n; i++) {
            int at = MARGIN + i * CELL;
            svg.add(LinePlot.label(names.get(i), MARGIN - 6, String.valueOf(at + CELL / 2), "end")
                    .set("dy", "0.35em"));
            svg.add(LinePlot.label(names.get(i), 0, "0", "start")
                    .set("transform", "translate(" + (at + CELL / 2 + 4) + " " + (MARGIN - 6) + ") rotate(-90)"));
            for (int k = 0; k < n; k++) {
                double r = correlation(series.get(i), series.get(k));
                Element cell = Element.of("rect")
                        .set("x", MARGIN + k * CELL)
                        .set("y", at)
                        .set("width", CELL - 1)
                        .set("height", CELL - 1)
                        .set("fill", String.format(Locale.ROOT, "#%06x", Palette.DIVERGING.at((r + 1) / 2)));
                svg.add(cell.add(Element.of(
                        "title",
                        names.get(i) + " and " + names.get(k) + ": r = " + Ticks.text(Math.rint(100 * r) / 100))));
            }
        }
        return svg;
    }

    private static double correlation(double[] a, double[] b) {
        double n = 0;
        double sumA = 0;
        double sumB = 0;
        for (int t = 0; t < a.length; t++) {
            if (!Double.isFinite(a[t] + b[t])) continue;
            n++;
            sumA += a[t];
            sumB += b[t];
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int t = 0; t < a.length; t++) {
            if (!Double.isFinite(a[t] + b[t])) continue;
            double da = a[t] - sumA / n;
            double db = b[t] - sumB / n;
            ab += da * db;
            aa += da * da;
            bb += db * db;
        }
        return ab / Math.sqrt(aa * bb);
    }
}
