package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.SimpsonIntegrator;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * How often declared tests find a planted effect, and declared equivalences an absent one, against an oracle that knows the
 * model: the power of the t test and of the two one-sided tests in closed form.
 */
@Tag("study")
class TrialOracleStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 400);
    private static final NormalDistribution NORMAL = new NormalDistribution();

    @TempDir
    Path folder;

    /** The mean over the distribution of the estimated standard error, in units of the true one. */
    private static double overErrors(double degrees, UnivariateFunction of) {
        ChiSquaredDistribution chi = new ChiSquaredDistribution(degrees);
        double step = 1e-6;
        return new SimpsonIntegrator()
                .integrate(
                        1_000_000,
                        p -> of.value(Math.sqrt(chi.inverseCumulativeProbability(p) / degrees)),
                        step,
                        1 - step);
    }

    /** The probability that a two-sided t test at .05 rejects with the right sign. */
    static double power(double effect, double error, double degrees) {
        double critical = new TDistribution(degrees).inverseCumulativeProbability(0.975);
        return overErrors(degrees, s -> NORMAL.cumulativeProbability(Math.abs(effect) / error - critical * s));
    }

    /** The probability that both one-sided tests at .05 reject where the effect is 0. */
    static double equivalence(double margin, double error, double degrees) {
        double critical = new TDistribution(degrees).inverseCumulativeProbability(0.95);
        return overErrors(
                degrees, s -> Math.max(0, 2 * NORMAL.cumulativeProbability(margin / error - critical * s) - 1));
    }

    private static double truth(CellContrast contrast) {
        double truth = 0;
        for (Map.Entry<Cell, Double> each : contrast.weights().entrySet()) {
            String level = each.getKey().levels().values().iterator().next();
            if (List.of("ketamine", "PLA+KET", "drug").contains(level)) truth += each.getValue();
        }
        return truth * SimulatedTrials.SD;
    }

    /** The true standard error of a plan, and its degrees of freedom. */
    private static double[] error(TestPlan plan) {
        double[] weights = plan.design().combination()[0];
        double squares = 0;
        for (double w : weights) squares += w * w;
        // between arms one session with both sources of noise, within participants the noise of sessions alone
        double sd = plan.counts().containsKey(TestPlan.ALL) ? 0.7 * Math.sqrt(squares) : SimulatedTrials.SD;
        double information =
                plan.design().model(plan.design().defaultContrast()).information();
        return new double[] {
            sd / Math.sqrt(information),
            plan.design().model(plan.design().defaultContrast()).degreesOfFreedom()
        };
    }

    private static TestPlan plan(SimulatedTrials.Trial trial, String endpoint, CellContrast contrast, String visit) {
        return TestPlan.of(
                trial.protocol(),
                trial.sessions(),
                contrast,
                visit,
                "ITT",
                trial.values().available(endpoint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t1", "t2", "t3", "t5", "t6"})
    void declaredTestsFindWhatAnOracleFinds(String number) throws IOException {
        TrialProtocol protocol = SimulatedTrials.protocol(number, 400, folder);
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int seed = 1; seed <= TRIALS; seed++) {
            SimulatedTrials.Trial trial = SimulatedTrials.draw(number, protocol, 1, 40_000 + seed);
            for (DeclaredResult result : trial.run()) {
                double truth = truth(protocol.contrasts().get(result.contrast()));
                if (!result.endpoint().isNumber()
                        || truth == 0
                        || result.endpoint().id().equals("dlpfc")) continue;
                TestFamily.DeclaredTest test = result.family().tests().stream()
                        .filter(t -> t.endpoint().equals(result.endpoint().id())
                                && t.contrast().name().equals(result.contrast()))
                        .findFirst()
                        .orElseThrow();
                double[] error = error(plan(trial, test.endpoint(), test.contrast(), test.visit()));
                double estimate =
                        result.outcome().orElseThrow().estimate().orElseThrow().value();
                boolean right = Math.signum(estimate) == Math.signum(truth);
                add(
                        sums,
                        result.family().id() + " " + result.endpoint().id() + " " + result.contrast(),
                        right && result.outcome().get().p() <= 0.05,
                        new double[] {truth, error[0], error[1]},
                        right && result.outcome().get().corrected() <= 0.05);
            }
            List<DeclaredClaims.EquivalenceResult> equivalences = trial.claims().equivalence();
            for (DeclaredClaims.EquivalenceResult each : equivalences) {
                EquivalenceClaim claim = each.claim();
                double[] error = error(plan(trial, claim.endpoint(), claim.contrast(), claim.visit()));
                boolean shown = each.result().orElseThrow().verdict() == Equivalence.Verdict.EQUIVALENT;
                add(
                        sums,
                        "equivalence " + claim.endpoint() + " "
                                + claim.contrast().name(),
                        shown,
                        new double[] {claim.margin() * SimulatedTrials.SD, error[0], error[1]},
                        shown);
            }
        }
        // error and degrees of freedom hardly differ between trials: the closed form is taken at their means
        sums.forEach((name, sum) -> sum[1] = TRIALS
                * (name.startsWith("equivalence")
                        ? equivalence(sum[3] / TRIALS, sum[4] / TRIALS, sum[5] / TRIALS)
                        : power(sum[3] / TRIALS, sum[4] / TRIALS, sum[5] / TRIALS)));
        sums.forEach((name, sum) -> System.out.printf(
                Locale.ROOT,
                "%s %s: found %.3f, oracle %.3f, corrected %.3f of %d%n",
                number,
                name,
                sum[0] / TRIALS,
                sum[1] / TRIALS,
                sum[2] / TRIALS,
                TRIALS));
        sums.forEach((name, sum) -> {
            double oracle = sum[1] / TRIALS;
            assertEquals(
                    oracle, sum[0] / TRIALS, 3 * Math.sqrt(oracle * (1 - oracle) / TRIALS) + 0.01, number + " " + name);
        });
    }

    private static void add(
            Map<String, double[]> sums, String name, boolean found, double[] oracle, boolean corrected) {
        double[] sum = sums.computeIfAbsent(name, key -> new double[6]);
        if (found) sum[0]++;
        for (int k = 0; k < 3; k++) sum[3 + k] += oracle[k];
        if (corrected) sum[2]++;
    }
}
