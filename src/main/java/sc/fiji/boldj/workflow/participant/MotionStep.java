package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.Sidecar;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.qc.FramewiseDisplacement;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** Head motion of the raw series, the mean of what is realigned, the brain in it, and how many volumes are not used. */
final class MotionStep {

    /** Volumes, evenly spread, that make up the reference image. */
    private static final int MEAN_OF = 60;

    private static final String[] NAMES = {"trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"};

    private MotionStep() {}

    /** @param sbref single-band reference image, if there is one */
    static Step of(ScanFiles files, ParticipantOptions options, Optional<Path> sbref) {
        Path bold = files.scan().file();
        List<Path> inputs = new ArrayList<>(List.of(bold));
        sbref.ifPresent(inputs::add);
        inputs.addAll(Sidecar.find(bold).files());
        Map<String, Object> keys = options.some(ParticipantOption.DUMMY_SCANS);
        keys.putAll(Map.of("reference", "robust", "passes", 2));
        return Step.of(
                files.scan().name() + "/motion",
                keys,
                inputs,
                List.of(
                        files.motion(),
                        ScanFiles.sidecar(files.motion()),
                        files.motionMaps(),
                        files.reference(),
                        files.ownMask()),
                progress -> run(files, options, sbref, progress));
    }

    private static void run(ScanFiles files, ParticipantOptions options, Optional<Path> sbref, Progress progress)
            throws IOException {
        NeuroImage source = StudyFiles.read(files.scan().file(), progress.stage(0, 0.1));
        source.requireSeries(5);
        int skip = SteadyState.of(source, options.get(ParticipantOption.DUMMY_SCANS));
        Realignment.Motion motion =
                Realignment.estimate(source, skip, Realignment.Options.DEFAULT, progress.stage(0.1, 0.9));
        NeuroImage mean = mean(source, motion.maps(), skip, progress.stage(0.9, 0.95));
        MotionTarget target = MotionTarget.of(mean, motion.maps(), sbref, progress.stage(0.95, 1));
        NeuroImage reference = target.image();
        Mask brain = BrainMask.epi(reference, BrainMask.Options.DEFAULT, Progress.NONE);
        double[][] parameters = motion.parameters();
        Table.Builder table = Table.builder();
        for (int c = 0; c < NAMES.length; c++) {
            double[] column = new double[parameters.length];
            for (int t = 0; t < column.length; t++) column[t] = parameters[t][c];
            table.add(NAMES[c], column);
        }
        table.add("framewise_displacement", FramewiseDisplacement.power(parameters));
        TsvFiles.write(table.build(), files.motion());
        Map<String, Object> about = new TreeMap<>();
        for (String name : NAMES) about.put(name, Map.of("Units", name.startsWith("trans") ? "mm" : "rad"));
        about.put("ReferenceVolume", motion.reference());
        about.put("CentreRASmm", motion.centre());
        about.put(
                "VolumesNotConverged",
                motion.fits().stream().filter(fit -> !fit.converged()).count());
        about.put(EarlyVolumes.NUMBER, skip);
        about.put(EarlyVolumes.ORIGIN, EarlyVolumes.origin(options));
        about.putAll(target.about());
        StudyFiles.describe(files.motion(), about);
        TransformFiles.writePlain(files.motionMaps(), target.maps());
        StudyFiles.write(reference, files.reference(), Progress.NONE);
        StudyFiles.write(brain, reference, files.ownMask());
    }

    private static NeuroImage mean(NeuroImage source, List<Affine> maps, int skip, Progress progress) {
        return mean(source, maps, skip, source.grid(), progress);
    }

    /** The mean of some realigned volumes on a grid. */
    static NeuroImage mean(NeuroImage source, List<Affine> maps, int skip, VoxelGrid grid, Progress progress) {
        int steady = source.volumes() - skip;
        int volumes = Math.min(MEAN_OF, steady);
        NeuroImage some = source.createLike("some", volumes);
        NeuroImage realigned = source.createOn("realigned", grid, volumes);
        List<Affine> theirs = new ArrayList<>();
        for (int i = 0; i < volumes; i++) {
            int t = skip + (int) ((i + 0.5) * steady / volumes);
            some.writeVolume(i, source.volume(t));
            theirs.add(maps.get(t));
        }
        Resampler.resampleSeries(some, theirs, Interpolation.QUINTIC, realigned, progress);
        NeuroImage mean = source.createOn("boldref", grid, 1).withTiming(SeriesTiming.UNKNOWN);
        MeanVolume.of(realigned, mean, Progress.NONE);
        return mean;
    }
}
