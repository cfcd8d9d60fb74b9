package sc.fiji.boldj.workflow.scan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.PhaseEncoding;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.EchoPlanarDistortion;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;
import sc.fiji.boldj.simulate.SusceptibilityField;

/** The head lay elsewhere when the field maps were taken: the field follows it to the reference volume. */
class SeriesFieldTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(40, 43, 31, Affine.of(-5.5, 0, 0, 107, 0, 5.5, 0, -131, 0, 0, 5.5, -62));
    private static final HeadModel HEAD = Heads.of(4);
    private static final SusceptibilityField FIELD = new SusceptibilityField(120);
    private static final Affine MOTION = new RigidMotion(3, -2, 2.5, 0.05, -0.03, 0.04).toAffine(GRID.centre());

    private static VoxelGrid pulled(Affine map) {
        return new VoxelGrid(40, 43, 31, map.inverse().times(GRID.affine()));
    }

    private static EncodedImage scan(Affine map, String direction) {
        PhaseEncoding encoding = PhaseEncoding.of(direction, 0.045);
        NeuroImage image = NeuroImage.floats(direction, GRID, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(
                0,
                EchoPlanarDistortion.of(
                        HEAD.echoPlanar(pulled(map), Progress.NONE).volume(0),
                        FIELD.on(GRID, map.inverse(), Progress.NONE).volume(0),
                        GRID,
                        encoding.axis(),
                        encoding.voxelsPerHertz(),
                        Progress.NONE));
        return new EncodedImage(image, encoding);
    }

    /** The error as displacement, mm, where 1 + T df/dy is above .2, sorted. */
    private static double[] errors(NeuroImage field) {
        float[] found = field.volume(0);
        float[] truth = FIELD.on(GRID, MOTION.inverse(), Progress.NONE).volume(0);
        Mask brain = HEAD.brain(pulled(MOTION), Progress.NONE);
        double[] errors = new double[brain.count()];
        int n = 0;
        for (int v : brain.indices()) {
            if (v < 40 || v + 40 >= truth.length) continue;
            if (1 - 0.045 * Math.abs(truth[v + 40] - truth[v - 40]) / 2 <= 0.2) continue;
            errors[n++] = 0.045 * 5.5 * (found[v] - truth[v]);
        }
        double[] kept = Arrays.copyOf(errors, n);
        Arrays.sort(kept);
        double middle = kept[n / 2];
        for (int i = 0; i < n; i++) kept[i] = Math.abs(kept[i] - middle);
        Arrays.sort(kept);
        return kept;
    }

    /** Median below .3 mm, the bar of the field itself, although it was registered to a head 5 mm and 4 degrees away. */
    @Test
    void thePairsFieldIsBroughtToTheReferenceVolume() {
        EncodedImage reference = scan(MOTION, "j-");
        SeriesField found = SeriesField.of(
                reference, List.of(scan(Affine.IDENTITY, "j"), scan(Affine.IDENTITY, "j-")), false, Progress.NONE);
        double[] errors = errors(found.field());
        assertTrue(errors[errors.length / 2] < 0.3, "median " + errors[errors.length / 2]);
        assertTrue(errors[(int) (0.95 * errors.length)] < 1.5, "95 % " + errors[(int) (0.95 * errors.length)]);
    }

    /** One image opposed to the series: the reference volume is the other of the pair. */
    @Test
    void theReferenceVolumeCompletesASingleImage() {
        SeriesField found =
                SeriesField.of(scan(MOTION, "j-"), List.of(scan(Affine.IDENTITY, "j")), false, Progress.NONE);
        double[] errors = errors(found.field());
        assertTrue(errors[errors.length / 2] < 0.3, "median " + errors[errors.length / 2]);
    }
}
