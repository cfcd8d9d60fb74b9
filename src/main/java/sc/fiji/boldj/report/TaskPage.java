package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.DesignCheck;
import sc.fiji.boldj.glm.GlmResult;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.workflow.ActivationTable;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.ReportTable;

/** The page of a first-level model: each contrast, then whether the noise model held, the design and the methods. */
public final class TaskPage {

    private static final int ROWS = 25;
    private static final int DESIGN_ROWS = 120;
    private static final int BINS = 20;

    private TaskPage() {}

    /** The page. */
    public static Page of(FirstLevelRun run, String title, ReportTable inputs, ReportTable options, String program) {
        Page page = Page.titled(title);
        List<String> verdicts = run.verdicts();
        boolean found = false;
        for (int c = 0; c < verdicts.size(); c++)
            found |= !run.activation(c).rows().rows().isEmpty();
        page.add(Element.of("header")
                .add(Element.of("h1", title), GroupPage.banner(String.join(". ", verdicts) + ".", found)));
        Element first = Element.of("div").add(Element.of("p", run.whiteness()));
        for (String warning : run.warnings())
            first.add(Element.of("p", "Warning: " + warning)
                    .set("style", "border-left:6px solid #b26a00;padding-left:10px"));
        page.section("check", "Can it be trusted?", first);
        for (int c = 0; c < run.result().contrasts().size(); c++) contrast(page, run, c);
        page.section("whiteness", "Whiteness of the residuals", whiteness(run));
        Design design = run.design();
        page.section(
                "design",
                "Design",
                DesignPlot.of(
                        design.names(), binned(design), weights(run.result().contrasts())),
                quiet(
                        design.rows() > DESIGN_ROWS
                                ? "Each row is the mean of " + step(design)
                                        + " volumes. Below: the weights of the contrasts, "
                                        + names(run.result().contrasts()) + "."
                                : "Each row is a volume. Below: the weights of the contrasts, "
                                        + names(run.result().contrasts()) + "."));
        page.section("correlation", "How much columns have in common", correlation(design));
        page.section(
                "efficiency",
                "Efficiency of the contrasts",
                efficiency(design, run.result().contrasts()));
        page.section("methods", "Methods, for a paper", Element.of("p", run.methods(program)));
        page.section("inputs", "Inputs", GroupPage.table(inputs, ROWS));
        page.section("options", "Options", GroupPage.table(options, 60));
        return page.add(Element.of("footer", "Made by " + program + ". Left in a picture is left in the head."));
    }

    private static void contrast(Page page, FirstLevelRun run, int c) {
        GlmResult.Maps maps = run.result().maps(c);
        ActivationTable table = run.activation(c);
        String letter = maps.contrast().statistic();
        String name = maps.contrast().name();
        double[] statistic = new double[maps.statistic().length];
        for (int v = 0; v < statistic.length; v++) statistic[v] = maps.statistic()[v];
        StatisticPictures pictures = new StatisticPictures(
                run.result().mask(),
                run.background(),
                statistic,
                table.shown(),
                "false discovery rate <= " + ActivationTable.RATE,
                limit(statistic, table.shown()));
        Element clusters = table.rows().rows().isEmpty()
                ? Element.of("p", "No voxel reaches the rate. That is no proof that there is no effect.")
                : Element.of("div")
                        .add(
                                GroupPage.table(table.rows(), ROWS),
                                quiet(
                                        "Connected voxels of one sign that reach the rate; x, y, z are the peak in RAS+ mm"
                                                + " of the space of the run. The rate is controlled for voxels, not for"
                                                + " clusters."));
        page.section(
                "contrast-" + (c + 1),
                "Contrast " + name + " (" + letter + ")",
                pictures.glass(),
                pictures.slices(),
                clusters);
    }

    /** What 98 % of the shown values lie within: a few that stand out would leave the others pale. */
    private static double limit(double[] statistic, boolean[] shown) {
        double[] sizes = new double[statistic.length];
        int n = 0;
        for (int v = 0; v < sizes.length; v++) if (shown[v]) sizes[n++] = Math.abs(statistic[v]);
        if (n == 0) return Double.POSITIVE_INFINITY;
        return GroupPage.quantile(Arrays.copyOf(sizes, n), 0.98);
    }

    private static Element whiteness(FirstLevelRun run) {
        GlmResult result = run.result();
        Mask mask = result.mask();
        float[] shown = result.volume(result.whiteness());
        for (int v = 0; v < shown.length; v++)
            shown[v] = mask.contains(v) ? (float) Math.min(10, -Math.log10(Math.max(1e-30, shown[v]))) : 0;
        int[] counts = new int[BINS];
        int finite = 0;
        for (float p : result.whiteness()) {
            if (Float.isNaN(p)) continue;
            counts[(int) Math.min(BINS - 1, p * BINS)]++;
            finite++;
        }
        Element svg = Element.of("svg")
                .set("viewBox", "0 0 1100 200")
                .set("role", "img")
                .set("class", "plot");
        svg.add(Element.of("title", "Share of voxels in each range of p"));
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

    private static int step(Design design) {
        return (design.rows() + DESIGN_ROWS - 1) / DESIGN_ROWS;
    }

    private static double[][] binned(Design design) {
        double[][] values = design.values();
        int step = step(design);
        double[][] rows = new double[(values.length + step - 1) / step][design.columns()];
        for (int r = 0; r < rows.length; r++) {
            int end = Math.min(values.length, (r + 1) * step);
            for (int t = r * step; t < end; t++)
                for (int c = 0; c < rows[r].length; c++) rows[r][c] += values[t][c] / (end - r * step);
        }
        return rows;
    }

    private static double[][] weights(List<TaskContrast> contrasts) {
        List<double[]> rows = new ArrayList<>();
        for (TaskContrast contrast : contrasts) rows.addAll(Arrays.asList(contrast.weights()));
        return rows.toArray(new double[0][]);
    }

    private static String names(List<TaskContrast> contrasts) {
        List<String> names = new ArrayList<>();
        for (TaskContrast contrast : contrasts)
            names.add(contrast.name() + (contrast.isF() ? " (" + contrast.weights().length + " rows)" : ""));
        return String.join(", ", names);
    }

    private static Element correlation(Design design) {
        List<String> names = new ArrayList<>();
        List<double[]> series = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        double[] inflation = DesignCheck.inflation(design);
        for (int c = 0; c < design.columns(); c++) {
            Design.Kind kind = design.kinds().get(c);
            if (kind == Design.Kind.CONSTANT || kind == Design.Kind.CENSOR) continue;
            if (names.size() < 50) {
                names.add(design.names().get(c));
                series.add(design.column(c));
            }
            if (kind == Design.Kind.TASK || kind == Design.Kind.MODULATOR || kind == Design.Kind.DERIVATIVE)
                rows.add(List.of(design.names().get(c), String.format(Locale.ROOT, "%.2f", inflation[c])));
        }
        return Element.of("div")
                .add(
                        MatrixPlot.of(names, series),
                        GroupPage.table(new ReportTable(List.of("column", "variance inflation"), rows), 40),
                        quiet("1: nothing in common with other columns; above 10 the weight of the column is hardly its"
                                + " own."));
    }

    private static Element efficiency(Design design, List<TaskContrast> contrasts) {
        List<List<String>> rows = new ArrayList<>();
        for (TaskContrast contrast : contrasts)
            rows.add(List.of(
                    contrast.name(), String.format(Locale.ROOT, "%.4g", DesignCheck.efficiency(design, contrast))));
        return Element.of("div")
                .add(
                        GroupPage.table(new ReportTable(List.of("contrast", "efficiency"), rows), 60),
                        quiet(
                                "Noise variance over the variance of the effect, for noise that is not correlated in time:"
                                        + " the larger the better; for several rows 1 over the sum."));
    }

    private static Element quiet(String text) {
        return Element.of("p", text).set("class", "quiet");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
