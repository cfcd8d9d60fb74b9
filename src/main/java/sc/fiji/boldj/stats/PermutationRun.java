package sc.fiji.boldj.stats;

import java.util.Arrays;
import java.util.Optional;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.PermutationTest.Options;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/** The course of one permutation test: the observed map, batches of shufflings until all are made or it may stop, p. */
final class PermutationRun {

    private final ShufflingPlan plan;
    private final ShuffledStatistic observed;
    private final ShufflingWork work;
    private final Options options;
    private final Tail tail;
    private final int elements;

    /**
     * @param smoother null, or what smooths the variance map
     * @param observed gives the statistic of the data as they are
     * @param shuffled gives it under shuffling
     */
    PermutationRun(
            ShufflingPlan plan,
            Neighbourhood graph,
            MapSmoother smoother,
            ShuffledStatistic observed,
            ShuffledStatistic shuffled,
            Options options,
            Tail tail) {
        this.plan = plan;
        this.observed = observed;
        this.options = options;
        this.tail = tail;
        elements = graph.size();
        boolean[] tested = new boolean[elements];
        for (int v = 0; v < elements; v++) tested[v] = observed.residuals().length(v) > 0;
        work = new ShufflingWork(plan, graph, smoother, shuffled, options, tail, tested);
    }

    PermutationResult result(int excluded, int missing, Progress progress) {
        double[] statistic = work.observed(observed);
        double[] enhanced = work.enhanced(statistic);
        double[] counted = options.inference() == Inference.TFCE ? enhanced : statistic;
        double[] reach = new double[elements];
        for (int v = 0; v < elements; v++)
            reach[v] = observed.residuals().length(v) == 0
                    ? Double.NaN
                    : NullDistribution.reach(tail.evidence(counted[v]));
        ShufflingWork shufflings = work.reaching(reach);
        // An exhaustive plan is in order: its first part is no random sample, so it is never cut short.
        boolean stops = options.stopAfter() > 0 && !plan.isExhaustive();
        Optional<ShufflingWorkers> workers = ShufflingWorkers.current(shufflings, new Range(1, plan.size()));
        int batch = workers.isPresent() && !stops ? plan.size() : ShufflingWork.BATCH;
        double[] largest = new double[plan.size()];
        largest[0] = work.max(enhanced == null ? statistic : enhanced);
        int[] count = new int[elements];
        Arrays.fill(count, 1);
        int done = 1;
        boolean stopped = false;
        while (done < plan.size() && !stopped) {
            Range range = new Range(done, Math.min(plan.size(), done + batch));
            Progress share = progress.stage((double) done / plan.size(), (double) range.to() / plan.size());
            Part part = workers.isPresent()
                    ? workers.get().evaluate(shufflings, range, share)
                    : shufflings.evaluate(range, share);
            System.arraycopy(part.largest(), 0, largest, done, part.largest().length);
            for (int v = 0; v < elements; v++) count[v] += part.count()[v];
            done = range.to();
            stopped = stops && done < plan.size() && reached(largest, done) >= options.stopAfter();
        }
        double[] p = new double[elements];
        for (int v = 0; v < elements; v++) {
            p[v] = count[v] / (double) done;
            if (observed.residuals().length(v) > 0) continue;
            p[v] = statistic[v] = Double.NaN;
            if (enhanced != null) enhanced[v] = Double.NaN;
        }
        return new PermutationResult(
                statistic,
                enhanced,
                p,
                new NullDistribution(Arrays.copyOf(largest, done)),
                tail,
                new PermutationResult.Course(excluded, missing, plan.isExhaustive() && !stopped, stopped));
    }

    private int reached(double[] largest, int done) {
        int reached = 0;
        for (int i = 1; i < done; i++) if (largest[i] >= NullDistribution.reach(largest[0])) reached++;
        return reached;
    }
}
