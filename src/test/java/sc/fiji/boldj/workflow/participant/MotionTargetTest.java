package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** A single-band reference image in another position and of another contrast as the target of motion correction. */
class MotionTargetTest {

    @TempDir
    Path folder;

    @Test
    void theSingleBandReferenceIsTheTargetAndAFarOneIsNot() throws IOException {
        NeuroImage bold = new TinyTrial(5)
                .visit(0, 0)
                .rest(Progress.NONE)
                .run(Progress.NONE)
                .bold();
        NeuroImage mean = NeuroImage.floats("boldref", bold.grid(), 1, SeriesTiming.UNKNOWN);
        mean.writeVolume(0, bold.volume(4));
        double[] centre = mean.grid().centre();
        Affine truth =
                RigidMotion.of(new double[] {3, -2, 1.5, 0.03, -0.02, 0.04}).toAffine(centre);
        float[] moved = new float[mean.grid().voxels()];
        Resampler.resample(
                mean.volume(0), mean.grid(), mean.grid(), truth, Interpolation.QUINTIC, moved, Progress.NONE);
        for (int v = 0; v < moved.length; v++) moved[v] = (float) (40 * Math.sqrt(Math.max(0, moved[v])));
        NeuroImage sbref = mean.createLike("sbref", 1);
        sbref.writeVolume(0, moved);
        Path file = folder.resolve("sub-01_task-rest_sbref.nii.gz");
        StudyFiles.write(sbref, file, Progress.NONE);
        Affine own = RigidMotion.of(new double[] {0.5, 0, 0, 0, 0.01, 0}).toAffine(centre);

        MotionTarget target = MotionTarget.of(mean, List.of(Affine.IDENTITY, own), Optional.of(file), Progress.NONE);
        assertEquals(
                "single-band reference image sub-01_task-rest_sbref.nii.gz",
                target.about().get("Target"));
        // places of the reference image to places of the volumes: within a tenth of the voxels of 6 mm
        for (double[] place : new double[][] {{0, 0, 0}, {40, -30, 30}, {-40, 20, 10}, {0, -60, 40}})
            for (int t = 0; t < 2; t++) {
                double[] first = truth.apply(place[0], place[1], place[2]);
                double[] expected = t == 0 ? first : own.apply(first[0], first[1], first[2]);
                double[] found = target.maps().get(t).apply(place[0], place[1], place[2]);
                for (int axis = 0; axis < 3; axis++) assertEquals(expected[axis], found[axis], 0.6, "volume " + t);
            }
        assertTrue(target.image().volume(0)[1000] == moved[1000], "the image itself is coregistered");

        assertEquals(
                "mean of the realigned volumes",
                MotionTarget.of(mean, List.of(own), Optional.empty(), Progress.NONE)
                        .about()
                        .get("Target"));
    }
}
