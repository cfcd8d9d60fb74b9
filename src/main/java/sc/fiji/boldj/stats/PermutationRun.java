package sc.fiji.boldj.stats;

import java.util.Arrays;
import java.util.Optional;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest.Inference;
import sc.fiji.boldj.stats.ShufflingWork.Part;
import sc.fiji.boldj.stats.ShufflingWork.Range;

/** The course of one permutation test: the observed map, batches of shufflings until all are made or it may stop, p. */
final class PermutationRun {

    /** Evaluates shufflings, here or elsewhere. */
    @FunctionalInterface
    interface Evaluator {
        Part evaluate(ShufflingWork work, Range range, Progress progress);
    }

    private final TestFrame frame;
    private final ShufflingWork work;
    private final double[] statistic;
    private final boolean[] tested;
    private final int missing;

    /**
     * @param work evaluates shufflings, or what was computed of them
     * @param statistic of the data as they are; changed
     * @param tested elements that can be tested
     * @param missing elements with a missing or infinite value
     */
    PermutationRun(TestFrame frame, ShufflingWork work, double[] statistic, boolean[] tested, int missing) {
        this.frame = frame;
        this.work = work;
        this.statistic = statistic;
        this.tested = tested;
        this.missing = missing;
    }

    /** The result of a test whose data are in memory. */
    static PermutationResult of(TestFrame frame, TestStatistics statistics, Progress progress) {
        ShufflingWork work = new ShufflingWork(frame, statistics.shuffled(), statistics.tested());
        Optional<ShufflingWorkers> workers =
                ShufflingWorkers.current(work, new Range(1, frame.plan().size()));
        int batch = workers.isPresent() && !frame.stops() ? frame.plan().size() : ShufflingWork.BATCH;
        return new PermutationRun(
                        frame, work, work.observed(statistics.observed()), statistics.tested(), statistics.missing())
                .result(
                        batch,
                        (shufflings, range, share) -> workers.isPresent()
                                ? workers.get().evaluate(shufflings, range, share)
                                : shufflings.evaluate(range, share),
                        progress);
    }

    /** @param batch shufflings that are evaluated at once; 512 if the test may stop */
    PermutationResult result(int batch, Evaluator evaluator, Progress progress) {
        ShufflingPlan plan = frame.plan();
        int elements = statistic.length;
        double[] enhanced = work.enhanced(statistic);
        double[] counted = frame.options().inference() == Inference.TFCE ? enhanced : statistic;
        double[] reach = new double[elements];
        for (int v = 0; v < elements; v++)
            reach[v] = tested[v] ? NullDistribution.reach(frame.tail().evidence(counted[v])) : Double.NaN;
        ShufflingWork shufflings = work.reaching(reach);
        double[] largest = new double[plan.size()];
        largest[0] = work.max(enhanced == null ? statistic : enhanced);
        int[] count = new int[elements];
        Arrays.fill(count, 1);
        int done = 1;
        boolean stopped = false;
        while (done < plan.size() && !stopped) {
            Range range = new Range(done, Math.min(plan.size(), done + batch));
            Part part = evaluator.evaluate(
                    shufflings, range, progress.stage((double) done / plan.size(), (double) range.to() / plan.size()));
            System.arraycopy(part.largest(), 0, largest, done, part.largest().length);
            for (int v = 0; v < elements; v++) count[v] += part.count()[v];
            done = range.to();
            stopped = frame.stops()
                    && done < plan.size()
                    && reached(largest, done) >= frame.options().stopAfter();
        }
        double[] p = new double[elements];
        int excluded = 0;
        for (int v = 0; v < elements; v++) {
            p[v] = count[v] / (double) done;
            if (tested[v]) continue;
            excluded++;
            p[v] = statistic[v] = Double.NaN;
            if (enhanced != null) enhanced[v] = Double.NaN;
        }
        return new PermutationResult(
                statistic,
                enhanced,
                p,
                new NullDistribution(Arrays.copyOf(largest, done)),
                frame.tail(),
                new PermutationResult.Course(excluded, missing, plan.isExhaustive() && !stopped, stopped));
    }

    private int reached(double[] largest, int done) {
        int reached = 0;
        for (int i = 1; i < done; i++) if (largest[i] >= NullDistribution.reach(largest[0])) reached++;
        return reached;
    }
}
