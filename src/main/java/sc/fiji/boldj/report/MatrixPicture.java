package sc.fiji.boldj.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.stats.Correlation;

/**
 * A symmetric matrix as a heat map in scalable vector graphics: blue below 0, red above, grey where there is no number,
 * the diagonal excluded unless it is asked for.
 */
public final class MatrixPicture {

    private static final double SIDE = 640;
    private static final double TOP = 36;
    private static final int MOST_NAMES = 130;
    /** A cell says what it holds, where there are no more than this many in a row. */
    private static final int MOST_HINTS = 60;

    private static final String VOID = "#b8b8b8";

    /**
     * What is written around the map.
     *
     * @param title over the map
     * @param unit over the scale of colours
     * @param limit the value drawn strongest, above 0; 0: the largest size off the diagonal
     * @param diagonal whether the diagonal is drawn
     */
    public record Options(String title, String unit, double limit, boolean diagonal) {

        public Options {
            if (!(limit >= 0 && Double.isFinite(limit)))
                throw new IllegalArgumentException("the limit must be above 0, or 0 for the largest, got " + limit);
        }
    }

    private MatrixPicture() {}

    /**
     * Draws the correlations of named series for a page.
     *
     * @param series each of the same length; a NaN leaves its sample out of the pairs it is in
     */
    static Element correlations(String title, List<String> names, List<double[]> series) {
        double[][] r = new double[names.size()][names.size()];
        for (int i = 0; i < r.length; i++)
            for (int k = 0; k < r.length; k++) r[i][k] = Correlation.of(series.get(i), series.get(k));
        return drawing(r, names, new Options(title, "r", 1, true)).toElement().set("class", "matrix");
    }

    /**
     * Draws the map.
     *
     * @param matrix shape (R, R); NaN is drawn grey
     * @param names R names; any text
     * @return the content of an SVG file
     * @throws IllegalArgumentException if a shape does not fit
     */
    public static String draw(double[][] matrix, List<String> names, Options options) {
        return drawing(matrix, names, options).end();
    }

    private static Svg drawing(double[][] matrix, List<String> names, Options options) {
        int n = matrix.length;
        if (n == 0 || names.size() != n)
            throw new IllegalArgumentException("a heat map needs a matrix and a name for each of its rows, got " + n
                    + " rows and " + names.size() + " names");
        for (double[] row : matrix)
            if (row.length != n)
                throw new IllegalArgumentException(
                        "a heat map needs a square matrix, got a row of " + row.length + " in one of " + n);
        double limit = options.limit() > 0 ? options.limit() : largest(matrix, options.diagonal());
        double cell = SIDE / n;
        int every = (n + MOST_NAMES - 1) / MOST_NAMES;
        double size = Math.max(4.5, Math.min(12, 0.82 * cell * every));
        int longest = names.stream().mapToInt(String::length).max().orElse(0);
        double margin = 14 + Math.min(40, longest) * 0.56 * size;
        Svg svg = new Svg(margin + SIDE + 90, TOP + SIDE + margin, options.title());
        svg.write(margin, 22, 14, "start", 0, options.title());
        if (n <= MOST_HINTS) hints(svg, matrix, names, margin, limit, options.diagonal());
        else cells(svg, matrix, margin, cell, limit, options.diagonal());
        svg.path(
                String.format(
                        "M%s %sh%sv%sh-%sz",
                        Svg.number(margin), Svg.number(TOP), Svg.number(SIDE), Svg.number(SIDE), Svg.number(SIDE)),
                "fill",
                "none",
                "stroke",
                "#606060",
                "stroke-width",
                "0.8");
        for (int i = 0; i < n; i += every) {
            double middle = (i + 0.5) * cell;
            String name = shortened(names.get(i));
            svg.write(margin - 5, TOP + middle + 0.34 * size, size, "end", 0, name);
            svg.write(margin + middle + 0.34 * size, TOP + SIDE + 5, size, "end", -90, name);
        }
        TwoSidedColours.scale(svg, margin + SIDE + 20, TOP + 16, 16, 200, limit, options.unit());
        return svg;
    }

    /** A rectangle for each cell, which says what it holds. */
    private static void hints(
            Svg svg, double[][] matrix, List<String> names, double left, double limit, boolean diagonal) {
        int n = matrix.length;
        double cell = SIDE / n;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                svg.rectangle(
                        left + j * cell,
                        TOP + i * cell,
                        cell,
                        cell,
                        fill(colour(matrix, i, j, limit, diagonal)),
                        names.get(i) + " and " + names.get(j) + ": "
                                + (Double.isFinite(matrix[i][j])
                                        ? TwoSidedColours.rounded(matrix[i][j], limit)
                                        : "n/a"));
    }

    private static String fill(int colour) {
        if (colour == Integer.MAX_VALUE) return VOID;
        return colour == Integer.MIN_VALUE ? "#ffffff" : TwoSidedColours.of(colour);
    }

    /** One path a colour: cells that are neighbours in a row are one piece. */
    private static void cells(Svg svg, double[][] matrix, double left, double cell, double limit, boolean diagonal) {
        int n = matrix.length;
        Map<Integer, StringBuilder> paths = new TreeMap<>();
        for (int i = 0; i < n; i++) {
            int start = 0;
            for (int j = 1; j <= n; j++) {
                int colour = colour(matrix, i, start, limit, diagonal);
                if (j < n && colour(matrix, i, j, limit, diagonal) == colour) continue;
                paths.computeIfAbsent(colour, key -> new StringBuilder())
                        .append('M')
                        .append(start)
                        .append(' ')
                        .append(i)
                        .append('h')
                        .append(j - start)
                        .append("v1h-")
                        .append(j - start)
                        .append('z');
                start = j;
            }
        }
        svg.begin(left, TOP, cell);
        paths.forEach(
                (colour, data) -> svg.path(data.toString(), "fill", fill(colour), "shape-rendering", "crispEdges"));
        svg.finish();
    }

    private static int colour(double[][] matrix, int i, int j, double limit, boolean diagonal) {
        if (Double.isNaN(matrix[i][j])) return Integer.MAX_VALUE;
        if (i == j && !diagonal) return Integer.MIN_VALUE;
        return TwoSidedColours.step(matrix[i][j], limit);
    }

    private static double largest(double[][] matrix, boolean diagonal) {
        double most = 0;
        for (int i = 0; i < matrix.length; i++)
            for (int j = 0; j < matrix.length; j++)
                if ((i != j || diagonal) && Double.isFinite(matrix[i][j]))
                    most = Math.max(most, Math.abs(matrix[i][j]));
        return most > 0 ? most : 1;
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 39) + "\u2026";
    }
}
