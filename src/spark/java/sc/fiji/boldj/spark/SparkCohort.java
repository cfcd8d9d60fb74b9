package sc.fiji.boldj.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.DerivedStart;
import sc.fiji.boldj.workflow.participant.MemoryNeed;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.participant.TaskLogs;
import sc.fiji.boldj.workflow.participant.VisitTask;

/**
 * The participants of a call as jobs of one task each: the anatomy of a participant, then the visits; of the tasks that may
 * begin, the largest first. A task whose executor dies is tried again by Spark and goes on where it was; a task that fails
 * for good stops no other. Logs of tasks are joined in the order of a run in one process.
 */
final class SparkCohort {

    private static final int POLL = 50;

    /** Milliseconds that an attempt may need to end after another one was faster. */
    private static final int PATIENCE = 60_000;

    /** A task and the memory that it needs. */
    private record Sized(VisitTask task, long bytes, long weight) {}

    private final JavaSparkContext spark;
    private final ExecutorLimit limit;
    private final ParticipantRun run;
    private final List<Sized> ready = new ArrayList<>();
    private final Map<Sized, JavaFutureAction<List<TaskCall.Result>>> flying = new LinkedHashMap<>();
    private final Map<String, List<VisitTask>> visits = new LinkedHashMap<>();
    private final Map<String, Integer> open = new HashMap<>();
    private final Map<String, String> problems = new TreeMap<>();
    private final TreeSet<String> unfinished = new TreeSet<>();
    private final List<VisitTask> slower = new ArrayList<>();
    private final CohortStatus status;
    private final Function<VisitTask, TaskCall.Result> call;

    SparkCohort(JavaSparkContext spark, ExecutorLimit limit, ParticipantRun run, List<String> subjects) {
        this(spark, limit, run, subjects, TaskCall.of(run, spark.sc().applicationId()));
    }

    /** @param call what an executor does for a task */
    SparkCohort(
            JavaSparkContext spark,
            ExecutorLimit limit,
            ParticipantRun run,
            List<String> subjects,
            Function<VisitTask, TaskCall.Result> call) {
        this.spark = spark;
        this.limit = limit;
        this.run = run;
        this.call = call;
        for (String subject : subjects) visits.put(subject, VisitTask.visits(run, subject));
        status = new CohortStatus(
                run.output(), visits.values().stream().mapToInt(List::size).sum(), System::nanoTime);
    }

    Map<String, String> run(Progress progress) throws IOException {
        for (Map.Entry<String, List<VisitTask>> each : visits.entrySet()) {
            long all = 0;
            for (VisitTask visit : each.getValue()) all += MemoryNeed.bytes(run, visit);
            VisitTask anatomy = VisitTask.anatomy(each.getKey());
            if (each.getValue().isEmpty())
                problems.put(
                        "sub-" + each.getKey(),
                        "participant " + each.getKey() + " has no series; there are "
                                + run.dataset().subjects());
            else if (DerivedStart.isDerived(run.options())) add(each.getKey());
            else ready.add(new Sized(anatomy, MemoryNeed.bytes(run, anatomy), all));
        }
        try {
            while (!ready.isEmpty() || !flying.isEmpty()) {
                progress.checkCancelled();
                limit.check();
                start();
                if (!collect(progress)) pause();
                status.write(false);
            }
            settle();
        } finally {
            for (JavaFutureAction<?> job : flying.values()) job.cancel(true);
            status.write(true);
        }
        return problems;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** As many at a time as there are cores, so that the largest of those that are ready is next. */
    private void start() {
        int cores = Math.max(1, spark.defaultParallelism() / spark.getConf().getInt("spark.task.cpus", 1));
        ready.sort(Comparator.comparingLong(Sized::weight).reversed().thenComparing(sized -> sized.task()
                .name()));
        while (flying.size() < cores && !ready.isEmpty()) {
            Sized next = ready.remove(0);
            spark.setJobGroup(next.task().name(), next.task().name(), true);
            flying.put(
                    next, spark.parallelize(List.of(next.task()), 1).map(call).collectAsync());
            status.started(next.task(), next.bytes());
        }
        spark.clearJobGroup();
    }

    private boolean collect(Progress progress) throws IOException {
        List<Sized> ended = new ArrayList<>();
        for (Iterator<Map.Entry<Sized, JavaFutureAction<List<TaskCall.Result>>>> all =
                        flying.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<Sized, JavaFutureAction<List<TaskCall.Result>>> each = all.next();
            if (!each.getValue().isDone()) continue;
            all.remove();
            ended.add(each.getKey());
            end(each.getKey().task(), result(each.getKey().task(), each.getValue()));
        }
        if (!ended.isEmpty()) progress.update(status.done(), status.all());
        return !ended.isEmpty();
    }

    /** What came of a job; of one that Spark gave up, the reason. */
    private TaskCall.Result result(VisitTask task, JavaFutureAction<List<TaskCall.Result>> job) {
        try {
            return job.get().get(0);
        } catch (ExecutionException e) {
            TreeMap<String, String> reasons = new TreeMap<>();
            String reason = "the task " + task.name() + " ended without a result: " + SparkJobs.reason(e);
            reasons.put(task.name(), reason);
            List<BidsScan> series = task.isAnatomy() ? run.dataset().bold(task.subject()) : task.series(run);
            for (BidsScan scan : series) reasons.put(scan.name(), reason);
            unfinished.add(task.name());
            return new TaskCall.Result(reasons, "", "", 0, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private void end(VisitTask task, TaskCall.Result result) throws IOException {
        String subject = task.subject();
        Path output = run.output();
        problems.putAll(result.problems());
        status.ended(task, task.series(run), result);
        if (!result.full().isEmpty()) throw new IOException(result.full());
        if (task.isAnatomy()) {
            TaskLogs.join(output, List.of(task));
            slower.addAll(TaskLogs.clear(output, List.of(task)));
            if (!unfinished.contains(task.name())) add(subject);
            return;
        }
        if (open.merge(subject, -1, Integer::sum) > 0) return;
        TaskLogs.join(output, visits.get(subject));
        slower.addAll(TaskLogs.clear(
                output,
                visits.get(subject).stream()
                        .filter(visit -> !unfinished.contains(visit.name()))
                        .filter(visit ->
                                visit.series(run).stream().noneMatch(scan -> problems.containsKey(scan.name())))
                        .toList()));
    }

    /** Clears up after attempts that Spark ended because another one was faster (speculation), once they have ended. */
    private void settle() throws IOException {
        List<VisitTask> left = slower;
        for (int wait = 0; !left.isEmpty(); wait += POLL) {
            left = TaskLogs.settle(run, left, problems.keySet());
            if (left.isEmpty()) return;
            if (wait >= PATIENCE) {
                HostProgress.warn(left.get(0).name() + ": a slower attempt is still running after " + PATIENCE / 1000
                        + " s; its folder remains in "
                        + run.output().resolve("work").resolve("tasks"));
                return;
            }
            pause();
        }
    }

    private void add(String subject) {
        open.put(subject, visits.get(subject).size());
        for (VisitTask visit : visits.get(subject)) {
            long bytes = MemoryNeed.bytes(run, visit);
            ready.add(new Sized(visit, bytes, bytes));
        }
    }
}
