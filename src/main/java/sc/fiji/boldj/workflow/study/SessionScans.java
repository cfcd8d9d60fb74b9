package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.EchoTime;
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

    /** Writes the series of a run, or its echoes, with their sidecars. */
    public void run(TrialVisit visit, String task, Progress progress) throws IOException {
        List<EchoTime> times = extras.times();
        for (int e = 0; e < times.size(); e++)
            echo(visit, task, e, progress.stage((double) e / times.size(), (e + 1.0) / times.size()));
    }

    private void echo(TrialVisit visit, String task, int number, Progress progress) throws IOException {
        Path func = Files.createDirectories(folder.resolve("func"));
        boolean several = extras.times().size() > 1;
        EchoTime time = extras.times().get(number);
        BoldSimulation run = visit.rest(time, progress.stage(0, 0.25));
        SimulatedRun simulated = run.run(progress.stage(0.25, 0.875));
        NeuroImage bold = simulated.bold();
        NeuroImage still = simulated.baseline();
        Map<String, Object> sidecar = new TreeMap<>(Sidecar.keysOf(bold.timing()));
        sidecar.put("TaskName", task);
        if (several) sidecar.put("EchoTime", time.seconds());
        if (extras.fieldmaps().any()) {
            FieldScans field = visit.field();
            if (Files.notExists(folder.resolve("fmap"))) extras.fieldmaps().write(folder, name, field, still);
            bold = field.distort(bold, simulated.motion(), -1, Progress.NONE);
            still = field.encoded(still, -1, 0);
            sidecar.putAll(extras.fieldmaps().run(field));
        }
        String of = name + "task-" + task;
        if (number == 0) extras.writePhysiology(func, of, run);
        if (several) of += "_echo-" + (number + 1);
        extras.writeReference(func, of, still);
        NiftiWriter.write(bold, func.resolve(of + "_bold.nii.gz"), WHOLE, progress.stage(0.875, 1));
        JsonFile.write(func.resolve(of + "_bold.json"), sidecar);
    }
}
