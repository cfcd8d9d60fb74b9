package sc.fiji.boldj.workflow.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.lock.ScrambledAllocation;
import sc.fiji.boldj.workflow.lock.TrialSeal;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** A finished study of twelve people whose two regions are more alike in one arm, explored open and blinded. */
class GroupStudyTest {

    private static final VoxelGrid GRID = SmallStudy.GRID;
    private static final GroupStudy.Seed SEED = new GroupStudy.Seed(-6, -6, -2, 5);

    @TempDir
    Path root;

    private Path bids;
    private Path results;
    private SmallStudy study;

    /** Writes a study whose arms have these names in the table. */
    private void study(String control, String drug) throws IOException {
        bids = root.resolve("bids");
        results = root.resolve("results");
        study = new SmallStudy(bids, results);
        study.write(control, drug);
    }

    private GroupStudy read() throws IOException {
        return GroupStudy.read(bids, results, CompressedSeries.Options.DEFAULT, Progress.NONE);
    }

    /** Mean t of the voxels of the other region. */
    private static double target(GroupStudy study) {
        double[] t =
                study.effect().t(study.effect().maps(SEED.region(study.effect().mask()), Progress.NONE), Progress.NONE);
        return Arrays.stream(study.effect().mask().indices())
                .filter(v -> GRID.position(v)[0] > 0 && GRID.position(v)[1] > 0)
                .mapToDouble(v -> t[v])
                .average()
                .orElseThrow();
    }

    @Test
    void theEffectIsFoundAndWritingItTwiceGivesTheSameBytes() throws IOException {
        study("placebo", "ketamine");
        GroupStudy study = read();
        assertEquals(GroupStudy.EXPLORATORY, study.words().get(0));
        assertTrue(study.effect().kept() >= 0.9, "kept " + study.effect().kept());
        double found = target(study);
        assertTrue(
                found > 4,
                "t of ketamine - placebo is " + found + ", " + study.effect().direction());
        for (String name : new String[] {"a.nii.gz", "b.nii.gz"})
            read().write(SEED, 100, root.resolve(name), Progress.NONE);
        assertArrayEquals(Files.readAllBytes(root.resolve("a.nii.gz")), Files.readAllBytes(root.resolve("b.nii.gz")));
        Map<String, Object> about = JsonFile.readMap(root.resolve("a.json"));
        assertEquals(JsonFile.readMap(root.resolve("b.json")), about);
        assertEquals(101, ((Number) about.get("Permutations")).intValue());
        assertTrue(about.get("ThresholdOfLargestAbsoluteT") instanceof Number, about.toString());
        assertTrue(about.get("Notes").toString().contains("Exploratory"));
        assertFalse(about.get("Notes").toString().contains("Scrambled"));
    }

    private Path stored(int person) throws IOException {
        return study.files(person).work("group-explorer.series");
    }

    /** Largest |t| of the study as it opens now. */
    private double opened() throws IOException {
        GroupStudy study = read();
        return GroupStudy.largest(study.effect()
                .t(study.effect().maps(SEED.region(study.effect().mask()), Progress.NONE), Progress.NONE));
    }

    @Test
    void compressedSeriesAreReadAgainUnlessWhatTheyWereMadeFromChanged() throws IOException {
        study("placebo", "ketamine");
        double first = opened();
        byte[] bytes = Files.readAllBytes(stored(2));
        // not compressed anew: a series that is stored in another's place is taken as it stands, if its key fits
        FileTime old = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(stored(2), old);
        assertEquals(first, opened());
        assertEquals(old, Files.getLastModifiedTime(stored(2)), "read, not written");
        // damaged files are replaced
        for (int at : new int[] {bytes.length / 2, bytes.length - 3, 70}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 4;
            Files.write(stored(2), damaged);
            assertEquals(first, opened(), "a bit flipped at " + at);
            assertArrayEquals(bytes, Files.readAllBytes(stored(2)));
        }
        for (int length : new int[] {0, 50, bytes.length - 1}) {
            Files.write(stored(2), Arrays.copyOf(bytes, length));
            assertEquals(first, opened(), "cut to " + length);
            assertArrayEquals(bytes, Files.readAllBytes(stored(2)));
        }
        // the series of another scan has another key
        Files.write(stored(2), Files.readAllBytes(stored(1)));
        assertEquals(first, opened());
        assertArrayEquals(bytes, Files.readAllBytes(stored(2)));
        // another denoised series
        ScanFiles other = study.files(2);
        NeuroImage series = StudyFiles.read(other.denoised(), Progress.NONE);
        float[] volume = series.volume(3);
        for (int v = 0; v < volume.length; v++) volume[v] += v % 3;
        series.writeVolume(3, volume);
        StudyFiles.write(series, other.denoised(), Progress.NONE);
        Files.setLastModifiedTime(other.denoised(), FileTime.fromMillis(1_000_000_000_000L));
        assertNotEquals(first, opened());
        // a smaller mask
        StudyFiles.write(StudyFiles.mask(other.mask()).and(half()), series, other.mask());
        assertEquals(half().count(), read().effect().mask().count());
    }

    private static Mask half() {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 2 == 0;
        return Mask.of(GRID, inside);
    }

    @Test
    void aFolderThatCannotBeWrittenIsReadAndSaidSo() throws IOException {
        study("placebo", "ketamine");
        double first = opened();
        Path folder = stored(3).getParent();
        Files.delete(stored(3));
        Files.delete(folder);
        Files.writeString(folder, "a file in the folder's place");
        assertEquals(first, opened());
        assertTrue(
                read().words().stream().anyMatch(word -> word.startsWith("The compressed series could not be stored")));
    }

    @Test
    void aBlindedTrialRunsOnAScrambledAllocationAndSaysSo() throws IOException {
        study("K3", "Q7");
        Path allocation = root.resolve("allocation.tsv");
        Files.writeString(allocation, "code\tarm\nQ7\tketamine\nK3\tplacebo\n");
        Path protocol = root.resolve("protocol.json");
        Files.writeString(
                protocol,
                ("{'protocolVersion': 1, 'title': 'Arms', 'factors': {'arm': {'role': 'treatment', 'column': 'arm',"
                                + " 'levels': ['placebo', 'ketamine'], 'reference': 'placebo'}},"
                                + "'endpoints': [{'id': 'pcc', 'kind': 'connection', 'connection': 'PCC - mPFC'}],"
                                + "'families': [{'id': 'main', 'rank': 'primary', 'order': [{'endpoint': 'pcc',"
                                + " 'contrast': 'ketamine - placebo'}]}],"
                                + "'permutations': {'number': 200, 'seed': 3}}")
                        .replace('\'', '"'));
        ProtocolFile file = ProtocolFile.read(protocol);
        Map<String, Object> options =
                new TreeMap<>(ProtocolOptions.participant(file.protocol(), ParticipantOptions.DEFAULT)
                        .toMap());
        options.putAll(
                ProtocolOptions.group(file.protocol(), GroupOptions.DEFAULT).toMap());
        TrialSeal.lock(
                results, new TrialSeal.Request(file, options, Optional.of(allocation), "R. Statistician", "p 1"));
        GroupStudy blind = read();
        assertTrue(
                blind.words().contains(ScrambledAllocation.WORDS), blind.words().toString());
        assertTrue(Math.abs(target(blind)) < 3, "the planted effect does not show: " + target(blind));
        TrialSeal.record(LockedTrial.of(results).orElseThrow(), Map.of(), "p 1");
        TrialSeal.unblind(results, allocation, "T. Person", "p 1");
        GroupStudy open = read();
        assertFalse(open.words().contains(ScrambledAllocation.WORDS));
        assertTrue(target(open) > 4, "unblinded: " + target(open));
    }

    @Test
    void aFolderWithoutResultsIsRefused() {
        assertThrows(
                IOException.class,
                () -> GroupStudy.read(root, root.resolve("none"), CompressedSeries.Options.DEFAULT, Progress.NONE));
    }
}
