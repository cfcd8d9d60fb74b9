package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.workflow.ReportTable;
import sc.fiji.boldj.workflow.study.TrialReport;

/** The page of a trial: the answer, what it rests on, what could deceive, and how to get it again. */
public final class TrialPage {

    private static final int ROWS = 300;

    private TrialPage() {}

    /** The page. */
    public static Page of(TrialReport trial) {
        Page page = Page.titled("Trial " + trial.title());
        page.add(Element.of("header")
                .add(Element.of("h1", "Trial " + trial.title()), GroupPage.banner(trial.verdict(), trial.found())));
        if (!trial.warnings().isEmpty()) {
            Element box = Element.of("div");
            for (String warning : trial.warnings())
                box.add(Element.of("p", warning).set("style", "border-left:6px solid #b26a00;padding-left:10px"));
            page.section("warnings", "To be weighed", box);
        }
        Element plots = Element.of("div").set("style", "display:flex;flex-wrap:wrap;gap:8px");
        for (TrialReport.Values values : trial.plots()) plots.add(GroupPlot.of(values));
        page.section(
                "connections",
                "Planned connections",
                marked(trial.connections(), trial.alpha()),
                Element.of("p", trial.model()).set("class", "quiet"),
                plots,
                Element.of("p", "A dot is a person; the bar is the mean with its 95 % interval.")
                        .set("class", "quiet"));
        for (TrialReport.MapResult map : trial.maps()) {
            StatisticPictures pictures = new StatisticPictures(map.maps(), 0, trial.alpha());
            page.section(
                    "map-" + map.name(),
                    "Map " + map.name(),
                    Element.of("p", map.summary().verdict()),
                    map.summary().findings().rows().isEmpty()
                            ? Element.of("p", "No cluster.").set("class", "quiet")
                            : GroupPage.table(map.summary().findings(), 15),
                    pictures.slices(),
                    pictures.glass());
        }
        page.section(
                "confounds",
                "What else differs: motion, breathing, signal",
                GroupPage.table(trial.panel(), ROWS),
                Element.of(
                                "p",
                                "The same test on figures of the scans. A drug that changes breathing or motion changes"
                                        + " connectivity without changing the brain.")
                        .set("class", "quiet"));
        if (!trial.sensitivity().rows().isEmpty())
            page.section(
                    "sensitivity",
                    "The same under other choices",
                    GroupPage.table(trial.sensitivity(), ROWS),
                    GroupPage.table(trial.sensitivityMaps(), ROWS));
        if (!trial.prediction().isEmpty()) {
            Element box = Element.of("div");
            for (String sentence : trial.prediction()) box.add(Element.of("p", sentence));
            page.section("response", "Prediction of response", box, marked(trial.biomarkers(), trial.alpha()));
        }
        page.section("flow", "From sessions found to sessions analysed", GroupPage.table(trial.flow(), ROWS));
        if (!trial.excluded().rows().isEmpty())
            page.section("excluded", "Left out", GroupPage.table(trial.excluded(), ROWS));
        page.section(
                "people",
                "Participants and scans by group: mean (SD) or counts",
                GroupPage.table(trial.people(), ROWS));
        page.section("methods", "Methods, for a paper", Element.of("p", String.join(" ", trial.methods())));
        Element calls = Element.of("div");
        for (String call : trial.reproduce())
            calls.add(Element.of("pre", call).set("style", "white-space:pre-wrap;overflow-wrap:anywhere"));
        page.section("reproduce", "To get the same bytes", calls);
        page.section("options", "Options", GroupPage.table(trial.options(), ROWS));
        return page.add(
                Element.of("footer", "Made by " + trial.program() + ". Left in a picture is left in the head."));
    }

    /** A table whose rows with a corrected p that counts are bold. */
    private static Element marked(ReportTable table, double alpha) {
        int column = table.names().indexOf("corrected p");
        Element head = Element.of("tr");
        for (String name : table.names()) head.add(Element.of("th", name));
        Element element = Element.of("table").add(head);
        for (List<String> cells : table.rows()) {
            Element row = Element.of("tr");
            boolean counts = column >= 0 && Double.parseDouble(cells.get(column)) <= alpha;
            List<Element> made = new ArrayList<>();
            for (String cell : cells)
                made.add(counts ? Element.of("td").add(Element.of("b", cell)) : Element.of("td", cell));
            element.add(row.add(made.toArray(new Element[0])));
        }
        return element;
    }
}
