package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.FieldScans;
import sc.fiji.boldj.simulate.SimulatedRun;
import sc.fiji.boldj.simulate.TrialVisit;

/**
 * Writes the scans of a simulated session.
 *
 * @param folder of the session
 * @param name beginning of the names of its files, {@code sub-01_ses-pre_}
 * @param extras further files of each run
 */
public record SessionScans(Path folder, String name, RunExtras extras) {

    private static final NiftiWriter.Options WHOLE = NiftiWriter.Options.of(NiftiWriter.Type.INT16);

    /** Writes the T1-weighted image. */
    public void anatomy(TrialVisit visit, Progress progress) throws IOException {
        Path anat = Files.createDirectories(folder.resolve("anat"));
        NeuroImage t1 = visit.anatomy(progress);
        NiftiWriter.write(t1, anat.resolve(name + "T1w.nii.gz"), WHOLE, Progress.NONE);
    }

    /** Writes the series of a run with its sidecar. */
    public void run(TrialVisit visit, String task, Progress progress) throws IOException {
        Path func = Files.createDirectories(folder.resolve("func"));
        BoldSimulation run = visit.rest(progress.stage(0, 0.25));
        SimulatedRun simulated = run.run(progress.stage(0.25, 0.875));
        NeuroImage bold = simulated.bold();
        NeuroImage still = simulated.baseline();
        Map<String, Object> sidecar = new TreeMap<>(Sidecar.keysOf(bold.timing()));
        sidecar.put("TaskName", task);
        if (extras.fieldmaps().any()) {
            FieldScans field = visit.field();
            if (Files.notExists(folder.resolve("fmap"))) extras.fieldmaps().write(folder, name, field, still);
            bold = field.distort(bold, simulated.motion(), -1, Progress.NONE);
            still = field.encoded(still, -1, 0);
            sidecar.putAll(extras.fieldmaps().run(field));
        }
        extras.write(func, name + "task-" + task, run, still);
        NiftiWriter.write(bold, func.resolve(name + "task-" + task + "_bold.nii.gz"), WHOLE, progress.stage(0.875, 1));
        JsonFile.write(func.resolve(name + "task-" + task + "_bold.json"), sidecar);
    }
}
