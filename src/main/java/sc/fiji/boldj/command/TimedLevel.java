package sc.fiji.boldj.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import sc.fiji.boldj.report.TimesPage;
import sc.fiji.boldj.workflow.provenance.ResultSeal;

/** A level of a study: its logs are sealed, and the page of the times of its steps is written, also if it fails. */
final class TimedLevel {

    private TimedLevel() {}

    /**
     * Does the work of a level. If it fails, a page that cannot be written does not hide why.
     *
     * @param results folder of the results
     * @throws IOException if the work fails, or the head of the logs or the page cannot be written
     */
    @SuppressWarnings("try") // only closing matters
    static void run(Path results, ResultSeal.Work work) throws IOException {
        try (Closeable page = () -> TimesPage.write(results)) {
            ResultSeal.around(results, work);
        }
    }
}
