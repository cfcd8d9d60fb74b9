package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/** T1 to T6 from the values of sessions on: what is planted is found, and intervals cover it. */
@Tag("study")
class SimulatedTrialsStudyTest {

    /** Trials of a coverage; the bar is .935 to .965, which 1000 trials with a true coverage of .95 miss in 4 of 100. */
    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 1000);

    @TempDir
    Path folder;

    /** The true value of a contrast: the sum of weights of the cells in which the treatment acts. */
    private static double truth(CellContrast contrast, double effect) {
        double truth = 0;
        for (Map.Entry<Cell, Double> each : contrast.weights().entrySet()) {
            String level = each.getKey().levels().values().iterator().next();
            if (List.of("ketamine", "PLA+KET", "drug").contains(level)) truth += each.getValue() * effect;
        }
        return truth * SimulatedTrials.SD;
    }

    /**
     * Prints how often; the floor is well below, because 20 seeds of tests with a power of .7 to .99 vary. Values start at the
     * sessions: no scan is simulated.
     */
    @ParameterizedTest
    @ValueSource(strings = {"t1", "t2", "t3", "t4", "t5", "t6"})
    void whatIsPlantedIsFound(String number) throws IOException {
        TrialProtocol protocol = SimulatedTrials.protocol(number, 1000, folder);
        Map<String, int[]> found = new LinkedHashMap<>();
        int equivalent = 0;
        int equivalences = 0;
        int seeds = 20;
        for (long seed = 1; seed <= seeds; seed++) {
            SimulatedTrials.Trial trial = SimulatedTrials.draw(number, protocol, 1, seed);
            for (DeclaredResult result : trial.run()) {
                if (!result.endpoint().isNumber()) continue;
                double truth = result.endpoint().id().equals("dlpfc")
                        ? 0
                        : truth(protocol.contrasts().get(result.contrast()), 1);
                String name = result.family().id() + " " + result.endpoint().id() + " " + result.contrast() + " "
                        + result.visit() + (truth == 0 ? " (null)" : "");
                double estimate =
                        result.outcome().orElseThrow().estimate().orElseThrow().value();
                boolean right = result.outcome().get().corrected() <= 0.05
                        && (truth == 0 || Math.signum(estimate) == Math.signum(truth));
                if (right) found.computeIfAbsent(name, key -> new int[1])[0]++;
                else found.computeIfAbsent(name, key -> new int[1]);
            }
            for (DeclaredClaims.EquivalenceResult each : trial.claims().equivalence()) {
                equivalences++;
                if (each.result().orElseThrow().verdict() == Equivalence.Verdict.EQUIVALENT) equivalent++;
            }
        }
        StringBuilder words = new StringBuilder(number);
        found.forEach((name, n) ->
                words.append("\n  ").append(name).append(": ").append(n[0]).append(" of 20"));
        if (equivalences > 0)
            words.append("\n  equivalence shown: ")
                    .append(equivalent)
                    .append(" of ")
                    .append(equivalences);
        System.out.println(words);
        found.forEach((name, n) -> assertTrue(name.endsWith("(null)") ? n[0] <= 5 : n[0] >= 10, words.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t1", "t2", "t3", "t4", "t5", "t6"})
    void intervalsCoverTheTruth(String number) throws IOException {
        assumeTrue(number.startsWith(System.getProperty("boldj.study.cells", "")));
        TrialProtocol protocol = SimulatedTrials.protocol(number, 100, folder);
        TestFamily.DeclaredTest test =
                protocol.claims().families().get(0).tests().get(0);
        double truth = truth(test.contrast(), 1);
        int covered = 0;
        int fractions = 0;
        int trials = TRIALS;
        for (long seed = 1; seed <= trials; seed++) {
            SimulatedTrials.Trial trial = SimulatedTrials.draw(number, protocol, 1, 100 + seed);
            double[] interval = estimate(trial, test).interval(0.95);
            if (interval[0] <= truth && truth <= interval[1]) covered++;
            if (!protocol.claims().blocking().isEmpty()
                    && trial.claims()
                            .blocking()
                            .get(0)
                            .result()
                            .orElseThrow()
                            .interval()
                            .contains(1)) fractions++;
        }
        System.out.println(number + ": " + test.contrast().expression() + " covered in " + covered + " of " + trials
                + (protocol.claims().blocking().isEmpty() ? "" : ", the blocked fraction in " + fractions));
        double bound = 3 * Math.sqrt(0.95 * 0.05 / trials);
        assertEquals(0.95, covered / (double) trials, bound);
        if (!protocol.claims().blocking().isEmpty()) assertEquals(0.95, fractions / (double) trials, bound);
    }

    private static ContrastEstimate estimate(SimulatedTrials.Trial trial, TestFamily.DeclaredTest test) {
        TrialProtocol protocol = trial.protocol();
        ContrastParts parts = ContrastParts.of(protocol, test.contrast(), test.visit());
        double[] values = trial.values().numbers().get(test.endpoint());
        if (MixedModelContrast.applies(protocol, test.contrast()))
            return MixedModelContrast.of(protocol, trial.sessions(), parts, "ITT", values)
                    .estimate();
        TestPlan plan = TestPlan.of(
                protocol,
                trial.sessions(),
                test.contrast(),
                test.visit(),
                "ITT",
                trial.values().available(test.endpoint()));
        double[][] column = new double[values.length][1];
        for (int i = 0; i < values.length; i++) column[i][0] = values[i];
        Observations observed = plan.design().observe(Observations.of(column));
        double[] own = new double[observed.rows()];
        for (int s = 0; s < own.length; s++) {
            double[] one = new double[1];
            observed.read(s, 0, 1, one, 0);
            own[s] = one[0];
        }
        return PersonTest.plan(
                        plan.design(),
                        false,
                        plan.varianceGroups(),
                        new PersonTest.Options(2, 1, 1, PersonTest.Options.DEFAULT.test()))
                .estimate(own, Optional.empty());
    }

    @Test
    void weekTwelveIsTested() throws IOException {
        TrialProtocol protocol = SimulatedTrials.protocol("t4", 100, folder);
        SimulatedTrials.Trial trial = SimulatedTrials.draw("t4", protocol, 1, 1);
        DeclaredResult primary = trial.run().get(0);
        assertEquals("wk12", primary.visit());
        assertTrue(primary.notes().get(1).contains("wk12"));
    }
}
