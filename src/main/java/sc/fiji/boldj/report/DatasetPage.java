package sc.fiji.boldj.report;

import sc.fiji.boldj.workflow.Verdict.Light;
import sc.fiji.boldj.workflow.check.DatasetCheck;

/** The page about a dataset: what must be corrected first. */
final class DatasetPage {

    private static final int ROWS = 500;

    private DatasetPage() {}

    /** The page. */
    public static Page of(DatasetCheck check) {
        Page page = Page.titled("Dataset " + check.title());
        page.add(Element.of("header").add(Element.of("h1", "Dataset " + check.title()), banner(check)));
        page.section(
                "findings", "Findings", check.rows().isEmpty() ? Element.of("p", "There are none.") : findings(check));
        page.section("series", "Series", GroupPage.table(check.protocols(), ROWS));
        page.section("sessions", "Sessions by group", GroupPage.table(check.sessions(), ROWS));
        return page.add(Element.of("footer", "Made by " + check.program() + "."));
    }

    private static Element banner(DatasetCheck check) {
        Light light = check.light();
        String size = check.scans() + " scans of " + check.subjects()
                + (check.subjects() == 1 ? " participant" : " participants");
        String words = light == Light.RED
                ? check.count(Light.RED) + " to correct before computing"
                : light == Light.AMBER ? check.count(Light.AMBER) + " to look at" : "nothing stands out";
        return Element.of("p", ScanPage.mark(light) + " " + size + ": " + words + ".")
                .set("class", "banner " + ScanPage.colour(light));
    }

    private static Element findings(DatasetCheck check) {
        Element head = Element.of("tr");
        for (String name : new String[] {"", "where", "what", "found"}) head.add(Element.of("th", name));
        Element table = Element.of("table").add(head);
        for (DatasetCheck.Row row : check.rows()) {
            Element sign = Element.of("div")
                    .set("class", "tile " + ScanPage.colour(row.light()))
                    .set("style", "padding:0 8px;display:inline-block")
                    .add(Element.of("span", ScanPage.mark(row.light()))
                            .set("class", "sign")
                            .set("title", ScanPage.colour(row.light())));
            table.add(Element.of("tr")
                    .add(
                            Element.of("td").add(sign),
                            cell(String.join(", ", row.where())),
                            cell(row.topic()),
                            cell(row.words())));
        }
        return table;
    }

    private static Element cell(String text) {
        return Element.of("td", text).set("style", "overflow-wrap:anywhere");
    }
}
