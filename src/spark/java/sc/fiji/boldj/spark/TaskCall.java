package sc.fiji.boldj.spark;

import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.command.StudyTemplates;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.FileFaults;
import sc.fiji.boldj.io.NoSpaceException;
import sc.fiji.boldj.report.CodedPages;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.TemplateSymmetry;
import sc.fiji.boldj.workflow.participant.DerivedStart;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.participant.VisitTask;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * What an executor does for a task of a participant: it reads the dataset and the template again, once for each process.
 *
 * @param bids the dataset
 * @param output the folder of results
 * @param options as macro keys have them
 * @param program name and version of what runs
 * @param application of Spark: another one reads the dataset anew
 */
record TaskCall(String bids, String output, HashMap<String, Object> options, String program, String application)
        implements Function<VisitTask, TaskCall.Result> {

    private static final Map<TaskCall, ParticipantRun> RUNS = new ConcurrentHashMap<>();

    /**
     * What came of a task.
     *
     * @param problems what went wrong, by the name of the series, scan or participant
     * @param full why the disk is full; empty if it is not
     * @param host where it ran
     * @param attempt number of the attempt, from 0
     * @param seconds how long it took
     */
    record Result(TreeMap<String, String> problems, String full, String host, int attempt, double seconds)
            implements Serializable {}

    static TaskCall of(ParticipantRun run, String application) {
        return new TaskCall(
                run.dataset().root().toAbsolutePath().normalize().toString(),
                run.output().toAbsolutePath().normalize().toString(),
                new HashMap<>(run.options().toMap()),
                run.program(),
                application);
    }

    @Override
    public Result call(VisitTask task) throws IOException {
        long start = System.nanoTime();
        TaskContext context = TaskContext.get();
        String host = InetAddress.getLocalHost().getHostName();
        Map<String, String> where = new TreeMap<>();
        where.put("host", host);
        where.put("attempt", Long.toString(context.taskAttemptId()));
        TreeMap<String, String> problems = new TreeMap<>();
        String full = "";
        try {
            ParticipantRun run = run();
            problems.putAll(run(run, task, where));
        } catch (NoSpaceException e) {
            full = e.getMessage();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) throw e; // another attempt was faster
            problems.put("sub-" + task.subject(), FileFaults.words(e));
        }
        return new Result(problems, full, host, context.attemptNumber(), (System.nanoTime() - start) / 1e9);
    }

    private static Map<String, String> run(ParticipantRun run, VisitTask task, Map<String, String> where)
            throws IOException {
        Map<String, String> problems = new TreeMap<>();
        IOException[] thrown = new IOException[1];
        Parallelization.runWithNumThreads(Math.max(1, TaskContext.get().cpus()), () -> {
            try {
                problems.putAll(task.run(run, where, Quiet.LISTENER, new TaskProgress(TaskContext.get())));
            } catch (IOException e) {
                thrown[0] = e;
            }
        });
        if (thrown[0] != null) throw thrown[0];
        return problems;
    }

    private ParticipantRun run() throws IOException {
        ParticipantRun known = RUNS.get(this);
        if (known != null) return known;
        ParticipantOptions given = ParticipantOptions.DEFAULT.given(options);
        BidsDataset dataset = DerivedStart.dataset(Path.of(bids), given);
        Template template = StudyTemplates.of(given.get(ParticipantOption.TEMPLATE), Progress.NONE);
        ParticipantRun made = new ParticipantRun(
                dataset,
                Path.of(output),
                given,
                template,
                TemplateSymmetry.of(template),
                program,
                CodedPages.of(Path.of(output), program));
        RUNS.put(this, made);
        return made;
    }

    /** Hears of steps and says nothing: the driver tells the user. */
    private enum Quiet implements StepRunner.Listener {
        LISTENER;

        @Override
        public void begins(String step, int number, int of) {}

        @Override
        public void isDone(String step, int number, int of) {}
    }
}
