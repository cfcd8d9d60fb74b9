package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.lock.ScrambledAllocation;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;

/**
 * Where the results of a group analysis stand.
 *
 * @param output folder of all results
 */
record GroupFolder(Path output) {

    /** Name of the folder, of its log and of the step that fills it. */
    static final String NAME = LockedTrial.GROUP;

    /** What the test of a map writes. */
    private static final List<String> MAP = List.of(
            "stat.nii.gz",
            "enhanced.nii.gz",
            "p_unc.nii.gz",
            "p_fwe.nii.gz",
            "p_fwe_low.nii.gz",
            "p_fwe_high.nii.gz",
            "q_fdr.nii.gz",
            "null_max.tsv",
            "thresholds.tsv",
            "intervals.tsv",
            "design.tsv",
            "clusters.tsv",
            "peaks.tsv");

    /** What the test of response writes where there are enough participants for it. */
    private static final List<String> RESPONSE = List.of(
            "features.tsv",
            "features_control.tsv",
            "metrics.json",
            "model.json",
            "null_scores.tsv",
            "predictions.tsv",
            "weights.tsv");

    /** The folder itself. */
    Path path() {
        return output.resolve(NAME);
    }

    /** The page of the trial. */
    Path page() {
        return path().resolve("index.html");
    }

    /** The connections of interest. */
    Path connections() {
        return path().resolve("connections.tsv");
    }

    /** A row for each analysed session. */
    Path sessions() {
        return path().resolve("sessions.tsv");
    }

    /** The answer in a sentence. */
    Path verdict() {
        return path().resolve("verdict.txt");
    }

    /** The folder for the test of a map. */
    Path map(TrialMap map) {
        return path().resolve(map.folder());
    }

    /** The folder for the test of response. */
    Path response() {
        return path().resolve("response");
    }

    /** All that an analysis writes. */
    List<Path> outputs(List<TrialMap> maps) {
        List<Path> outputs = new ArrayList<>(
                List.of(page(), connections(), ScanFiles.sidecar(connections()), sessions(), verdict()));
        for (TrialMap map : maps) for (String name : MAP) outputs.add(map(map).resolve(name));
        return outputs;
    }

    /** The tests that a protocol declares. */
    Path endpoints() {
        return path().resolve("endpoints.tsv");
    }

    /** The declared equivalences. */
    Path equivalence() {
        return path().resolve("equivalence.tsv");
    }

    /** The declared blockings. */
    Path blocking() {
        return path().resolve("blocking.tsv");
    }

    /** The declared predictions. */
    Path prediction() {
        return path().resolve("prediction.tsv");
    }

    /** Period effects and carry-over. */
    Path periods() {
        return path().resolve("periods.tsv");
    }

    /** The protocol as it was used. */
    Path protocol() {
        return path().resolve("protocol.json");
    }

    /** What every analysis of a protocol writes. */
    List<Path> declared() {
        return List.of(
                page(),
                endpoints(),
                ScanFiles.sidecar(endpoints()),
                equivalence(),
                blocking(),
                prediction(),
                periods(),
                sessions(),
                verdict(),
                protocol());
    }

    /** What the test of a map writes into a folder of this name. */
    List<Path> map(String name) {
        return MAP.stream().map(path().resolve(name)::resolve).toList();
    }

    /** What it writes if response can be tested. */
    List<Path> responses() {
        return RESPONSE.stream().map(response()::resolve).toList();
    }

    /** The sidecars of tables and maps that are written only where all of them must carry a label. */
    static List<Path> labels(List<Path> files) {
        return files.stream()
                .filter(GroupFolder::isLabelled)
                .map(ScanFiles::sidecar)
                .distinct()
                .filter(sidecar -> !files.contains(sidecar))
                .toList();
    }

    private static boolean isLabelled(Path file) {
        return file.toString().endsWith(".tsv") || file.toString().endsWith(".nii.gz");
    }

    /** Says in the sidecar of each table and map that the allocation was scrambled. */
    static void labelScrambled(List<Path> files) throws IOException {
        for (Path file : files) {
            if (!isLabelled(file) || !Files.exists(file)) continue;
            Path sidecar = ScanFiles.sidecar(file);
            Map<String, Object> about = new TreeMap<>(Files.exists(sidecar) ? JsonFile.readMap(sidecar) : Map.of());
            about.put("Allocation", "scrambled");
            about.put("Warning", ScrambledAllocation.WORDS);
            StudyFiles.describe(file, about);
        }
    }

    /** Removes half-written files of a process that was killed. */
    void removeParts() throws IOException {
        if (!Files.isDirectory(path())) return;
        try (Stream<Path> files = Files.walk(path())) {
            for (Path file : files.filter(AtomicFile::isPart).toList()) Files.deleteIfExists(file);
        }
    }

    /** Writes which map a folder belongs to, where its name does not show it. */
    void writeNames(List<TrialMap> maps) throws IOException {
        List<String> folders = maps.stream().map(TrialMap::folder).toList();
        List<String> labels = maps.stream().map(TrialMap::label).toList();
        Path table = path().resolve("maps.tsv");
        if (!folders.equals(labels)) LabelsFile.write(table, "map", folders, labels, Map.of());
        else Files.deleteIfExists(table);
    }
}
