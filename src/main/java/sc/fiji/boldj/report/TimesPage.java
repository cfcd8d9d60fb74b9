package sc.fiji.boldj.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.workflow.lock.ConditionCodes;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.StepTimes;

/** How long the steps of a study took, {@code logs/times.html}. */
public final class TimesPage {

    private TimesPage() {}

    /**
     * Writes the page from the tables beside the logs; without any, no page. While the trial is blinded, it shows codes where labels of
     * sessions name treatments.
     *
     * @param output folder of results
     * @throws IOException if a file cannot be read or written
     */
    public static void write(Path output) throws IOException {
        List<StepTimes.Row> rows = StepTimes.of(output);
        Path page = output.resolve(ProvenanceCheck.FOLDER).resolve(StepTimes.PAGE);
        if (rows.isEmpty()) Files.deleteIfExists(page);
        else
            AtomicFile.writeText(
                    page,
                    LockedTrial.of(output)
                            .map(LockedTrial::codes)
                            .orElse(ConditionCodes.NONE)
                            .page(of(rows)));
    }

    private static String of(List<StepTimes.Row> rows) {
        return Page.titled("Times of steps")
                .add(Element.of("header").add(Element.of("h1", "Times of steps")))
                .add(Element.of(
                        "p",
                        "One row for each time a step was run: the elapsed time, the processor time of the whole process"
                                + " and the largest heap in use (with garbage). If several participants are processed at"
                                + " the same time, processor time and heap include the others. Steps that did not have to"
                                + " be repeated are not listed."))
                .section("kinds", "By kind of step", GroupPage.table(StepTimes.summary(rows), Integer.MAX_VALUE))
                .section("steps", "All steps", GroupPage.table(StepTimes.table(rows), Integer.MAX_VALUE))
                .toHtml();
    }
}
