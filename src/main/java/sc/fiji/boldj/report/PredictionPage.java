package sc.fiji.boldj.report;

import java.util.List;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.PredictionStudy;

/** The page of a prediction of response. */
public final class PredictionPage {

    private static final String BLUE = "#2f6690";
    private static final String ORANGE = "#c8553d";
    private static final double[] SHARE = {0, 1};

    private PredictionPage() {}

    /**
     * The page.
     *
     * @param inputs files and their hashes
     * @param options keys and values
     */
    public static Page of(PredictionStudy study, String title, Table inputs, Table options, String program) {
        Page page = Page.titled(title);
        page.add(Element.of("header").add(Element.of("h1", title), GroupPage.banner(study.verdict(), study.isFound())));
        if (study.isClasses()) classes(page, study);
        else numbers(page, study);
        if (study.moderation().isPresent()) moderation(page, study);
        if (study.biomarkers().isPresent())
            page.section(
                    "biomarkers",
                    "Treatment by feature",
                    Element.of("p", study.biomarkerWords().orElseThrow()),
                    GroupPage.table(study.biomarkers().orElseThrow(), 30));
        study.nulls()
                .ifPresent(nulls -> page.section(
                        "null",
                        "Null distribution from permuted responses",
                        HistogramPlot.of(
                                nulls, 0.05, study.isClasses() ? "area under the ROC curve" : "correlation", ""),
                        quiet("Each value comes from running the whole procedure on permuted responses, with the same"
                                + " assignments of subjects to folds as the measure; the red line is the measure. Their mean is the"
                                + " chance level: .5 for an area; slightly below 0 for a correlation, because holding a subject"
                                + " out shifts the mean of the others in the opposite direction. A higher mean indicates"
                                + " leakage.")));
        page.section("measures", "Measures", GroupPage.table(study.measures(), 50));
        page.section(
                "weights",
                "Largest weights, mean over folds",
                GroupPage.table(study.strongest(20), 20),
                quiet(
                        "Weights show what the model used, in units of each prepared feature; they do not localise an effect."));
        page.section("methods", "Methods text", Element.of("p", study.methods(program)));
        page.section("inputs", "Inputs", GroupPage.table(inputs, 200));
        page.section("options", "Options", GroupPage.table(options, 200));
        return page.add(Element.of("footer", "Made by " + program + "."));
    }

    private static void classes(Page page, PredictionStudy study) {
        page.section(
                "roc",
                "ROC curve of the mean held-out scores",
                Element.of("p", study.measure()),
                new SquarePlot(SHARE, SHARE, "false positives", "true positives")
                        .diagonal()
                        .line(study.rocPoints(), BLUE)
                        .toElement(),
                quiet(
                        "Drawn from the mean score of each subject over all assignments to folds (roc.tsv). The area reported above"
                                + " uses pairs held out together and may differ slightly."));
        double[][] bins = study.calibrationBins();
        double[][] intervals = new double[bins.length][];
        for (int k = 0; k < bins.length; k++) intervals[k] = new double[] {bins[k][0], bins[k][2], bins[k][3]};
        page.section(
                "calibration",
                "Calibration of the held-out probabilities",
                new SquarePlot(SHARE, SHARE, "predicted probability", "observed share")
                        .diagonal()
                        .intervals(intervals, BLUE)
                        .points(bins, BLUE)
                        .toElement(),
                quiet(
                        "Bins with equal numbers of subjects (calibration.tsv), with the 95 % interval of the observed share"
                                + " (Wilson). The dashed line marks perfect calibration."));
    }

    private static void numbers(Page page, PredictionStudy study) {
        double[][] pairs = study.pairs();
        double[] a = SquarePlot.range(0, pairs);
        double[] b = SquarePlot.range(1, pairs);
        double[] both = {Math.min(a[0], b[0]), Math.max(a[1], b[1])};
        page.section(
                "predicted",
                "Predicted against true response, held out",
                Element.of("p", study.measure()),
                new SquarePlot(both, both, "true", "predicted")
                        .diagonal()
                        .points(pairs, BLUE)
                        .toElement());
    }

    private static void moderation(Page page, PredictionStudy study) {
        List<String> names = study.moderationNames();
        double[][] first = study.moderated(0);
        double[][] second = study.moderated(1);
        page.section(
                "moderation",
                "Treatment by biomarker",
                Element.of("p", study.moderation().orElse("")),
                new SquarePlot(
                                SquarePlot.range(0, first, second),
                                SquarePlot.range(1, first, second),
                                names.get(2),
                                study.isClasses() ? "response (1: yes)" : "response")
                        .points(first, BLUE)
                        .points(second, ORANGE)
                        .fit(first, BLUE)
                        .fit(second, ORANGE)
                        .toElement(),
                legend(names),
                quiet(
                        "Lines are least-squares fits within each arm, without covariates; the test compares their slopes,"
                                + " adjusted for covariates if there are any (moderation.tsv). It shows who benefits only if the"
                                + " biomarker was measured before treatment and the arms were randomised."));
    }

    private static Element legend(List<String> names) {
        Element line = Element.of("p").set("class", "quiet");
        line.add(Element.of("span", "\u25cf " + names.get(0)).set("style", "color:" + BLUE));
        return line.add(Element.of("span", "\u2003\u25cf " + names.get(1)).set("style", "color:" + ORANGE));
    }

    private static Element quiet(String text) {
        return Element.of("p", text).set("class", "quiet");
    }
}
