package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.workflow.participant.MapStep;
import sc.fiji.boldj.workflow.participant.NodeStep;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.trial.Visit;
import sc.fiji.boldj.workflow.trial.VisitList;

/**
 * What the logs of participants say of the files that the group level reads: each must come from the options that are
 * said, by steps none of which is older than what it read.
 */
public final class ParticipantLogs {

    private final Path output;
    private final Map<String, Object> said;
    private final ParticipantOptions participant;
    private final String components;
    private final List<String> nodes;
    private final Set<String> programs = new TreeSet<>();

    private ParticipantLogs(Path output, ParticipantOptions participant) throws IOException {
        this.output = output;
        this.participant = participant;
        said = new TreeMap<>(participant.toMap());
        said.remove(ParticipantOption.CONTRASTS.key()); // a task's step logs what happened to them
        components = participant.get(ParticipantOption.COMPONENTS).isEmpty()
                ? ""
                : FileDigest.of(Path.of(participant.get(ParticipantOption.COMPONENTS)));
        nodes = List.of(
                NodeSet.ofUser(participant).map(NodeSet::digest).orElse("").split(" "));
    }

    /** The files that are read of a series. */
    @FunctionalInterface
    public interface FilesOf {
        List<Path> apply(ScanFiles run) throws IOException;
    }

    /**
     * Requires that all is of one piece. Who has no log is not looked at.
     *
     * @param read the files that are read of a series
     * @return the versions of the program that were at work
     * @throws IOException naming the participant, and the option or the step
     */
    public static Set<String> require(VisitList list, Path output, ParticipantOptions participant, FilesOf read)
            throws IOException {
        ParticipantLogs logs = new ParticipantLogs(output, participant);
        Map<String, ProvenanceLog> opened = new HashMap<>();
        for (Visit visit : list.used()) {
            Path file = ParticipantRun.log(output, visit.subject());
            if (!Files.exists(file)) continue;
            if (!opened.containsKey(visit.subject())) opened.put(visit.subject(), ProvenanceLog.read(file));
            for (ScanFiles run : visit.runs())
                logs.require(visit, run.scan().name(), opened.get(visit.subject()), read.apply(run));
        }
        return logs.programs;
    }

    /** The newest entry of each step, in the order they were written. */
    private static Collection<LogEntry> newest(ProvenanceLog log) {
        Map<String, LogEntry> newest = new LinkedHashMap<>();
        for (LogEntry entry : log.entries()) {
            newest.remove(entry.step());
            newest.put(entry.step(), entry);
        }
        return newest.values();
    }

    private void require(Visit visit, String scan, ProvenanceLog log, List<Path> read) throws IOException {
        Map<String, LogEntry> makers = new HashMap<>();
        Set<LogEntry> used = new LinkedHashSet<>();
        for (LogEntry entry : newest(log)) {
            for (String name : entry.outputs().keySet()) makers.put(name, entry);
            if (entry.outputs().isEmpty() && entry.step().startsWith(scan + "/")) used.add(entry);
        }
        Deque<String> open = new ArrayDeque<>();
        for (Path file : read) open.add(StepRunner.result(output, file));
        for (String name : open)
            if (!makers.containsKey(name)
                    && log.entries().stream().anyMatch(entry -> entry.outputs().containsKey(name)))
                throw new IOException(
                        visit.name() + ": " + name + " is left from an earlier run of the participant level;"
                                + " its newest run was not asked for it: run it again with the seed or contrast");
        while (!open.isEmpty()) {
            LogEntry entry = makers.get(open.remove());
            if (entry == null || !used.add(entry)) continue;
            for (Map.Entry<String, String> input : entry.inputs().entrySet()) {
                requireFresh(visit, entry, input, makers.get(input.getKey()));
                open.add(input.getKey());
            }
        }
        for (LogEntry entry : used) {
            programs.add(entry.program());
            requireOptions(visit, entry);
            if (entry.step().endsWith(MapStep.COMPONENTS) && !entry.inputs().containsValue(components))
                throw new IOException(
                        visit.name() + ": the participant level was run with another file of components than '"
                                + participant.get(ParticipantOption.COMPONENTS) + "' (" + entry.step()
                                + "): give both the same");
            if (entry.step().endsWith(NodeStep.NAME) && !entry.inputs().values().containsAll(nodes))
                throw new IOException(visit.name() + ": the participant level was run with another file of nodes than '"
                        + participant.get(ParticipantOption.NODES) + "' (" + entry.step()
                        + "): run it again with this file");
        }
    }

    /** A run that was stopped, or that failed, leaves what later steps wrote from files of before. */
    private static void requireFresh(Visit visit, LogEntry entry, Map.Entry<String, String> input, LogEntry maker)
            throws IOException {
        if (maker == null || maker.outputs().get(input.getKey()).equals(input.getValue())) return;
        throw new IOException(visit.name() + ": " + entry.step() + " is older than what it reads: " + maker.step()
                + " was repeated after it and wrote another " + input.getKey()
                + ". Was the participant level stopped, or did it fail? Run it again for sub-" + visit.subject());
    }

    private void requireOptions(Visit visit, LogEntry entry) throws IOException {
        for (Map.Entry<String, Object> made : entry.options().entrySet()) {
            Object here = said.get(made.getKey());
            if (here == null || ProvenanceLog.sameOptions(Map.of("x", made.getValue()), Map.of("x", here))) continue;
            throw new IOException(String.format(
                    Locale.ROOT,
                    "%s: the participant level was run with %s=%s (%s), the group level is asked with %s=%s:"
                            + " give both the same options",
                    visit.name(),
                    made.getKey(),
                    made.getValue(),
                    entry.step(),
                    made.getKey(),
                    here));
        }
    }
}
