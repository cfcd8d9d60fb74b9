package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskDesignTest {

    private static final Events EVENTS = Events.of(List.of(
            new Events.Event("shapes", 2, 10, 1),
            new Events.Event("faces", 20, 0, 1),
            new Events.Event("faces", 41.3, 3, 2),
            new Events.Event("shapes", 60, 10, 1)));
    private static final Sampling SAMPLING = new Sampling(100, 0.8, 0.4);

    private static Design build(TaskDesign.Options options) {
        return TaskDesign.build(EVENTS, SAMPLING, Map.of(), null, options);
    }

    /** The response to a block against a convolution on a grid of 1 ms. */
    @Test
    void responseIsTheConvolution() {
        Hrf hrf = Hrf.spm(2);
        for (int b = 0; b < 3; b++) {
            double[] column = TaskDesign.response(EVENTS.of("faces"), hrf, b, SAMPLING);
            for (int t = 40; t < 100; t += 3) {
                double time = t * 0.8 + 0.4;
                double sum = hrf.value(b, time - 20);
                for (int k = 0; k < 3000; k++) sum += 2 * 1e-3 * hrf.value(b, time - 41.3 - (k + 0.5) * 1e-3);
                assertEquals(sum, column[t], 1e-6);
            }
        }
    }

    @Test
    void columnsHaveTheirNamesAndOrder() {
        Design design = TaskDesign.build(
                EVENTS.withModulator("rt", Double.NaN, 0.5, 0.9, Double.NaN),
                SAMPLING,
                Map.of("trans_x", ramp(100)),
                flags(100, 7),
                TaskDesign.Options.DEFAULT.withHighPass(50).withModulators(List.of("rt")));
        assertEquals(
                List.of(
                        "faces",
                        "faces_derivative",
                        "faces_x_rt",
                        "faces_x_rt_derivative",
                        "shapes",
                        "shapes_derivative",
                        "trans_x",
                        "drift_1",
                        "drift_2",
                        "drift_3",
                        "censor_7",
                        "constant"),
                design.names());
        assertEquals(List.of(7), design.censored());
        assertEquals(Design.Kind.MODULATOR, design.kinds().get(2));
        // rt less its mean is -0.2 and 0.2; the second event is twice as high.
        double[] expected = new double[100];
        for (int t = 0; t < 100; t++)
            expected[t] = -0.2 * Hrf.spm(0).response(0, 20, 0, t * 0.8 + 0.4)
                    + 0.4 * Hrf.spm(0).response(0, 41.3, 3, t * 0.8 + 0.4);
        assertArrayEquals(expected, design.column("faces_x_rt"), 1e-12);
    }

    @Test
    void laterReferenceReadsLater() {
        Hrf hrf = Hrf.spm(0);
        double[] early = TaskDesign.response(EVENTS.of("faces"), hrf, 0, new Sampling(100, 0.8, 0));
        double[] late = TaskDesign.response(EVENTS.of("faces"), hrf, 0, new Sampling(100, 0.8, 0.4));
        assertEquals(hrf.value(0, 0.8 * 28 - 20), early[28], 1e-12);
        assertEquals(hrf.value(0, 0.8 * 28 + 0.4 - 20), late[28], 1e-12);
    }

    @Test
    void derivativesAreOrthogonalIfWanted() {
        Design design = build(TaskDesign.Options.DEFAULT.with(Hrf.spm(2)));
        double[][] c = {design.column("faces"), design.column("faces_derivative"), design.column("faces_dispersion")};
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < i; j++) {
                double sum = 0;
                for (int t = 0; t < 100; t++) sum += c[i][t] * c[j][t];
                assertEquals(0, sum, 1e-12);
            }
        Design raw = build(TaskDesign.Options.DEFAULT.withOrthogonalize(false));
        assertArrayEquals(
                TaskDesign.response(EVENTS.of("faces"), Hrf.spm(1), 1, SAMPLING), raw.column("faces_derivative"), 0);
    }

    @Test
    void firHasAColumnForEachDelay() {
        Design design = build(TaskDesign.Options.DEFAULT.with(Hrf.fir(4, 1.6)).withHighPass(0));
        assertEquals("faces_delay_0", design.names().get(0));
        assertEquals(9, design.columns());
        double[] first = design.column("faces_delay_0");
        // 20 s and 41.3 s; volumes stand for 0.4, 1.2, ... : 20.4, 21.2 and 42 (41.3 + 0.7), 42.8.
        for (int t = 0; t < 100; t++)
            assertEquals(t == 25 || t == 26 ? 1 : t == 52 || t == 53 ? 2 : 0, first[t], "volume " + t);
    }

    @Test
    void dependentColumnsAreNamed() {
        double[] x = ramp(100);
        double[] y = new double[100];
        for (int t = 0; t < 100; t++) y[t] = 3 * x[t] * x[t] % 7;
        double[] both = new double[100];
        for (int t = 0; t < 100; t++) both[t] = 2 * x[t] - y[t];
        Map<String, double[]> confounds = new java.util.LinkedHashMap<>();
        confounds.put("trans_x", x);
        confounds.put("trans_y", y);
        confounds.put("csf", both);
        Design design = TaskDesign.build(EVENTS, SAMPLING, confounds, null, TaskDesign.Options.DEFAULT.withHighPass(0));
        String message = assertThrows(IllegalArgumentException.class, () -> DesignCheck.requireEstimable(design))
                .getMessage();
        assertTrue(message.contains("trans_x") && message.contains("trans_y") && message.contains("csf"), message);
        assertTrue(!message.contains("faces"), message);
    }

    @Test
    void inflationAndEfficiencyAreTheFormula() {
        Design design = new Design.Builder(4)
                .add("a", Design.Kind.TASK, 1, -1, 1, -1)
                .add("b", Design.Kind.TASK, 1, -1, 1, 0)
                .add("constant", Design.Kind.CONSTANT, 1, 1, 1, 1)
                .build();
        // r = 3.5 / sqrt(4 * 2.75) with b about its mean: R^2 = 0.25^2 ... by hand: ab = 3, aa = 4, bb = 2.75.
        double r2 = 9 / (4 * 2.75);
        assertEquals(1 / (1 - r2), DesignCheck.inflation(design)[0], 1e-9);
        assertEquals(1 / (1 - r2), DesignCheck.inflation(design)[1], 1e-9);
        assertTrue(Double.isNaN(DesignCheck.inflation(design)[2]));
        TaskContrast a = TaskContrast.parse("a", design.names()).get(0);
        assertEquals(4 * (1 - r2), DesignCheck.efficiency(design, a), 1e-9);
        assertEquals(Math.sqrt(r2), DesignCheck.correlation(design)[0][1], 1e-12);
    }

    @Test
    void badEventsAreExplained() {
        Events later = Events.of(List.of(new Events.Event("faces", 20000, 500, 1)));
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> TaskDesign.build(later, SAMPLING, Map.of(), null, TaskDesign.Options.DEFAULT))
                .getMessage();
        assertTrue(message.contains("faces") && message.contains("milliseconds"), message);
        assertThrows(IllegalArgumentException.class, () -> new Events.Event("faces", 1, -2, 1));
        double[] gap = ramp(100);
        gap[3] = Double.NaN;
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> TaskDesign.build(EVENTS, SAMPLING, Map.of("csf", gap), null, TaskDesign.Options.DEFAULT))
                .getMessage()
                .contains("csf is NaN in volume 3"));
        assertThrows(IllegalArgumentException.class, () -> new Sampling(10, 2, 1500));
    }

    @Test
    void contrastsAreReadAsUsersWriteThem() {
        List<String> columns = List.of("faces", "shapes", "constant");
        List<TaskContrast> all =
                TaskContrast.parse("faces - shapes, faces | any = faces; shapes | w = 1,-1,0 | 0,1;1,0", columns);
        assertEquals(
                List.of("faces-shapes", "faces", "any", "w", "0_1_1_0"),
                all.stream().map(TaskContrast::name).toList());
        assertArrayEquals(new double[] {1, -1, 0}, all.get(3).weights()[0]);
        assertTrue(all.get(2).isF() && all.get(4).isF());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> TaskContrast.parse("houses", columns))
                .getMessage()
                .contains("faces"));
        assertThrows(IllegalArgumentException.class, () -> TaskContrast.parse("faces | faces", columns));
        assertThrows(IllegalArgumentException.class, () -> TaskContrast.parse(" ", columns));
    }

    @Test
    void boxcarsKeepTheirArea() {
        double[] boxcar = EVENTS.boxcar("faces", 0, 0.5, 200);
        assertEquals(1 / 0.5, boxcar[40], 1e-12);
        double area = 0;
        for (double h : boxcar) area += 0.5 * h;
        assertEquals(1 + 2 * 3, area, 1e-12);
        assertEquals(2 * 0.4, boxcar[82], 1e-9);
    }

    private static double[] ramp(int n) {
        double[] ramp = new double[n];
        for (int t = 0; t < n; t++) ramp[t] = t % 13 + 0.1 * t;
        return ramp;
    }

    private static boolean[] flags(int n, int... set) {
        boolean[] flags = new boolean[n];
        for (int t : set) flags[t] = true;
        return flags;
    }
}
