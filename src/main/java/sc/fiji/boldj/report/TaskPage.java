package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.ActivationTable;
import sc.fiji.boldj.workflow.TaskSheet;

/** The page of a first-level model: each contrast, then whether the noise model held, the design and the methods. */
public final class TaskPage {

    private static final int ROWS = 25;
    private static final int DESIGN_ROWS = 120;
    private static final int BINS = 20;

    private TaskPage() {}

    /** The page. */
    public static Page of(TaskSheet sheet, String title, Table inputs, Table options, String program) {
        Page page = Page.titled(title);
        boolean found = sheet.questions().stream().anyMatch(q -> !q.clusters().isEmpty());
        page.add(Element.of("header")
                .add(Element.of("h1", title), GroupPage.banner(sheet.words().verdict(), found)));
        Element first = Element.of("div").add(Element.of("p", sheet.words().ground()));
        for (String warning : sheet.words().warnings())
            first.add(Element.of("p", "Warning: " + warning)
                    .set("style", "border-left:6px solid #b26a00;padding-left:10px"));
        page.section("check", "Can it be trusted?", first);
        for (int c = 0; c < sheet.questions().size(); c++) contrast(page, sheet, c);
        page.section("whiteness", "Whiteness of the residuals", whiteness(sheet));
        int step = (sheet.design().values().length + DESIGN_ROWS - 1) / DESIGN_ROWS;
        page.section(
                "design",
                "Design",
                DesignPlot.of(
                        sheet.design().columns(),
                        binned(sheet.design().values(), step),
                        sheet.design().weights()),
                quiet((step > 1 ? "Each row is the mean of " + step + " volumes." : "Each row is a volume.")
                        + " Below: the weights of the contrasts, " + names(sheet) + "."));
        page.section(
                "correlation",
                "Collinearity of the columns",
                MatrixPicture.correlations(
                        "Correlations between columns of the design",
                        sheet.collinearity().names(),
                        sheet.collinearity().series()),
                GroupPage.table(sheet.collinearity().inflation(), 40),
                quiet(
                        "1: not collinear with other columns; above 10 the estimate of the column is dominated by collinearity."));
        page.section(
                "efficiency",
                "Efficiency of the contrasts",
                GroupPage.table(sheet.efficiency(), 60),
                quiet(
                        "Noise variance over the variance of the effect, for noise that is not correlated in time: larger is better; for several rows, 1 over the sum."));
        page.section(
                "percent",
                "Percent signal change",
                GroupPage.table(sheet.percent(), 60),
                quiet(
                        "The peak of the response to a single isolated event with the median duration of its condition, in"
                                + " percent of the mean of the voxel; it depends neither on the overlap of events nor on when"
                                + " volumes are acquired. Contrasts are sums and differences of such peaks."));
        page.section("methods", "Methods text", Element.of("p", sheet.words().methods()));
        page.section("inputs", "Inputs", GroupPage.table(inputs, ROWS));
        page.section("options", "Options", GroupPage.table(options, 60));
        return page.add(Element.of(
                "footer", "Made by " + program + ". In axial and coronal images, left is the left side of the head."));
    }

    private static void contrast(Page page, TaskSheet sheet, int c) {
        TaskSheet.Question question = sheet.questions().get(c);
        StatisticPictures pictures = new StatisticPictures(
                sheet.mask(),
                sheet.background(),
                question.statistic(),
                question.shown(),
                "false discovery rate <= " + ActivationTable.RATE,
                limit(question.statistic(), question.shown()));
        Element clusters = question.clusters().isEmpty()
                ? Element.of("p", "No voxel reaches the rate. This is not evidence of absence.")
                : Element.of("div")
                        .add(
                                GroupPage.table(known(question.clusters()), ROWS),
                                quiet(
                                        "Connected voxels of one sign that reach the rate; x, y, z are the peak in RAS+ mm"
                                                + " of the space of the run. The rate is controlled for voxels, not for"
                                                + " clusters."));
        page.section(
                "contrast-" + (c + 1),
                "Contrast " + question.name() + " (" + question.letter() + ")",
                pictures.glass(),
                pictures.slices(),
                clusters);
    }

    /** The table without its last column, the region, where no region is known. */
    private static Table known(Table table) {
        int last = table.names().size() - 1;
        if (!table.cells().stream().allMatch(row -> row.get(last).equals("n/a"))) return table;
        return Table.of(
                table.names().subList(0, last),
                table.cells().stream().map(row -> row.subList(0, last)).toList());
    }

    /** What 98 % of the shown values lie within: a few that stand out would leave the others pale. */
    private static double limit(double[] statistic, boolean[] shown) {
        double[] sizes = new double[statistic.length];
        int n = 0;
        for (int v = 0; v < sizes.length; v++) if (shown[v]) sizes[n++] = Math.abs(statistic[v]);
        if (n == 0) return Double.POSITIVE_INFINITY;
        return GroupPage.quantile(Arrays.copyOf(sizes, n), 0.98);
    }

    private static Element whiteness(TaskSheet sheet) {
        Mask mask = sheet.mask();
        float[] shown = new float[mask.grid().voxels()];
        for (int i = 0; i < mask.count(); i++)
            shown[mask.voxel(i)] = (float) Math.min(10, -Math.log10(Math.max(1e-30, sheet.whiteness()[i])));
        int[] counts = new int[BINS];
        int finite = 0;
        for (float p : sheet.whiteness()) {
            if (Float.isNaN(p)) continue;
            counts[(int) Math.min(BINS - 1, p * BINS)]++;
            finite++;
        }
        Element svg = Element.of("svg")
                .set("viewBox", "0 0 1100 200")
                .set("role", "img")
                .set("class", "plot");
        svg.add(Element.of("title", "Proportion of voxels in each range of p"));
        double most = Math.max(0.1, Arrays.stream(counts).max().orElse(0) / (double) Math.max(1, finite));
        for (int b = 0; b < BINS; b++) {
            double height = 150.0 * counts[b] / Math.max(1, finite) / most;
            svg.add(Element.of("rect")
                    .set("x", number(60 + b * 50))
                    .set("y", number(160 - height))
                    .set("width", "46")
                    .set("height", number(height))
                    .set("fill", b == 0 ? "#b71c1c" : "#8fa9c4"));
            svg.add(Element.of("text", Ticks.text(b / (double) BINS))
                    .set("x", number(60 + b * 50))
                    .set("y", "176")
                    .set("text-anchor", "middle"));
        }
        double expected = 160 - 150.0 / BINS / most;
        svg.add(Element.of("line")
                .set("class", "level")
                .set("x1", "60")
                .set("x2", "1060")
                .set("y1", number(expected))
                .set("y2", number(expected)));
        svg.add(Element.of("text", "p of the Ljung-Box test")
                .set("x", "560")
                .set("y", "194")
                .set("text-anchor", "middle"));
        return Element.of("div")
                .add(
                        svg,
                        quiet(
                                "If the noise model holds everywhere, each bar ends at the dashed line. A tall red bar: the"
                                        + " residuals of more voxels than expected are still correlated in time."),
                        new SliceView(mask.grid(), mask)
                                .colour(shown, 0, 10, Palette.RISING)
                                .toElement("Slices of minus the logarithm of p"),
                        quiet("-log10 p of each voxel, 0 (dark, white residuals) to 10 (bright, not white)."));
    }

    private static double[][] binned(double[][] values, int step) {
        double[][] rows = new double[(values.length + step - 1) / step][values[0].length];
        for (int r = 0; r < rows.length; r++) {
            int end = Math.min(values.length, (r + 1) * step);
            for (int t = r * step; t < end; t++)
                for (int c = 0; c < rows[r].length; c++) rows[r][c] += values[t][c] / (end - r * step);
        }
        return rows;
    }

    private static String names(TaskSheet sheet) {
        List<String> names = new ArrayList<>();
        for (TaskSheet.Question question : sheet.questions())
            names.add(question.name() + (question.rows() > 1 ? " (" + question.rows() + " rows)" : ""));
        return String.join(", ", names);
    }

    private static Element quiet(String text) {
        return Element.of("p", text).set("class", "quiet");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
