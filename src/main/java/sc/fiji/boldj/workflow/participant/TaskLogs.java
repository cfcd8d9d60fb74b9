package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
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
        List<Path> logs = task.logs(output);
        for (int i = 0; i < logs.size(); i++)
            Files.move(logs.get(i), task.kept(output, i), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes the private folders of tasks that nothing is left of to do. */
    public static void clear(Path output, List<VisitTask> tasks) throws IOException {
        for (VisitTask task : tasks) for (Path folder : task.folders(output)) TaskFolder.remove(folder);
        Leftovers.removeEmpty(TaskFolder.home(output));
        Leftovers.removeEmpty(output.resolve("work"));
    }
}
