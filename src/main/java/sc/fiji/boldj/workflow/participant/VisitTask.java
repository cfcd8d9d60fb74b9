package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ScanFiles;

/**
 * The part of a participant that one process does: the anatomy, or the series of one visit. It may be done twice at the same
 * time, or again after its process died; finished steps are not repeated.
 *
 * @param subject label, without {@code sub-}
 * @param visit label of the session, empty for series without one; null for the anatomy
 */
public record VisitTask(String subject, String visit) implements Serializable {

    /** The step of a task's log that says where it ran. */
    static final String STEP = "task";

    /** The anatomy of a participant. */
    public static VisitTask anatomy(String subject) {
        return new VisitTask(subject, null);
    }

    /** The visits of a participant, in the order of their first series. */
    public static List<VisitTask> visits(ParticipantRun run, String subject) {
        Set<String> labels = new LinkedHashSet<>();
        for (BidsScan scan : run.dataset().bold(subject)) labels.add(scan.session());
        return labels.stream().map(label -> new VisitTask(subject, label)).toList();
    }

    /** Whether it is the anatomy. */
    public boolean isAnatomy() {
        return visit == null;
    }

    /** Its name, as in BIDS: {@code sub-01_anat}, {@code sub-01_ses-post}. */
    public String name() {
        return "sub-" + subject + (isAnatomy() ? "_anat" : visit.isEmpty() ? "_func" : "_ses-" + visit);
    }

    /** Its series; none for the anatomy. */
    public List<BidsScan> series(ParticipantRun run) {
        return run.dataset().bold(subject).stream().filter(this::has).toList();
    }

    private boolean has(BidsScan scan) {
        return !isAnatomy() && scan.session().equals(visit);
    }

    /**
     * Runs the task in a folder of its own and renames the results into place, unless it is cancelled.
     *
     * @param run with the folder of results that all processes share
     * @param where the host and the attempt, for the log of the task
     * @return what went wrong, by the name of the series or scan; empty if nothing did
     * @throws IOException if nothing can be done at all, or the disk is full
     */
    public Map<String, String> run(
            ParticipantRun run, Map<String, String> where, StepRunner.Listener listener, Progress progress)
            throws IOException {
        try (TaskFolder folder = TaskFolder.of(run.output(), name())) {
            ParticipantRun here = run.in(folder.root());
            begin(run, folder.root(), where);
            folder.link(subject);
            List<ScanFiles> own = files(here);
            List<ScanFiles> shared = files(run);
            Map<String, String> problems;
            try {
                problems = here.run(subject, this::has, listener, progress);
            } catch (CancellationException e) {
                throw e; // the folder keeps what was finished: another attempt may have published the rest
            } catch (IOException | RuntimeException e) {
                progress.checkCancelled();
                publish(folder, own, shared); // what was finished
                throw e;
            }
            progress.checkCancelled();
            publish(folder, own, shared);
            return problems;
        }
    }

    private List<ScanFiles> files(ParticipantRun run) {
        return series(run).stream()
                .map(scan -> new ScanFiles(run.output(), scan, ParticipantRun.space(run.options())))
                .toList();
    }

    /** The log continues that of the participant, or that of an attempt which continued it. */
    private void begin(ParticipantRun run, Path root, Map<String, String> where) throws IOException {
        Path shared = ParticipantRun.log(run.output(), subject);
        Path own = ParticipantRun.log(root, subject);
        Files.createDirectories(own.getParent());
        List<LogEntry> before =
                Files.exists(shared) ? ProvenanceLog.read(shared).entries() : List.of();
        if (!Files.exists(own) || !continues(own, before)) {
            Files.deleteIfExists(own);
            if (Files.exists(shared)) Files.copy(shared, own, StandardCopyOption.REPLACE_EXISTING);
        }
        SortedMap<String, Object> options = new TreeMap<>(where);
        options.put("task", name());
        ProvenanceLog.open(own).append(new LogEntry(STEP, run.program(), options, new TreeMap<>(), new TreeMap<>()));
    }

    private static boolean continues(Path log, List<LogEntry> before) throws IOException {
        List<LogEntry> all = ProvenanceLog.open(log).entries();
        return all.size() > before.size()
                && all.subList(0, before.size()).equals(before)
                && all.get(before.size()).step().equals(STEP);
    }

    private static void publish(TaskFolder folder, List<ScanFiles> own, List<ScanFiles> shared) throws IOException {
        for (ScanFiles run : shared) AtomicFile.writeText(run.unfinished(), "its results were not all moved\n");
        folder.publish();
        for (int i = 0; i < own.size(); i++) {
            Path mark = own.get(i).unfinished();
            if (Files.exists(mark)) AtomicFile.writeText(shared.get(i).unfinished(), Files.readString(mark));
            else Files.deleteIfExists(shared.get(i).unfinished());
        }
    }

    /** What the newest attempts at a task did, in order; empty if there is none. */
    List<LogEntry> done(Path output) throws IOException {
        List<LogEntry> done = new ArrayList<>();
        for (Path log : logs(output)) {
            boolean own = false;
            for (LogEntry entry : ProvenanceLog.open(log).entries()) {
                own |= entry.step().equals(STEP);
                if (own && !entry.step().equals(STEP) && !done.contains(entry)) done.add(entry);
            }
        }
        return done;
    }

    /** The logs of its attempts that no log of a participant holds yet, without those of attempts that are still at work. */
    List<Path> logs(Path output) throws IOException {
        return TaskFolder.all(output, name()).stream()
                .filter(folder -> !TaskFolder.isAtWork(folder))
                .map(folder -> ParticipantRun.log(folder, subject))
                .filter(Files::exists)
                .toList();
    }

    /** Where the log of an attempt is kept. */
    Path kept(Path output, int attempt) {
        return output.resolve(ProvenanceCheck.FOLDER)
                .resolve("tasks")
                .resolve(name() + (attempt == 0 ? "" : "_attempt-" + (attempt + 1)) + ProvenanceCheck.ENDING);
    }

    /**
     * Removes what another attempt at it may have left that was ended while it renamed its results: the marks of series that are
     * complete.
     *
     * @param problems names of series that are not
     */
    void unmark(ParticipantRun run, Set<String> problems) throws IOException {
        for (ScanFiles files : files(run))
            if (!problems.contains(files.scan().name())) Files.deleteIfExists(files.unfinished());
    }
}
