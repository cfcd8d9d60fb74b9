package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.preprocess.EchoCombination;
import sc.fiji.boldj.preprocess.EchoFit;
import sc.fiji.boldj.preprocess.EchoMaps;
import sc.fiji.boldj.preprocess.EchoSeries;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.echo.EchoTimes;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/**
 * T2* of a run with several echoes, and their combination. Head motion is that of the first echo. T2* is fitted to the means of
 * the realigned echoes; for each volume the map follows the head, the weights are found from it where the voxels were
 * measured, and the raw echoes are added, so that they are interpolated only once, later.
 */
public final class EchoStep {

    /** Key of the echo times, in the sidecar of the combined series. */
    public static final String TIMES = "EchoTimes";

    private EchoStep() {}

    /** @param echoes files in the order of their echo times */
    static Step of(ScanFiles files, List<Path> echoes) {
        List<Path> inputs = inputs(echoes);
        inputs.addAll(List.of(files.motionMaps(), files.reference(), EarlyVolumes.file(files)));
        return Step.of(
                files.scan().name() + "/echoes",
                Map.of("fit", EchoFit.Method.LOGLINEAR.toString()),
                inputs,
                List.of(files.t2star(), ScanFiles.sidecar(files.t2star()), files.s0(), ScanFiles.sidecar(files.s0())),
                progress -> run(files, echoes, progress));
    }

    /** The echoes with their sidecars. */
    static List<Path> inputs(List<Path> echoes) {
        List<Path> inputs = new ArrayList<>(echoes);
        for (Path echo : echoes)
            for (Path sidecar : Sidecar.find(echo).files()) if (!inputs.contains(sidecar)) inputs.add(sidecar);
        return inputs;
    }

    private static void run(ScanFiles files, List<Path> echoes, Progress progress) throws IOException {
        double[] times = EchoTimes.of(echoes);
        List<Affine> motion = TransformFiles.read(files.motionMaps());
        NeuroImage reference = StudyFiles.read(files.reference(), Progress.NONE);
        int skip = EarlyVolumes.count(files);
        List<float[]> means = new ArrayList<>();
        NeuroImage first = null;
        for (int e = 0; e < echoes.size(); e++) {
            NeuroImage echo = StudyFiles.read(
                    echoes.get(e), progress.stage((double) e / echoes.size(), (e + 0.5) / echoes.size()));
            if (first == null) first = echo.createLike(echo.name(), 1);
            else requireAlike(echo, first, motion.size());
            means.add(MotionStep.mean(echo, motion, skip, reference.grid(), Progress.NONE)
                    .volume(0));
        }
        EchoMaps maps = EchoMaps.of(
                means, Mask.all(reference.grid()), times, EchoFit.Method.LOGLINEAR, progress.stage(0.95, 1));
        StudyFiles.write(maps.t2star(), reference, files.t2star());
        StudyFiles.write(maps.s0(), reference, files.s0());
        describe(files.t2star(), "effective transverse relaxation time", "s", times);
        describe(files.s0(), "signal at echo time 0", "arbitrary, as scanned", times);
    }

    private static void requireAlike(NeuroImage echo, NeuroImage first, int volumes) {
        if (echo.volumes() != volumes)
            throw new IllegalArgumentException(first.name() + " has " + volumes + " volumes, but " + echo.name()
                    + " has " + echo.volumes() + ": echoes of one run have as many");
        EchoSeries.requireAlike(first, echo.createLike(echo.name(), 1));
    }

    private static void describe(Path file, String description, String units, double[] times) throws IOException {
        Map<String, Object> about = new TreeMap<>();
        about.put("Description", description);
        about.put("Units", units);
        about.put(TIMES, times);
        about.put("Fit", EchoFit.Method.LOGLINEAR.toString());
        StudyFiles.describe(file, about);
    }

    /** The raw series of a run: the combination of its echoes, or the only one. */
    static NeuroImage source(ScanFiles files, List<Path> echoes, Map<String, Object> about, Progress progress)
            throws IOException {
        if (echoes.size() < 2) return StudyFiles.read(files.scan().file(), progress);
        double[] times = EchoTimes.of(echoes);
        List<NeuroImage> series = new ArrayList<>();
        for (int e = 0; e < echoes.size(); e++)
            series.add(StudyFiles.read(
                    echoes.get(e), progress.stage(0.5 * e / echoes.size(), 0.5 * (e + 1) / echoes.size())));
        NeuroImage t2star = StudyFiles.read(files.t2star(), Progress.NONE);
        float[] map = t2star.volume(0);
        List<Affine> motion = TransformFiles.read(files.motionMaps());
        NeuroImage target =
                series.get(0).createLike(series.get(0).name(), series.get(0).volumes());
        VoxelGrid grid = target.grid();
        EchoCombination.of(
                series,
                volume -> {
                    float[] moved = new float[grid.voxels()];
                    Resampler.resample(
                            map,
                            t2star.grid(),
                            grid,
                            motion.get(volume).inverse(),
                            Interpolation.LINEAR,
                            moved,
                            Progress.NONE);
                    return EchoMaps.weights(moved, times);
                },
                target,
                progress.stage(0.5, 1));
        about.put(TIMES, times);
        about.put("EchoesCombinedBy", "TE exp(-TE/T2*) (Posse 1999), T2* by a weighted log-linear fit");
        return target;
    }
}
