package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.lock.LockStatement;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.EquivalenceClaim;
import sc.fiji.boldj.workflow.protocol.ProtocolChange;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.provenance.StudyLock;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;
import sc.fiji.boldj.workflow.trial.DeclaredMapFiles;
import sc.fiji.boldj.workflow.trial.ProtocolNodes;
import sc.fiji.boldj.workflow.trial.ScanEndpoints;
import sc.fiji.boldj.workflow.trial.ScanRatings;
import sc.fiji.boldj.workflow.trial.TrialSessions;
import sc.fiji.boldj.workflow.trial.Visit;
import sc.fiji.boldj.workflow.trial.VisitList;

/** The group level of a trial with a protocol: only declared tests are run. */
public final class ProtocolRun {

    /** Key of the canonical form of the protocol in the log. */
    private static final String TEXT = "protocol_text";

    private final BidsDataset dataset;
    private final GroupFolder folder;
    private final RunLock lock;
    private final ProtocolFile protocol;
    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final Template template;
    private final NodeSet nodes;
    private final String program;

    /**
     * @param output where the participant level wrote; results go to {@code group} in it
     * @param participant the options of the participant level, those of the protocol among them
     * @param options of the group level, {@link GroupOption#PROTOCOL} among them unless a protocol was locked
     * @throws IOException if there is no protocol or it cannot be read, or the call says otherwise
     */
    public ProtocolRun(
            BidsDataset dataset,
            Path output,
            ParticipantOptions participant,
            GroupOptions options,
            Template template,
            String program)
            throws IOException {
        this.folder = new GroupFolder(output);
        this.lock = new RunLock(LockedTrial.of(output), options, dataset.root());
        this.protocol = lock.protocol().requireDecided();
        this.dataset = lock.applied(dataset, protocol);
        this.participant = ProtocolOptions.participant(protocol.protocol(), participant);
        this.options = ProtocolOptions.group(protocol.protocol(), options);
        ProtocolNodes.require(protocol.protocol());
        this.nodes = ProtocolNodes.of(protocol.protocol());
        this.template = template;
        this.program = program;
    }

    /**
     * Analyses the trial, unless the same analysis stands there already.
     *
     * @return the answer
     * @throws IOException if nothing can be analysed, or the participant level was run otherwise than declared; says why
     */
    public String run(DeclaredPages pages, StepRunner.Listener listener, Progress progress) throws IOException {
        Path output = folder.output();
        requireMaps();
        TrialSessions sessions = TrialSessions.of(dataset, protocol.protocol());
        ScanEndpoints endpoints = ScanEndpoints.of(
                dataset, output, ParticipantRun.space(participant), protocol.protocol(), sessions, options);
        Set<String> programs = new TreeSet<>();
        for (VisitList list : endpoints.lists().values()) {
            if (list.used().isEmpty()) throw new IOException(output + ": " + list.advice());
            programs.addAll(ParticipantLogs.require(list, output, participant, this::read));
        }
        lock.record(endpoints, sessions, protocol, program);
        Files.createDirectories(output.resolve(ProvenanceCheck.FOLDER));
        Path place = output.resolve(ProvenanceCheck.FOLDER).resolve(GroupFolder.NAME + ProvenanceCheck.ENDING);
        StudyLock held = StudyLock.of(place);
        try {
            folder.removeParts();
            ProvenanceLog log = ProvenanceLog.open(place);
            Map<String, Object> given = given(endpoints);
            LockStatement statement = lock.statement(protocol, given, endpoints, sessions, () -> change(log));
            ProtocolAnalysis analysis = new ProtocolAnalysis(
                    new ProtocolAnalysis.Trial(dataset, protocol, sessions, endpoints, statement, lock.codes()),
                    participant,
                    options,
                    template,
                    program,
                    programs);
            new StepRunner(dataset.root(), output, log, program, listener)
                    .run(List.of(step(analysis, endpoints, statement, given, pages)), progress);
            return Files.readString(folder.verdict()).strip();
        } finally {
            held.close();
        }
    }

    /** How the protocol differs from that of the first group run that had one; empty if it does not. */
    private String change(ProvenanceLog log) throws IOException {
        Optional<String> first = log.entries().stream()
                .map(LogEntry::options)
                .filter(all -> all.get(TEXT) != null)
                .map(all -> all.get(TEXT).toString())
                .findFirst();
        return first.isEmpty() ? "" : ProtocolChange.words(first.get(), protocol.canonical());
    }

    private void requireMaps() throws IOException {
        for (Endpoint endpoint : protocol.protocol().endpoints().values()) {
            Optional<String> reason = endpoint.map().flatMap(map -> map.unavailable(participant));
            if (reason.isPresent())
                throw new IOException("endpoint " + endpoint.id() + " needs the map "
                        + endpoint.map().get().label() + ", but " + reason.get());
        }
    }

    private Map<String, Object> given(ScanEndpoints endpoints) throws IOException {
        Map<String, Object> given = new TreeMap<>(participant.toMap());
        given.putAll(options.toMap());
        given.put("protocol", protocol.digest());
        given.put(TEXT, protocol.canonical());
        ProtocolNodes.record(protocol.protocol(), given);
        given.put("left_out", endpoints.exclusions().toString());
        return given;
    }

    private Step step(
            ProtocolAnalysis analysis,
            ScanEndpoints endpoints,
            LockStatement statement,
            Map<String, Object> given,
            DeclaredPages pages)
            throws IOException {
        Map<String, Object> said = new TreeMap<>(given);
        said.put(ProvenanceCheck.PROTOCOL_CHANGE, statement.first());
        if (!statement.sentences().isEmpty())
            said.put(LockStatement.STATEMENT, String.join(" ", statement.sentences()));
        Set<Path> inputs = new LinkedHashSet<>(dataset.tables());
        lock.allocationFile().ifPresent(inputs::add);
        inputs.addAll(nodes.files());
        protocol.protocol().quality().ratings().ifPresent(rule -> inputs.add(ScanRatings.file(dataset, rule)));
        for (VisitList list : endpoints.lists().values())
            for (Visit visit : list.used()) for (ScanFiles run : visit.runs()) inputs.addAll(read(run));
        List<Path> maps = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (TestFamily family : protocol.protocol().claims().families())
            for (TestFamily.DeclaredTest test : family.tests())
                if (!protocol.protocol().endpoints().get(test.endpoint()).isNumber())
                    names.add(DeclaredMapFiles.folder(
                            test.endpoint(), test.contrast().name(), test.visit()));
        names.forEach(name -> maps.addAll(folder.map(name)));
        for (EquivalenceClaim claim : protocol.protocol().claims().equivalence())
            if (!protocol.protocol().endpoints().get(claim.endpoint()).isNumber())
                for (String file : DeclaredMapFiles.EQUIVALENCE)
                    maps.add(folder.path()
                            .resolve(DeclaredMapFiles.equivalenceFolder(
                                    claim.endpoint(), claim.contrast().name(), claim.visit()))
                            .resolve(file));
        List<Path> all = new ArrayList<>(folder.declared());
        all.addAll(maps);
        List<Path> labelled = lock.isScrambled() ? List.copyOf(all) : List.of();
        maps.addAll(GroupFolder.labels(all));
        return Step.of(GroupFolder.NAME, said, List.copyOf(inputs), folder.declared(), maps, progress -> {
            analysis.write(folder, pages, progress);
            GroupFolder.labelScrambled(labelled);
        });
    }

    /** The files that are read for a run. */
    private List<Path> read(ScanFiles run) throws IOException {
        List<Path> files = new ArrayList<>(List.of(run.quality(), run.mask()));
        for (Endpoint endpoint : protocol.protocol().endpoints().values())
            if (endpoint.source() instanceof Endpoint.Connection connection)
                files.add(NodeTables.of(run, Variant.MAIN, ProtocolNodes.of(connection, nodes)));
        for (Endpoint endpoint : protocol.protocol().endpoints().values()) {
            Optional<TrialMap> map = endpoint.map();
            if (map.isPresent() && Files.exists(map.get().file(run)))
                files.add(map.get().file(run));
        }
        List<Path> present = new ArrayList<>();
        for (Path file : new LinkedHashSet<>(files)) present.add(MapFiles.present(file));
        return present;
    }
}
