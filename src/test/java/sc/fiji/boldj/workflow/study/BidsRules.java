package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;

/** What bids-validator 1.15.0 requires of the tables and texts of a dataset, as far as its source and its messages show. */
public final class BidsRules {

    private static final List<String> KNOWN = List.of("participant_id", "session_id", "acq_time");

    private BidsRules() {}

    /** Fails if these rules find an error or a warning; scans are not checked. */
    public static void check(Path root) throws IOException {
        List<String> ignored =
                Files.exists(root.resolve(".bidsignore")) ? Files.readAllLines(root.resolve(".bidsignore")) : List.of();
        try (Stream<Path> files = Files.list(root)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean ok = name.matches("README|\\.bidsignore|dataset_description\\.json|participants\\.(tsv|json)"
                        + "|task-[a-zA-Z0-9]+_(events\\.(tsv|json)|bold\\.json)|code|derivatives|sub-[a-zA-Z0-9]+");
                boolean skipped = ignored.stream().anyMatch(rule -> name.endsWith(rule.replace("*", "")));
                assertTrue(ok || skipped, "BIDS does not know " + file);
            }
        }
        assertTrue(Files.size(root.resolve("README")) > 150, "README is very small");
        Map<String, Object> about = JsonFile.readMap(root.resolve("dataset_description.json"));
        assertTrue(((List<?>) about.get("Authors")).size() > 1, "Authors");
        described(root.resolve("participants.tsv"));
        try (Stream<Path> files = Files.walk(root, 2)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("_sessions.tsv")).toList()) described(file);
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().matches(".*_task-.*_bold\\.nii\\.gz"))
                    .toList()) {
                String task = file.getFileName().toString().replaceFirst(".*_task-([a-zA-Z0-9]+)_.*", "$1");
                assertTrue(
                        task.contains("rest") || Files.exists(root.resolve("task-" + task + "_events.tsv")),
                        file + " has no events");
            }
        }
    }

    /** Every column has a description beside the table, and no cell is empty. */
    private static void described(Path table) throws IOException {
        Map<String, Object> about = JsonFile.readMap(
                table.resolveSibling(table.getFileName().toString().replace(".tsv", ".json")));
        for (String column : TsvFiles.read(table).names())
            assertTrue(
                    KNOWN.contains(column)
                            || (about.get(column) instanceof Map<?, ?> entry
                                    && entry.get("Description") instanceof String),
                    table + ": column " + column + " is not described");
        for (String line : Files.readAllLines(table))
            for (String cell : line.split("\t", -1)) assertFalse(cell.isBlank(), table + ": empty cell");
    }
}
