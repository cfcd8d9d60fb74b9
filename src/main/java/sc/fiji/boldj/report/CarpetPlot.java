package sc.fiji.boldj.report;

import java.util.List;
import sc.fiji.boldj.qc.Carpet;

/** A carpet under the axis of a {@link LinePlot}. */
final class CarpetPlot {

    private static final double LIMIT = 2.5;
    private static final int MOST_COLUMNS = 1400;
    private static final int HEIGHT = 250;
    private static final List<String> COLOURS = List.of("#3b6ea5", "#d9a441", "#4d9a6a");

    private CarpetPlot() {}

    static Element of(Carpet carpet, String title) {
        Element svg = Element.of("svg")
                .set("viewBox", "0 0 " + LinePlot.WIDTH + " " + (HEIGHT + 22))
                .set("role", "img")
                .set("class", "plot");
        svg.add(Element.of("title", title));
        svg.add(LinePlot.label(title, LinePlot.LEFT, "11", "start").set("class", "name"));
        svg.add(Element.of("image")
                .set("href", picture(carpet.rows()).toAddress())
                .set("x", LinePlot.LEFT)
                .set("y", 16)
                .set("width", LinePlot.WIDTH - LinePlot.LEFT - LinePlot.RIGHT)
                .set("height", HEIGHT)
                .set("preserveAspectRatio", "none"));
        double unit = (double) HEIGHT / Math.max(1, carpet.rows().length);
        double y = 16;
        for (int r = 0; r < carpet.names().size(); r++) {
            double height = unit * carpet.counts().get(r);
            svg.add(Element.of("rect")
                    .set("x", LinePlot.LEFT - 10)
                    .set("y", y)
                    .set("width", 7)
                    .set("height", height)
                    .set("fill", COLOURS.get(r % COLOURS.size())));
            svg.add(LinePlot.label(
                            carpet.names().get(r),
                            LinePlot.WIDTH - LinePlot.RIGHT + 6,
                            String.valueOf(y + height / 2),
                            "start")
                    .set("dy", "0.35em")
                    .set("fill", COLOURS.get(r % COLOURS.size())));
            y += height;
        }
        return svg;
    }

    private static Picture picture(float[][] rows) {
        int volumes = rows[0].length;
        int bin = (volumes + MOST_COLUMNS - 1) / MOST_COLUMNS;
        Picture picture = new Picture((volumes + bin - 1) / bin, rows.length);
        for (int y = 0; y < rows.length; y++)
            for (int x = 0; x < picture.width(); x++) {
                double sum = 0;
                int end = Math.min(volumes, (x + 1) * bin);
                for (int t = x * bin; t < end; t++) sum += rows[y][t];
                // 32 greys are as many as the eye tells apart here, and pack well
                double level = (sum / (end - x * bin) + LIMIT) / (2 * LIMIT);
                picture.setGrey(x, y, Math.rint(31 * Math.max(0, Math.min(1, level))) / 31);
            }
        return picture;
    }
}
