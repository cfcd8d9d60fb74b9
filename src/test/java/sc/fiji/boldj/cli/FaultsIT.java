package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.cli.SmallStudy.Level;

/**
 * Full disks, several processes at once, folders that are read-only or vanish, and SIGTERM: what cannot be done is
 * reported in one line, no partial file remains, and once the fault is repaired, a level gives the bytes of an
 * undisturbed run. {@link KillIT} kills.
 *
 * <p>{@code mvn verify -Pstudies -Dit.test=FaultsIT}; other moments with {@code -Dboldj.study.seed=2}, more with {@code
 * -Dboldj.study.faults=20}.
 */
@Tag("study")
class FaultsIT {

    private static final int FAULTS = Integer.getInteger("boldj.study.faults", 10);
    private static final long SEED = Long.getLong("boldj.study.seed", 1);
    private static SmallStudy study;

    @TempDir
    private static Path folder;

    @TempDir
    private Path place;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @BeforeEach
    void prepare() throws Exception {
        if (study == null) study = SmallStudy.in(folder, false);
    }

    private static void requireOneLine(AppProcess.Result result, String expected) {
        assertEquals(1, result.exit(), result.err());
        String said = String.join("\n", result.failures());
        assertTrue(said.contains(expected), result.err());
        assertFalse(result.err().contains("\tat ") || said.contains("Exception"), result.err());
    }

    @Test
    void fullDisks() throws Exception {
        for (int i = 0; i < FAULTS; i++) {
            Level level = i % 2 == 0 ? Level.PARTICIPANT : Level.GROUP;
            long[] sizes = study.sizes(level);
            long size = sizes[0] + (long) ((sizes[1] - sizes[0]) * random.nextDouble());
            try (SmallDisk disk = SmallDisk.at(place.resolve("disk" + i), 2 * sizes[1])) {
                Path out = study.begin(level, disk.folder().resolve("out"));
                disk.resize(size);
                AppProcess.Result full = AppProcess.run(place, study.call(level, out));
                String what = "disk " + i + " of " + size + " bytes, " + level;
                System.out.println(what + ": " + full.failures());
                requireOneLine(full, "No space left on device");
                study.requireNothingPartial(level, out, what);
                disk.resize(2 * sizes[1]);
                study.finish(level, out, what);
            }
        }
    }

    @Test
    void severalAtOnce() throws Exception {
        for (int i = 0; i < FAULTS; i++) {
            Level level = i % 2 == 0 ? Level.PARTICIPANT : Level.GROUP;
            Path out = study.begin(level, place.resolve("out" + i));
            List<LevelProcess> runs = new ArrayList<>();
            int done = 0;
            try {
                for (int p = 0; p < 2; p++) {
                    runs.add(LevelProcess.start(study.call(level, out)));
                    Thread.sleep(random.nextInt(300));
                }
                for (LevelProcess run : runs) {
                    AppProcess.Result result = run.finish();
                    if (result.exit() == 0) done++;
                    else requireOneLine(result, "another process is working on this");
                }
            } finally {
                for (LevelProcess run : runs) run.close();
            }
            System.out.println("start " + i + ", " + level + ": " + done + " of " + runs.size() + " did it");
            assertNotEquals(0, done, "each waits for the other");
            study.requireUndisturbed(level, out, "start " + i);
            SmallStudy.delete(out);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReadOnlyFolderIsNamed(Level level) throws Exception {
        try (SmallDisk disk = SmallDisk.at(place.resolve("disk"), 2 * study.sizes(level)[1])) {
            Path out = study.begin(level, disk.folder().resolve("out"));
            disk.setReadOnly(true);
            int before = SmallStudy.files(out).size();
            AppProcess.Result refused = AppProcess.run(place, study.call(level, out));
            System.out.println(refused.failures());
            requireOneLine(refused, "Read-only file system: name a folder on a disk that can be written");
            assertEquals(before, SmallStudy.files(out).size());
            disk.setReadOnly(false);
            study.finish(level, out, "read-only before");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFolderThatVanishesIsNamed(Level level) throws Exception {
        Path out = study.begin(level, place.resolve("out"));
        Path away = place.resolve("away");
        AppProcess.Result result;
        try (LevelProcess run = LevelProcess.start(study.call(level, out))) {
            assertTrue(run.reaches(1 + random.nextInt(study.steps(level)), 0));
            Files.move(out, away);
            result = run.finish();
        }
        System.out.println(result.failures());
        // what the level was about to read, or where it was about to write
        boolean reads = result.err().contains("this file is needed, but is not there");
        requireOneLine(result, reads ? out.toString() : "was it moved or deleted, or its disk removed?");
        assertEquals(List.of(), SmallStudy.files(out), "nothing is begun anew in its place");
        study.requireNothingPartial(level, away, "vanished");
        if (Files.exists(out)) SmallStudy.delete(out);
        Files.move(away, out);
        study.finish(level, out, "back again");
    }

    @ParameterizedTest
    @EnumSource
    void aTerminatedLevelLeavesNothingPartial(Level level) throws Exception {
        Path out = study.begin(level, place.resolve("out"));
        try (LevelProcess run = LevelProcess.start(study.call(level, out))) {
            assertTrue(run.reaches(1 + random.nextInt(study.steps(level)), random.nextInt(300)));
            run.terminate();
            AppProcess.Result result = run.finish();
            assertEquals(143, result.exit(), "128 and SIGTERM's number: " + result.err());
        }
        study.requireNothingPartial(level, out, "SIGTERM");
        study.finish(level, out, "after SIGTERM");
    }
}
