package sc.fiji.boldj.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Strategies of load_confounds: which columns and volumes; scrubbing against nilearn's own function. */
class ConfoundStrategyTest {

    private static final List<String> COLUMNS = new ArrayList<>();

    static {
        for (String name : List.of(
                "trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z", "csf", "white_matter", "global_signal"))
            for (String ending : List.of("", "_derivative1", "_power2", "_derivative1_power2"))
                COLUMNS.add(name + ending);
        for (String prefix : List.of("a", "c", "w", "t"))
            for (int k = 0; k < 6; k++) COLUMNS.add(prefix + "_comp_cor_0" + k);
        COLUMNS.addAll(
                List.of("cosine00", "cosine01", "aroma_motion_02", "aroma_motion_11", "non_steady_state_outlier00"));
    }

    private static int count(String text) {
        List<String> columns = new ArrayList<>(ConfoundPreset.columns(text, COLUMNS));
        assertTrue(columns.remove("non_steady_state_outlier00"), text);
        return columns.size();
    }

    @Test
    void strategiesHaveTheColumnsAndDefaultsOfLoadConfounds() {
        assertEquals(24, count("motion"));
        assertEquals(6, count("motion:basic"));
        assertEquals(12, count("motion:power2"));
        assertEquals(2, count("wm_csf"));
        assertEquals(8, count("wm_csf:full"));
        assertEquals(1 + 24, count("global_signal+motion"));
        assertEquals(2 + 6, count("high_pass+compcor"));
        assertEquals(2 + 3 + 3, count("high_pass+compcor:anat_separated:3"));
        assertEquals(2 + 6 + 12, count("compcor:temporal_anat_separated+high_pass"));
        assertEquals(2, count("ica_aroma:basic"));
        assertEquals(2 + 2, count("ica_aroma+wm_csf+high_pass+scrub"));
        assertTrue(ConfoundStrategy.needsAromaSeries("wm_csf+ica_aroma"));
        assertTrue(!ConfoundStrategy.needsAromaSeries("wm_csf+ica_aroma:basic"));
        assertEquals(Optional.of(Scrub.DEFAULT), ConfoundStrategy.scrub("motion+scrub"));
        assertEquals(Optional.of(new Scrub(0, 0.2, 3)), ConfoundStrategy.scrub("scrub:0:0.2:3"));
        assertEquals(Optional.empty(), ConfoundStrategy.scrub("trans_x,scrub"));
    }

    @Test
    void whatCannotBeIsNamed() {
        refused("compcor+motion", "+high_pass");
        refused("motion:all", "motion:all is unknown; there are basic, derivatives, full, power2");
        refused("high_pass:2", "0 parameters");
        refused("compcor:temporal:none+high_pass", "must be all or 1 or more");
        refused("scrub:x", "must be scrub:SEGMENT:DISPLACEMENT:DVARS");
        refused("scrub:5:0", "must be above 0");
        refused("gsr", "or strategies motion, wm_csf");
        IllegalArgumentException none = assertThrows(
                IllegalArgumentException.class, () -> ConfoundPreset.columns("ica_aroma:basic", List.of("csf")));
        assertTrue(none.getMessage().contains("no columns for ica_aroma:basic"), none.getMessage());
    }

    private static void refused(String text, String part) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> ConfoundPreset.columns(text, COLUMNS), text);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void scrubbingExcludesWhatNilearnExcludes() throws IOException {
        String text;
        try (InputStream in = getClass().getResourceAsStream("scrub.tsv")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> rows = text.lines().skip(1).toList();
        assertEquals(60, rows.size());
        for (String row : rows) {
            String[] cells = row.split("\t", -1);
            int n = cells[1].length();
            double[] moved = new double[n];
            double[] changed = new double[n];
            boolean[] expected = new boolean[n];
            for (int t = 0; t < n; t++) {
                boolean marked = cells[1].charAt(t) == '1';
                moved[t] = marked && t % 2 == 0 ? 0.6 : t == 0 ? Double.NaN : 0.5;
                changed[t] = marked && t % 2 == 1 ? 1.6 : 1.5;
                expected[t] = cells[2].charAt(t) == '1';
            }
            assertArrayEquals(expected, new Scrub(Integer.parseInt(cells[0]), 0.5, 1.5).excluded(moved, changed), row);
        }
        assertArrayEquals(
                new boolean[3], new Scrub(5, 0.5, 1.5).excluded(new double[3], new double[3]), "nothing moved");
    }
}
