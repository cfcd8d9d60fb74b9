package sc.fiji.boldj.workflow.study;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.table.Table;

/**
 * The rating of a series by one rater.
 *
 * @param participant label without {@code sub-}
 * @param session label without {@code ses-}; empty if there are no sessions
 * @param task label of the task
 * @param run what tells the series of the task apart: the label of the run, after further entities if there are any; empty if
 *     there is one
 * @param judgement what follows
 * @param reason in words; required unless the series is accepted
 * @param rater name or initials
 * @param time UTC as ISO 8601, to the second
 */
public record ScanRating(
        String participant,
        String session,
        String task,
        String run,
        Judgement judgement,
        String reason,
        String rater,
        String time) {

    /** What a rating says, from good to bad. */
    public enum Judgement {
        ACCEPT,
        DOUBT,
        EXCLUDE;

        /** As files and macros write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The judgement of a word.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Judgement of(String word) {
            for (Judgement each : values()) if (each.word().equals(word.strip().toLowerCase(Locale.ROOT))) return each;
            throw new IllegalArgumentException("a rating is accept, doubt or exclude, but '" + word + "' was given");
        }
    }

    public ScanRating {
        participant = plain("sub-", participant);
        session = plain("ses-", session);
        task = plain("task-", task);
        run = plain("run-", run);
        reason = line("reason", reason);
        rater = line("rater", rater);
        time = line("time", time);
        if (participant.isEmpty()) throw new IllegalArgumentException("a rating needs a participant");
        if (rater.isEmpty()) throw new IllegalArgumentException("a rating needs a rater: give a name or initials");
        if (!time.isEmpty() && !isTime(time))
            throw new IllegalArgumentException(
                    "the time of a rating must be like 2026-03-01T10:00:00Z, but is '" + time + "'");
        if (reason.isEmpty() && judgement != Judgement.ACCEPT)
            throw new IllegalArgumentException("the rating " + judgement.word() + " needs a reason");
    }

    /** A rating of a series. */
    public static ScanRating of(BidsScan scan, Judgement judgement, String reason, String rater, String time) {
        return new ScanRating(scan.subject(), scan.session(), scan.task(), run(scan), judgement, reason, rater, time);
    }

    /** The entities that distinguish a series from others of the task and session. */
    public static String run(BidsScan scan) {
        if (scan.variant().isEmpty()) return scan.run();
        return scan.variant() + (scan.run().isEmpty() ? "" : "_run-" + scan.run());
    }

    /** Whether it is about a series. */
    public boolean isOf(BidsScan scan) {
        return participant.equals(scan.subject())
                && session.equals(scan.session())
                && task.equals(scan.task())
                && run.equals(run(scan));
    }

    /** Whether another rating is of the same series by the same rater. */
    boolean replaces(ScanRating other) {
        return participant.equals(other.participant)
                && session.equals(other.session)
                && task.equals(other.task)
                && run.equals(other.run)
                && rater.equals(other.rater);
    }

    private static boolean isTime(String text) {
        try {
            return OffsetDateTime.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String plain(String prefix, String label) {
        String text = label.strip();
        if (text.equals(Table.MISSING)) return "";
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String line(String what, String text) {
        String line = text.strip();
        if (line.chars().anyMatch(c -> c < ' '))
            throw new IllegalArgumentException("the " + what + " of a rating must be one line without tabs");
        return line.equals(Table.MISSING) ? "" : line;
    }
}
