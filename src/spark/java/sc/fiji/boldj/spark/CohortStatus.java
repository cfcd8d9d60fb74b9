package sc.fiji.boldj.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.participant.VisitTask;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;

/** Tells on standard error and on a page, which reloads itself, which scans are done, running or failed. */
final class CohortStatus {

    private static final long EVERY = 2_000_000_000L;

    /** A task that runs. */
    private record Running(long bytes, long start) {}

    private final Path page;
    private final int all;
    private final LongSupplier nanoseconds;
    private final Map<String, Running> running = new LinkedHashMap<>();
    private final Map<String, String> scans = new TreeMap<>();
    private final Map<String, String> failed = new TreeMap<>();
    private int done;
    private long written;
    private boolean isWritten;

    /**
     * @param visits how many there are
     * @param nanoseconds a clock
     */
    CohortStatus(Path output, int visits, LongSupplier nanoseconds) {
        page = output.resolve(ProvenanceCheck.FOLDER).resolve(ProvenanceCheck.STATUS);
        all = visits;
        this.nanoseconds = nanoseconds;
    }

    int done() {
        return done;
    }

    int all() {
        return all;
    }

    void started(VisitTask task, long bytes) {
        running.put(task.name(), new Running(bytes, nanoseconds.getAsLong()));
        HostProgress.warn(
                String.format(Locale.ROOT, "%s begins (needs about %.1f GB of memory)", task.name(), bytes / 1e9));
    }

    void ended(VisitTask task, List<BidsScan> series, TaskCall.Result result) {
        running.remove(task.name());
        if (!task.isAnatomy()) done++;
        String ran = String.format(
                Locale.ROOT,
                "%.1f s on %s%s",
                result.seconds(),
                result.host().isEmpty() ? "no host" : result.host(),
                result.attempt() == 0 ? "" : ", attempt " + (result.attempt() + 1));
        for (BidsScan scan : series) {
            String problem = result.problems().get(scan.name());
            if (problem == null) scans.put(scan.name(), ran);
            HostProgress.warn(scan.name() + (problem == null ? " is done" : " failed: " + problem) + " (" + ran + "; "
                    + done + " of " + all + " visits)");
        }
        if (series.isEmpty()) HostProgress.warn(task.name() + " is done (" + ran + ")");
        failed.putAll(result.problems());
    }

    /** Writes the page if the last is old. */
    void write(boolean last) throws IOException {
        long now = nanoseconds.getAsLong();
        if (!last && isWritten && now - written < EVERY) return;
        written = now;
        isWritten = true;
        Files.createDirectories(page.getParent());
        AtomicFile.writeText(page, html(last));
    }

    private String html(boolean last) {
        StringBuilder text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        if (!last) text.append("<meta http-equiv=\"refresh\" content=\"5\">");
        text.append("<title>BoldJ: participant level</title></head><body>\n<h1>Participant level</h1>\n<p>")
                .append(done)
                .append(" of ")
                .append(all)
                .append(" visits are done, ")
                .append(failed.size())
                .append(failed.size() == 1 ? " problem." : " problems.")
                .append(last ? " The run has ended." : " This page reloads every 5 s.")
                .append("</p>\n");
        Map<String, String> now = new LinkedHashMap<>();
        running.forEach((name, task) -> now.put(
                name,
                String.format(
                        Locale.ROOT,
                        "%.0f s so far, needs about %.1f GB",
                        (nanoseconds.getAsLong() - task.start()) / 1e9,
                        task.bytes() / 1e9)));
        table(text, "Running", now);
        table(text, "Failed", failed);
        table(text, "Done", scans);
        return text.append("</body></html>\n").toString();
    }

    private static void table(StringBuilder text, String title, Map<String, String> rows) {
        text.append("<h2>").append(title).append("</h2>\n<table>\n");
        rows.forEach((name, words) -> text.append("<tr><td>")
                .append(escape(name))
                .append("</td><td>")
                .append(escape(words))
                .append("</td></tr>\n"));
        text.append("</table>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
