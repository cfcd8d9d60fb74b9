package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The scales as viewers with deuteranopia see them (Machado, Oliveira and Fernandes 2009, severity 1), in CIE L*a*b*. */
class ColourScaleTest {

    private static final double[][] DEUTERANOPIA = {
        {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
    };

    private static double[] linear(int rgb) {
        double[] channels = new double[3];
        for (int c = 0; c < 3; c++) {
            double s = ((rgb >> (16 - 8 * c)) & 255) / 255.0;
            channels[c] = s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
        }
        return channels;
    }

    /** L*a*b* under D65. */
    private static double[] lab(int rgb, boolean deuteranopia) {
        double[] in = linear(rgb);
        double[] seen = in;
        if (deuteranopia) {
            seen = new double[3];
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) seen[r] += DEUTERANOPIA[r][c] * in[c];
                seen[r] = Math.max(0, Math.min(1, seen[r]));
            }
        }
        double x = (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047;
        double y = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2];
        double z = (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883;
        return new double[] {116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))};
    }

    private static double f(double t) {
        return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }

    /** Positive and negative values of any size are told from each other: 20 is far above a just noticeable difference of 2.3. */
    @Test
    void signsDifferToViewersWithDeuteranopia() {
        for (ColourScale scale : ColourScale.values()) {
            if (!scale.isTwoSided()) continue;
            double from = scale == ColourScale.DIVERGING ? 0.3 : 0; // white at 0 is the same for both by design
            for (double a = from; a <= 1; a += 0.05)
                for (double b = from; b <= 1; b += 0.05)
                    for (boolean blind : new boolean[] {false, true})
                        assertTrue(
                                distance(lab(scale.at(a, false), blind), lab(scale.at(b, true), blind)) > 20,
                                scale + " at " + a + " and -" + b + ", deuteranopia " + blind);
        }
    }

    /** Larger values are brighter (darker on the diverging scale), for both eyes. */
    @Test
    void brightnessRisesWithTheValue() {
        for (ColourScale scale : ColourScale.values()) {
            if (scale == ColourScale.LABELS) continue;
            for (boolean blind : new boolean[] {false, true})
                for (boolean below : new boolean[] {false, true})
                    for (double share = 0.02; share <= 1; share += 0.02) {
                        double step =
                                lab(scale.at(share, below), blind)[0] - lab(scale.at(share - 0.02, below), blind)[0];
                        if (scale == ColourScale.DIVERGING) step = -step;
                        assertTrue(step > 0, scale + " at " + share + ", below " + below + ", deuteranopia " + blind);
                    }
        }
    }

    @Test
    void labelsDifferToViewersWithDeuteranopia() {
        for (int a = 1; a <= 7; a++)
            for (int b = a + 1; b <= 7; b++)
                assertTrue(
                        distance(lab(ColourScale.LABELS.ofLabel(a), true), lab(ColourScale.LABELS.ofLabel(b), true))
                                > 8,
                        "labels " + a + " and " + b);
        assertEquals(ColourScale.LABELS.ofLabel(1), ColourScale.LABELS.ofLabel(8));
    }

    @Test
    void namesAreThoseOfMacros() {
        assertEquals(ColourScale.WARM_COLD, ColourScale.named("warm-cold"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ColourScale.named("jet"))
                .getMessage()
                .contains("viridis"));
    }
}
