package sc.fiji.boldj.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Columns of confound tables and the sets that are known by name. */
class ConfoundColumnsTest {

    private static final List<String> SIX = List.of("trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z");
    private static final List<String> MEANS = List.of("white_matter", "csf", "global_signal");

    private static List<String> expanded(List<String> names, String... endings) {
        List<String> all = new ArrayList<>();
        for (String ending : endings) for (String name : names) all.add(name + ending);
        return all;
    }

    private static List<String> available() {
        List<String> nine = new ArrayList<>(SIX);
        nine.addAll(MEANS);
        return expanded(nine, "", "_derivative1", "_power2", "_derivative1_power2");
    }

    private static void message(String part, Runnable call) {
        var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    /** Satterthwaite 2013, table 1: what each number of parameters consists of. */
    @Test
    void setsHoldTheColumnsOfTheirName() {
        String[] all = {"", "_derivative1", "_power2", "_derivative1_power2"};
        List<String> eight = new ArrayList<>(SIX);
        eight.addAll(List.of("white_matter", "csf"));
        List<String> nine = new ArrayList<>(eight);
        nine.add("global_signal");
        assertEquals(SIX, ConfoundPreset.columns("6P", available()));
        assertEquals(expanded(SIX, "", "_derivative1"), ConfoundPreset.columns("12p", available()));
        assertEquals(expanded(SIX, all), ConfoundPreset.columns(" 24P ", available()));
        assertEquals(nine, ConfoundPreset.columns("9P", available()));
        assertEquals(expanded(eight, all), ConfoundPreset.columns("32P", available()));
        assertEquals(expanded(nine, all), ConfoundPreset.columns("36P", available()));
        assertEquals(List.of("csf", "white_matter"), ConfoundPreset.columns("CSF + WM", available()));
        assertEquals(
                List.of("global_signal", "trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"),
                ConfoundPreset.columns("GS+6P", available()));
        assertEquals(nine, ConfoundPreset.columns("9P+6P", available()), "each column once");
    }

    @Test
    void columnsAreTakenByNameAndUnsteadyVolumesOnlyWithSets() {
        List<String> names = new ArrayList<>(List.of("non_steady_state_outlier00"));
        names.addAll(available());
        assertEquals(List.of("csf", "rot_z"), ConfoundPreset.columns("csf, rot_z", names));
        assertEquals(List.of("csf"), ConfoundPreset.columns(" csf ", names));
        assertEquals(List.of("csf", "non_steady_state_outlier00"), ConfoundPreset.columns("CSF", names));
        message(
                "columns 'csf, x' needs x, which the confounds do not have",
                () -> ConfoundPreset.columns("csf, x", names));
        message("columns has '7P'", () -> ConfoundPreset.columns("7P", names));
        message("columns '6P' needs rot_z, which", () -> ConfoundPreset.columns("6P", SIX.subList(0, 5)));
    }

    @Test
    void componentsAreTheFirstFiveOfEachTissueOrThoseOfBoth() {
        List<String> both = new ArrayList<>();
        for (int j = 0; j < 7; j++) both.add(CompCor.name(CompCor.COMBINED, j));
        assertEquals(both, ConfoundPreset.columns("aCompCor", both), "a table that has neither tissue's");
        assertEquals(both, ConfoundPreset.columns("aCompCor50", both));
        List<String> more = new ArrayList<>(both);
        for (int j = 0; j < 7; j++) more.add(CompCor.name(CompCor.CSF, j));
        for (int j = 0; j < 4; j++) more.add(CompCor.name(CompCor.WHITE_MATTER, j));
        assertEquals(
                List.of(
                        "w_comp_cor_00",
                        "w_comp_cor_01",
                        "w_comp_cor_02",
                        "w_comp_cor_03",
                        "c_comp_cor_00",
                        "c_comp_cor_01",
                        "c_comp_cor_02",
                        "c_comp_cor_03",
                        "c_comp_cor_04"),
                ConfoundPreset.columns("aCompCor", more));
        message(
                "no components for tCompCor (columns t_comp_cor_00, ...)",
                () -> ConfoundPreset.columns("tCompCor", more));
        message("no components for aCompCor50", () -> ConfoundPreset.columns("aCompCor50", SIX));
    }

    @Test
    void aSeriesIsExpandedAndItsFirstSteadyDifferenceIsNone() {
        double[] series = {9, 4, 1, 3, 2};
        Confounds all = SignalExpansion.add(Confounds.none(5), "csf", series);
        assertEquals(expanded(List.of("csf"), "", "_derivative1", "_power2", "_derivative1_power2"), all.names());
        assertArrayEquals(series, all.column("csf"));
        assertArrayEquals(new double[] {Double.NaN, -5, -3, 2, -1}, all.column("csf_derivative1"));
        assertArrayEquals(new double[] {81, 16, 1, 9, 4}, all.column("csf_power2"));
        assertArrayEquals(new double[] {Double.NaN, 25, 9, 4, 1}, all.column("csf_derivative1_power2"));
        Confounds skipped = SignalExpansion.add(Confounds.none(5), "csf", series, 2);
        assertArrayEquals(new double[] {Double.NaN, -5, 0, 2, -1}, skipped.column("csf_derivative1"));
        assertArrayEquals(new double[] {Double.NaN, 25, 0, 4, 1}, skipped.column("csf_derivative1_power2"));
    }

    /** The DCT-II over the steady volumes, 0 before them. */
    @Test
    void cosinesBeginWithTheSteadyState() {
        Confounds all = CosineColumns.add(Confounds.none(12).with("x", new double[12]), 2, 2, 0.06);
        // 2 x 10 x 2 s x .06 Hz = 2.4
        assertEquals(List.of("x", "cosine00", "cosine01"), all.names());
        for (int c = 0; c < 2; c++)
            for (int t = 0; t < 12; t++) {
                double wave = Math.sqrt(0.2) * Math.cos(Math.PI * (c + 1) * (t - 2 + 0.5) / 10);
                assertEquals(t < 2 ? 0 : wave, all.column("cosine0" + c)[t], 1e-14);
            }
        assertEquals(
                List.of("x"),
                CosineColumns.add(all.select(List.of("x")), 0, 2, 0.001).names());
    }

    @Test
    void indicatorsMarkTheirVolumes() {
        boolean[] marked = {false, true, false, true};
        Confounds all = IndicatorColumns.add(Confounds.none(4), IndicatorColumns.MOTION, marked);
        assertEquals(List.of("motion_outlier00", "motion_outlier01"), all.names());
        assertArrayEquals(new double[] {0, 1, 0, 0}, all.column(0));
        assertArrayEquals(new double[] {0, 0, 0, 1}, all.column(1));
        Confounds more = all.with("motion_outlier_note", 1, 1, 1, 1);
        assertArrayEquals(marked, IndicatorColumns.marked(more, IndicatorColumns.MOTION));
        assertArrayEquals(new boolean[4], IndicatorColumns.marked(more, IndicatorColumns.NON_STEADY_STATE));
        message(
                "3 volumes are marked or not, but the run has 4",
                () -> IndicatorColumns.add(Confounds.none(4), "x", new boolean[3]));
    }

    @Test
    void confoundsKeepTheirOwnCopies() {
        double[] values = {1, 2, 3};
        Confounds one = Confounds.of(List.of("a"), List.of(values));
        values[0] = 9;
        one.column(0)[1] = 9;
        assertArrayEquals(new double[] {1, 2, 3}, one.column("a"));
        assertThrows(UnsupportedOperationException.class, () -> one.names().add("b"));
        Confounds two = one.with(Confounds.none(3).with("b", 4, 5, 6).with("c", Double.NaN, Double.NaN, 1));
        assertEquals(List.of("a", "b", "c"), two.names());
        assertEquals(3, two.size());
        assertEquals(3, two.volumes());
        assertArrayEquals(new double[] {4, 5, 6}, two.column(1));
        assertEquals(List.of("c", "a"), two.select(List.of("c", "a")).names());
        assertArrayEquals(
                new double[] {Double.NaN, Double.NaN, 1}, two.withFirstFilled().column("c"));
        assertArrayEquals(
                new double[] {Double.NaN},
                Confounds.none(1).with("x", Double.NaN).withFirstFilled().column(0));
        message("a run needs 1 volume or more, got 0", () -> Confounds.none(0));
        message("1 confounds have 2 names", () -> Confounds.of(List.of("a", "b"), List.of(values)));
        message("there are no confounds", () -> Confounds.of(List.of(), List.of()));
        message("confound d has 2 values, but the run has 3 volumes", () -> one.with("d", 1, 2));
    }

    @Test
    void censoringSaysWhichVolumesAreKept() {
        double[] displacement = {Double.NaN, 0.5, 0.51, 0.2};
        Censoring above = Censoring.above(displacement, 0.5, Censoring.Output.KEPT);
        assertArrayEquals(new int[] {0, 1, 3}, above.keptRows(4), "at the threshold a volume is kept");
        assertEquals(3, above.resultVolumes(4));
        assertEquals(
                4, Censoring.above(displacement, 0.5, Censoring.Output.ZERO).resultVolumes(4));
        assertEquals(
                Censoring.Output.ZERO,
                Censoring.above(displacement, 1, Censoring.Output.ZERO).output());
        boolean[] all = Censoring.NONE.present(3);
        assertArrayEquals(new boolean[] {true, true, true}, all);
        assertEquals(3, Censoring.NONE.resultVolumes(3));
        boolean[] keep = {true, false};
        Censoring own = Censoring.keeping(keep, Censoring.Output.KEPT);
        keep[1] = true;
        own.present(2)[1] = true;
        assertArrayEquals(new boolean[] {true, false}, own.present(2));
        message("threshold of framewise displacement", () -> Censoring.above(displacement, Double.NaN, above.output()));
        assertTrue(Arrays.equals(own.keptRows(2), new int[] {0}));
    }
}
