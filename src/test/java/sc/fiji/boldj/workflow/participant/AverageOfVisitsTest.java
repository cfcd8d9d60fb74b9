package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/**
 * One normalisation for all sessions of a participant, via an average that favours none of them. The participant of
 * {@link FinishedParticipant} has a second T1-weighted scan here; steps that were done with the first one are not repeated.
 */
class AverageOfVisitsTest {

    private static final Affine MOVED = new RigidMotion(5, -3, 8, 0.1, 0.05, -0.08).toAffine(0, 0, 0);
    private static final String FIRST = "sub-01_ses-pre/anatomy";
    private static final String AVERAGE = "sub-01/anat/sub-01_desc-average_T1w.nii.gz";

    /** Both scans and their results: computed once, then only read. */
    @TempDir
    private static Path shared;

    @TempDir
    Path root;

    private Path bids;

    /** The steps of the last run in order, whether they were done or had been done earlier. */
    private final List<String> steps = new ArrayList<>();

    private final StepRunner.Listener listener = new StepRunner.Listener() {
        @Override
        public void begins(String step, int number, int of) {
            steps.add(step);
        }

        @Override
        public void isDone(String step, int number, int of) {
            steps.add(step);
        }
    };

    private static Path t1(Path bids, String session) {
        return bids.resolve("sub-01/ses-" + session + "/anat/sub-01_ses-" + session + "_T1w.nii.gz");
    }

    private Path t1(String session) {
        return t1(bids, session);
    }

    /** A participant with a T1 in two sessions; the second head lies elsewhere. */
    private static synchronized Path both() throws IOException {
        Path both = shared.resolve("bids");
        if (Files.exists(both)) return both;
        FinishedParticipant.copy(FinishedParticipant.get().bids(), both);
        NeuroImage first = StudyFiles.read(t1(both, "pre"), Progress.NONE);
        VoxelGrid grid = first.grid();
        float[] values = first.volume(0);
        for (int v = 0; v < values.length; v++) values[v] += (v * 7919L % 41) - 20;
        NeuroImage moved = first.volumeLike("moved", values)
                .withGrid(new VoxelGrid(grid.sizeX(), grid.sizeY(), grid.sizeZ(), MOVED.times(grid.affine())));
        Files.createDirectories(t1(both, "post").getParent());
        StudyFiles.write(moved, t1(both, "post"), Progress.NONE);
        return both;
    }

    @BeforeEach
    void copy() throws IOException {
        bids = FinishedParticipant.copy(both(), root.resolve("bids"));
    }

    private Map<String, String> anatomy(Path out, boolean longitudinal) throws IOException {
        ParticipantOptions options = FinishedParticipant.get().options();
        ParticipantRun run = FinishedParticipant.run(
                bids,
                Files.createDirectories(out),
                options.with(ParticipantOption.CONTRASTS, "").with(ParticipantOption.LONGITUDINAL, longitudinal));
        steps.clear();
        return run.run("01", scan -> false, listener, Progress.NONE);
    }

    /** Results in which the first scan was used. */
    private Path ofTheFirst() throws IOException {
        return FinishedParticipant.copy(FinishedParticipant.get().out(), root.resolve("out"));
    }

    /** Results in which both scans were averaged. */
    private Path averaged() throws IOException {
        Path out = shared.resolve("averaged");
        if (!Files.exists(out)) assertEquals(Map.of(), anatomy(out, true));
        return out;
    }

    private static Affine map(Path out, String session) throws IOException {
        return TransformFiles.read(out.resolve("sub-01/ses-" + session + "/anat/sub-01_ses-" + session
                        + "_from-orig_to-T1w_mode-image_xfm.txt"))
                .get(0);
    }

    @Test
    void exchangingTheScansOfTheSessionsExchangesTheTransforms() throws IOException {
        Path out = averaged();
        assertTrue(Files.exists(out.resolve("sub-01/anat/sub-01_desc-preproc_T1w.nii.gz")));
        assertFalse(Files.exists(out.resolve("sub-01/ses-pre/anat/sub-01_ses-pre_desc-preproc_T1w.nii.gz")));
        Affine between = map(out, "post").times(map(out, "pre").inverse());
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
        Files.move(t1("pre"), spare);
        Files.move(t1("post"), t1("pre"));
        Files.move(spare, t1("post"));
        Path exchanged = root.resolve("exchanged");
        AnatomyFiles other = AnatomyFiles.average(BidsDataset.read(bids), exchanged, "01", "MNI152NLin2009aAsym")
                .orElseThrow();
        for (Path file : other.toScans()) Files.createDirectories(file.getParent());
        Files.createDirectories(other.scan().file().getParent());
        AverageStep.of(other, TinyTrial.options()).body().run(Progress.NONE);
        assertEquals(
                FileDigest.of(out.resolve(AVERAGE)), FileDigest.of(other.scan().file()));
        assertEquals(map(out, "pre"), map(exchanged, "post"));
        assertEquals(map(out, "post"), map(exchanged, "pre"));
    }

    @Test
    void aScanThatCannotBeReadLeavesTheFirstOneToBeUsed() throws IOException {
        byte[] whole = Files.readAllBytes(t1("post"));
        Files.write(t1("post"), Arrays.copyOf(whole, whole.length / 2));
        Path out = ofTheFirst();
        Map<String, String> problems = anatomy(out, true);
        assertEquals(List.of("sub-01_desc-average_T1w"), List.copyOf(problems.keySet()));
        assertTrue(problems.toString().contains("sub-01_ses-post_T1w.nii.gz"), problems.toString());
        assertEquals(List.of("sub-01/average", FIRST), steps);
        assertFalse(Files.exists(out.resolve(AVERAGE)));
    }

    /** The others are averaged as if the scan that cannot be read were not there, and it is named at each call. */
    @Test
    void aScanThatCannotBeReadIsExcludedFromTheAverageByName() throws IOException {
        String expected = FileDigest.of(averaged().resolve(AVERAGE));
        Path third = t1("0");
        Files.createDirectories(third.getParent());
        byte[] whole = Files.readAllBytes(t1("post"));
        Files.write(third, Arrays.copyOf(whole, whole.length / 2));
        Path out = FinishedParticipant.copy(averaged(), root.resolve("out"));
        Files.delete(out.resolve(AVERAGE));
        Map<String, String> problems = anatomy(out, true);
        assertEquals(
                List.of("sub-01_desc-average_T1w without sub-01_ses-0_T1w.nii.gz"), List.copyOf(problems.keySet()));
        assertEquals(problems, anatomy(out, true), "again, when nothing is left to be done");
        AnatomyFiles used = AnatomyFiles.used(BidsDataset.read(bids), out, "01", "MNI152NLin2009aAsym", true)
                .orElseThrow();
        assertEquals(
                List.of("post", "pre"),
                used.averaged().stream().map(BidsScan::session).sorted().toList());
        assertEquals(used.averaged().get(0), used.first());
        assertEquals(expected, FileDigest.of(out.resolve(AVERAGE)));
    }

    @Test
    void withoutTheOptionTheFirstScanIsUsed() throws IOException {
        Path out = ofTheFirst();
        assertEquals(Map.of(), anatomy(out, false));
        assertEquals(List.of(FIRST), steps);
        assertTrue(Files.exists(out.resolve("sub-01/ses-pre/anat/sub-01_ses-pre_desc-preproc_T1w.nii.gz")));
        assertFalse(Files.exists(out.resolve("sub-01/anat")));
    }

    @Test
    void aScanOfAnotherHeadIsNamed() throws IOException {
        NeuroImage first = StudyFiles.read(t1("pre"), Progress.NONE);
        float[] values = first.volume(0);
        for (int v = 0; v < values.length; v++) values[v] = 1000 - values[v];
        Files.delete(t1("post"));
        StudyFiles.write(first.volumeLike("inverted", values), t1("post"), Progress.NONE);
        Map<String, String> problems = anatomy(ofTheFirst(), true);
        assertTrue(problems.toString().contains("is it of the same person?"), problems.toString());
        assertEquals(List.of("sub-01/average", FIRST), steps);
    }
}
