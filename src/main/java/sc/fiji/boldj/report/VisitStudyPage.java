package sc.fiji.boldj.report;

import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.trial.VisitStudy;

/** The page of a mixed model for repeated measures. */
public final class VisitStudyPage {

    private static final int ROWS = 300;

    private VisitStudyPage() {}

    /**
     * The page.
     *
     * @param title of the page
     * @param inputs files and their SHA-256
     * @param options keys and values
     * @param program name and version for its foot
     */
    public static Page of(VisitStudy study, String title, Table inputs, Table options, String program) {
        Page page = Page.titled(title);
        Element head = Element.of("header").add(Element.of("h1", title));
        study.verdict().forEach(words -> head.add(Element.of("p", words)));
        page.add(head);
        page.section("estimates", "Contrasts of arms", GroupPage.table(study.estimates(), ROWS));
        page.section("means", "Means at the mean of baseline and covariates", GroupPage.table(study.means(), ROWS));
        page.section("missing", "Missing visits by arm", GroupPage.table(study.missing(), ROWS));
        Element methods = Element.of("div");
        study.methods().forEach(words -> methods.add(Element.of("p", words)));
        page.section("methods", "Methods text", methods);
        page.section("inputs", "Inputs", GroupPage.table(inputs, ROWS));
        page.section("options", "Options", GroupPage.table(options, ROWS));
        return page.add(Element.of("footer", "Made by " + program + "."));
    }
}
