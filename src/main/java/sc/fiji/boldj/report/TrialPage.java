package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.workflow.trial.TrialReport;

/** The page of a trial: the result, the tests behind it, possible confounds, and how to reproduce it. */
final class TrialPage {

    private static final int ROWS = 300;

    private TrialPage() {}

    /** The page. */
    public static Page of(TrialReport trial) {
        Page page = Page.titled("Trial " + trial.answer().title());
        page.add(Element.of("header")
                .add(
                        Element.of("h1", "Trial " + trial.answer().title()),
                        GroupPage.banner(
                                trial.answer().verdict(), trial.answer().found())));
        if (!trial.answer().warnings().isEmpty()) {
            Element box = Element.of("div");
            for (String warning : trial.answer().warnings())
                box.add(Element.of("p", warning).set("style", "border-left:6px solid #b26a00;padding-left:10px"));
            page.section("warnings", "Warnings", box);
        }
        page.section(
                "connections",
                "Connections of interest (exploratory)",
                marked(trial.results().connections().tests()),
                Element.of("p", trial.results().model()).set("class", "quiet"),
                plots(trial.results().connections().plots()),
                Element.of("p", legend(trial)).set("class", "quiet"));
        for (TrialReport.MapResult map : trial.results().maps()) {
            StatisticPictures pictures =
                    new StatisticPictures(map.maps(), 0, trial.answer().alpha());
            page.section(
                    "map-" + map.name(),
                    "Map " + map.name(),
                    Element.of("p", map.summary().words().verdict()),
                    map.summary().findings().isEmpty()
                            ? Element.of("p", "No significant cluster. This is not evidence of absence.")
                                    .set("class", "quiet")
                            : GroupPage.table(map.summary().findings(), 15),
                    pictures.slices(),
                    pictures.glass());
        }
        page.section(
                "confounds",
                "Motion, breathing and signal",
                marked(trial.results().panel().tests()),
                plots(trial.results().panel().plots()),
                Element.of(
                                "p",
                                "The same test applied to quality measures of the scans. A drug that changes breathing or motion can change measured connectivity without changing brain connectivity.")
                        .set("class", "quiet"));
        if (!trial.results().sensitivityMaps().isEmpty())
            page.section(
                    "sensitivity",
                    "Sensitivity to denoising choices",
                    GroupPage.table(trial.results().sensitivity(), ROWS),
                    GroupPage.table(trial.results().sensitivityMaps(), ROWS));
        if (!trial.results().response().prediction().isEmpty()) {
            Element box = Element.of("div");
            for (String sentence : trial.results().response().prediction()) box.add(Element.of("p", sentence));
            page.section(
                    "response",
                    "Prediction of response",
                    box,
                    marked(trial.results().response().tests()),
                    trial.results().response().marker() == null
                            ? Element.of("div")
                            : MarkerPicture.marker(trial.results().response().marker()));
        }
        page.section(
                "flow", "Flow of participants and sessions", flow(trial.sample().flow()));
        if (!trial.sample().excluded().isEmpty())
            page.section("excluded", "Excluded", GroupPage.table(trial.sample().excluded(), ROWS));
        page.section(
                "people",
                "Participants and scans: mean (SD) or counts",
                GroupPage.table(trial.sample().people(), ROWS),
                GroupPage.table(trial.sample().scans(), ROWS));
        page.section(
                "methods",
                "Methods text",
                methods(
                        trial.record().methods(),
                        trial.record().references(),
                        trial.record().asked()));
        Element calls = Element.of("div");
        for (String call : trial.record().reproduce())
            calls.add(Element.of("pre", call).set("style", "white-space:pre-wrap;overflow-wrap:anywhere"));
        page.section("reproduce", "Reproduce this analysis", calls);
        page.section("options", "Options", GroupPage.table(trial.record().options(), ROWS));
        return page.add(Element.of(
                "footer",
                "Made by " + trial.answer().program()
                        + ". In axial and coronal images, left is the left side of the head."));
    }

    private static Element plots(List<TrialReport.Values> all) {
        Element plots = Element.of("div").set("style", "display:flex;flex-wrap:wrap;gap:8px");
        for (TrialReport.Values values : all) plots.add(GroupPlot.of(values));
        return plots;
    }

    private static String legend(TrialReport trial) {
        if (trial.results().connections().plots().isEmpty()) return "";
        TrialReport.Values first = trial.results().connections().plots().get(0);
        return "Each dot is a participant"
                + (first.paired() ? ", and lines join the two sessions of a participant" : "")
                + "; the bar is the mean with its 95 % interval. Vertical axis: " + first.unit()
                + ". The effect in the table is in the same unit. Simultaneous intervals cover all rows jointly and"
                + " exclude 0 where the corrected p is .05 or less; the uncorrected intervals (t distribution) cover one row each.";
    }

    /** Boxes from what was found over what was excluded to what was analysed, a column for each arm. */
    private static Element flow(List<TrialReport.Arm> arms) {
        int people = arms.stream().mapToInt(TrialReport.Arm::participants).sum();
        int sessions = arms.stream().mapToInt(TrialReport.Arm::sessions).sum();
        Element columns = Element.of("div").set("style", "display:flex;flex-wrap:wrap;gap:18px;justify-content:center");
        for (TrialReport.Arm arm : arms) {
            int left = arm.sessions() - arm.analysedSessions();
            List<String> reasons = new ArrayList<>();
            arm.leftOut().forEach((reason, number) -> reasons.add(TrialReport.Arm.words(reason) + ": " + number));
            columns.add(Element.of("div")
                    .set("style", "flex:1 1 220px;max-width:330px;text-align:center")
                    .add(
                            box(arm.name(), counted(arm.participants(), arm.sessions()), "solid"),
                            Element.of("div", "\u2193"),
                            box(
                                    "excluded",
                                    left == 0 ? "none" : sessions(left) + ": " + String.join(", ", reasons),
                                    "dashed"),
                            Element.of("div", "\u2193"),
                            box("analysed", counted(arm.analysedParticipants(), arm.analysedSessions()), "solid")));
        }
        Element top = Element.of("div").set("style", "max-width:330px;margin:0 auto 10px;text-align:center");
        return Element.of("div").add(top.add(box("found", counted(people, sessions), "solid")), columns);
    }

    private static Element box(String name, String words, String border) {
        return Element.of("div")
                .set("style", "border:1.5px " + border + " #5b6b7d;border-radius:6px;padding:6px 10px")
                .add(Element.of("b", name), Element.of("div", words));
    }

    private static String counted(int people, int sessions) {
        return people + (people == 1 ? " participant, " : " participants, ") + sessions(sessions);
    }

    private static String sessions(int number) {
        return number + (number == 1 ? " session" : " sessions");
    }

    /** A table of tests, the rows that are used in bold. */
    static Element marked(TrialReport.Tests tests) {
        Element head = Element.of("tr");
        for (String name : tests.table().names()) head.add(Element.of("th", name));
        Element element = Element.of("table").add(head);
        for (int k = 0; k < tests.counts().size(); k++) {
            Element row = Element.of("tr");
            for (String cell : tests.table().row(k))
                row.add(tests.counts().get(k) ? Element.of("td").add(Element.of("b", cell)) : Element.of("td", cell));
            element.add(row);
        }
        return element;
    }

    /** The text, what its author has to add, and the works that it cites. */
    static Element methods(List<String> sentences, List<String> works, List<String> asked) {
        Element text = Element.of("div").add(Element.of("p", String.join(" ", sentences)));
        if (!asked.isEmpty())
            text.add(Element.of(
                            "p",
                            "Please add the following information, which headers, sidecars and tables do not contain: "
                                    + String.join("; ", asked) + ".")
                    .set("class", "quiet"));
        Element references = Element.of("ul");
        for (String work : works) references.add(Element.of("li", work));
        return text.add(Element.of("h3", "References")).add(references);
    }
}
