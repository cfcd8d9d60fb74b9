package sc.fiji.boldj.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Seeds;

/**
 * How long a cohort takes on a number of executors of one core: the driver's own rule (of the tasks that may begin the largest
 * first, the anatomy of a participant before the visits) with task times drawn from measured ones. Arguments: participants, visits,
 * seconds that the driver spends on a task, measured seconds of anatomies (comma), measured seconds of visits (comma).
 */
final class ScalingModel {

    /** A task that may begin: of the anatomy if {@code visit} is negative. */
    private record Ready(int person, int visit, double weight) {}

    /** A task that runs. */
    private record Running(double end, int person, int visit) {}

    /**
     * What a number of executors gives.
     *
     * @param elapsed seconds from the first task to the last
     * @param work seconds of all tasks
     * @param driver seconds that the driver was busy
     * @param idleAtEnd seconds, summed over executors, from the last start of a task to the end without work
     */
    record Result(double elapsed, double work, double driver, double idleAtEnd) {
        double efficiency(int executors) {
            return work / (elapsed * executors);
        }
    }

    private final double[] anatomy;
    private final double[][] visits;
    private final double perTask;

    /**
     * @param anatomy seconds of each participant
     * @param visits seconds, shape (participants, visits)
     * @param perTask seconds of the driver for each task, one after the other
     */
    ScalingModel(double[] anatomy, double[][] visits, double perTask) {
        this.anatomy = anatomy;
        this.visits = visits;
        this.perTask = perTask;
    }

    /** Draws a cohort: measured times, with a factor of the participant (brain, scan length) of standard deviation 15 %. */
    static ScalingModel draw(int people, int count, double perTask, double[] anatomy, double[] visit) {
        double[] first = new double[people];
        double[][] then = new double[people][count];
        for (int i = 0; i < people; i++) {
            SplittableRandom random = Seeds.stream(1, i);
            double[] factor = new double[1];
            Seeds.fillGaussian(random, factor);
            double own = Math.max(0.5, 1 + 0.15 * factor[0]);
            first[i] = own * anatomy[random.nextInt(anatomy.length)];
            for (int k = 0; k < count; k++) then[i][k] = own * visit[random.nextInt(visit.length)];
        }
        return new ScalingModel(first, then, perTask);
    }

    Result on(int executors) {
        PriorityQueue<Ready> ready = new PriorityQueue<>(
                Comparator.comparingDouble(Ready::weight).reversed().thenComparingInt(Ready::person));
        for (int i = 0; i < anatomy.length; i++)
            ready.add(new Ready(i, -1, Arrays.stream(visits[i]).sum()));
        PriorityQueue<Running> running = new PriorityQueue<>(Comparator.comparingDouble(Running::end));
        double now = 0;
        double driver = 0;
        double work = 0;
        double lastStart = 0;
        List<Double> ends = new ArrayList<>();
        while (!ready.isEmpty() || !running.isEmpty()) {
            while (running.size() < executors && !ready.isEmpty()) {
                Ready next = ready.remove();
                driver = Math.max(driver, now) + perTask;
                double seconds = next.visit < 0 ? anatomy[next.person] : visits[next.person][next.visit];
                work += seconds;
                lastStart = driver;
                running.add(new Running(driver + seconds, next.person, next.visit));
            }
            Running done = running.remove();
            now = done.end;
            ends.add(now);
            if (done.visit < 0)
                for (int k = 0; k < visits[done.person].length; k++)
                    ready.add(new Ready(done.person, k, visits[done.person][k]));
        }
        double idle = 0;
        for (int i = Math.max(0, ends.size() - executors); i < ends.size(); i++)
            idle += now - Math.max(lastStart, ends.get(i));
        return new Result(now, work, perTask * ends.size(), idle);
    }

    public static void main(String[] arguments) {
        ScalingModel model = draw(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                Double.parseDouble(arguments[2]),
                numbers(arguments[3]),
                numbers(arguments[4]));
        System.out.println("| executors | hours | efficiency | driver busy | idle at the end |\n|---|---|---|---|---|");
        for (int executors = 1; executors <= 256; executors *= 2) {
            Result result = model.on(executors);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.2f | %.1f %% | %.1f %% | %.1f %% |%n",
                    executors,
                    result.elapsed() / 3600,
                    100 * result.efficiency(executors),
                    100 * result.driver() / result.elapsed(),
                    100 * result.idleAtEnd() / (result.elapsed() * executors));
        }
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.split(",", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
