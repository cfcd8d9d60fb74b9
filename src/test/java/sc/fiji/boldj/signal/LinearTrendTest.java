package sc.fiji.boldj.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTrendTest {

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 201})
    void isTheRegressionLine(int samples) {
        SplittableRandom random = new SplittableRandom(samples);
        float[][] block = new float[samples][4];
        float[][] residuals = new float[samples][];
        for (int t = 0; t < samples; t++) {
            for (int i = 0; i < 4; i++) block[t][i] = (float) (1e4 + 100 * random.nextDouble() + i * t);
            residuals[t] = block[t].clone();
        }
        LinearTrend trend = LinearTrend.fit(block, 4);
        trend.subtractFrom(residuals);
        for (int i = 0; i < 4; i++) {
            SimpleRegression line = new SimpleRegression();
            for (int t = 0; t < samples; t++) line.addData(t, block[t][i]);
            assertEquals(line.getSlope(), trend.slopes()[i], 1e-9);
            for (int t = 0; t < samples; t++)
                assertEquals(block[t][i] - line.predict(t), residuals[t][i], 1e-5, "sample " + t);
        }
    }

    @Test
    void comesBackLaterByTheOffset() {
        LinearTrend trend = LinearTrend.fit(new float[][] {{1, 5}, {3, 5}, {5, 5}}, 2);
        float[][] back = new float[3][2];
        trend.addTo(back, 0.25);
        for (int t = 0; t < 3; t++) assertArrayEquals(new float[] {1.5f + 2 * t, 5}, back[t], 1e-6f);
    }

    @Test
    void aConstantGivesExactlyNothingAndComesBackExactly() {
        float value = 1234.567f;
        float[][] block = {{value}, {value}, {value}, {value}, {value}, {value}, {value}};
        LinearTrend trend = LinearTrend.fit(block, 1);
        trend.subtractFrom(block);
        for (float[] residual : block) assertEquals(0, residual[0]);
        trend.addTo(block, 0.3);
        for (float[] back : block) assertEquals(value, back[0]);
    }

    @Test
    void oneSampleHasNoSlopeAndNaNStaysInItsSeries() {
        assertEquals(0, LinearTrend.fit(new float[][] {{3}}, 1).slopes()[0]);
        double[] slopes = LinearTrend.fit(new float[][] {{1, 1}, {Float.NaN, 2}, {3, 3}}, 2)
                .slopes();
        assertEquals(Double.NaN, slopes[0]);
        assertEquals(1, slopes[1], 1e-15);
        assertThrows(IllegalArgumentException.class, () -> LinearTrend.fit(new float[0][], 1));
    }

    @Test
    void theLineOfOneSeriesIsThatOfABlockAndGoesOnBeforeIt() {
        float[] samples = {90, 3, 1, 4, 1, 5, 9, 2};
        double[] series = new double[samples.length];
        float[][] block = new float[samples.length - 1][1];
        for (int t = 0; t < samples.length; t++) series[t] = samples[t];
        for (int t = 1; t < samples.length; t++) block[t - 1][0] = samples[t];
        StraightLine line = StraightLine.of(series, 1);
        assertEquals(LinearTrend.fit(block, 1).slopes()[0], line.slope(), 1e-12);
        assertEquals(25 / 7.0, line.middle(), 1e-12);
        double sum = 0;
        double trend = 0;
        double squares = 0;
        for (int t = 1; t < series.length; t++) {
            double rest = line.residual(series[t], t);
            sum += rest;
            trend += t * rest;
            squares += rest * rest;
        }
        assertEquals(0, sum, 1e-12, "residuals are orthogonal to a constant");
        assertEquals(0, trend, 1e-12, "and to time");
        assertEquals(squares, line.squares(series, 1), 1e-12);
        assertEquals(90 - (line.middle() - 4 * line.slope()), line.residual(90, 0), 1e-12);
        assertEquals(0, StraightLine.of(new double[] {0.1, 0.1, 0.1}, 0).squares(new double[] {0.1, 0.1, 0.1}, 0));
    }
}
