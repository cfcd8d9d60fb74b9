package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.lock.LockStatement;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.provenance.StudyLock;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.SpatialMaps;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;
import sc.fiji.boldj.workflow.trial.Visit;
import sc.fiji.boldj.workflow.trial.VisitList;

/**
 * From the results of all participants to the effect in the trial: exclusions by rules, connections of
 * interest, maps, what else could look like an effect, how the result depends on the analysis choices, prediction of response.
 */
public final class GroupRun {

    private final BidsDataset tables;
    private final GroupFolder folder;
    private final ParticipantOptions participant;
    private final GroupOptions options;
    private final List<TrialMap> maps;
    private final Template template;
    private final String program;
    private final TrialPages pages;

    /**
     * @param output where the participant level wrote; results go to {@code group} in it
     * @param participant the options of the participant level
     */
    public GroupRun(
            BidsDataset dataset,
            Path output,
            ParticipantOptions participant,
            GroupOptions options,
            Template template,
            String program,
            TrialPages pages) {
        this.tables = dataset;
        this.folder = new GroupFolder(output);
        this.participant = participant;
        this.options = options;
        this.maps = options.get(GroupOption.MAPS);
        this.template = template;
        this.program = program;
        this.pages = pages;
    }

    /** The page of the trial. */
    public static Path page(Path output) {
        return new GroupFolder(output).page();
    }

    /**
     * Analyses the trial, unless the same analysis stands there already.
     *
     * @return the answer in a sentence
     * @throws IOException if nothing can be analysed; says why
     */
    public String run(StepRunner.Listener listener, Progress progress) throws IOException {
        if (options.get(GroupOption.ALLOCATION).equals("scrambled"))
            throw new IOException("allocation=scrambled needs a protocol, which says what is assigned");
        Optional<LockedTrial> trial = LockedTrial.of(folder.output());
        if (trial.isPresent() && trial.get().isBlind()) throw RunLock.refusal(trial.get());
        BidsDataset dataset = RunLock.unblinded(tables, trial);
        Path output = folder.output();
        VisitList list = VisitList.of(dataset, output, ParticipantRun.space(participant), options);
        if (list.used().isEmpty()) throw new IOException(output + ": " + list.advice());
        requireMaps();
        Set<String> programs = ParticipantLogs.require(list, output, participant, this::read);
        if (programs.size() > 1)
            list = list.noting("The participant level was done by several versions of the program: "
                    + String.join(", ", programs) + ".");
        Files.createDirectories(output.resolve(ProvenanceCheck.FOLDER));
        Path place = output.resolve(ProvenanceCheck.FOLDER).resolve(GroupFolder.NAME + ProvenanceCheck.ENDING);
        StudyLock lock = StudyLock.of(place);
        try {
            folder.removeParts();
            new StepRunner(dataset.root(), output, ProvenanceLog.open(place), program, listener)
                    .run(List.of(step(dataset, list, trial)), progress);
            return Files.readString(folder.verdict()).strip();
        } finally {
            lock.close();
        }
    }

    /** The participant level must have been asked for the maps that are tested. */
    private void requireMaps() throws IOException {
        SpatialMaps.requireFile(participant);
        for (TrialMap map : maps) {
            Optional<String> reason = map.unavailable(participant);
            if (reason.isPresent()) throw new IOException("maps names " + map.label() + ", but " + reason.get());
        }
    }

    private Step step(BidsDataset dataset, VisitList list, Optional<LockedTrial> trial) throws IOException {
        Map<String, Object> given = new TreeMap<>(participant.toMap());
        given.putAll(options.toMap());
        given.put("left_out", new TreeMap<>(list.reasons()).toString());
        given.put("notes", String.join(" ", list.notes()));
        LockStatement lock = trial.isEmpty() ? LockStatement.NONE : LockStatement.without(trial.get(), given);
        if (trial.isPresent()) {
            given.put(ProvenanceCheck.PROTOCOL_CHANGE, lock.first());
            list = list.noting(String.join(" ", lock.sentences()));
        }
        List<Path> inputs = new ArrayList<>(dataset.tables());
        trial.filter(own -> own.unblinding().isPresent()).ifPresent(own -> inputs.add(own.allocationFile()));
        for (Visit visit : list.used()) for (ScanFiles run : visit.runs()) inputs.addAll(read(run));
        TrialAnalysis analysis =
                new TrialAnalysis(dataset, list, participant, options, template, program, lock.first());
        return Step.of(
                GroupFolder.NAME,
                given,
                inputs,
                folder.outputs(maps),
                folder.responses(),
                progress -> analysis.write(folder, pages, progress));
    }

    /** The files that are read for a run. */
    private List<Path> read(ScanFiles run) throws IOException {
        List<Path> files = new ArrayList<>(List.of(run.quality(), run.mask(), NodeTables.nodes(run, Variant.MAIN)));
        for (TrialMap map : maps) if (map.isInEveryRun() || Files.exists(map.file(run))) files.add(map.file(run));
        if (participant.get(ParticipantOption.SENSITIVITY)) {
            for (Variant variant : Variant.others()) files.add(SeedMap.PCC.variant(run, variant));
            for (Variant variant : Variant.otherTables()) files.add(NodeTables.nodes(run, variant));
        }
        List<Path> present = new ArrayList<>();
        for (Path file : files) present.add(MapFiles.present(file));
        return present;
    }
}
