package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** One normalisation for all sessions of a participant, through an average that favours none of them. */
class AverageOfVisitsTest {

    private static final Affine MOVED = new RigidMotion(5, -3, 8, 0.1, 0.05, -0.08).toAffine(0, 0, 0);
    private static final StepRunner.Listener QUIET = new StepRunner.Listener() {
        @Override
        public void begins(String step, int number, int of) {}

        @Override
        public void isDone(String step, int number, int of) {}
    };

    @TempDir
    Path root;

    private Path bids;

    private Path t1(String session) {
        return bids.resolve("sub-01/ses-" + session + "/anat/sub-01_ses-" + session + "_T1w.nii.gz");
    }

    /** A participant with a T1 in two sessions; the second head lies elsewhere. */
    @BeforeEach
    void write() throws IOException {
        bids = root.resolve("bids");
        TinyTrial trial = new TinyTrial(20);
        trial.write(bids, "01", "1", trial.visit(0, 0), true);
        trial.write(bids, "01", "2", trial.visit(0, 0), true);
        NeuroImage second = StudyFiles.read(t1("2"), Progress.NONE);
        VoxelGrid grid = second.grid();
        float[] values = second.volume(0);
        for (int v = 0; v < values.length; v++) values[v] += (v * 7919L % 41) - 20;
        NeuroImage moved = second.volumeLike("moved", values)
                .withGrid(new VoxelGrid(grid.sizeX(), grid.sizeY(), grid.sizeZ(), MOVED.times(grid.affine())));
        Files.delete(t1("2"));
        StudyFiles.write(moved, t1("2"), Progress.NONE);
    }

    private Map<String, String> anatomy(Path out, ParticipantOptions options) throws IOException {
        ParticipantRun run = FinishedParticipant.run(
                bids, Files.createDirectories(out), options.with(ParticipantOption.CONTRASTS, ""));
        return run.run("01", scan -> false, QUIET, Progress.NONE);
    }

    private static Affine map(Path out, String session) throws IOException {
        return TransformFiles.read(out.resolve("sub-01/ses-" + session + "/anat/sub-01_ses-" + session
                        + "_from-orig_to-T1w_mode-image_xfm.txt"))
                .get(0);
    }

    @Test
    void exchangingTheScansOfTheSessionsExchangesTheTransforms() throws IOException {
        Path out = root.resolve("out");
        assertEquals(Map.of(), anatomy(out, TinyTrial.options()));
        Path average = out.resolve("sub-01/anat/sub-01_desc-average_T1w.nii.gz");
        assertTrue(Files.exists(out.resolve("sub-01/anat/sub-01_desc-preproc_T1w.nii.gz")));
        assertFalse(Files.exists(out.resolve("sub-01/ses-1/anat/sub-01_ses-1_desc-preproc_T1w.nii.gz")));
        Affine between = map(out, "2").times(map(out, "1").inverse());
        for (double[] at : new double[][] {{0, 0, 0}, {60, 0, 0}, {0, -70, 30}}) {
            double[] found = between.apply(at[0], at[1], at[2]);
            double[] truth = MOVED.apply(at[0], at[1], at[2]);
            // Voxels of 4 mm; the scans differ by the noise of one
            for (int d = 0; d < 3; d++) assertEquals(truth[d], found[d], 0.3, Arrays.toString(at));
        }
        AnatomyFiles files = AnatomyFiles.used(BidsDataset.read(bids), out, "01", "MNI152NLin2009aAsym", true)
                .orElseThrow();
        assertEquals(2, files.scans());

        Path spare = root.resolve("spare.nii.gz");
        Files.move(t1("1"), spare);
        Files.move(t1("2"), t1("1"));
        Files.move(spare, t1("2"));
        Path exchanged = root.resolve("exchanged");
        AnatomyFiles other = AnatomyFiles.average(BidsDataset.read(bids), exchanged, "01", "MNI152NLin2009aAsym")
                .orElseThrow();
        for (Path file : other.toScans()) Files.createDirectories(file.getParent());
        Files.createDirectories(other.scan().file().getParent());
        AverageStep.of(other, TinyTrial.options()).body().run(Progress.NONE);
        assertEquals(FileDigest.of(average), FileDigest.of(other.scan().file()));
        assertEquals(map(out, "1"), map(exchanged, "2"));
        assertEquals(map(out, "2"), map(exchanged, "1"));
    }

    @Test
    void aScanThatCannotBeReadLeavesTheFirstOneToBeUsed() throws IOException {
        byte[] whole = Files.readAllBytes(t1("2"));
        Files.write(t1("2"), Arrays.copyOf(whole, whole.length / 2));
        Path out = root.resolve("out");
        Map<String, String> problems = anatomy(out, TinyTrial.options());
        assertEquals(List.of("sub-01_desc-average_T1w"), List.copyOf(problems.keySet()));
        assertTrue(problems.toString().contains("sub-01_ses-2_T1w.nii.gz"), problems.toString());
        assertTrue(Files.exists(out.resolve("sub-01/ses-1/anat/sub-01_ses-1_desc-preproc_T1w.nii.gz")));
    }

    /** The others are averaged as if the scan that cannot be read were not there, and it is named at each call. */
    @Test
    void aScanThatCannotBeReadIsExcludedFromTheAverageByName() throws IOException {
        Path third = bids.resolve("sub-01/ses-0/anat/sub-01_ses-0_T1w.nii.gz");
        Files.createDirectories(third.getParent());
        byte[] whole = Files.readAllBytes(t1("2"));
        Files.write(third, Arrays.copyOf(whole, whole.length / 2));
        Path out = root.resolve("out");
        Map<String, String> problems = anatomy(out, TinyTrial.options());
        assertEquals(
                List.of("sub-01_desc-average_T1w without sub-01_ses-0_T1w.nii.gz"), List.copyOf(problems.keySet()));
        assertEquals(problems, anatomy(out, TinyTrial.options()), "again, when nothing is left to be done");
        AnatomyFiles used = AnatomyFiles.used(BidsDataset.read(bids), out, "01", "MNI152NLin2009aAsym", true)
                .orElseThrow();
        assertEquals(
                List.of("1", "2"),
                used.averaged().stream().map(BidsScan::session).toList());
        assertEquals("1", used.first().session());

        Files.delete(third);
        Path without = root.resolve("without");
        assertEquals(Map.of(), anatomy(without, TinyTrial.options()));
        String average = "sub-01/anat/sub-01_desc-average_T1w.nii.gz";
        assertEquals(FileDigest.of(without.resolve(average)), FileDigest.of(out.resolve(average)));
    }

    @Test
    void withoutTheOptionTheFirstScanIsUsed() throws IOException {
        Path out = root.resolve("out");
        assertEquals(Map.of(), anatomy(out, TinyTrial.options().with(ParticipantOption.LONGITUDINAL, false)));
        assertTrue(Files.exists(out.resolve("sub-01/ses-1/anat/sub-01_ses-1_desc-preproc_T1w.nii.gz")));
        assertFalse(Files.exists(out.resolve("sub-01/anat")));
    }

    @Test
    void aScanOfAnotherHeadIsNamed() throws IOException {
        NeuroImage first = StudyFiles.read(t1("1"), Progress.NONE);
        float[] values = first.volume(0);
        for (int v = 0; v < values.length; v++) values[v] = 1000 - values[v];
        Files.delete(t1("2"));
        StudyFiles.write(first.volumeLike("inverted", values), t1("2"), Progress.NONE);
        Map<String, String> problems = anatomy(root.resolve("out"), TinyTrial.options());
        assertTrue(problems.toString().contains("is it of the same person?"), problems.toString());
    }
}
