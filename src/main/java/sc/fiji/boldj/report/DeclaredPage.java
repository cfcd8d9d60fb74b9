package sc.fiji.boldj.report;

import java.util.List;
import sc.fiji.boldj.workflow.trial.DeclaredReport;

/** The page of a trial with a protocol: the declared tests first, then the analysed participants, and how to reproduce it. */
final class DeclaredPage {

    private static final int ROWS = 300;

    private DeclaredPage() {}

    static Page of(DeclaredReport trial) {
        Page page = Page.titled("Trial " + trial.answer().title());
        Element head = Element.of("header")
                .add(Element.of("h1", "Trial " + trial.answer().title()));
        if (!trial.answer().change().isEmpty()) head.add(warning(trial.answer().change()));
        page.add(head.add(
                GroupPage.banner(trial.answer().verdict(), trial.answer().found())));
        if (!trial.answer().lock().isEmpty())
            page.section("lock", "Lock and blinding", paragraphs(trial.answer().lock(), ""));
        page.add(Element.of(
                        "p",
                        "Tests that the protocol declares are labelled \u201cdeclared in the protocol\u201d. Protocol: SHA-256 "
                                + trial.answer().digest() + ", dataset "
                                + trial.answer().dataset() + ".")
                .set("class", "quiet"));
        for (DeclaredReport.FamilyTable family : trial.families())
            page.section(
                    "family-" + family.heading().replaceAll("[^A-Za-z0-9]+", "-"),
                    family.heading(),
                    Element.of("p", family.words()).set("class", "quiet"),
                    TrialPage.marked(family.tests()),
                    paragraphs(family.notes(), "quiet"));
        if (!trial.claims().equivalence().isEmpty())
            page.section(
                    "equivalence",
                    "Equivalence (declared in the protocol)",
                    GroupPage.table(trial.claims().equivalence(), ROWS));
        if (!trial.claims().blocking().isEmpty())
            page.section(
                    "blocking",
                    "Blocking (declared in the protocol)",
                    GroupPage.table(trial.claims().blocking(), ROWS));
        if (!trial.claims().words().isEmpty())
            page.section(
                    "claims",
                    "Equivalence and blocking in words",
                    paragraphs(trial.claims().words(), ""));
        if (!trial.claims().prediction().isEmpty())
            page.section(
                    "prediction",
                    "Prediction of response (declared in the protocol)",
                    GroupPage.table(trial.claims().prediction(), ROWS),
                    paragraphs(trial.claims().predicted(), ""));
        trial.maps().forEach((name, map) -> {
            StatisticPictures pictures = new StatisticPictures(map, 0, 0.05);
            page.section(
                    "map-" + name,
                    "Map " + name,
                    Element.of(
                                    "p",
                                    "p in these pictures is corrected over the voxels of this map; p corrected over its family is"
                                            + " in the table above.")
                            .set("class", "quiet"),
                    pictures.slices(),
                    pictures.glass());
        });
        if (!trial.answer().warnings().isEmpty()) {
            Element box = Element.of("div");
            trial.answer().warnings().forEach(words -> box.add(warning(words)));
            page.section("warnings", "Warnings", box);
        }
        page.section(
                "flow",
                "From randomisation to analysis",
                GroupPage.table(trial.sample().flow(), ROWS));
        page.section(
                "missing",
                "Missing values by arm",
                GroupPage.table(trial.sample().missing(), ROWS));
        if (!trial.sample().sets().isEmpty())
            page.section(
                    "sets",
                    "Analysis sets and sensitivity analyses side by side",
                    GroupPage.table(trial.sample().sets(), ROWS));
        if (!trial.sample().periods().isEmpty())
            page.section(
                    "periods",
                    "Period effects and carry-over",
                    Element.of(
                                    "p",
                                    "Least squares with participants, treatments and periods; for carry-over also the treatment of the"
                                            + " preceding period. They are reported and select no analysis.")
                            .set("class", "quiet"),
                    GroupPage.table(trial.sample().periods(), ROWS));
        page.section(
                "deviations",
                "Deviations from the protocol",
                trial.sample().deviations().isEmpty()
                        ? Element.of("p", "None was found in the tables.")
                        : paragraphs(trial.sample().deviations(), ""));
        if (!trial.sample().excluded().isEmpty())
            page.section(
                    "excluded",
                    "Excluded sessions",
                    GroupPage.table(trial.sample().excluded(), ROWS));
        page.section("estimands", "Estimands", GroupPage.table(trial.record().estimands(), ROWS));
        page.section(
                "methods",
                "Methods text",
                TrialPage.methods(
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

    private static Element warning(String words) {
        return Element.of("p", words).set("style", "border-left:6px solid #b26a00;padding-left:10px");
    }

    private static Element paragraphs(List<String> sentences, String style) {
        Element box = Element.of("div");
        for (String sentence : sentences) {
            Element paragraph = Element.of("p", sentence);
            box.add(style.isEmpty() ? paragraph : paragraph.set("class", style));
        }
        return box;
    }
}
