package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.Tail;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * The tests that a protocol declares, on the values of sessions.
 *
 * <p>Tests of one family that have the same participants, model and permutations are corrected with their maximum statistic;
 * several such groups of a family share alpha by the number of their tests (weighted Bonferroni).
 */
public final class DeclaredTests {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final EndpointValues values;
    private final DeclaredMaps maps;

    /** @param maps tests map endpoints */
    public DeclaredTests(TrialProtocol protocol, TrialSessions sessions, EndpointValues values, DeclaredMaps maps) {
        this.protocol = protocol;
        this.sessions = sessions;
        this.values = values;
        this.maps = maps;
    }

    /** All families in the order of the protocol, gates closed where they are. */
    public List<DeclaredResult> run(Progress progress) throws IOException {
        List<TestFamily> families = protocol.claims().families();
        List<List<DeclaredResult>> results = new ArrayList<>();
        for (int f = 0; f < families.size(); f++)
            results.add(FamilyGates.decide(
                    families.get(f),
                    run(families.get(f), families.get(f).set(), part(progress, f, families.size())),
                    results));
        return results.stream().flatMap(List::stream).toList();
    }

    /** The tests of a family in another analysis set, for comparison. */
    public List<DeclaredResult> in(TestFamily family, String set, Progress progress) throws IOException {
        return FamilyGates.decide(family, run(family, set, progress), List.of());
    }

    private static Progress part(Progress progress, int k, int of) {
        return progress.stage((double) k / of, (k + 1.0) / of);
    }

    private List<DeclaredResult> run(TestFamily family, String set, Progress progress) throws IOException {
        List<PlannedTest> tests = new ArrayList<>();
        for (TestFamily.DeclaredTest declared : family.tests()) tests.add(plan(family, declared, set));
        DeclaredResult[] results = new DeclaredResult[tests.size()];
        boolean joint = family.correction() == TestFamily.Correction.MAX_T;
        for (int k = 0; k < results.length; k++)
            if (isModelled(tests.get(k))) results[k] = modelled(tests.get(k), set, joint ? 1.0 / results.length : 1);
        for (int k = 0; k < results.length; k++) {
            if (results[k] != null) continue;
            List<Integer> group = new ArrayList<>(List.of(k));
            for (int other = k + 1; joint && other < results.length; other++)
                if (results[other] == null && share(tests.get(k), tests.get(other))) group.add(other);
            double part = joint ? (double) group.size() / results.length : 1;
            List<DeclaredResult> found =
                    test(group.stream().map(tests::get).toList(), set, part, part(progress, k, results.length));
            for (int g = 0; g < group.size(); g++) results[group.get(g)] = found.get(g);
        }
        return List.of(results);
    }

    private boolean isModelled(PlannedTest test) {
        return isNumber(test)
                && MixedModelContrast.applies(protocol, test.declared().contrast());
    }

    /** A test whose p comes from the mixed model. */
    private DeclaredResult modelled(PlannedTest test, String set, double share) {
        try {
            MixedModelContrast fit = MixedModelContrast.of(
                    protocol,
                    sessions,
                    ContrastParts.of(
                            protocol,
                            test.declared().contrast(),
                            test.declared().visit()),
                    set,
                    values.numbers().get(test.declared().endpoint()));
            double half = fit.estimate().p() / 2;
            double p =
                    switch (test.family().tail()) {
                        case TWO -> 2 * half;
                        case GREATER -> fit.estimate().value() > 0 ? half : 1 - half;
                        case LESS -> fit.estimate().value() < 0 ? half : 1 - half;
                    };
            return test.result(
                    endpoint(test),
                    set,
                    fit.sample(),
                    Optional.of(new DeclaredResult.Outcome(
                            Optional.of(fit.estimate()),
                            Double.NaN,
                            fit.estimate().t(0),
                            p,
                            Math.min(1, p / share),
                            DeclaredResult.Status.NOT_SIGNIFICANT,
                            new DeclaredResult.Permutations(
                                    0, false, "mixed model for repeated measures, Kenward-Roger"),
                            "")),
                    fit.notes());
        } catch (DataException e) {
            return untested(test, set, e.getMessage());
        }
    }

    private boolean share(PlannedTest one, PlannedTest other) {
        return one.plan() != null
                && other.plan() != null
                && isNumber(one)
                && isNumber(other)
                && one.plan().subjects().equals(other.plan().subjects())
                && one.plan().baseline().isPresent() == other.plan().baseline().isPresent()
                && one.test().sharesPermutations(other.test());
    }

    private boolean isNumber(PlannedTest test) {
        return endpoint(test).isNumber();
    }

    private Endpoint endpoint(PlannedTest test) {
        return protocol.endpoints().get(test.declared().endpoint());
    }

    private PlannedTest plan(TestFamily family, TestFamily.DeclaredTest declared, String set) {
        try {
            TestPlan plan = TestPlan.of(
                    protocol,
                    sessions,
                    declared.contrast(),
                    declared.visit(),
                    set,
                    values.available(declared.endpoint()));
            Endpoint endpoint = protocol.endpoints().get(declared.endpoint());
            return new PlannedTest(
                    family,
                    declared,
                    plan,
                    PersonTest.plan(
                            plan.design(),
                            plan.baseline().isPresent(),
                            plan.varianceGroups(),
                            options(family, endpoint)),
                    "");
        } catch (DataException e) {
            return new PlannedTest(family, declared, null, null, e.getMessage());
        }
    }

    private PersonTest.Options options(TestFamily family, Endpoint endpoint) {
        Tail tail =
                switch (family.tail()) {
                    case TWO -> Tail.TWO;
                    case GREATER -> Tail.POSITIVE;
                    case LESS -> Tail.NEGATIVE;
                };
        PermutationTest.Options test = PermutationTest.Options.DEFAULT.with(tail);
        int number = protocol.permutations().number();
        if (endpoint.source() instanceof Endpoint.WholeMap map) {
            test = test.with(
                            switch (map.inference().statistic()) {
                                case TFCE -> PermutationTest.Inference.TFCE;
                                case VOXEL -> PermutationTest.Inference.VOXEL;
                                case CLUSTER_EXTENT -> PermutationTest.Inference.CLUSTER_EXTENT;
                                case CLUSTER_MASS -> PermutationTest.Inference.CLUSTER_MASS;
                            })
                    .withClusterThreshold(map.inference().threshold());
            return new PersonTest.Options(
                    number, number, protocol.permutations().seed(), test);
        }
        return new PersonTest.Options(
                number,
                PersonTest.Options.DEFAULT.exhaustive(),
                protocol.permutations().seed(),
                test.with(PermutationTest.Inference.VOXEL));
    }

    /** Tests that share permutations; {@code share} is their part of the family. */
    private List<DeclaredResult> test(List<PlannedTest> group, String set, double share, Progress progress)
            throws IOException {
        PlannedTest first = group.get(0);
        if (first.plan() == null) return List.of(untested(first, set, first.refusal()));
        try {
            return isNumber(first) ? numbers(group, set, share, progress) : List.of(map(first, set, share, progress));
        } catch (DataException e) {
            return group.stream()
                    .map(test -> untested(test, set, e.getMessage()))
                    .toList();
        }
    }

    private DeclaredResult untested(PlannedTest test, String set, String reason) {
        return result(test, set, Optional.empty(), List.of("Not tested: " + reason + "."));
    }

    private DeclaredResult result(
            PlannedTest test, String set, Optional<DeclaredResult.Outcome> outcome, List<String> notes) {
        return test.result(endpoint(test), set, test.sample(), outcome, notes);
    }

    private DeclaredResult map(PlannedTest test, String set, double share, Progress progress) throws IOException {
        DeclaredMaps.Found found = maps.test(
                endpoint(test), test.plan(), test.test(), test.family().alpha() * share, progress);
        return result(
                test,
                set,
                Optional.of(new DeclaredResult.Outcome(
                        Optional.empty(),
                        Double.NaN,
                        found.statistic(),
                        found.p(),
                        Math.min(1, found.p() / share),
                        DeclaredResult.Status.NOT_SIGNIFICANT,
                        test.permutations(),
                        found.words())),
                test.notes(share));
    }

    private List<DeclaredResult> numbers(List<PlannedTest> group, String set, double share, Progress progress) {
        PlannedTest first = group.get(0);
        int inputs = sessions.all().size();
        int people = first.plan().subjects().size();
        double[][] data = new double[inputs][group.size()];
        double[][] baseline = new double[people][group.size()];
        for (int g = 0; g < group.size(); g++) {
            double[] own = values.numbers().get(group.get(g).declared().endpoint());
            // a session that is not used has weight 0, and 0 times a missing value must stay 0
            for (int i = 0; i < inputs; i++) data[i][g] = Double.isFinite(own[i]) ? own[i] : 0;
            int column = g;
            group.get(g).plan().baseline().ifPresent(weights -> {
                for (int s = 0; s < people; s++)
                    for (int i = 0; i < inputs; i++) baseline[s][column] += weights[s][i] * data[i][column];
            });
        }
        boolean adjusted = first.plan().baseline().isPresent();
        PermutationResult result = first.test()
                .run(
                        Observations.of(data),
                        adjusted ? Optional.of(Observations.of(baseline)) : Optional.empty(),
                        Neighbourhood.none(group.size()),
                        progress);
        Observations observed = first.plan().design().observe(Observations.of(data));
        double reach = result.nullMaximum().critical(first.family().alpha() * share);
        List<DeclaredResult> results = new ArrayList<>();
        for (int g = 0; g < group.size(); g++) {
            PlannedTest test = group.get(g);
            double[] own = new double[people];
            double[] before = new double[people];
            for (int s = 0; s < people; s++) {
                double[] one = new double[1];
                observed.read(s, g, g + 1, one, 0);
                own[s] = one[0];
                before[s] = baseline[s][g];
            }
            ContrastEstimate estimate = test.test().estimate(own, adjusted ? Optional.of(before) : Optional.empty());
            boolean bounded = test.family().tail() == TestFamily.Side.TWO
                    && test.family().correction() == TestFamily.Correction.MAX_T;
            results.add(result(
                    test,
                    set,
                    Optional.of(new DeclaredResult.Outcome(
                            Optional.of(estimate),
                            bounded ? reach * estimate.standardError() : Double.NaN,
                            result.statistic()[g],
                            result.pUncorrected()[g],
                            Math.min(1, result.pFamilyWise()[g] / share),
                            DeclaredResult.Status.NOT_SIGNIFICANT,
                            test.permutations(),
                            "")),
                    test.notes(share)));
        }
        return results;
    }
}
