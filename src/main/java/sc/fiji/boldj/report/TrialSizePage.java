package sc.fiji.boldj.report;

import java.util.Arrays;
import sc.fiji.boldj.workflow.design.TrialSizeReport;

/** The page of planned sample sizes. */
public final class TrialSizePage {

    private static final int ROWS = 300;
    private static final int HEIGHT = 260;
    private static final String STYLE = "text{font:11px sans-serif;fill:#4a5565}.line{fill:none;stroke-width:1.3}"
            + ".axis{stroke:#8792a2}.grid{stroke:#e6e9ee}.level{stroke:#b26a00;stroke-dasharray:5 4}";

    private TrialSizePage() {}

    /**
     * The page.
     *
     * @param program name and version for its foot
     */
    public static Page of(TrialSizeReport report, double power, String program) {
        Page page = Page.titled("Sample size: " + report.title());
        page.add(Element.of("header")
                .add(Element.of("h1", "Sample size: " + report.title()), GroupPage.banner(report.verdict(), true)));
        page.section("sizes", "Declared tests", GroupPage.table(report.sizes(), ROWS));
        for (int k = 0; k < report.curves().size(); k++)
            page.section(
                    "curve-" + (k + 1),
                    "Power: " + report.curves().get(k).name(),
                    plot(report.curves().get(k), power).toElement());
        if (report.effects().rows() > 0)
            page.section(
                    "effects",
                    "Participants needed, by effect",
                    Element.of(
                                    "p",
                                    "Per arm, or in all for contrasts within participants; at the same power and level.")
                            .set("class", "quiet"),
                    GroupPage.table(report.effects(), ROWS));
        page.section("pilot", "Pilot", GroupPage.table(report.pilot(), ROWS));
        Element notes = Element.of("div");
        for (String note : report.notes()) notes.add(Element.of("p", note));
        page.section("methods", "Assumptions and methods", notes);
        return page.add(Element.of("footer", "Made by " + program + "."));
    }

    /** A curve as an SVG file. */
    public static String svg(TrialSizeReport.Curve curve, double power) {
        String text = plot(curve, power)
                .toElement()
                .set("xmlns", "http://www.w3.org/2000/svg")
                .set("width", LinePlot.WIDTH)
                .set("height", HEIGHT)
                .toString();
        int open = text.indexOf('>') + 1;
        return text.substring(0, open) + "<style>" + STYLE + "</style>" + text.substring(open) + "\n";
    }

    private static LinePlot plot(TrialSizeReport.Curve curve, double power) {
        double[] n = Arrays.stream(curve.n()).asDoubleStream().toArray();
        return new LinePlot("Power, " + curve.name(), curve.perArm() ? "participants per arm" : "participants", HEIGHT)
                .up(0, 1)
                .line("SD of the pilot", "#2166ac", n, curve.power())
                .line("upper end of SD", "#d6604d", n, curve.low())
                .line("lower end of SD", "#4d9221", n, curve.high())
                .level(power, "wanted");
    }
}
