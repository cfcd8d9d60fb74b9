package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sc.fiji.boldj.group.PersonTest;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.Tail;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * The tests that a protocol declares, on the values of sessions.
 *
 * <p>Tests of one family that have the same participants, model and permutations are corrected with their maximum statistic;
 * several such groups of a family share alpha by the number of their tests (weighted Bonferroni).
 */
public final class DeclaredTests {

    /** What the mixed model does not do. */
    static final String MAPS_COMPLETE =
            "The mixed model is for single values: the map is tested in participants with all sessions that the"
                    + " contrast needs, which assumes that maps are missing completely at random.";

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

    /** The tests of a family in an analysis set, for comparison: no gate before the family. */
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
        return test.isNumber()
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
            return test.untested(set, e.getMessage());
        }
    }

    private boolean share(PlannedTest one, PlannedTest other) {
        return one.plan() != null
                && other.plan() != null
                && one.isNumber()
                && other.isNumber()
                && one.plan().subjects().equals(other.plan().subjects())
                && one.plan().baseline().isPresent() == other.plan().baseline().isPresent()
                && one.test().sharesPermutations(other.test());
    }

    private PlannedTest plan(TestFamily family, TestFamily.DeclaredTest declared, String set) {
        Endpoint endpoint = protocol.endpoints().get(declared.endpoint());
        try {
            TestPlan plan = TestPlan.of(
                    protocol,
                    sessions,
                    declared.contrast(),
                    declared.visit(),
                    set,
                    values.available(declared.endpoint()));
            return new PlannedTest(family, declared, endpoint, plan, plan.test(options(family, endpoint)), "");
        } catch (DataException e) {
            return new PlannedTest(family, declared, endpoint, null, null, e.getMessage());
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
        if (first.plan() == null) return List.of(first.untested(set, first.refusal()));
        try {
            return first.isNumber()
                    ? NumberTests.of(protocol, sessions, values, group, set, share, progress)
                    : List.of(map(first, set, share, progress));
        } catch (DataException e) {
            return group.stream()
                    .map(test -> test.untested(set, e.getMessage()))
                    .toList();
        }
    }

    private DeclaredResult map(PlannedTest test, String set, double share, Progress progress) throws IOException {
        DeclaredMaps.Found found = maps.test(
                test.endpoint(), test.plan(), test.test(), test.family().alpha() * share, progress);
        return test.result(
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
                Stream.concat(notes(test, share).stream(), found.notes().stream())
                        .toList());
    }

    private List<String> notes(PlannedTest test, double share) {
        List<String> notes = new ArrayList<>(test.notes(share, protocol));
        if (protocol.model().missing() == ModelChoice.Missing.MMRM) notes.add(MAPS_COMPLETE);
        return notes;
    }
}
