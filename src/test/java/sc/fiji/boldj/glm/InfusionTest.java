package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.glm.Infusion.Dose;
import sc.fiji.boldj.run.DataException;

/** Concentrations against the differential equations, and what regressors of an infusion must fulfil. */
class InfusionTest {

    /** A bolus, a short infusion, a long one. */
    private static final Infusion DOSES =
            new Infusion(List.of(new Dose(60, 0, 0.05), new Dose(60, 60, 0.12), new Dose(120, 1200, 0.1)));

    /** Runge-Kutta of fourth order on the equations, 0.05 s steps; its own error is below 1e-9. */
    @Test
    void asTheDifferentialEquations() {
        TwoCompartments model = TwoCompartments.CLEMENTS;
        double step = 0.05 / 60;
        double[] x = {0, 0};
        double minute = 0;
        for (int i = 0; i < 60 * 20 * 40; i++) {
            if (i == 60 * 20) x[0] += 0.05;
            // rates change on the limits of steps: each step has one rate
            double rate = (i >= 60 * 20 && i < 120 * 20 ? 0.12 : 0) + (i >= 120 * 20 && i < 1320 * 20 ? 0.1 / 20 : 0);
            double[] k1 = slope(model, x, rate);
            double[] k2 = slope(model, add(x, k1, step / 2), rate);
            double[] k3 = slope(model, add(x, k2, step / 2), rate);
            double[] k4 = slope(model, add(x, k3, step), rate);
            for (int c = 0; c < 2; c++) x[c] += step * (k1[c] + 2 * k2[c] + 2 * k3[c] + k4[c]) / 6;
            minute += step;
            if ((i + 1) % 4000 == 0)
                assertEquals(x[0] / model.volume(), model.concentration(DOSES, 60 * minute), 1e-9, "minute " + minute);
        }
        assertEquals(0, model.concentration(DOSES, 59.9), 0);
        assertEquals(0.05 / 1.7522, model.concentration(new Infusion(List.of(new Dose(0, 0, 0.05))), 0), 1e-12);
    }

    private static double[] slope(TwoCompartments m, double[] x, double rate) {
        return new double[] {rate - (m.k10() + m.k12()) * x[0] + m.k21() * x[1], m.k12() * x[0] - m.k21() * x[1]};
    }

    private static double[] add(double[] x, double[] k, double step) {
        return new double[] {x[0] + step * k[0], x[1] + step * k[1]};
    }

    private static SlowRegressor concentration(Sampling sampling) {
        double[] c = new double[sampling.volumes()];
        for (int t = 0; t < c.length; t++) c[t] = TwoCompartments.CLEMENTS.concentration(DOSES, sampling.time(t));
        return SlowRegressor.peak("ketamine", c, "model");
    }

    private static Design design(List<SlowRegressor> slow, Sampling sampling, double highPass) {
        return TaskDesign.build(
                null, null, slow, sampling, Map.of(), null, TaskDesign.Options.DEFAULT.withHighPass(highPass));
    }

    /** What a 128 s high-pass filter leaves of it is refused, with the remedy. */
    @Test
    void aFilterThatRemovesTheResponseIsRefused() {
        Sampling sampling = new Sampling(700, 2, 0);
        SlowRegressor one = concentration(sampling);
        DataException e = assertThrows(DataException.class, () -> design(List.of(one), sampling, 128));
        assertTrue(e.getMessage().contains("the regressor ketamine keeps"), e.getMessage());
        assertTrue(e.getMessage().contains("Use high_pass=0"), e.getMessage());
        Design open = design(List.of(one), sampling, 0);
        assertEquals(1, SlowRegressor.kept(open, "ketamine"), 1e-12);
        assertEquals(List.of("ketamine", "constant"), open.names());
        assertEquals(List.of(Design.Kind.REGRESSOR, Design.Kind.CONSTANT), open.kinds());
        assertTrue(open.units().get(0).words().contains("micrograms per ml (model)"));
        // a fast one keeps its variance: sine of 20 s under a filter of 128 s
        double[] sine = new double[700];
        for (int t = 0; t < 700; t++) sine[t] = Math.sin(2 * Math.PI * t / 10);
        Design fast = design(List.of(new SlowRegressor("fast", sine, "for one unit")), sampling, 128);
        assertTrue(SlowRegressor.kept(fast, "fast") > 0.99);
        // one cosine of the drift itself, plus another of half the length that is not part of it: half is kept
        double[] both = new double[700];
        for (int t = 0; t < 700; t++)
            both[t] = Math.cos(Math.PI * (t + 0.5) / 700) + Math.cos(Math.PI * 2 * (t + 0.5) / 700);
        Design half = design(List.of(new SlowRegressor("both", both, "for one unit")), sampling, 2800);
        assertEquals(0.5, SlowRegressor.kept(half, "both"), 1e-9);
    }

    @Test
    void binsFollowTheOnset() {
        Sampling sampling = new Sampling(10, 2, 0);
        List<SlowRegressor> bins = SlowRegressor.bins(5, 6, sampling);
        assertEquals(3, bins.size());
        assertArrayEquals(
                new double[] {0, 0, 0, 1, 1, 1, 0, 0, 0, 0}, bins.get(0).values(), 0);
        assertArrayEquals(
                new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, bins.get(2).values(), 0);
        assertEquals("bin_1", bins.get(0).name());
        assertThrows(DataException.class, () -> SlowRegressor.bins(1, 6, sampling));
        assertThrows(DataException.class, () -> SlowRegressor.bins(100, 6, sampling));
        assertThrows(IllegalArgumentException.class, () -> SlowRegressor.bins(5, 1, sampling));
    }

    @Test
    void aMeasuredCurveIsLinearBetweenSamples() {
        PlasmaCurve curve = new PlasmaCurve(new double[] {0, 10, 30}, new double[] {0, 2, 1});
        assertEquals(0.8, curve.at(new Sampling(1, 4, 4))[0], 1e-12);
        assertEquals(1.5, curve.at(new Sampling(6, 4, 0))[5], 1e-12);
        assertThrows(DataException.class, () -> curve.at(new Sampling(20, 4, 0)));
        assertThrows(IllegalArgumentException.class, () -> new PlasmaCurve(new double[] {0, 0}, new double[] {1, 1}));
        assertThrows(IllegalArgumentException.class, () -> new PlasmaCurve(new double[] {0, 1}, new double[] {1, -1}));
    }

    @Test
    void whatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new Dose(0, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Dose(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Infusion(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new TwoCompartments(1, 0, 1, 1, "x"));
        DataException e = assertThrows(DataException.class, () -> SlowRegressor.peak("c", new double[5], "x"));
        assertTrue(e.getMessage().contains("times in seconds"), e.getMessage());
    }
}
