package sc.fiji.boldj.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.Seeds;

/** Against all fits through as many samples as columns, and by the condition that proves an optimum. */
class LeastAbsoluteFitTest {

    private static double[] polynomial(int rows, int columns) {
        double[] design = new double[rows * columns];
        for (int t = 0; t < rows; t++)
            for (int c = 0; c < columns; c++) design[t * columns + c] = Math.pow(2.0 * t / (rows - 1) - 1, c);
        return design;
    }

    private static double[] noise(int n, int seed) {
        double[] values = new double[n];
        Seeds.fillGaussian(Seeds.stream(seed, 0), values);
        return values;
    }

    private static double sum(double[] a, double[] b) {
        double sum = 0;
        for (int t = 0; t < a.length; t++) sum += Math.abs(a[t] - b[t]);
        return sum;
    }

    @Test
    void noFitThroughAnyThreeSamplesIsBetter() {
        int rows = 11;
        double[] design = polynomial(rows, 3);
        for (int seed = 0; seed < 20; seed++) {
            double[] series = noise(rows, seed);
            double[] fit = new double[rows];
            LeastAbsoluteFit.of(design, rows, 3).fit(series, fit);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < rows; i++)
                for (int j = i + 1; j < rows; j++)
                    for (int k = j + 1; k < rows; k++) {
                        int[] at = {i, j, k};
                        double[][] a = new double[3][3];
                        double[] b = new double[3];
                        for (int m = 0; m < 3; m++) {
                            a[m] = Arrays.copyOfRange(design, at[m] * 3, at[m] * 3 + 3);
                            b[m] = series[at[m]];
                        }
                        double[] x = new LUDecomposition(new Array2DRowRealMatrix(a))
                                .getSolver()
                                .solve(new org.apache.commons.math3.linear.ArrayRealVector(b))
                                .toArray();
                        double[] through = new double[rows];
                        for (int t = 0; t < rows; t++)
                            through[t] = x[0] + x[1] * design[t * 3 + 1] + x[2] * design[t * 3 + 2];
                        best = Math.min(best, sum(series, through));
                    }
            assertEquals(best, sum(series, fit), 1e-10 * best);
        }
    }

    @Test
    void atTheOptimumTheSignsBalanceWithWeightsOfAtMostOne() {
        int rows = 209;
        int columns = 15;
        double[] design = new double[rows * columns];
        for (int t = 0; t < rows; t++)
            for (int c = 0; c < columns; c++) design[t * columns + c] = Math.cos(Math.PI * c * (t + 0.5) / rows);
        for (int seed = 0; seed < 10; seed++) {
            double[] series = noise(rows, seed);
            for (int t = 0; t < rows; t += 17) series[t] += 30;
            double[] fit = new double[rows];
            LeastAbsoluteFit.of(design, rows, columns).fit(series, fit);
            double[] balance = new double[columns];
            double[][] through = new double[columns][columns];
            int zeros = 0;
            for (int t = 0; t < rows; t++) {
                double residual = series[t] - fit[t];
                for (int c = 0; c < columns; c++) {
                    if (residual != 0) balance[c] += Math.signum(residual) * design[t * columns + c];
                    else through[c][zeros] = design[t * columns + c];
                }
                if (residual == 0) zeros++;
            }
            assertEquals(columns, zeros);
            double[] weights = new LUDecomposition(new Array2DRowRealMatrix(through))
                    .getSolver()
                    .solve(new org.apache.commons.math3.linear.ArrayRealVector(balance))
                    .toArray();
            for (double weight : weights) assertTrue(Math.abs(weight) <= 1 + 1e-8, seed + ": " + weight);
        }
    }

    @Test
    void aSeriesOnTheCurveOrWithManyTiesIsFitted() {
        int rows = 40;
        double[] design = polynomial(rows, 3);
        double[] series = new double[rows];
        for (int t = 0; t < rows; t++) series[t] = 5 - design[t * 3 + 1] + 2 * design[t * 3 + 2];
        double[] spiked = series.clone();
        spiked[7] += 100;
        spiked[23] -= 40;
        double[] fit = new double[rows];
        LeastAbsoluteFit curve = LeastAbsoluteFit.of(design, rows, 3);
        curve.fit(spiked, fit);
        assertArrayEquals(series, fit, 1e-10);
        double[] ties = new double[rows];
        for (int t = 0; t < rows; t++) ties[t] = t % 3 == 0 ? 1 : 0;
        curve.fit(ties, fit);
        assertArrayEquals(new double[rows], fit, 1e-12);
    }

    @Test
    void badDesignsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> LeastAbsoluteFit.of(new double[9], 3, 3));
        double[] dependent = new double[20];
        for (int t = 0; t < 10; t++) dependent[2 * t + 1] = 2 * (dependent[2 * t] = t + 1);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> LeastAbsoluteFit.of(dependent, 10, 2))
                .getMessage()
                .contains("column 1"));
    }

    /** Of a constant the fit is a median, of an even number of samples any value between the two in the middle. */
    @Test
    void theFitOfAConstantIsAMedian() {
        double[] design = {1, 1, 1, 1, 1, 1, 1};
        double[] fit = new double[7];
        LeastAbsoluteFit median = LeastAbsoluteFit.of(design, 7, 1);
        median.fit(new double[] {9, -4, 3, 100, 5, 0, 4}, fit);
        assertArrayEquals(new double[] {4, 4, 4, 4, 4, 4, 4}, fit, 1e-14);
        LeastAbsoluteFit copy = median.copy();
        double[] second = new double[7];
        copy.fit(new double[] {1, 1, 1, 7, 7, 7, 7}, second);
        assertArrayEquals(new double[] {7, 7, 7, 7, 7, 7, 7}, second, 1e-14);
        median.fit(new double[] {9, -4, 3, 100, 5, 0, 4}, fit);
        assertEquals(4, fit[3], 1e-14);
    }

    /**
     * One column of unequal values: the slope is the median of y / x weighted by |x|. Here y / x is 5, 1, 2, -3, 4 with
     * weights 1, 2, 3, 4, 5: half of the weight of 15 is reached at 2 (4 + 2 + 3 = 9).
     */
    @Test
    void theFitThroughTheOriginIsAWeightedMedian() {
        double[] x = {1, -2, 3, 4, -5};
        double[] ratio = {5, 1, 2, -3, 4};
        double[] series = new double[5];
        for (int t = 0; t < 5; t++) series[t] = x[t] * ratio[t];
        double[] fit = new double[5];
        LeastAbsoluteFit.of(x, 5, 1).fit(series, fit);
        for (int t = 0; t < 5; t++) assertEquals(2 * x[t], fit[t], 1e-13);
    }

    @Test
    void shapesThatCannotBeAreRefused() {
        double[][] designs = {{}, {1, 0, 0, 1, 1}, {1, 2, 3, 4, 5, 7}, {1, 0, 0, 0, 1, 0, 0, 0, 1}};
        int[][] shapes = {{3, 0}, {3, 2}, {2, 3}, {3, 3}};
        for (int k = 0; k < 4; k++) {
            int c = k;
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> LeastAbsoluteFit.of(designs[c], shapes[c][0], shapes[c][1]))
                    .getMessage();
            assertTrue(message.contains("more rows than columns"), message);
        }
        LeastAbsoluteFit.of(new double[] {1, 0, 1, 1, 1, 2}, 3, 2);
    }
}
