package sc.fiji.boldj.workflow.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.distortion.EncodedImage;
import sc.fiji.boldj.distortion.PhaseEncoding;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.simulate.EchoPlanarDistortion;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;
import sc.fiji.boldj.simulate.SusceptibilityField;

/** Field maps of a simulated head whose field is known, in three forms. */
class MeasuredScanTest {

    private static final double FIRST = 0.00492;
    private static final double SECOND = 0.00738;
    private static final double READOUT = 0.05;
    private static final VoxelGrid GRID =
            new VoxelGrid(42, 46, 32, Affine.of(-5, 0, 0, 102, 0, 5, 0, -128, 0, 0, 5, -62));
    private static final HeadModel HEAD = Heads.of(4);
    private static final SusceptibilityField FIELD = new SusceptibilityField(150);
    private static final Affine MOTION = new RigidMotion(1.5, -1, 1, 0.03, -0.012, 0.015).toAffine(GRID.centre());

    @TempDir
    static Path folder;

    /** Phases as a scanner stores them, -pi to pi as 0 to 4095, with noise everywhere. */
    @BeforeAll
    static void writeMaps() throws IOException {
        float[] hertz = FIELD.on(GRID, Affine.IDENTITY, Progress.NONE).volume(0);
        float[] grey = HEAD.echoPlanar(GRID, Progress.NONE).volume(0);
        double[] noise = new double[2 * hertz.length];
        Seeds.fillGaussian(Seeds.stream(7, 0), noise);
        float[] first = new float[hertz.length];
        float[] second = new float[hertz.length];
        float[] difference = new float[hertz.length];
        float[] radians = new float[hertz.length];
        for (int v = 0; v < hertz.length; v++) {
            double spread = Math.min(2, 12 / Math.max(1, grey[v]));
            double one = 2 * Math.PI * FIRST * hertz[v] + 0.7 + spread * noise[v];
            double two = 2 * Math.PI * SECOND * hertz[v] + 0.7 + spread * noise[hertz.length + v];
            first[v] = stored(one);
            second[v] = stored(two);
            difference[v] = stored(two - one);
            radians[v] = (float) (2 * Math.PI * hertz[v]);
        }
        write("a_phase1", first, "{\"EchoTime\": 0.00492}");
        write("a_phase2", second, "{\"EchoTime\": 0.00738}");
        write("a_magnitude1", grey, "{}");
        write("b_phasediff", difference, "{\"EchoTime1\": 0.00492, \"EchoTime2\": 0.00738}");
        write("b_magnitude1", grey, "{}");
        write("c_fieldmap", radians, "{\"Units\": \"rad/s\"}");
        write("c_magnitude", grey, "{}");
    }

    private static float stored(double radians) {
        double turn = radians / (2 * Math.PI) + 0.5;
        return (float) Math.min(4095, Math.floor(4096 * (turn - Math.floor(turn))));
    }

    private static void write(String name, float[] values, String sidecar) throws IOException {
        NeuroImage image = NeuroImage.floats(name, GRID, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        NiftiWriter.write(image, folder.resolve(name + ".nii"), NiftiWriter.Options.DEFAULT, Progress.NONE);
        Files.writeString(folder.resolve(name + ".json"), sidecar);
    }

    private static MeasuredScan read(String name) throws IOException {
        return MeasuredScan.read(FieldmapParts.of(folder.resolve(name + ".nii")), Progress.NONE);
    }

    /**
     * The displacement error of a field in mm within the brain where the true scaling is above .2, sorted.
     *
     * @param map from the head of the field map to that of the reference
     */
    private static double[] errors(float[] found, Affine map) {
        float[] truth = FIELD.on(GRID, map.inverse(), Progress.NONE).volume(0);
        VoxelGrid pulled = new VoxelGrid(42, 46, 32, map.inverse().times(GRID.affine()));
        Mask brain = HEAD.brain(pulled, Progress.NONE);
        double[] errors = new double[brain.count()];
        int n = 0;
        for (int v : brain.indices()) {
            if (v < 42 || v + 42 >= truth.length) continue;
            if (1 - READOUT * Math.abs(truth[v + 42] - truth[v - 42]) / 2 <= 0.2) continue;
            errors[n++] = READOUT * 5 * Math.abs(found[v] - truth[v]);
        }
        double[] kept = Arrays.copyOf(errors, n);
        Arrays.sort(kept);
        return kept;
    }

    /** Two phases give the field of the head; the bar is .3 mm. A phase difference is tested with the run, below. */
    @Test
    void twoPhasesGiveTheFieldInHertz() throws IOException {
        double[] errors = errors(read("a_phase1").field().volume(0), Affine.IDENTITY);
        assertTrue(errors[errors.length / 2] < 0.3, "median " + errors[errors.length / 2]);
        assertTrue(errors[(int) (0.95 * errors.length)] < 1, "95 % " + errors[(int) (0.95 * errors.length)]);
    }

    @Test
    void aFieldInRadiansPerSecondIsConverted() throws IOException {
        double[] errors = errors(read("c_fieldmap").field().volume(0), Affine.IDENTITY);
        assertTrue(errors[errors.length / 2] < 0.05, "median " + errors[errors.length / 2]);
    }

    /** The head moved by 2 degrees and 2 mm between field map and run; the run is distorted. */
    @Test
    void theFieldFollowsTheHeadToTheRun() throws IOException {
        PhaseEncoding encoding = PhaseEncoding.of("j-", READOUT);
        VoxelGrid pulled = new VoxelGrid(42, 46, 32, MOTION.inverse().times(GRID.affine()));
        NeuroImage reference = NeuroImage.floats("bold", GRID, 1, SeriesTiming.UNKNOWN);
        reference.writeVolume(
                0,
                EchoPlanarDistortion.of(
                        HEAD.echoPlanar(pulled, Progress.NONE).volume(0),
                        FIELD.on(GRID, MOTION.inverse(), Progress.NONE).volume(0),
                        GRID,
                        1,
                        encoding.voxelsPerHertz(),
                        Progress.NONE));
        SeriesField found = SeriesField.of(new EncodedImage(reference, encoding), read("b_phasediff"), Progress.NONE);
        double[] errors = errors(found.field().volume(0), MOTION);
        assertTrue(errors[errors.length / 2] < 0.3, "median " + errors[errors.length / 2]);
        assertTrue(errors[(int) (0.95 * errors.length)] < 1, "95 % " + errors[(int) (0.95 * errors.length)]);
        double[] centre = GRID.centre();
        assertArrayEquals(
                MOTION.apply(centre[0], centre[1], centre[2]),
                found.headToReference().apply(centre[0], centre[1], centre[2]),
                0.5);
    }

    @Test
    void whatIsMissingOrDoesNotFitIsNamed() throws IOException {
        float[] values = new float[GRID.voxels()];
        write("d_phasediff", values, "{\"EchoTime1\": 0.005}");
        assertTrue(refused("d_phasediff").contains("d_magnitude1"));
        write("d_magnitude1", HEAD.echoPlanar(GRID, Progress.NONE).volume(0), "{}");
        assertTrue(refused("d_phasediff").contains("EchoTime2"));
        write("d_phasediff", values, "{\"EchoTime1\": 4.92, \"EchoTime2\": 7.38}");
        assertTrue(refused("d_phasediff").contains("echo times are in seconds"));
        Arrays.fill(values, 1000);
        write("d_phasediff", values, "{\"EchoTime1\": 0.005, \"EchoTime2\": 0.007}");
        assertTrue(refused("d_phasediff").contains("convert them to radians"));
        Arrays.fill(values, Float.NaN);
        write("d_phasediff", values, "{\"EchoTime1\": 0.005, \"EchoTime2\": 0.007}");
        assertTrue(refused("d_phasediff").contains("not finite"));
        write("d_fieldmap", new float[GRID.voxels()], "{\"Units\": \"ppm\"}");
        write("d_magnitude", HEAD.echoPlanar(GRID, Progress.NONE).volume(0), "{}");
        assertTrue(refused("d_fieldmap").contains("'ppm'"));
    }

    private static String refused(String name) {
        return assertThrows(DataException.class, () -> read(name)).getMessage();
    }
}
