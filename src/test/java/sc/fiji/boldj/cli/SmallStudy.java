package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.StepTimes;
import sc.fiji.boldj.workflow.study.TinyTrial;

/**
 * A study of six small scans for tests that disturb a run, and what an undisturbed run makes of it. The participant level is open
 * for participant 01 alone, whose scan comes with a task and, if wanted, an anatomical scan: the others are done already.
 *
 * <p>{@code -Dboldj.study.folder=FOLDER} keeps the study there, and uses it if it is there already.
 */
final class SmallStudy {

    /** What is run. */
    enum Level {
        PARTICIPANT,
        GROUP
    }

    private static final int PEOPLE = 6;
    private static final List<String> CHOICES =
            List.of("--voxel", "6", "--nonlinear", "false", "--columns", "6P", "--high", "0.15", "--fwhm", "8");

    private final Path folder;
    private final Path bids;
    private final Map<Level, List<LevelProcess.Begun>> steps = new TreeMap<>();

    private SmallStudy(Path folder) {
        this.folder = folder;
        bids = folder.resolve("bids");
    }

    static SmallStudy in(Path temporary, boolean anatomy) throws IOException, InterruptedException {
        String kept = System.getProperty("boldj.study.folder", "");
        SmallStudy study = new SmallStudy(kept.isEmpty() ? temporary : Path.of(kept, anatomy ? "anatomy" : "plain"));
        if (!Files.exists(study.folder.resolve("steps.tsv"))) study.make(anatomy);
        for (String line : Files.readAllLines(study.folder.resolve("steps.tsv"))) {
            String[] words = line.split("\t", -1);
            study.steps
                    .computeIfAbsent(Level.valueOf(words[0]), level -> new ArrayList<>())
                    .add(new LevelProcess.Begun(words[1], Long.parseLong(words[2])));
        }
        return study;
    }

    private void make(boolean anatomy) throws IOException, InterruptedException {
        TinyTrial trial = new TinyTrial(40, PEOPLE);
        for (int i = 0; i < PEOPLE; i++) trial.write(bids, "0" + (i + 1), "pre", trial.visit(i, 0), anatomy && i == 0);
        Files.writeString(
                bids.resolve("sub-01/ses-pre/func/sub-01_ses-pre_task-rest_events.tsv"),
                "onset\tduration\ttrial_type\n4\t8\tfaces\n24\t8\tfaces\n44\t8\tfaces\n14\t8\tshapes\n34\t8\tshapes\n");
        Path before = before(Level.PARTICIPANT);
        List<String> others = new ArrayList<>(List.of("participant", bids.toString(), before.toString()));
        others.addAll(CHOICES);
        others.add("--participant-label");
        for (int i = 2; i <= PEOPLE; i++) others.add("0" + i);
        requireDone(AppProcess.launcher(folder, others.toArray(new String[0])));
        Path out = after(Level.GROUP);
        copy(before, out);
        StringBuilder begun = new StringBuilder();
        for (Level level : Level.values()) {
            if (level == Level.GROUP) copy(out, before(level));
            try (LevelProcess run = LevelProcess.start(call(level, out))) {
                requireDone(run.finish());
                for (LevelProcess.Begun step : run.begun())
                    begun.append(level + "\t" + step.step() + "\t" + step.after() + "\n");
                begun.append(level + "\tthe end\t" + run.millis() + "\n");
            }
        }
        Files.writeString(folder.resolve("steps.tsv"), begun);
    }

    /** How many steps a level has. */
    int steps(Level level) {
        return steps.get(level).size() - 1;
    }

    /**
     * Waits for a moment in one of the steps, or in the start of the process: each has the same chances, and each moment in it.
     * How long a step takes is known from the undisturbed run.
     *
     * @return whether the process still runs
     */
    boolean reachesSomeStep(Level level, LevelProcess run, SplittableRandom random) throws InterruptedException {
        List<LevelProcess.Begun> begun = steps.get(level);
        int step = random.nextInt(begun.size());
        long length =
                begun.get(step).after() - (step == 0 ? 0 : begun.get(step - 1).after());
        return run.reaches(step, (long) (1.2 * length * random.nextDouble()));
    }

    /** What is there before a level. */
    private Path before(Level level) {
        return folder.resolve(level == Level.PARTICIPANT ? "before" : "between");
    }

    private Path after(Level level) {
        return folder.resolve(level == Level.PARTICIPANT ? "between" : "whole");
    }

    /** A folder in which a level can start. */
    Path begin(Level level, Path out) throws IOException {
        copy(before(level), out);
        return out;
    }

    ProcessBuilder call(Level level, Path out, String... javaOptions) {
        List<String> words = new ArrayList<>(
                List.of(level == Level.PARTICIPANT ? "participant" : "group", bids.toString(), out.toString()));
        words.addAll(CHOICES);
        words.addAll(
                level == Level.PARTICIPANT
                        ? List.of("--participant-label", "01")
                        : List.of("--min-dof", "5", "--maps", "PCC"));
        ProcessBuilder call =
                AppProcess.launcherOf(words.toArray(new String[0])).directory(folder.toFile());
        call.command().addAll(call.command().indexOf("-Djava.awt.headless=true"), List.of(javaOptions));
        return call;
    }

    /** Runs a level to its end, and requires the files of an undisturbed run, logs and all. */
    void finish(Level level, Path out, String what) throws IOException, InterruptedException {
        requireDone(AppProcess.run(folder, call(level, out)));
        requireUndisturbed(level, out, what);
    }

    void requireUndisturbed(Level level, Path out, String what) throws IOException {
        assertEquals(hashes(after(level)), hashes(out), what);
        assertEquals(List.of(), ProvenanceCheck.of(out, bids).problems(), what);
    }

    /** Requires that each file in the folder is one of an undisturbed run, whole; logs may end early. */
    void requireNothingPartial(Level level, Path out, String what) throws IOException {
        requireWhole(level, hashes(out), what);
    }

    /** The same after {@code kill -9}, which leaves the file that was being written under a name of its own: the next run removes it. */
    void requireWholeUnderTheirNames(Level level, Path out, String what) throws IOException {
        Map<String, String> found = hashes(out);
        found.keySet().removeIf(name -> name.matches("(.*/)?\\.[^/]*\\.part(/.*)?"));
        requireWhole(level, found, what);
    }

    private void requireWhole(Level level, Map<String, String> found, String what) throws IOException {
        Map<String, String> expected = hashes(after(level));
        found.keySet().removeIf(name -> name.startsWith("logs/") || name.startsWith("work/"));
        expected.keySet().retainAll(found.keySet());
        assertEquals(expected, found, what);
    }

    /** The size of the files of a level before and after it, in bytes. */
    long[] sizes(Level level) throws IOException {
        return new long[] {size(before(level)), size(after(level))};
    }

    static void requireDone(AppProcess.Result result) {
        assertEquals(0, result.exit(), result.err());
    }

    private static long size(Path folder) throws IOException {
        long size = 0;
        // a file fills whole pages of a file system in memory
        for (Path file : files(folder)) size += (Files.size(file) + 4095) / 4096 * 4096;
        return size;
    }

    /** Requires the files of an undisturbed run, but for logs, which name folders. */
    void requireSameResults(Level level, Path out, String what) throws IOException {
        Map<String, String> expected = hashes(after(level));
        Map<String, String> found = hashes(out);
        found.keySet().removeIf(name -> name.startsWith("logs/"));
        expected.keySet().removeIf(name -> name.startsWith("logs/"));
        assertEquals(expected, found, what);
    }

    /** Of all files but the times of steps. */
    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : files(folder)) hashes.put(folder.relativize(file).toString(), FileDigest.of(file));
        hashes.keySet().removeIf(name -> name.matches("logs/(.*" + StepTimes.ENDING + "|" + StepTimes.PAGE + ")"));
        return hashes;
    }

    static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) return List.of();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
