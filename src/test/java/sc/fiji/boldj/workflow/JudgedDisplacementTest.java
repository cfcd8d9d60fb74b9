package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class JudgedDisplacementTest {

    private static final VoxelGrid GRID = new VoxelGrid(6, 6, 6, Affine.scaling(3, 3, 3));

    /** A head that drifts at a speed in mm per second, with breathing of 0.3 Hz on top. */
    private static double[][] motion(double repetitionTime, int volumes, double speed, double breathing) {
        double[][] motion = new double[volumes][6];
        for (int t = 0; t < volumes; t++) {
            double time = t * repetitionTime;
            motion[t][2] = speed * time;
            motion[t][1] = breathing * Math.sin(2 * Math.PI * 0.3 * time);
        }
        return motion;
    }

    private static ConfoundTable table(double[][] motion, double repetitionTime) {
        NeuroImage series = NeuroImage.floats("series", GRID, motion.length, SeriesTiming.every(repetitionTime));
        SplittableRandom random = Seeds.stream(2, 0);
        for (int t = 0; t < motion.length; t++) {
            double[] draws = new double[GRID.voxels()];
            Seeds.fillGaussian(random, draws);
            float[] volume = new float[draws.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (1000 + 10 * draws[v]);
            series.writeVolume(t, volume);
        }
        return ConfoundTable.of(
                new ConfoundTable.Inputs(series, Mask.all(GRID), null, null, null, motion),
                ConfoundTable.Filter.NOTCH,
                0,
                Progress.NONE);
    }

    private static long outliers(ConfoundTable table) {
        boolean[] marked = IndicatorColumns.marked(table.confounds(), IndicatorColumns.MOTION);
        long count = 0;
        // away from the ends, where a filter sees one side only
        for (int t = 15; t < marked.length - 15; t++) if (marked[t]) count++;
        return count;
    }

    /** 0.2 mm per 2 s is 0.08 mm per 0.8 s (Fair 2020). */
    @Test
    void thresholdsAreConvertedToTheRepetitionTime() {
        Confounds table = Confounds.none(3).with("framewise_displacement", new double[] {Double.NaN, 0.1, 0.3});
        JudgedDisplacement fast = JudgedDisplacement.of(table, 0.8);
        assertEquals(0.08, fast.perVolume(0.2), 1e-12);
        assertEquals(0.25, fast.perReference()[1], 1e-12);
        assertEquals(0.75, JudgedDisplacement.of(table, 3).perVolume(0.5), 1e-12);
        assertEquals(0.5, JudgedDisplacement.of(table, 2).perVolume(0.5), 1e-12);
        assertEquals(0.5, JudgedDisplacement.of(table, Double.NaN).perVolume(0.5), 1e-12, "per volume if not known");
        assertEquals(
                "framewise_displacement_filtered",
                JudgedDisplacement.of(table.with("framewise_displacement_filtered", new double[3]), 0.8)
                        .column());
    }

    /** The same head at the same speed is judged alike at 2, 0.8 and 3 s: a drift of 0.6 mm per 2 s everywhere, of 0.4 nowhere. */
    @Test
    void outliersDoNotHangOnTheRepetitionTime() {
        for (double repetitionTime : new double[] {0.8, 2, 3}) {
            int volumes = (int) Math.round(180 / repetitionTime);
            assertEquals(
                    volumes - 30,
                    outliers(table(motion(repetitionTime, volumes, 0.3, 0), repetitionTime)),
                    "fast at " + repetitionTime);
            assertEquals(
                    0,
                    outliers(table(motion(repetitionTime, volumes, 0.2, 0), repetitionTime)),
                    "slow at " + repetitionTime);
        }
    }

    /** Breathing of 0.2 mm moves the head by up to 0.3 mm a volume of 0.8 s, which is above 0.5 mm per 2 s, but no head motion. */
    @Test
    void breathingIsNoOutlierAtFastSampling() {
        double[][] motion = motion(0.8, 300, 0, 0.2);
        ConfoundTable table = table(motion, 0.8);
        double raw = ScanMotion.largest(table.confounds().column("framewise_displacement"));
        assertTrue(raw > 0.2, "raw displacement of " + raw + " mm would be marked");
        assertEquals(0, outliers(table));
        Map<String, Object> note = table.notes().get(IndicatorColumns.MOTION);
        assertEquals(0.2, (double) note.get("DisplacementMillimetresPerVolume"), 1e-12);
        assertEquals(0.5, (double) note.get("DisplacementMillimetresPer2s"), 1e-12);
        ScanMotion seen = ScanMotion.of(table.confounds(), 0.8);
        assertEquals("framewise_displacement_filtered", seen.judged().column());
        assertTrue(seen.left(0.5, 0) >= 270, "the page judges the same figure: " + seen.left(0.5, 0));
    }
}
