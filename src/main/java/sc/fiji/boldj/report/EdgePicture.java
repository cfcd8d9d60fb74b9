package sc.fiji.boldj.report;

import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.workflow.GroupNetworks;

/** The statistic of all edges as a square: everywhere below the diagonal, where it is significant above it. */
final class EdgePicture {

    private static final int SIDE = 480;
    private static final int NONE = 0xf4f5f7;
    private static final int DIAGONAL = 0x9aa3ae;

    private EdgePicture() {}

    /** @param test which of the tests, from 0 */
    static Element of(GroupNetworks networks, int test, double alpha) {
        double[][] statistic = networks.matrix(networks.statistic(test));
        double[][] p = networks.matrix(networks.corrected(test));
        int n = statistic.length;
        double largest = 0;
        for (double[] row : statistic)
            for (double value : row) if (Double.isFinite(value)) largest = Math.max(largest, Math.abs(value));
        if (largest == 0) largest = 1;
        int scale = Math.max(1, SIDE / n);
        Picture picture = new Picture(n * scale, n * scale);
        for (int y = 0; y < n; y++)
            for (int x = 0; x < n; x++) {
                boolean shown = x < y ? Double.isFinite(statistic[y][x]) : p[y][x] <= alpha;
                int rgb = x == y ? DIAGONAL : shown ? Palette.DIVERGING.at((statistic[y][x] / largest + 1) / 2) : NONE;
                for (int b = 0; b < scale; b++)
                    for (int a = 0; a < scale; a++) picture.set(x * scale + a, y * scale + b, rgb);
            }
        List<String> nodes = networks.nodes();
        String end = String.format(Locale.ROOT, "%.2f", largest);
        Picture ramp = new Picture(220, 1);
        for (int x = 0; x < 220; x++) ramp.set(x, 0, Palette.DIVERGING.at(x / 219.0));
        return Element.of("div")
                .add(
                        picture.toElement("Statistic of every edge, and of those that are significant")
                                .set("style", "image-rendering:pixelated;width:100%;max-width:" + SIDE + "px"),
                        Element.of("div")
                                .set("class", "legend")
                                .add(Element.of("span", "-" + end), ramp.toElement("colours"), Element.of("span", end)),
                        Element.of(
                                        "p",
                                        "Below the diagonal the statistic of every edge, above it where corrected p <= "
                                                + alpha + ". " + n + " nodes from " + nodes.get(0)
                                                + " (top, left) to " + nodes.get(n - 1)
                                                + ", in the order of the matrices.")
                                .set("class", "quiet"));
    }
}
