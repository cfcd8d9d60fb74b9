package sc.fiji.boldj.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.validate.Certificate;

/** The certificate of a validated installation, for the file of installation and operational qualification. */
public final class CertificatePage {

    private static final int ROWS = 1000;

    private CertificatePage() {}

    /** The page, HTML. */
    public static String of(Certificate certificate) {
        Page page = Page.titled("Validation of BoldJ");
        Element banner =
                GroupPage.banner(certificate.verdict(), certificate.check().isPassed());
        if (!certificate.check().isPassed()) banner.set("style", "background:#b71c1c");
        page.add(Element.of("header")
                .add(Element.of("h1", "Validation of BoldJ"))
                .add(banner));
        page.add(Element.of("p", certificate.signature()));
        List<List<String>> facts = new ArrayList<>();
        if (!certificate.person().isEmpty()) facts.add(List.of("person", certificate.person()));
        for (Map.Entry<String, String> fact : certificate.facts().entrySet())
            facts.add(List.of(fact.getKey(), fact.getValue()));
        page.section(
                "machine", "Computer and versions", GroupPage.table(Table.of(List.of("what", "value"), facts), ROWS));
        page.section("steps", "Steps", GroupPage.table(certificate.steps(), ROWS));
        page.section("figures", "Figures", GroupPage.table(certificate.figures(), ROWS));
        page.section(
                "scope",
                "What this shows",
                Element.of(
                        "p",
                        "Each step was run on a phantom whose truth is known by its construction or by a formula, and each"
                                + " figure must lie within its tolerance. Commands that are not listed were not run. The"
                                + " certificate holds for this computer and these versions: validate again after a change"
                                + " of either."));
        return page.add(Element.of(
                        "footer", "Made by BoldJ " + certificate.facts().get("BoldJ") + "."))
                .toHtml();
    }
}
