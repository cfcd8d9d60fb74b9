package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * Trials in which some tests of a family have a large effect and others none: how often one of those without an effect is
 * significant. After large effects, the others are tested with all of alpha, where an incorrect step-down procedure would exceed it.
 */
@Tag("study")
class PartialNullStudyTest {

    private static final int TRIALS = Integer.getInteger("boldj.study.trials", 5000);
    private static final String CELLS = System.getProperty("boldj.study.cells", "");

    @TempDir
    Path folder;

    /** Which effect an endpoint has in a session, in standard deviations. */
    private interface Truth {
        double of(String endpoint, Map<String, String> levels);
    }

    /** Whether a test has no effect. */
    private interface Null {
        boolean of(String endpoint, String contrast);
    }

    private final Map<String, Integer> found = new LinkedHashMap<>();

    private void count(String name, String number, String family, Truth truth, Null none) throws IOException {
        if (!name.startsWith(CELLS)) return;
        TrialProtocol protocol = SimulatedTrials.protocol(number, 200, folder);
        TestFamily tested = protocol.claims().families().stream()
                .filter(f -> f.id().equals(family))
                .findFirst()
                .orElseThrow();
        int wrong = IntStream.range(0, TRIALS)
                .parallel()
                .map(k -> {
                    try {
                        SimulatedTrials.Trial trial = SimulatedTrials.draw(
                                number, SimulatedTrials.permuted(protocol, 200, k), 0, 900_000L + k);
                        List<TrialSession> sessions = trial.sessions().all();
                        trial.values().numbers().forEach((endpoint, values) -> IntStream.range(0, values.length)
                                .forEach(i -> values[i] += SimulatedTrials.SD
                                        * truth.of(endpoint, sessions.get(i).levels())));
                        return new DeclaredTests(
                                                trial.protocol(),
                                                trial.sessions(),
                                                trial.values(),
                                                MadeUpTrial.noMaps())
                                        .in(tested, tested.set(), Progress.NONE).stream()
                                                .filter(r ->
                                                        none.of(r.endpoint().id(), r.contrast()))
                                                .anyMatch(DeclaredResult::isSignificant)
                                ? 1
                                : 0;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sum();
        found.put(name, wrong);
        System.out.printf(Locale.ROOT, "%s: %d of %d, %.4f%n", name, wrong, TRIALS, wrong / (double) TRIALS);
    }

    private static double in(Map<String, String> levels, String factor, String... active) {
        return List.of(active).contains(levels.get(factor)) ? 4 : 0;
    }

    @Test
    void testsWithoutAnEffectKeepTheirError() throws IOException {
        String both = "lamotrigine+ketamine";
        count(
                "T1 secondary, effect in one endpoint alone",
                "t1",
                "secondary",
                (endpoint, levels) -> endpoint.equals("pDMN") ? 0 : in(levels, "arm", "ketamine"),
                (endpoint, contrast) -> endpoint.equals("pDMN"));
        count(
                "T1 secondary, nothing removed",
                "t1",
                "secondary",
                (endpoint, levels) -> in(levels, "arm", "ketamine", both),
                (endpoint, contrast) -> contrast.equals("removed"));
        count(
                "T1 secondary, removed from one endpoint",
                "t1",
                "secondary",
                (endpoint, levels) ->
                        endpoint.equals("pDMN") ? in(levels, "arm", "ketamine", both) : in(levels, "arm", "ketamine"),
                (endpoint, contrast) -> endpoint.equals("pDMN") && contrast.equals("removed"));
        count(
                "T2 primary, midazolam as placebo",
                "t2",
                "primary",
                (endpoint, levels) -> levels.get("scan").equals("infusion") ? in(levels, "treatment", "ketamine") : 0,
                (endpoint, contrast) -> contrast.equals("midazolam"));
        count(
                "T4 earlier, mixed model, effect in one endpoint",
                "t4",
                "earlier",
                (endpoint, levels) ->
                        endpoint.equals("dmn") || levels.get("visit").equals("wk00") ? 0 : in(levels, "arm", "drug"),
                (endpoint, contrast) -> endpoint.equals("dmn"));
        // a bound for the number of cells (Bonferroni), at the binomial error of one rate
        double most = 0.05 + 2.6 * Math.sqrt(0.05 * 0.95 / TRIALS);
        found.forEach((name, wrong) -> assertTrue(wrong / (double) TRIALS <= most, name + ": " + wrong));
    }
}
