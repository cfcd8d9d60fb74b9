package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.study.ScanRating.Judgement;

/** Ratings are kept by series and rater, and every one is in the log. */
class RatingsFileTest {

    private static final BidsScan PLAIN = new BidsScan(Path.of("x.nii"), "01", "", "rest", "", "bold");
    private static final BidsScan RUN = new BidsScan(Path.of("x.nii"), "02", "pre", "rest", "acq-mb", "1", "bold");

    @TempDir
    Path out;

    @Test
    void ratingsAreReadAsTheyWereWrittenAndReplacedByRater() throws IOException {
        assertEquals(List.of(), RatingsFile.read(out));
        add(RUN, Judgement.DOUBT, "motion in the last third", "AB", "2026-01-01T10:00:00Z");
        add(PLAIN, Judgement.ACCEPT, "", "AB", "2026-01-01T10:01:00Z");
        add(RUN, Judgement.EXCLUDE, "ghosting", "CD", "2026-01-01T10:02:00Z");
        add(RUN, Judgement.ACCEPT, "", "AB", "2026-01-01T10:03:00Z");
        assertEquals(
                """
                participant\tsession\ttask\trun\trating\treason\trater\ttime
                sub-01\tn/a\trest\tn/a\taccept\tn/a\tAB\t2026-01-01T10:01:00Z
                sub-02\tses-pre\trest\tacq-mb_run-1\taccept\tn/a\tAB\t2026-01-01T10:03:00Z
                sub-02\tses-pre\trest\tacq-mb_run-1\texclude\tghosting\tCD\t2026-01-01T10:02:00Z
                """,
                Files.readString(RatingsFile.in(out)));
        List<ScanRating> ratings = RatingsFile.read(out);
        assertTrue(ratings.get(0).isOf(PLAIN)
                && ratings.get(1).isOf(RUN)
                && !ratings.get(1).isOf(PLAIN));
        assertEquals("CD", RatingsFile.deciding(ratings, RUN).orElseThrow().rater(), "the strictest, not the newest");
        ProvenanceCheck check = ProvenanceCheck.of(out, null);
        assertEquals(List.of(), check.problems());
        long logged =
                Files.readAllLines(out.resolve("logs/ratings_provenance.jsonl")).size();
        assertEquals(4, logged, "a rating that was replaced stays in the log");
        Files.writeString(
                RatingsFile.in(out), Files.readString(RatingsFile.in(out)).replace("exclude", "accept"));
        assertEquals(1, ProvenanceCheck.of(out, null).problems().size(), "an edited rating is found");
    }

    private void add(BidsScan scan, Judgement judgement, String reason, String rater, String time) throws IOException {
        RatingsFile.add(out, ScanRating.of(scan, judgement, reason, rater, time), "BoldJ test");
    }

    @Test
    void whatCannotBeUsedIsRefusedWithItsLine() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> add(PLAIN, Judgement.EXCLUDE, " ", "AB", ""));
        assertThrows(IllegalArgumentException.class, () -> add(PLAIN, Judgement.ACCEPT, "", "", ""));
        assertThrows(IllegalArgumentException.class, () -> add(PLAIN, Judgement.DOUBT, "a\tb", "AB", ""));
        assertThrows(IllegalArgumentException.class, () -> add(PLAIN, Judgement.ACCEPT, "", "AB", "yesterday"));
        Files.writeString(
                RatingsFile.in(out),
                """
                participant\tsession\ttask\trun\trating\treason\trater\ttime
                01\tpre\trest\t1\tgood\tn/a\tAB\tn/a
                """);
        IOException thrown = assertThrows(IOException.class, () -> RatingsFile.read(out));
        assertTrue(thrown.getMessage().contains("line 2") && thrown.getMessage().contains("good"), thrown.getMessage());
        Files.writeString(RatingsFile.in(out), "participant\trating\n01\taccept\n");
        assertTrue(assertThrows(IOException.class, () -> RatingsFile.read(out))
                .getMessage()
                .contains("has no column session"));
    }

    @Test
    void theLatestOfEachRaterAndOfThemTheStrictestDecides() {
        ScanRating late = ScanRating.of(RUN, Judgement.ACCEPT, "", "AB", "2026-01-01T10:30:00Z");
        // earlier, although its text sorts after that of the other
        ScanRating early = ScanRating.of(RUN, Judgement.EXCLUDE, "motion", "AB", "2026-01-01T11:00:00+01:00");
        ScanRating other = ScanRating.of(RUN, Judgement.DOUBT, "spikes", "CD", "2026-01-01T09:00:00Z");
        assertEquals(late, ScanRating.deciding(List.of(late, early)).orElseThrow());
        assertEquals(other, ScanRating.deciding(List.of(late, early, other)).orElseThrow());
    }

    @Test
    void aRatingWithoutATimeIsBeforeAllOthersOfItsRater() {
        ScanRating undated = ScanRating.of(RUN, Judgement.EXCLUDE, "motion", "AB", "n/a");
        ScanRating dated = ScanRating.of(RUN, Judgement.ACCEPT, "", "AB", "1990-01-01T00:00:00Z");
        assertEquals("", undated.time());
        assertEquals(dated, ScanRating.deciding(List.of(undated, dated)).orElseThrow());
        assertEquals(dated, ScanRating.deciding(List.of(dated, undated)).orElseThrow());
        assertEquals(undated, ScanRating.deciding(List.of(undated)).orElseThrow());
    }
}
