package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TableFiles;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.ResultSeal;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.provenance.StudyLock;

/**
 * The ratings of the series of a study: {@code ratings.tsv} in the folder of results, a row for each series and rater. The log of
 * ratings keeps all ratings, also those that were replaced later.
 */
public final class RatingsFile {

    /** Name of the file within the folder of results. */
    public static final String NAME = "ratings.tsv";

    /** The columns in order. */
    public static final List<String> COLUMNS =
            List.of("participant", "session", "task", "run", "rating", "reason", "rater", "time");

    private static final String STEP = "ratings";

    private static final Map<String, Object> MEANINGS = Map.of(
            "participant", "label of the participant, with sub-",
            "session", "label of the session, with ses-",
            "task", "label of the task",
            "run", "label of the run, preceded by further entities that distinguish series",
            "rating", "accept, doubt or exclude",
            "reason", "why, in the rater's words",
            "rater", "who rated",
            "time", "time of the rating, UTC, ISO 8601");

    private RatingsFile() {}

    /** The file of ratings in a folder of results. */
    public static Path in(Path output) {
        return output.resolve(NAME);
    }

    /**
     * Reads the ratings of a folder of results.
     *
     * @return in the order of the file; empty if there is none
     * @throws IOException if a column is missing or a row cannot be understood; names the line
     */
    public static List<ScanRating> read(Path output) throws IOException {
        Path file = in(output);
        if (!Files.exists(file)) return List.of();
        return rows(file).stream().map(Row::rating).toList();
    }

    /**
     * A row of a table of ratings.
     *
     * @param where file and line, for messages
     */
    public record Row(ScanRating rating, String where) {}

    /**
     * Reads any table of ratings.
     *
     * @return in the order of the file
     * @throws IOException if it cannot be read, a column is missing or a row cannot be understood; names the line
     */
    public static List<Row> rows(Path file) throws IOException {
        Table table = TsvFiles.read(file);
        for (String column : COLUMNS)
            if (!table.has(column))
                throw new IOException(
                        file + ": has no column " + column + "; ratings need " + String.join(", ", COLUMNS));
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            List<String> cells = new ArrayList<>();
            for (String column : COLUMNS) cells.add(table.texts(column).get(row));
            String where = file + ": line " + table.line(row) + ": ";
            try {
                ScanRating rating = new ScanRating(
                        cells.get(0),
                        cells.get(1),
                        cells.get(2),
                        cells.get(3),
                        ScanRating.Judgement.of(cells.get(4)),
                        cells.get(5),
                        cells.get(6),
                        cells.get(7));
                rows.add(new Row(rating, where));
            } catch (IllegalArgumentException e) {
                throw new IOException(where + e.getMessage(), e);
            }
        }
        return rows;
    }

    /** The rating of a series that counts. */
    public static Optional<ScanRating> deciding(List<ScanRating> ratings, BidsScan scan) {
        return ScanRating.deciding(
                ratings.stream().filter(rating -> rating.isOf(scan)).toList());
    }

    /**
     * Adds a rating, in place of one of the same series by the same rater, and logs it.
     *
     * @param output the folder of results
     * @param program name and version for the log
     * @throws IOException if the file cannot be read or written; it is as before then
     */
    public static void add(Path output, ScanRating rating, String program) throws IOException {
        Path log = output.resolve(ProvenanceCheck.FOLDER).resolve(STEP + ProvenanceCheck.ENDING);
        Files.createDirectories(log.getParent());
        ResultSeal.around(output, () -> {
            StudyLock lock = StudyLock.of(log);
            try {
                List<ScanRating> all = new ArrayList<>(read(output));
                all.removeIf(rating::replaces);
                all.add(rating);
                all.sort(Comparator.comparing(ScanRating::participant)
                        .thenComparing(ScanRating::session)
                        .thenComparing(ScanRating::task)
                        .thenComparing(ScanRating::run)
                        .thenComparing(ScanRating::rater));
                Path file = in(output);
                TableFiles.write(
                        file,
                        Table.of(COLUMNS, all.stream().map(RatingsFile::row).toList()),
                        MEANINGS);
                TreeMap<String, Object> said = new TreeMap<>();
                List<String> cells = row(rating);
                for (int c = 0; c < COLUMNS.size(); c++) said.put(COLUMNS.get(c), cells.get(c));
                TreeMap<String, String> digests = new TreeMap<>();
                for (Path written : List.of(file, ScanFiles.sidecar(file)))
                    digests.put(StepRunner.result(output, written), FileDigest.of(written));
                ProvenanceLog.open(log).append(new LogEntry(STEP, program, said, new TreeMap<>(), digests));
            } finally {
                lock.close();
            }
        });
    }

    private static List<String> row(ScanRating rating) {
        return List.of(
                "sub-" + rating.participant(),
                rating.session().isEmpty() ? Table.MISSING : "ses-" + rating.session(),
                cell(rating.task()),
                cell(rating.run()),
                rating.judgement().word(),
                cell(rating.reason()),
                rating.rater(),
                cell(rating.time()));
    }

    private static String cell(String text) {
        return text.isEmpty() ? Table.MISSING : text;
    }
}
