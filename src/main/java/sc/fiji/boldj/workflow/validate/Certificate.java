package sc.fiji.boldj.workflow.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.ResultSeal;
import sc.fiji.boldj.workflow.provenance.StepRunner;

/**
 * What the page of a validated installation says.
 *
 * @param check what was run
 * @param facts about computer and versions
 * @param person who validated; empty if nobody said
 * @param signer fingerprint of the key that signs the certificate; empty if none does
 */
public record Certificate(InstallationCheck check, Map<String, String> facts, String person, String signer) {

    private static final String NAME = "validation";

    /** The certificate of a check on this computer. */
    public static Certificate of(InstallationCheck check, String person, String signer) throws IOException {
        return new Certificate(check, Machine.facts(), person.strip(), signer.strip());
    }

    /** The verdict in a sentence; names the steps that failed. */
    public String verdict() {
        List<InstallationCheck.Result> failed = check.failed();
        int all = check.results().size();
        return failed.isEmpty()
                ? "Passed: every figure of " + all + (all == 1 ? " step" : " steps") + " is within its tolerance."
                : "Failed: " + failed.size() + " of " + all + (all == 1 ? " step: " : " steps: ")
                        + failed.stream().map(result -> result.step().name()).collect(Collectors.joining("; "));
    }

    /** Who vouches for the certificate, in a sentence. */
    public String signature() {
        return signer.isEmpty()
                ? "Not signed when it was written. 'boldj sign OUT --key FILE' signs it; 'boldj verify OUT' says whether and"
                        + " by whom."
                : "Signed by the key with fingerprint " + signer + "; 'boldj verify OUT --trust " + signer
                        + "' checks it.";
    }

    /** One row per figure. */
    public Table figures() {
        List<String> steps = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        for (InstallationCheck.Result result : check.results()) {
            for (Criterion each : result.criteria()) {
                steps.add(result.step().name());
                figures.add(each.figure());
                verdicts.add(each.isMet() ? "passed" : "failed");
                numbers.addAll(List.of(each.found(), each.expected(), each.tolerance()));
            }
            if (!result.failure().isEmpty() || result.criteria().isEmpty()) {
                steps.add(result.step().name());
                figures.add(result.failure().isEmpty() ? "nothing was compared" : words(result.failure()));
                verdicts.add("failed");
                numbers.addAll(List.of(Double.NaN, Double.NaN, Double.NaN));
            }
        }
        return Table.builder()
                .add("step", steps)
                .add("figure", figures)
                .add("found", column(numbers, 0))
                .add("expected", column(numbers, 1))
                .add("tolerance", column(numbers, 2))
                .add("verdict", verdicts)
                .build();
    }

    private static String words(String failure) {
        return failure.replaceAll("\\s+", " ");
    }

    private static double[] column(List<Double> numbers, int at) {
        double[] column = new double[numbers.size() / 3];
        for (int i = 0; i < column.length; i++) column[i] = numbers.get(3 * i + at);
        return column;
    }

    /** One row per step. */
    public Table steps() {
        List<List<String>> rows = new ArrayList<>();
        for (InstallationCheck.Result result : check.results())
            rows.add(List.of(
                    result.step().name(),
                    result.step().phantom(),
                    result.isPassed() ? "passed" : "FAILED",
                    String.format(Locale.ROOT, "%.1f", result.seconds())));
        return Table.of(List.of("step", "phantom", "verdict", "seconds"), rows);
    }

    /**
     * Writes the certificate with its log, and the head of the logs.
     *
     * @param output folder; made if it is not there
     * @param page HTML
     * @return the page
     */
    public Path write(Path output, String page) throws IOException {
        Path file = output.resolve("certificate.html");
        Path table = output.resolve("certificate.tsv");
        Path log = output.resolve(ProvenanceCheck.FOLDER).resolve(NAME + ProvenanceCheck.ENDING);
        ResultSeal.around(output, () -> {
            Files.createDirectories(log.getParent());
            AtomicFile.writeText(file, page);
            TsvFiles.write(figures(), table);
            Map<String, Object> options = new LinkedHashMap<>(facts);
            options.put("verdict", verdict());
            options.put("person", person);
            TreeMap<String, String> outputs = new TreeMap<>();
            for (Path written : List.of(file, table))
                outputs.put(StepRunner.result(output, written), FileDigest.of(written));
            ProvenanceLog.open(log)
                    .append(new LogEntry(
                            NAME, "BoldJ " + facts.get("BoldJ"), new TreeMap<>(options), new TreeMap<>(), outputs));
        });
        return file;
    }
}
