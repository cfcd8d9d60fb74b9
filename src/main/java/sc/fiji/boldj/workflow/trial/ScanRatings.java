package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.RatingRule;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.ScanRating;

/**
 * Ratings of runs by visual inspection: a table with one row per rating (docs/protocol.md). If one rater rated a run several
 * times, the latest rating is used; of several raters, the strictest.
 */
public final class ScanRatings {

    /** The columns of the table. */
    public static final List<String> COLUMNS =
            List.of("participant", "session", "task", "run", "rating", "reason", "rater", "time");

    /** What a reason for the exclusion of a session by its rating begins with. */
    static final String KIND = "rating";

    private final List<String> excluded;
    private final Map<String, Rating> ratings;
    private final int runs;

    /** One judgement. */
    private record Rating(String level, String reason, String rater, Instant time) {

        int strictness() {
            return RatingRule.LEVELS.indexOf(level);
        }

        String words(String run) {
            return run + " was rated " + level + " by " + rater + (reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }

    private ScanRatings(List<String> excluded, Map<String, Rating> ratings, int runs) {
        this.excluded = excluded;
        this.ratings = ratings;
        this.runs = runs;
    }

    /** Where the table of a rule stands. */
    public static Path file(BidsDataset dataset, RatingRule rule) {
        return dataset.root().resolve(rule.file());
    }

    /**
     * Reads the ratings of a dataset.
     *
     * @param rule empty if none is declared
     * @throws IOException if the table cannot be read, or a row is not a rating of a run of the dataset; names the line
     */
    public static ScanRatings of(BidsDataset dataset, Optional<RatingRule> rule) throws IOException {
        if (rule.isEmpty()) return new ScanRatings(List.of(), Map.of(), 0);
        Path file = file(dataset, rule.get());
        if (!Files.isRegularFile(file))
            throw new IOException(
                    "the protocol declares ratings in '" + rule.get().file() + "', but there is no file " + file
                            + ": its columns are " + String.join(", ", COLUMNS));
        Table table = TsvFiles.read(file);
        for (String column : COLUMNS)
            if (!table.has(column))
                throw new IOException(
                        file + ": has no column " + column + "; ratings need " + String.join(", ", COLUMNS));
        Map<String, Map<String, Rating>> byRun = new TreeMap<>();
        for (int r = 0; r < table.rows(); r++) {
            String where = file + ": line " + table.line(r) + ": ";
            Rating rating = rating(table, r, where);
            List<BidsScan> rated = matching(dataset, table, r);
            if (rated.isEmpty())
                throw new IOException(where + "the dataset has no run of participant '" + cell(table, "participant", r)
                        + "', session '" + cell(table, "session", r) + "', task '" + cell(table, "task", r) + "', run '"
                        + cell(table, "run", r) + "' (n/a: all)");
            for (BidsScan scan : rated) {
                Rating earlier = byRun.computeIfAbsent(scan.name(), key -> new LinkedHashMap<>())
                        .get(rating.rater());
                if (earlier != null
                        && earlier.time().equals(rating.time())
                        && !earlier.level().equals(rating.level()))
                    throw new IOException(where + rating.rater() + " rates " + scan.name() + " " + earlier.level()
                            + " and " + rating.level() + " at the same time");
                if (earlier == null || !earlier.time().isAfter(rating.time()))
                    byRun.get(scan.name()).put(rating.rater(), rating);
            }
        }
        Map<String, Rating> strictest = new TreeMap<>();
        byRun.forEach((run, raters) -> strictest.put(
                run,
                raters.values().stream()
                        .max(Comparator.comparingInt(Rating::strictness))
                        .orElseThrow()));
        int runs = (int) dataset.scans().stream().filter(BidsScan::isBold).count();
        return new ScanRatings(rule.get().excluded(), strictest, runs);
    }

    private static String cell(Table table, String column, int row) {
        String text = table.texts(column).get(row).strip();
        return text.equalsIgnoreCase(Table.MISSING) ? "" : text;
    }

    private static Rating rating(Table table, int row, String where) throws IOException {
        String level = cell(table, "rating", row);
        if (!RatingRule.LEVELS.contains(level))
            throw new IOException(
                    where + "the rating is '" + level + "', which is none of " + String.join(", ", RatingRule.LEVELS));
        String rater = cell(table, "rater", row);
        if (rater.isEmpty()) throw new IOException(where + "the rater is missing");
        String reason = cell(table, "reason", row);
        if (reason.isEmpty() && !level.equals("accept"))
            throw new IOException(where + "the rating " + level + " has no reason");
        String time = cell(table, "time", row);
        try {
            return new Rating(level, reason, rater, OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException e) {
            throw new IOException(
                    where + "the time is '" + time + "': it must be like 2026-03-01T10:00:00Z or with an offset", e);
        }
    }

    private static List<BidsScan> matching(BidsDataset dataset, Table table, int row) {
        String subject = cell(table, "participant", row).replaceFirst("^sub-", "");
        String session = cell(table, "session", row).replaceFirst("^ses-", "");
        String task = cell(table, "task", row).replaceFirst("^task-", "");
        String series = cell(table, "run", row).replaceFirst("^run-", "");
        return dataset.bold(subject).stream()
                .filter(scan -> session.isEmpty() || scan.session().equals(session))
                .filter(scan -> task.isEmpty() || scan.task().equals(task))
                .filter(scan -> series.isEmpty()
                        || number(scan.run()).equals(number(series))
                        || ScanRating.run(scan).equals(series))
                .toList();
    }

    private static String number(String run) {
        return run.replaceFirst("^0+(?=.)", "");
    }

    /** Why a session is excluded; empty if no run of it has a rating that excludes. */
    Optional<Exclusion> check(Visit visit) {
        List<String> out = new ArrayList<>();
        for (ScanFiles run : visit.runs()) {
            Rating rating = ratings.get(run.scan().name());
            if (rating != null && excluded.contains(rating.level()))
                out.add(rating.words(run.scan().name()));
        }
        if (out.isEmpty()) return Optional.empty();
        return Optional.of(new Exclusion(visit, KIND, KIND + ": " + String.join("; ", out)));
    }

    /** How many runs are rated, and those in doubt that are used, in sentences; empty if no rule is declared. */
    List<String> notes() {
        if (excluded.isEmpty()) return List.of();
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String level : RatingRule.LEVELS) counts.put(level, 0);
        List<String> doubts = new ArrayList<>();
        ratings.forEach((run, rating) -> {
            counts.merge(rating.level(), 1, Integer::sum);
            if (rating.level().equals("doubt") && !excluded.contains("doubt")) doubts.add(rating.words(run));
        });
        List<String> notes = new ArrayList<>();
        notes.add("Ratings: " + ratings.size() + " of " + runs + " runs are rated (accept " + counts.get("accept")
                + ", doubt " + counts.get("doubt") + ", exclude " + counts.get("exclude")
                + "); excluded are runs rated "
                + String.join(" or ", excluded)
                + (ratings.size() < runs ? "; runs without a rating are used." : "."));
        if (!doubts.isEmpty()) notes.add("Used although rated doubt: " + String.join("; ", doubts) + ".");
        return notes;
    }
}
