package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.Heads;
import sc.fiji.boldj.simulate.SimulatedRun;

class ConfoundTableTest {

    private static final int VOLUMES = 100;
    private static final BoldSimulation.Options OPTIONS = BoldSimulation.Options.DEFAULT.withVolumes(VOLUMES);
    private static final SimulatedRun RUN =
            BoldSimulation.prepare(OPTIONS, Heads.of(OPTIONS)).run(Progress.NONE);

    private static ConfoundTable.Inputs inputs(NeuroImage bold) {
        return new ConfoundTable.Inputs(
                bold,
                RUN.brain(),
                RUN.grey(),
                RUN.white(),
                RUN.fluid(),
                RUN.motion().parameters());
    }

    private static ConfoundTable table(NeuroImage bold) {
        return ConfoundTable.of(inputs(bold), ConfoundTable.Filter.NOTCH, Progress.NONE);
    }

    @Test
    void columnsHaveTheNamesThatPeopleKnowAndEveryPresetFindsItsOwn() {
        ConfoundTable table = table(RUN.bold());
        List<String> names = table.confounds().names();
        assertTrue(names.containsAll(List.of(
                "trans_x",
                "rot_z_derivative1_power2",
                "framewise_displacement",
                "rmsd",
                "dvars",
                "std_dvars",
                "global_signal_derivative1",
                "white_matter_power2",
                "csf_derivative1_power2",
                "a_comp_cor_00",
                "w_comp_cor_09",
                "c_comp_cor_09",
                "t_comp_cor_00",
                "cosine00")));
        for (String preset :
                List.of("24P", "32P", "36P", "24P+aCompCor", "24P+aCompCor50+GS", "24P+WM+CSF", "tCompCor"))
            assertFalse(ConfoundPreset.columns(preset, names).isEmpty());
        assertEquals(34, ConfoundPreset.columns("24P+aCompCor", names).size());
        assertFalse(ConfoundPreset.columns("32P", names).contains("global_signal"));
        Map<String, Object> note = table.notes().get("a_comp_cor_00");
        assertEquals("combined", note.get("Mask"));
        assertEquals("aCompCor", note.get("Method"));
        assertTrue((double) note.get("VarianceExplained") > 0);
        assertFalse(names.contains("framewise_displacement_filtered"), "breathing cannot be seen at 2 s");
    }

    @Test
    void fastRunsHaveMotionWithoutBreathingBesideTheRaw() {
        NeuroImage fast = RUN.bold().withTiming(SeriesTiming.every(0.8));
        ConfoundTable table = table(fast);
        assertTrue(table.confounds()
                .names()
                .containsAll(List.of(
                        "trans_y_filtered", "framewise_displacement_2s", "framewise_displacement_2s_filtered")));
        assertTrue(Double.isNaN(table.confounds().column("framewise_displacement_2s")[2]));
        assertTrue(table.notes()
                .get("framewise_displacement_filtered")
                .get("Description")
                .toString()
                .contains("notch"));
        Confounds none = ConfoundTable.of(inputs(fast), ConfoundTable.Filter.NONE, Progress.NONE)
                .confounds();
        assertFalse(none.names().contains("trans_y_filtered"));
    }

    @Test
    void volumesBeforeTheSteadyStateAndMotionOutliersAreMarked() {
        NeuroImage bold = RUN.bold().createLike("bold", VOLUMES);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = RUN.bold().volume(t);
            for (int v = 0; v < volume.length; v++) volume[v] *= t < 3 ? 1.5f : t == 60 ? 1.1f : 1;
            bold.writeVolume(t, volume);
        }
        Confounds confounds = table(bold).confounds();
        assertEquals(1, confounds.column("non_steady_state_outlier02")[2]);
        assertFalse(confounds.names().contains("non_steady_state_outlier03"));
        assertArrayEquals(new double[3], java.util.Arrays.copyOf(confounds.column("a_comp_cor_00"), 3));
        assertArrayEquals(new double[3], java.util.Arrays.copyOf(confounds.column("cosine00"), 3));
        boolean found = false;
        for (String name : confounds.names())
            if (name.startsWith("motion_outlier")) found |= confounds.column(name)[60] == 1;
        assertTrue(found);
        assertTrue(ConfoundPreset.columns("24P", confounds.names()).contains("non_steady_state_outlier00"));
    }

    @Test
    void theNumberThatIsGivenGoesAndNothingOfTheTransientReachesTheRest() {
        NeuroImage bold = RUN.bold().createLike("bold", VOLUMES);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = RUN.bold().volume(t);
            for (int v = 0; v < volume.length; v++) volume[v] *= (float) (1 + 0.6 * Math.exp(-t * 2 / 1.4));
            bold.writeVolume(t, volume);
        }
        for (int given : new int[] {0, 1, 4}) {
            Confounds table = ConfoundTable.of(inputs(bold), ConfoundTable.Filter.NOTCH, given, Progress.NONE)
                    .confounds();
            assertEquals(given, ScanMotion.skip(table));
            if (given == 0) continue;
            assertEquals(0, table.column("a_comp_cor_00")[given - 1]);
            assertNotEquals(0, table.column("a_comp_cor_00")[given]);
            assertEquals(0, table.column("cosine00")[given - 1]);
            assertNotEquals(0, table.column("cosine00")[given]);
            assertEquals(0, table.column("global_signal_derivative1")[given]);
            double[] global = table.column("global_signal");
            assertEquals(global[given + 1] - global[given], table.column("global_signal_derivative1")[given + 1]);
            if (given == 1) assertTrue(table.column("std_dvars")[1] > 1.5, "a jump into the steady state");
            boolean[] outliers = IndicatorColumns.marked(table, IndicatorColumns.MOTION);
            for (int t = 0; t <= given; t++) assertFalse(outliers[t], "which is no motion");
        }
        int found = ScanMotion.skip(table(bold).confounds());
        assertTrue(found >= 2 && found <= 5, "found " + found);
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> ConfoundTable.of(inputs(bold), ConfoundTable.Filter.NOTCH, VOLUMES - 2, Progress.NONE))
                .getMessage()
                .contains("dummy_scans is 98"));
    }

    @Test
    void threadsDoNotMatterAndAnUnknownTimeLeavesComponentsOut() {
        ConfoundTable[] tables = new ConfoundTable[2];
        for (int n = 0; n < 2; n++) {
            int index = n;
            Parallelization.runWithNumThreads(n + 1, () -> tables[index] = table(RUN.bold()));
        }
        assertEquals(tables[0].confounds().names(), tables[1].confounds().names());
        for (int c = 0; c < tables[0].confounds().size(); c++)
            assertArrayEquals(
                    tables[0].confounds().column(c), tables[1].confounds().column(c));
        ConfoundTable untimed = table(RUN.bold().withTiming(SeriesTiming.UNKNOWN));
        assertTrue(untimed.confounds().names().contains("csf"));
        assertFalse(untimed.confounds().names().contains("a_comp_cor_00"));
        ConfoundTable.Inputs twice =
                new ConfoundTable.Inputs(RUN.bold(), RUN.brain(), null, RUN.white(), RUN.white(), null);
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> ConfoundTable.of(twice, ConfoundTable.Filter.NOTCH, Progress.NONE))
                .getMessage()
                .contains("same tissue"));
    }
}
