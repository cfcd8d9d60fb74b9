package sc.fiji.boldj.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

    /** scipy 1.17 (BFGS, then Newton's steps): the logistic fit of ten outcomes, and with Platt's targets 6/7 and 1/7. */
    @Test
    void logisticFitsEqualScipys() {
        double[] score = {-2, -1.5, -1, -.5, 0, .3, .8, 1.2, 2, 2.5};
        double[] response = {-1, -1, 1, -1, -1, 1, -1, 1, 1, 1};
        // a ridge of 1e-6 on the slope keeps separable data finite
        assertArrayEquals(new double[] {1.13189652, -0.18190478}, Calibration.logistic(score, response, false), 2e-6);
        assertArrayEquals(new double[] {0.68014171, -0.11628242}, Calibration.logistic(score, response, true), 2e-6);
        double[] probability = new double[10];
        double brier = 0;
        for (int i = 0; i < 10; i++) {
            probability[i] = 1 / (1 + Math.exp(-(0.5 * score[i] + 0.25)));
            double miss = probability[i] - (response[i] > 0 ? 1 : 0);
            brier += miss * miss / 10;
        }
        Calibration calibration = Calibration.of(probability, response);
        // logit = .5 s + .25, so its slope is twice that of s, and the intercept loses that of .25
        assertEquals(1.13189652 / 0.5, calibration.slope(), 1e-5);
        assertEquals(-0.18190478 - 0.25 * 1.13189652 / 0.5, calibration.intercept(), 1e-5);
        assertEquals(brier, calibration.brier(), 1e-12);
        assertEquals(
                0.25 / 2,
                Calibration.of(new double[] {1, 0.5}, new double[] {1, -1}).brier(),
                1e-12,
                "a probability of 1 has no infinite logit");
        double[] flat = Calibration.logistic(new double[] {3, 3, 3, 3}, new double[] {1, 1, 1, -1}, false);
        assertEquals(Math.log(3), flat[0] * 3 + flat[1], 1e-6, "scores that are equal: the odds alone");
    }

    /** Pairs of a case above, below and level with controls; a pair that never shares a fold has no part. */
    @Test
    void theAreaCountsPairsOfTheSameFold() {
        PairwiseAuc auc = new PairwiseAuc(new double[] {1, 1, -1, -1, -1});
        auc.add(new int[] {0, 2, 3}, new double[] {2, 1, 2});
        assertEquals((1 + 0.5) / 2, auc.area(), 1e-15);
        auc.add(new int[] {4, 1}, new double[] {7, 6});
        assertEquals(1.5 / 3, auc.area(), 1e-15);
        auc.add(new int[] {0, 2}, new double[] {0, 1});
        assertEquals(1.5 / 4, auc.area(), 1e-15, "each time counts");
        assertTrue(Double.isNaN(new PairwiseAuc(new double[] {1, -1}).area()));
    }

    @Test
    void theNumberOfBinsFollowsTheSubjects() {
        for (int[] sizes : new int[][] {{4, 1}, {9, 1}, {10, 2}, {50, 10}, {120, 10}}) {
            double[] probability = new double[sizes[0]];
            for (int i = 0; i < sizes[0]; i++) probability[i] = i / 120.0;
            CalibrationBins bins = CalibrationBins.of(probability, new boolean[sizes[0]]);
            assertEquals(sizes[1], bins.bins().size(), sizes[0] + " subjects");
            CalibrationBins.Bin last = bins.bins().get(sizes[1] - 1);
            int from = sizes[0] - last.subjects();
            assertEquals((from + sizes[0] - 1) / 240.0, last.predicted(), 1e-12);
            assertEquals(0, last.low());
            assertEquals(0, last.observed());
            // none of n: z^2 / (n + z^2)
            double z2 = 1.959964 * 1.959964;
            assertEquals(z2 / (last.subjects() + z2), last.high(), 1e-9);
        }
        boolean[] all = {true, true, true, true, true};
        CalibrationBins.Bin sure = CalibrationBins.of(new double[] {.9, .9, .9, .9, .9}, all)
                .bins()
                .get(0);
        assertEquals(1, sure.high());
        assertEquals(1, sure.observed());
        assertThrows(IllegalArgumentException.class, () -> CalibrationBins.of(new double[0], new boolean[0]));
        assertThrows(IllegalArgumentException.class, () -> CalibrationBins.of(new double[2], new boolean[3]));
        assertThrows(IllegalArgumentException.class, () -> RocCurve.of(new double[2], new boolean[] {true, true}));
        assertThrows(IllegalArgumentException.class, () -> RocCurve.of(new double[3], new boolean[] {true, false}));
        double[] reversed = {0.1, 0.9};
        assertEquals(0, RocCurve.of(reversed, new boolean[] {true, false}).area(), 1e-15);
        assertEquals(1, RocCurve.of(reversed, new boolean[] {false, true}).area(), 1e-15);
    }
}
