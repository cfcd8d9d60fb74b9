package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.StepTimes;
import sc.fiji.boldj.workflow.provenance.StudyLock;

/** Joins what tasks logged to the logs of participants, which then are those of a run in one process. */
public final class TaskLogs {

    private TaskLogs() {}

    /**
     * Adds what tasks of one participant did to the log of the participant, and moves their own logs to {@code logs/tasks}.
     *
     * @param tasks in the order in which one process does them
     * @throws IOException if a log is damaged or cannot be written, or another process works on the participant
     */
    public static void join(Path output, List<VisitTask> tasks) throws IOException {
        if (tasks.isEmpty()) return;
        Path place = ParticipantRun.log(output, tasks.get(0).subject());
        Files.createDirectories(place.getParent());
        StudyLock lock = StudyLock.of(place);
        try {
            ProvenanceLog log = ProvenanceLog.open(place);
            for (VisitTask task : tasks)
                for (LogEntry entry : task.done(output))
                    if (log.newest(entry.step()).filter(entry::equals).isEmpty()) log.append(entry);
        } finally {
            lock.close();
        }
        for (VisitTask task : tasks) keep(output, task);
    }

    private static void keep(Path output, VisitTask task) throws IOException {
        Files.createDirectories(task.kept(output, 0).getParent());
        for (Path folder : TaskFolder.all(output, task.name())) {
            Path log = ParticipantRun.log(folder, task.subject());
            if (!Files.exists(log) || TaskFolder.isAtWork(folder)) continue;
            StepTimes.move(log, ParticipantRun.log(output, task.subject()));
            Files.move(log, task.kept(output, TaskFolder.number(folder)), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Removes the private folders of tasks that have nothing left to do.
     *
     * @return the tasks at which another attempt is still at work, whose folders stay
     */
    public static List<VisitTask> clear(Path output, List<VisitTask> tasks) throws IOException {
        List<VisitTask> left = new ArrayList<>();
        for (VisitTask task : tasks) {
            boolean gone = true;
            for (Path folder : TaskFolder.all(output, task.name())) gone &= TaskFolder.remove(folder);
            if (!gone) left.add(task);
        }
        Leftovers.removeEmpty(TaskFolder.home(output));
        Leftovers.removeEmpty(output.resolve("work"));
        return left;
    }

    /**
     * Clears up after attempts that were ended because another one was faster: keeps their logs and removes their folders and the
     * marks that they left at complete series.
     *
     * @param problems of the whole run, by the name of the series or scan
     * @return the tasks at which another attempt is still at work
     */
    public static List<VisitTask> settle(ParticipantRun run, List<VisitTask> tasks, Set<String> problems)
            throws IOException {
        for (VisitTask task : tasks) keep(run.output(), task);
        List<VisitTask> left = clear(run.output(), tasks);
        for (VisitTask task : tasks) if (!left.contains(task)) task.unmark(run, problems);
        return left;
    }
}
