package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.SimulatedRun;
import sc.fiji.boldj.workflow.physio.PhysioModel;
import sc.fiji.boldj.workflow.physio.PhysioRecordings;

/** Recordings and reference images of simulated runs. */
class RunExtrasTest {

    @TempDir
    Path root;

    @Test
    void recordingsAndReferenceImageAreThoseOfTheRun() throws IOException {
        TinyTrial trial = new TinyTrial(60);
        trial.write(root, "01", "pre", trial.visit(0, 0), false);
        Path func = root.resolve("sub-01/ses-pre/func");
        BoldSimulation run = trial.visit(0, 0).rest(Progress.NONE);
        SimulatedRun made = run.run(Progress.NONE);
        RunExtras extras = new RunExtras(true, true, false, new FieldmapFiles(false, false));
        extras.writePhysiology(func, "sub-01_ses-pre_task-rest", run);
        extras.writeReference(func, "sub-01_ses-pre_task-rest", made.baseline());
        BidsDataset dataset = BidsDataset.read(root);
        PhysioModel model = PhysioModel.of(
                PhysioRecordings.read(
                        BidsDataset.physiology(dataset.bold("01").get(0)).values()),
                120);
        double heart = model.beats().perMinute(0, 120);
        assertTrue(heart > 55 && heart < 78, "0.95 to 1.25 Hz: " + heart);
        NeuroImage sbref = StudyFiles.read(func.resolve("sub-01_ses-pre_task-rest_sbref.nii.gz"), Progress.NONE);
        sbref.grid().requireSameAs(made.bold().grid(), "the reference image", "the run");
        int middle = sbref.grid().index(15, 18, 12);
        assertEquals(1.3 * made.baseline().volume(0)[middle], sbref.volume(0)[middle], 1);

        RunExtras.NONE.writeReference(root, "none", made.baseline());
        RunExtras.NONE.writePhysiology(root, "none", run);
        assertTrue(Files.notExists(root.resolve("none_sbref.nii.gz")));
        assertEquals(
                new RunExtras(true, false, true, new FieldmapFiles(false, true)),
                SimulationOptions.DEFAULT
                        .with(SimulationOption.ACQUIRE, List.of("physio", "phasediff", "echoes"))
                        .extras());
        assertThrows(
                IllegalArgumentException.class,
                () -> SimulationOptions.DEFAULT.with(SimulationOption.ACQUIRE, List.of("t2")));
    }
}
