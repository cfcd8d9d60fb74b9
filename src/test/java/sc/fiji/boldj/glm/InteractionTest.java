package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class InteractionTest {

    private static final Interaction.Options DEFAULT = Interaction.Options.DEFAULT;

    @Test
    void theDesignHasAllConditions() {
        InteractionSimulation run = new InteractionSimulation(150, 2, 15, 1);
        double[] seed = run.seed(run.activity(1), 0.2, 1);
        Interaction.Model model = Interaction.build(run.task, run.events, seed, run.sampling, Hrf.spm(0), DEFAULT);
        List<String> names = model.design().names();
        assertEquals(List.of("psy_faces", "psy_shapes", "ppi_faces", "ppi_shapes", "seed"), names.subList(0, 5));
        assertEquals("constant", names.get(names.size() - 1));
        assertEquals(run.task.columns() + 3, names.size());
        assertEquals(0, Arrays.stream(model.design().column("seed")).sum(), 1e-8);
        assertEquals(150, model.estimate().fitted().length);
    }

    @Test
    void aColumnIsTheProductThatWasConvolved() {
        InteractionSimulation run = new InteractionSimulation(60, 2, 15, 1);
        double[] seed = run.seed(run.activity(1), 0.2, 1);
        for (boolean centre : new boolean[] {true, false}) {
            Interaction.Model model = Interaction.build(
                    run.task,
                    run.events,
                    seed,
                    run.sampling,
                    Hrf.spm(0),
                    new Interaction.Options(Deconvolution.Options.DEFAULT, centre));
            double[] expected = new double[60];
            double mean = 0;
            int bins = run.grid.bins();
            double[] course = new double[bins];
            for (int b = 0; b < bins; b++) {
                for (Events.Event event : run.events.of("faces")) { // the share of the bin that an event covers
                    double from = Math.max(event.onset(), run.grid.time(b) - run.grid.step() / 2);
                    double to = Math.min(event.onset() + event.duration(), run.grid.time(b) + run.grid.step() / 2);
                    course[b] += Math.max(0, to - from) / run.grid.step();
                }
                if (centre && b >= run.grid.lead()) mean += course[b] / (bins - run.grid.lead());
            }
            for (int t = 0; t < 60; t++)
                for (int k = 0; k < run.response.length; k++) {
                    int b = run.grid.bin(t) - k;
                    if (b >= 0)
                        expected[t] += run.response[k] * model.estimate().activity()[b] * (course[b] - mean);
                }
            assertArrayEquals(expected, model.design().column("ppi_faces"), 1e-9);
        }
    }

    @Test
    void aKnownInteractionIsFoundWithItsSize() {
        double sum = 0;
        double least = Double.MAX_VALUE;
        for (int k = 0; k < 6; k++) {
            InteractionSimulation run = new InteractionSimulation(300, 2, 20, 10 + k);
            double[] activity = run.activity(k);
            double[] found =
                    run.difference(run.seed(activity, 0.3, k), run.target(activity, 0.5, 0.4, 0.3, 50 + k), DEFAULT);
            sum += found[0] / 6;
            least = Math.min(least, found[1]);
        }
        // blocks of 20 s: what deconvolution misses at the fast end makes the estimate smaller
        assertEquals(0.4, sum, 0.12);
        assertTrue(least > 3, "t " + least);
    }

    @Test
    void couplingThatDoesNotDependOnTheTaskIsNoInteraction() {
        assertEquals(0.05, rate(2, 160, 15, 30, 8, DEFAULT), 0.035);
    }

    /** The share of nulls with p below .05, over several runs with several targets each. */
    private static double rate(
            double repetitionTime, int volumes, double duration, int runs, int targets, Interaction.Options options) {
        int found = 0;
        for (int k = 0; k < runs; k++) {
            InteractionSimulation run = new InteractionSimulation(volumes, repetitionTime, duration, k);
            double[] activity = run.activity(k);
            double[] seed = run.seed(activity, 0.4, k);
            Design design = Interaction.build(run.task, run.events, seed, run.sampling, Hrf.spm(0), options)
                    .design();
            TDistribution t = new TDistribution(volumes - design.columns());
            for (int j = 0; j < targets; j++) {
                double[] target = run.target(activity, 0.5, 0, 1, 1000L * k + j);
                double p = 2 * t.cumulativeProbability(-Math.abs(InteractionSimulation.difference(design, target)[1]));
                if (p < 0.05) found++;
            }
        }
        return (double) found / (runs * targets);
    }

    @Test
    @Tag("study")
    void nullRates(TestReporter reporter) {
        StringBuilder text = new StringBuilder();
        for (boolean centre : new boolean[] {true, false})
            for (double repetitionTime : new double[] {0.8, 2})
                for (double duration : new double[] {2, 20}) {
                    var options = new Interaction.Options(Deconvolution.Options.DEFAULT, centre);
                    double rate = rate(repetitionTime, 200, duration, 40, 8, options);
                    text.append(String.format(
                            Locale.ROOT,
                            "centre %s TR %.1f duration %.0f: %.3f%n",
                            centre,
                            repetitionTime,
                            duration,
                            rate));
                    assertTrue(rate < 0.12, text::toString);
                }
        reporter.publishEntry("figures", text.toString());
    }

    @Test
    void whatCannotBeMadeIsSaid() {
        InteractionSimulation run = new InteractionSimulation(60, 2, 15, 1);
        double[] seed = run.seed(run.activity(1), 0.2, 1);
        says("known shape", run, seed, Hrf.fir(10, 2), run.sampling);
        double[] flat = new double[60];
        Arrays.fill(flat, 5);
        says("constant", run, flat, Hrf.spm(0), run.sampling);
        says("60 rows", run, seed, Hrf.spm(0), new Sampling(61, 2, 0));
    }

    private static void says(String word, InteractionSimulation run, double[] seed, Hrf hrf, Sampling sampling) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Interaction.build(run.task, run.events, seed, sampling, hrf, DEFAULT))
                .getMessage();
        assertTrue(message.contains(word), message);
    }
}
