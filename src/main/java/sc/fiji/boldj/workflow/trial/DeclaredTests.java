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
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * The tests that a protocol declares, on the values of sessions.
 *
 * <p>Tests of one family that have the same participants, model and permutations are corrected with their maximum statistic, and
 * several such groups by Holm's method, both step-down ({@link SteppedFamily}).
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
        boolean joint = family.correction() == TestFamily.Correction.MAX_T;
        boolean divided = joint || family.correction() == TestFamily.Correction.HOLM;
        List<List<Integer>> groups = groups(tests, joint);
        DeclaredResult[] results = new DeclaredResult[tests.size()];
        for (int g = 0; g < groups.size(); g++) {
            List<Integer> group = groups.get(g);
            double share = divided ? (double) group.size() / tests.size() : 1;
            List<DeclaredResult> found =
                    test(group.stream().map(tests::get).toList(), set, share, part(progress, g, groups.size()));
            for (int k = 0; k < group.size(); k++) results[group.get(k)] = found.get(k);
        }
        return joint ? SteppedFamily.of(List.of(results), groups) : List.of(results);
    }

    /** Numbers of the tests that share their permutations. */
    private List<List<Integer>> groups(List<PlannedTest> tests, boolean joint) {
        List<List<Integer>> groups = new ArrayList<>();
        for (int k = 0; k < tests.size(); k++) {
            PlannedTest test = tests.get(k);
            Optional<List<Integer>> own = groups.stream()
                    .filter(group -> joint && share(tests.get(group.get(0)), test))
                    .findFirst();
            if (own.isPresent()) own.get().add(k);
            else groups.add(new ArrayList<>(List.of(k)));
        }
        return groups;
    }

    private boolean isModelled(PlannedTest test) {
        return test.isNumber()
                && MixedModelContrast.applies(protocol, test.declared().contrast());
    }

    /** A test whose p comes from the mixed model. */
    private DeclaredResult modelled(PlannedTest test, String set) {
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
                            p,
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
                && !isModelled(one)
                && !isModelled(other)
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
        PermutationTest.Options test =
                PermutationTest.Options.DEFAULT.with(family.tail().tail());
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
        if (isModelled(first)) return List.of(modelled(first, set));
        if (first.plan() == null) return List.of(first.untested(set, first.refusal()));
        try {
            return first.isNumber()
                    ? NumberTests.of(protocol, values, group, set, share, progress)
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
                        found.p(),
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
