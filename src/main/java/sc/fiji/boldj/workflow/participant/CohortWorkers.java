package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.run.Progress;

/**
 * Processes participants in other processes. {@link Cohort} uses it if the {@code TaskExecutor} of the current {@code
 * Parallelization} is one; the results are the same.
 */
public interface CohortWorkers {

    /** Memory for one task in bytes. */
    long memory();

    /**
     * Processes participants, a {@link VisitTask} after the other or at the same time, and joins their logs ({@link TaskLogs}).
     *
     * @param run what each of them does
     * @return what went wrong, by the name of the series, scan or participant; empty if nothing did
     * @throws IOException if the others cannot be processed either, for instance because the disk is full
     */
    Map<String, String> run(ParticipantRun run, List<String> subjects, Progress progress) throws IOException;
}
