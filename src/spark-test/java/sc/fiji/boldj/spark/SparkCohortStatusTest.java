package sc.fiji.boldj.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.participant.VisitTask;

/** What the page and standard error tell of a cohort, with a clock of the test's own. */
class SparkCohortStatusTest {

    private static final VisitTask PRE = new VisitTask("01", "pre");
    private static final VisitTask POST = new VisitTask("01", "post");

    @TempDir
    Path root;

    private final AtomicLong clock = new AtomicLong();

    private CohortStatus status() {
        return new CohortStatus(root.resolve("out"), 2, clock::get);
    }

    private String page() throws IOException {
        return Files.readString(root.resolve("out/logs/status.html"));
    }

    private List<BidsScan> series(String session) throws IOException {
        Path folder = Files.createDirectories(root.resolve("bids/sub-01/ses-" + session + "/func"));
        Files.writeString(folder.resolve("sub-01_ses-" + session + "_task-rest_bold.nii.gz"), "");
        return BidsDataset.read(root.resolve("bids")).bold("01").stream()
                .filter(scan -> scan.session().equals(session))
                .toList();
    }

    private static TaskCall.Result result(Map<String, String> problems, String host, int attempt) {
        return new TaskCall.Result(new TreeMap<>(problems), "", host, attempt, 12.34);
    }

    private static String row(String page, String name) {
        return page.lines()
                .filter(line -> line.contains("<td>" + name + "</td>"))
                .findFirst()
                .orElse("");
    }

    private static String errors(Runnable work) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aRunningTaskIsShownWithItsTimeAndMemory() throws IOException {
        CohortStatus status = status();
        assertEquals(
                "sub-01_ses-pre begins (needs about 2.5 GB of memory)\n",
                errors(() -> status.started(PRE, 2_500_000_000L)));
        clock.set(7_000_000_000L);
        status.write(false);
        assertEquals(
                "<tr><td>sub-01_ses-pre</td><td>7 s so far, needs about 2.5 GB</td></tr>",
                row(page(), "sub-01_ses-pre"));
        assertTrue(page().contains("0 of 2 visits are done, 0 problems. This page reloads every 5 s."), page());
        assertTrue(page().contains("<meta http-equiv=\"refresh\" content=\"5\">"));
    }

    @Test
    void scansAreDoneOrFailedWithTheirReason() throws IOException {
        CohortStatus status = status();
        List<BidsScan> pre = series("pre");
        List<BidsScan> post = series("post");
        String bad = post.get(0).name();
        errors(() -> status.started(VisitTask.anatomy("01"), 0));
        assertEquals(
                "sub-01_anat is done (12.3 s on node1)\n",
                errors(() -> status.ended(VisitTask.anatomy("01"), List.of(), result(Map.of(), "node1", 0))));
        assertEquals(0, status.done(), "an anatomy is no visit");
        errors(() -> status.started(PRE, 0));
        assertEquals(
                pre.get(0).name() + " is done (12.3 s on node2, attempt 3; 1 of 2 visits)\n",
                errors(() -> status.ended(PRE, pre, result(Map.of(), "node2", 2))));
        assertEquals(
                bad + " failed: 3 < 4 & more (12.3 s on no host; 2 of 2 visits)\n",
                errors(() -> status.ended(POST, post, result(Map.of(bad, "3 < 4 & more"), "", 0))));
        assertEquals(2, status.done());
        assertEquals(2, status.all());
        status.write(true);
        String page = page();
        assertTrue(page.contains("2 of 2 visits are done, 1 problem. The run has ended."), page);
        assertFalse(page.contains("refresh"), "the last page does not reload");
        assertFalse(page.contains("so far"), "nothing runs");
        assertEquals(page.indexOf(bad), page.lastIndexOf(bad), "what failed is not done");
        assertEquals("<tr><td>" + bad + "</td><td>3 &lt; 4 &amp; more</td></tr>", row(page, bad));
        assertEquals(
                "<tr><td>" + pre.get(0).name() + "</td><td>12.3 s on node2, attempt 3</td></tr>",
                row(page, pre.get(0).name()));
        assertTrue(page.indexOf("<h2>Failed") < page.indexOf(bad) && page.indexOf(bad) < page.indexOf("<h2>Done"));
    }

    @Test
    void thePageIsWrittenAtOnceThenEveryTwoSecondsAndAtTheEnd() throws IOException {
        CohortStatus status = status();
        status.write(false);
        errors(() -> status.started(PRE, 0));
        clock.set(1_999_999_999L);
        status.write(false);
        assertEquals("", row(page(), PRE.name()), "too early");
        clock.set(2_000_000_000L);
        status.write(false);
        assertFalse(row(page(), PRE.name()).isEmpty());
        errors(() -> status.started(POST, 0));
        clock.set(3_999_999_999L);
        status.write(false);
        assertEquals("", row(page(), POST.name()), "too early after the second");
        status.write(true);
        assertTrue(page().contains("The run has ended."));
    }
}
