package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileFaults;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;

/**
 * The state of the results of each series. It is derived from the logs, the options and the presence of files; the
 * bytes of files are compared when the participant level runs and by {@code Verify Results...}.
 *
 * @param scans in the order in which they are processed
 */
public record StudyState(List<Scan> scans) {

    /** The state of a step. */
    public enum Progression {
        /** Not done yet. */
        OPEN,
        /** Done with other options or another version, or some of its files are gone: it will be repeated. */
        OUTDATED,
        DONE
    }

    /**
     * A step of a series.
     *
     * @param name as in logs, {@code sub-01_task-rest/motion}
     */
    public record Stage(String name, Progression progression) {

        /** The last part of the name: what is done. */
        public String kind() {
            return name.substring(name.lastIndexOf('/') + 1);
        }
    }

    /**
     * A series.
     *
     * @param stages its steps in order; none if they cannot be determined
     * @param problem why it failed or was not finished; empty if nothing is known
     * @param figures the figures of its page; empty if there is none
     */
    public record Scan(ScanFiles files, List<Stage> stages, String problem, Map<String, Object> figures) {

        public Scan {
            stages = List.copyOf(stages);
        }

        /** The series in the dataset. */
        public BidsScan scan() {
            return files.scan();
        }

        /** How many steps are done. */
        public int done() {
            return (int) stages.stream()
                    .filter(stage -> stage.progression() == Progression.DONE)
                    .count();
        }

        /** Whether all steps are done. */
        public boolean isDone() {
            return !stages.isEmpty() && done() == stages.size();
        }

        /** The light of the page; none if there is no page. */
        public Verdict.Light light() {
            for (Verdict.Light light : Verdict.Light.values())
                if (light.name().equals(figures.get("Light"))) return light;
            return Verdict.Light.NONE;
        }

        /** A figure of the page; NaN if it is not known. */
        public double figure(ScanFigure figure) {
            return figures.get(figure.key()) instanceof Number number ? number.doubleValue() : Double.NaN;
        }
    }

    public StudyState {
        scans = List.copyOf(scans);
    }

    /**
     * Looks at the results of participants.
     *
     * @param subjects labels without {@code sub-}
     * @throws IOException if the mark of an unfinished series cannot be read
     */
    public static StudyState of(ParticipantRun run, List<String> subjects) throws IOException {
        List<Scan> scans = new ArrayList<>();
        for (String subject : subjects) scans.addAll(of(run, subject));
        return new StudyState(scans);
    }

    /** The series of one participant. */
    private static List<Scan> of(ParticipantRun run, String subject) throws IOException {
        Map<ScanFiles, List<Step>> plan;
        Optional<ProvenanceLog> log = Optional.empty();
        String unplanned = "";
        try {
            Path file = ParticipantRun.log(run.output(), subject);
            if (Files.exists(file)) log = Optional.of(ProvenanceLog.read(file));
            plan = run.plan(subject);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            unplanned = FileFaults.words(e);
            plan = new LinkedHashMap<>();
            for (BidsScan scan : run.dataset().bold(subject))
                plan.put(new ScanFiles(run.output(), scan, ParticipantRun.space(run.options())), List.of());
        }
        List<Scan> scans = new ArrayList<>();
        for (Map.Entry<ScanFiles, List<Step>> each : plan.entrySet()) {
            List<Stage> stages = new ArrayList<>();
            for (Step step : each.getValue()) stages.add(new Stage(step.name(), progression(step, log, run.program())));
            ScanFiles files = each.getKey();
            String problem = Files.exists(files.unfinished())
                    ? Files.readString(files.unfinished()).strip()
                    : unplanned;
            scans.add(new Scan(files, stages, problem, figures(files)));
        }
        return scans;
    }

    /** A file that is being replaced or damaged gives no figures; the run and {@code Verify Results...} say what is wrong with it. */
    private static Map<String, Object> figures(ScanFiles files) {
        try {
            return Files.exists(files.quality()) ? new TreeMap<>(JsonFile.readMap(files.quality())) : Map.of();
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static Progression progression(Step step, Optional<ProvenanceLog> log, String program) {
        Optional<LogEntry> entry = log.flatMap(own -> own.newest(step.name()));
        if (entry.isEmpty()) return Progression.OPEN;
        boolean same = entry.get().program().equals(program)
                && ProvenanceLog.sameOptions(entry.get().options(), step.options());
        for (Path file : step.outputs())
            same &= step.passing().contains(file) || step.optional().contains(file) || Files.exists(file);
        return same ? Progression.DONE : Progression.OUTDATED;
    }
}
