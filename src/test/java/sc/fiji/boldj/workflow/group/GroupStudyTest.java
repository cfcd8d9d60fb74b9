package sc.fiji.boldj.workflow.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.lock.ScrambledAllocation;
import sc.fiji.boldj.workflow.lock.TrialSeal;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.Variant;

/** A finished study of twelve people whose two regions are more alike in one arm, explored open and blinded. */
class GroupStudyTest {

    private static final VoxelGrid GRID = new VoxelGrid(8, 8, 6, Affine.of(4, 0, 0, -14, 0, 4, 0, -14, 0, 0, 4, -10));
    private static final GroupStudy.Seed SEED = new GroupStudy.Seed(-6, -6, -2, 5);

    @TempDir
    Path root;

    private Path bids;
    private Path results;

    /** Writes a study whose arms have these names in the table. */
    private void study(String control, String drug) throws IOException {
        bids = root.resolve("bids");
        results = root.resolve("results");
        StringBuilder people = new StringBuilder("participant_id\tarm\n");
        for (int i = 1; i <= 12; i++) {
            String label = String.format("%02d", i);
            people.append("sub-" + label + "\t" + (i % 2 == 0 ? drug : control) + "\n");
            Path func = Files.createDirectories(bids.resolve("sub-" + label + "/func"));
            Files.write(func.resolve("sub-" + label + "_task-rest_bold.nii"), new byte[0]);
        }
        Files.writeString(bids.resolve("participants.tsv"), people.toString());
        for (BidsScan scan : BidsDataset.read(bids).scans())
            write(new ScanFiles(results, scan, ParticipantRun.space(ParticipantOptions.DEFAULT)));
    }

    private void write(ScanFiles files) throws IOException {
        int number = Integer.parseInt(files.scan().subject());
        NeuroImage series = NeuroImage.floats("series", GRID, 40, SeriesTiming.every(2));
        double[] noise = new double[GRID.voxels() + 2];
        for (int t = 0; t < 40; t++) {
            Seeds.fillGaussian(Seeds.stream(70 + number, t), noise);
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++) {
                double[] p = GRID.position(v);
                boolean seed = p[0] < 0 && p[1] < 0;
                boolean target = p[0] > 0 && p[1] > 0;
                double shared = seed ? 2 : target && number % 2 == 0 ? 1.5 : 0;
                volume[v] = (float) (1000 + noise[v] + shared * noise[volume.length]);
            }
            series.writeVolume(t, volume);
        }
        for (Path file : new Path[] {files.denoised(), NodeTables.nodes(files, Variant.MAIN), files.quality()})
            Files.createDirectories(file.getParent());
        StudyFiles.write(series, files.denoised(), Progress.NONE);
        StudyFiles.write(Mask.all(GRID), series, files.mask());
        StudyFiles.write(series.volume(0), series, files.boldref());
        Files.writeString(NodeTables.nodes(files, Variant.MAIN), "node\n");
        JsonFile.write(
                files.quality(),
                Map.of(
                        "MeanFramewiseDisplacementPer2s",
                        0.1,
                        "DegreesOfFreedom",
                        60,
                        "CoverageOfTemplateBrain",
                        1.0,
                        "MedianTsnr",
                        50));
        Path log = ParticipantRun.log(results, files.scan().subject());
        Files.createDirectories(log.getParent());
        ProvenanceLog.open(log)
                .append(new LogEntry(
                        files.scan().name() + "/maps",
                        "p 1",
                        new TreeMap<>(Map.of("fwhm", 0)),
                        new TreeMap<>(),
                        new TreeMap<>()));
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
