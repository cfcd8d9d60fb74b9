package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.MapSmoother;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.stats.SandwichTest;
import sc.fiji.boldj.stats.Skewness;

/** The run of a planned group test. */
record GroupTestRun(GroupTest test, GroupVariance variance) {

    GroupTest.Result of(
            Observations inputs, Observations covariate, Neighbourhood graph, MapSmoother smoother, Progress progress) {
        Observations data = test.observe(inputs);
        PermutationTest.Options options = test.options().test();
        List<String> warnings = new ArrayList<>(test.design().notes());
        if (test.plan().shuffle().flips() && variance.visits() == null) {
            double skewed = Skewness.share(data, test.model(), progress.stage(0, 0.02));
            if (skewed > Skewness.WARN_ABOVE) warnings.add(GroupTestWarnings.skewed(skewed));
        }
        Progress rest = progress.stage(0.02, 1);
        PermutationResult result = variance.visits() == null
                ? permutations(graph, smoother, covariate).run(data, options, rest)
                : SandwichTest.of(test.sandwich().orElseThrow(), graph, test.plan())
                        .run(data, options, rest);
        if (result.excluded() > 0) warnings.add(GroupTestWarnings.excluded(result, graph.size()));
        if (result.isStopped())
            warnings.add(GroupTestWarnings.stopped(result, test.plan().size(), options.stopAfter()));
        return new GroupTest.Result(result, List.copyOf(warnings));
    }

    private PermutationTest permutations(Neighbourhood graph, MapSmoother smoother, Observations covariate) {
        PermutationTest made = PermutationTest.of(test.model(), test.plan(), graph);
        if (variance.groups() != null) made = made.withVarianceGroups(variance.groups());
        if (smoother != null) made = made.withVarianceSmoothing(smoother);
        return covariate == null ? made : made.withCovariate(covariate);
    }
}
