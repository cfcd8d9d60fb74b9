package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.PhysioFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.EchoTime;
import sc.fiji.boldj.simulate.PhysioTrace;

/**
 * Further files of a simulated run besides its series.
 *
 * @param physio recordings of pulse and breathing, 100 samples per second
 * @param sbref a single-band reference image: the head at rest, brighter, without noise
 * @param echoes three echoes in place of one
 * @param fieldmaps of the session; with any of them, its runs are distorted
 */
public record RunExtras(boolean physio, boolean sbref, boolean echoes, FieldmapFiles fieldmaps) {

    /** Echo times as of a multiband protocol with three echoes; the second is that of a run with one echo. */
    private static final List<EchoTime> ECHOES = List.of(new EchoTime(0.0137), EchoTime.SINGLE, new EchoTime(0.0463));

    /** Nothing. */
    static final RunExtras NONE = new RunExtras(false, false, false, new FieldmapFiles(false, false));

    private static final double HERTZ = 100;
    private static final double NOISE = 0.1;

    /** Spins are relaxed, as no volume is taken before. */
    private static final float BRIGHTER = 1.3f;

    /** The echoes of each run. */
    List<EchoTime> times() {
        return echoes ? ECHOES : List.of(EchoTime.SINGLE);
    }

    /** Writes the recordings of a run; {@code name} goes up to its task. */
    void writePhysiology(Path folder, String name, BoldSimulation run) throws IOException {
        if (!physio) return;
        PhysioTrace trace = run.recording(HERTZ, NOISE);
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("cardiac", trace.cardiac());
        columns.put("respiratory", trace.respiratory());
        PhysioFile.write(
                new PhysioFile(folder.resolve(name + "_physio.tsv.gz"), trace.frequency(), trace.start(), columns));
    }

    /**
     * Writes the reference image of an echo.
     *
     * @param name of the run up to its task or echo
     * @param baseline the head in its reference position at the echo time
     */
    void writeReference(Path folder, String name, NeuroImage baseline) throws IOException {
        if (!sbref) return;
        NeuroImage image = baseline.createLike("sbref", 1);
        float[] values = baseline.volume(0);
        for (int v = 0; v < values.length; v++) values[v] = Math.min(Short.MAX_VALUE, BRIGHTER * values[v]);
        image.writeVolume(0, values);
        NiftiWriter.write(
                image,
                folder.resolve(name + "_sbref.nii.gz"),
                NiftiWriter.Options.of(NiftiWriter.Type.INT16),
                Progress.NONE);
    }
}
