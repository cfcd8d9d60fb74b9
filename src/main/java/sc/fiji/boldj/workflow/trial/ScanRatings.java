package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.protocol.RatingRule;
import sc.fiji.boldj.workflow.study.RatingsFile;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.ScanRating;

/**
 * Ratings of runs by visual inspection: a table with one row per rating (docs/protocol.md). If one rater rated a run several
 * times, the latest rating is used; of several raters, the strictest.
 */
public final class ScanRatings {

    /** What a reason for the exclusion of a session by its rating begins with. */
    static final String KIND = "rating";

    private final List<String> excluded;
    private final Map<String, ScanRating> ratings;
    private final int runs;

    private ScanRatings(List<String> excluded, Map<String, ScanRating> ratings, int runs) {
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
                            + ": its columns are " + String.join(", ", RatingsFile.COLUMNS));
        List<BidsScan> scans = dataset.scans().stream().filter(BidsScan::isBold).toList();
        Map<String, List<ScanRating>> byRun = new TreeMap<>();
        for (RatingsFile.Row row : RatingsFile.rows(file)) {
            ScanRating rating = row.rating();
            if (rating.time().isEmpty())
                throw new IOException(
                        row.where() + "the time is missing: without it, the latest rating of a rater is not known");
            List<BidsScan> rated = rating.of(scans);
            if (rated.isEmpty())
                throw new IOException(row.where() + "the dataset has no run of participant '" + rating.participant()
                        + "', session '" + rating.session() + "', task '" + rating.task() + "', run '" + rating.run()
                        + "' (n/a: all)");
            for (BidsScan scan : rated) {
                List<ScanRating> known = byRun.computeIfAbsent(scan.name(), key -> new ArrayList<>());
                for (ScanRating earlier : known)
                    if (earlier.rater().equals(rating.rater())
                            && earlier.instant().equals(rating.instant())
                            && earlier.judgement() != rating.judgement())
                        throw new IOException(row.where() + rating.rater() + " rates " + scan.name() + " "
                                + earlier.judgement().word() + " and "
                                + rating.judgement().word() + " at the same time");
                known.add(rating);
            }
        }
        Map<String, ScanRating> deciding = new TreeMap<>();
        byRun.forEach(
                (run, known) -> deciding.put(run, ScanRating.deciding(known).orElseThrow()));
        return new ScanRatings(rule.get().excluded(), deciding, scans.size());
    }

    private static String words(ScanRating rating, String run) {
        return run + " was rated " + rating.judgement().word() + " by " + rating.rater()
                + (rating.reason().isEmpty() ? "" : " (" + rating.reason() + ")");
    }

    /** Why a session is excluded; empty if no run of it has a rating that excludes. */
    Optional<Exclusion> check(Visit visit) {
        List<String> out = new ArrayList<>();
        for (ScanFiles run : visit.runs()) {
            ScanRating rating = ratings.get(run.scan().name());
            if (rating != null && excluded.contains(rating.judgement().word()))
                out.add(words(rating, run.scan().name()));
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
            String word = rating.judgement().word();
            counts.merge(word, 1, Integer::sum);
            if (word.equals("doubt") && !excluded.contains("doubt")) doubts.add(words(rating, run));
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
