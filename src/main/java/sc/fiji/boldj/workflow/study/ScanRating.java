package sc.fiji.boldj.workflow.study;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * @param time ISO 8601, UTC or with an offset; empty if unknown, which is before all others
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
            throw new IllegalArgumentException(
                    "the rating is '" + word.strip() + "', which is none of accept, doubt, exclude");
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
        if (rater.isEmpty()) throw new IllegalArgumentException("the rater is missing: give a name or initials");
        if (!time.isEmpty() && !isTime(time))
            throw new IllegalArgumentException(
                    "the time is '" + time + "': it must be like 2026-03-01T10:00:00Z or with an offset");
        if (reason.isEmpty() && judgement != Judgement.ACCEPT)
            throw new IllegalArgumentException("the rating " + judgement.word() + " has no reason");
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

    /**
     * The series that it is about. A label that is missing means all, but a run that is missing means the series without a run and
     * further entities if there is one. Zeros before the number of a run do not matter.
     */
    public List<BidsScan> of(Collection<BidsScan> scans) {
        List<BidsScan> candidates = scans.stream()
                .filter(scan -> scan.subject().equals(participant))
                .filter(scan -> session.isEmpty() || scan.session().equals(session))
                .filter(scan -> task.isEmpty() || scan.task().equals(task))
                .toList();
        List<BidsScan> named =
                candidates.stream().filter(scan -> run(scan).equals(run)).toList();
        if (!named.isEmpty()) return named;
        if (run.isEmpty()) return candidates;
        return candidates.stream()
                .filter(scan -> number(scan.run()).equals(number(run)))
                .toList();
    }

    private static String number(String run) {
        return run.replaceFirst("^0+(?=.)", "");
    }

    /** When it was given. */
    public Instant instant() {
        return time.isEmpty() ? Instant.MIN : OffsetDateTime.parse(time).toInstant();
    }

    /**
     * The rating that counts among those of one series: the latest of each rater, of several raters the strictest, of equally strict
     * ones the newest.
     */
    public static Optional<ScanRating> deciding(Collection<ScanRating> ratings) {
        Map<String, ScanRating> latest = new HashMap<>();
        for (ScanRating rating : ratings)
            latest.merge(rating.rater, rating, (a, b) -> b.instant().isBefore(a.instant()) ? a : b);
        return latest.values().stream()
                .max(Comparator.comparing(ScanRating::judgement)
                        .thenComparing(ScanRating::instant)
                        .thenComparing(ScanRating::rater));
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
