package sc.fiji.boldj.workflow.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Several processes on one folder of results, as an array of jobs on a cluster starts them. */
class SeveralProcessesTest {

    @TempDir
    Path root;

    private Map<String, String> run(String subject) throws IOException {
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        return new ParticipantRun(
                        BidsDataset.read(root.resolve("bids")),
                        root.resolve("out"),
                        ParticipantOptions.DEFAULT,
                        Template.builtIn(),
                        BuiltInSymmetry.SHARED,
                        "BoldJ test",
                        new StudyPageSet("BoldJ test"))
                .run(subject, quiet, Progress.NONE);
    }

    @Test
    void oneLeavesAloneWhatAnotherIsAbout() throws IOException {
        Path func = Files.createDirectories(root.resolve("bids/sub-01/func"));
        Files.writeString(func.resolve("sub-01_task-rest_bold.nii.gz"), "no image");
        Path begun = Files.createDirectories(root.resolve("out/work/sub-02_task-rest"));
        Path theirs = Files.writeString(root.resolve("out/.sub-02_task-rest.html.1.part"), "half");
        Path ours = Files.writeString(root.resolve("out/.sub-01_task-rest.html.1.part"), "half");
        assertEquals(1, run("01").size(), "the image cannot be read");
        assertTrue(Files.isDirectory(begun), "a folder that another process has just made stays");
        assertTrue(Files.exists(theirs));
        assertFalse(Files.exists(ours), "what a killed process of this participant left is removed");
        Path log = ParticipantRun.log(root.resolve("out"), "01");
        StudyLock held = StudyLock.of(log);
        IOException e = assertThrows(IOException.class, () -> run("01"));
        assertTrue(e.getMessage().contains("another process is working on this"), e.getMessage());
        held.close();
        run("01");
        assertFalse(Files.exists(log.resolveSibling("." + log.getFileName() + ".lock")), "nothing is left");
    }
}
