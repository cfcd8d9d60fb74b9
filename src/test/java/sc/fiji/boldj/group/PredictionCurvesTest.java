package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Seeds;

/** ROC curves and calibration bins against counts by hand. */
class PredictionCurvesTest {

    @Test
    void aCurveByHand() {
        RocCurve curve =
                RocCurve.of(new double[] {0.9, 0.8, 0.8, 0.3, 0.1}, new boolean[] {true, true, false, true, false});
        double[][] expected = {
            {Double.POSITIVE_INFINITY, 0, 0}, {0.9, 0, 1 / 3.0}, {0.8, 0.5, 2 / 3.0}, {0.3, 0.5, 1}, {0.1, 1, 1}
        };
        assertEquals(expected.length, curve.points().size());
        for (int k = 0; k < expected.length; k++) {
            assertEquals(expected[k][0], curve.points().get(k).threshold());
            assertEquals(expected[k][1], curve.points().get(k).falsePositives(), 1e-12);
            assertEquals(expected[k][2], curve.points().get(k).truePositives(), 1e-12);
        }
        assertThrows(IllegalArgumentException.class, () -> RocCurve.of(new double[2], new boolean[2]));
    }

    /** The area is Mann and Whitney's U over the number of pairs. */
    @Test
    void theAreaIsMannWhitneys() {
        double[] scores = new double[40];
        Seeds.fillGaussian(Seeds.stream(2, 2), scores);
        boolean[] positive = new boolean[40];
        double[] a = new double[15];
        double[] b = new double[25];
        for (int i = 0; i < 40; i++) {
            positive[i] = i < 15;
            if (i < 15) scores[i] += 1;
            if (i < 15) a[i] = scores[i];
            else b[i - 15] = scores[i];
        }
        // The library gives the larger of U and its mirror.
        assertEquals(
                new MannWhitneyUTest().mannWhitneyU(a, b) / (15 * 25.0),
                RocCurve.of(scores, positive).area(),
                1e-12);
    }

    @Test
    void binsHoldEquallyManyAndTheirIntervalIsWilsons() {
        double[] probability = new double[23];
        boolean[] positive = new boolean[23];
        for (int i = 0; i < 23; i++) {
            probability[(7 * i) % 23] = (i + 0.5) / 23;
            positive[(7 * i) % 23] = i >= 16 || i == 3;
        }
        CalibrationBins bins = CalibrationBins.of(probability, positive);
        assertEquals(4, bins.bins().size());
        int all = 0;
        double before = 0;
        for (CalibrationBins.Bin bin : bins.bins()) {
            all += bin.subjects();
            assertTrue(bin.subjects() >= 5 && bin.predicted() > before);
            assertTrue(bin.low() <= bin.observed() && bin.observed() <= bin.high());
            before = bin.predicted();
        }
        assertEquals(23, all);
        CalibrationBins.Bin first = bins.bins().get(0);
        assertEquals(5, first.subjects());
        assertEquals(0.2, first.observed(), 1e-12);
        // Wilson's interval of 1 of 5: where (p - 0.2)^2 = z^2 p (1 - p) / 5.
        for (double end : new double[] {first.low(), first.high()})
            assertEquals((end - 0.2) * (end - 0.2), 1.959964 * 1.959964 * end * (1 - end) / 5, 1e-9);
    }
}
