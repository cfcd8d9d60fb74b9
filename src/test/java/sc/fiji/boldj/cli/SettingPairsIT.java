package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.workflow.provenance.StepTimes;

/**
 * The participant level of a real dataset under settings of the computer that change no byte: three versions of Java, vector
 * instructions, compilers and numbers of threads, three levels each, in the nine runs of an orthogonal array: any two levels of
 * two settings occur together in one run.
 *
 * <p>{@code mvn verify -Pstudies -Dit.test=SettingPairsIT}, with {@code -Dboldj.study.bids=FOLDER}, {@code -Dboldj.study.options="--voxel
 * 3"} and {@code -Dboldj.study.javas} (programs {@code java}, separated as in a class path; otherwise those on this machine).
 */
@Tag("study")
class SettingPairsIT {

    /** Strength two: in any two columns, each of the nine pairs occurs in one row. */
    private static final int[][] ARRAY = {
        {0, 0, 0, 0}, {0, 1, 1, 1}, {0, 2, 2, 2},
        {1, 0, 1, 2}, {1, 1, 2, 0}, {1, 2, 0, 1},
        {2, 0, 2, 1}, {2, 1, 0, 2}, {2, 2, 1, 0}
    };

    private static final List<String> VECTORS = List.of("-XX:UseAVX=3", "-XX:UseAVX=0", "-XX:UseAVX=2");
    private static final List<String> COMPILERS =
            List.of("-XX:+TieredCompilation", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation");
    private static final List<String> THREADS = List.of("2", "1", "4");

    @TempDir
    private Path folder;

    private static List<String> javas() throws IOException {
        String named = System.getProperty("boldj.study.javas", "");
        if (!named.isEmpty()) return List.of(named.split(File.pathSeparator, -1));
        List<String> programs = new ArrayList<>(AppProcess.java());
        for (Path home : InstalledJava.homes()) {
            String program = home.resolve("bin/java").toString();
            if (!Path.of(programs.get(0)).toRealPath().equals(Path.of(program).toRealPath())) programs.add(program);
        }
        return programs;
    }

    @Test
    void noTwoSettingsChangeAByte() throws Exception {
        Path bids = Path.of(System.getProperty("boldj.study.bids", "../shared/data/real-subject"))
                .toAbsolutePath()
                .normalize();
        assumeTrue(Files.isDirectory(bids), bids + " is not here");
        List<String> javas = javas();
        List<String> runs = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        for (int[] row : ARRAY) {
            if (row[0] >= javas.size()) continue; // pairs with a third version of Java need one
            Path out = folder.resolve("out");
            long start = System.nanoTime();
            SmallStudy.requireDone(AppProcess.run(folder, call(javas, row, bids, out)));
            Map<String, String> found = hashes(out);
            String run = javas.get(row[0]) + " " + VECTORS.get(row[1]) + " " + COMPILERS.get(row[2]) + " --threads "
                    + THREADS.get(row[3]);
            if (runs.isEmpty()) expected = found;
            runs.add(run);
            System.out.printf("%s: %d files, %d s%n", run, found.size(), (System.nanoTime() - start) / 1_000_000_000);
            assertTrue(found.size() > 20, found.keySet().toString());
            assertEquals(expected, found, run + " against " + runs.get(0));
            SmallStudy.delete(out);
        }
    }

    private ProcessBuilder call(List<String> javas, int[] row, Path bids, Path out) {
        List<String> words = new ArrayList<>(List.of("participant", bids.toString(), out.toString()));
        String options = System.getProperty("boldj.study.options", "--voxel 6 --nonlinear false");
        if (!options.isEmpty()) words.addAll(List.of(options.split(" ", -1)));
        words.addAll(List.of("--threads", THREADS.get(row[3])));
        ProcessBuilder call = AppProcess.launcherOf(words.toArray(new String[0]));
        List<String> command = call.command();
        command.set(0, javas.get(row[0]));
        command.replaceAll(word -> word.equals("-Xmx1g") ? "-Xmx3g" : word);
        command.addAll(
                command.indexOf("-Djava.awt.headless=true"),
                List.of(
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        VECTORS.get(row[1]),
                        COMPILERS.get(row[2]),
                        "-XX:ActiveProcessorCount=" + Math.max(2, Integer.parseInt(THREADS.get(row[3])))));
        return call;
    }

    /** The reproducible set, and the logs except for times. */
    private static Map<String, String> hashes(Path out) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : SmallStudy.files(out)) hashes.put(out.relativize(file).toString(), FileDigest.of(file));
        hashes.keySet()
                .removeIf(name ->
                        name.startsWith("work/") || name.endsWith(StepTimes.ENDING) || name.endsWith(StepTimes.PAGE));
        return hashes;
    }
}
