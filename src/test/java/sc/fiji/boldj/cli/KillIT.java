package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.workflow.study.TinyTrial;

/**
 * A participant's run with all its steps and then the group level, killed ({@code kill -9}) at random moments of the whole
 * and begun again: the results have the bytes of an undisturbed run.
 *
 * <p>{@code mvn verify -Pstudies -Dit.test=KillIT}; more moments with {@code -Dboldj.study.kills=30}, others with {@code
 * -Dboldj.study.seed=2}. Says for each kill the step that it fell into.
 */
@Tag("study")
class KillIT {

    private static final int KILLS = Integer.getInteger("boldj.study.kills", 10);
    private static final long SEED = Long.getLong("boldj.study.seed", 1);
    private static final String[] CHOICES = {
        "--voxel", "6", "--nonlinear", "false", "--columns", "6P", "--high", "0.15", "--fwhm", "8"
    };

    @TempDir
    private Path folder;

    /** A call that was let run or killed, and the last words on its steps. */
    private record Call(boolean ended, double seconds, String step) {}

    @Test
    void killedAtAnyMomentTheSameBytesComeOut() throws Exception {
        Path bids = folder.resolve("bids");
        TinyTrial trial = new TinyTrial(60, 6);
        for (int i = 0; i < 6; i++) trial.write(bids, "0" + (i + 1), "pre", trial.visit(i, 0), i == 0);
        Files.writeString(
                bids.resolve("sub-01/ses-pre/func/sub-01_ses-pre_task-rest_events.tsv"),
                "onset\tduration\ttrial_type\n10\t10\tfaces\n40\t10\tfaces\n70\t10\tfaces\n25\t10\tshapes\n55\t10\tshapes\n");
        Path before = folder.resolve("before");
        List<String> others = new ArrayList<>(List.of("participant", bids.toString(), before.toString()));
        others.addAll(List.of(CHOICES));
        others.addAll(List.of("--participant-label", "02", "03", "04", "05", "06"));
        assertTrue(call(others, Double.POSITIVE_INFINITY).ended());

        Path whole = folder.resolve("whole");
        copy(before, whole);
        Call participant = call(participant(bids, whole), Double.POSITIVE_INFINITY);
        Path between = folder.resolve("between");
        copy(whole, between);
        Call group = call(group(bids, whole), Double.POSITIVE_INFINITY);
        Map<String, String> expected = hashes(whole);
        double duration = participant.seconds() + group.seconds();
        System.out.printf(
                "undisturbed: participant %.1f s, group %.1f s, %d files%n",
                participant.seconds(), group.seconds(), expected.size());

        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, Integer> steps = new TreeMap<>();
        for (int kill = 1; kill <= KILLS; ) {
            double moment = duration * random.nextDouble();
            boolean first = moment < participant.seconds();
            Path out = folder.resolve("killed");
            copy(first ? before : between, out);
            List<String> arguments = first ? participant(bids, out) : group(bids, out);
            Call killed = call(arguments, first ? moment : moment - participant.seconds());
            if (killed.ended()) {
                System.out.printf("%.1f s came after its end%n", moment);
                delete(out);
                continue;
            }
            steps.merge(killed.step(), 1, Integer::sum);
            int left = hashes(out).size();
            if (first)
                assertTrue(
                        call(participant(bids, out), Double.POSITIVE_INFINITY).ended());
            assertTrue(call(group(bids, out), Double.POSITIVE_INFINITY).ended());
            System.out.printf("%d: killed after %.1f s in %s, %d files there%n", kill, moment, killed.step(), left);
            assertEquals(expected, hashes(out), "after a kill in " + killed.step());
            AppProcess.Result verify = AppProcess.launcher(folder, "verify", out.toString(), "--bids", bids.toString());
            assertEquals(0, verify.exit(), verify.err());
            delete(out);
            kill++;
        }
        System.out.println("the kills fell into " + steps);
    }

    private static List<String> participant(Path bids, Path out) {
        List<String> arguments = new ArrayList<>(List.of("participant", bids.toString(), out.toString()));
        arguments.addAll(List.of(CHOICES));
        arguments.addAll(List.of("--participant-label", "01"));
        return arguments;
    }

    private static List<String> group(Path bids, Path out) {
        List<String> arguments = new ArrayList<>(List.of("group", bids.toString(), out.toString()));
        arguments.addAll(List.of(CHOICES));
        arguments.addAll(List.of("--min-dof", "5"));
        return arguments;
    }

    /** Runs a call, and kills it after some seconds if it still runs then. */
    private Call call(List<String> arguments, double seconds) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        long start = System.nanoTime();
        Process process = AppProcess.launcherOf(arguments.toArray(new String[0]))
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        long patience = (long) (1000 * Math.min(seconds, 900));
        boolean ended = process.waitFor(patience, TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
            assertTrue(seconds < 900, "the program hangs: " + Files.readString(err));
        } else assertEquals(0, process.exitValue(), Files.readString(err));
        String step = "the start";
        for (String line : Files.readAllLines(err))
            if (line.matches(".*\\(\\d+ of \\d+\\).*")) step = line.replaceFirst("^(boldj: )?(.*/)?(\\S+) \\(.*", "$3");
        return new Call(ended, (System.nanoTime() - start) / 1e9, step);
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                hashes.put(folder.relativize(file).toString(), FileDigest.of(file));
        }
        return hashes;
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

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
