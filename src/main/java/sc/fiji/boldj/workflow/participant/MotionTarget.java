package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.registration.LinearCost;
import sc.fiji.boldj.registration.LinearFit;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.study.StudyFiles;

/**
 * The image that the volumes of a run are aligned to and that is coregistered: the mean of the realigned volumes, or the
 * single-band reference image, to which that mean is aligned with six degrees of freedom. The parameters of motion keep their
 * reference volume.
 *
 * @param image the target
 * @param maps for each volume, from places in the target to places in the volume
 * @param about for the sidecar
 */
record MotionTarget(NeuroImage image, List<Affine> maps, Map<String, Object> about) {

    /** A reference image farther away than this is not of the same session's position. */
    private static final double MOST_MM = 30;

    static MotionTarget of(NeuroImage mean, List<Affine> maps, Optional<Path> sbref, Progress progress)
            throws IOException {
        Map<String, Object> about = new TreeMap<>();
        about.put("Target", "mean of the realigned volumes");
        if (sbref.isEmpty()) return new MotionTarget(mean, maps, about);
        NeuroImage read = StudyFiles.read(sbref.get(), Progress.NONE);
        NeuroImage reference = read.createLike(read.name(), 1).withTiming(SeriesTiming.UNKNOWN);
        reference.writeVolume(0, MeanVolume.between(read, 0, read.volumes(), Progress.NONE));
        LinearFit fit = LinearRegistration.of(
                reference,
                mean,
                LinearRegistration.Options.DEFAULT.withDof(6).withCost(LinearCost.NORMALISED_MUTUAL_INFORMATION),
                progress);
        double[] centre = reference.grid().centre();
        double[] moved = fit.fixedToMoving().apply(centre[0], centre[1], centre[2]);
        double distance =
                Math.sqrt(square(moved[0] - centre[0]) + square(moved[1] - centre[1]) + square(moved[2] - centre[2]));
        if (!(distance < MOST_MM)) {
            about.put(
                    "TargetNote",
                    String.format(
                            Locale.ROOT,
                            "%s was not used: it would be %.0f mm away from the series",
                            sbref.get().getFileName(),
                            distance));
            return new MotionTarget(mean, maps, about);
        }
        List<Affine> all = new ArrayList<>();
        for (Affine map : maps) all.add(map.times(fit.fixedToMoving()));
        about.put("Target", "single-band reference image " + sbref.get().getFileName());
        about.put("TargetMovedMillimetres", distance);
        return new MotionTarget(reference, all, about);
    }

    private static double square(double x) {
        return x * x;
    }
}
