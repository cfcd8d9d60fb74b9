package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NoSpaceException;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.participant.MemoryNeed;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Brings participants from the scanner's files to maps in standard space. */
@Plugin(type = Command.class, name = "Run Participant...", headless = true)
public final class RunParticipantCommand extends StudyKeys {

    @Parameter(
            label = "Participants",
            description = "labels separated by commas or blanks; empty: all",
            required = false,
            persist = false)
    private String participant = "";

    @Parameter(label = "Jobs", description = "participants processed at the same time", persist = false)
    private int jobs = 1;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        if (jobs < 1) throw new IllegalArgumentException("key 'jobs' must be 1 or more, got " + jobs);
        ParticipantOptions options = participantOptions();
        BidsDataset dataset = BidsDataset.read(Path.of(bids.strip()));
        Path results = Path.of(output.strip());
        if (Files.isDirectory(results) && Files.isSameFile(results, Path.of(bids.strip())))
            throw new IllegalArgumentException(
                    "key 'output' is the dataset itself: results need a folder of their own");
        List<String> subjects = subjects(dataset);
        StudyNews.warn(dataset, subjects);
        MemoryNeed need = MemoryNeed.of(dataset, subjects, options, jobs);
        HostProgress.warn(need.words());
        need.require();
        Files.createDirectories(results);
        describe(results);
        String program = "BoldJ " + Version.text();
        Template space = StudyTemplates.of(options.get(ParticipantOption.TEMPLATE), progress);
        ParticipantRun run = new ParticipantRun(dataset, results, options, space, program, new StudyPageSet(program));
        for (String doomed : run.foresee(subjects)) HostProgress.warn("note: " + doomed);
        for (String remark : run.remarks(subjects)) HostProgress.warn("note: " + remark);
        Map<String, String> problems = new ConcurrentSkipListMap<>();
        AtomicReference<NoSpaceException> full = new AtomicReference<>();
        int lanes = Math.min(jobs, subjects.size());
        FixedChunks.forEach(
                lanes,
                1,
                (lane, end) -> {
                    for (int i = lane; i < subjects.size() && full.get() == null; i += lanes)
                        one(run, subjects.get(i), problems, full, progress);
                },
                Progress.NONE);
        if (full.get() != null) throw full.get();
        List<String> words = new ArrayList<>();
        problems.forEach((name, problem) -> words.add(name + ": " + problem));
        if (!problems.isEmpty())
            throw new IOException(
                    problems.size() + " could not be processed, all else was: " + String.join("; ", words));
        summary = subjects.size() + (subjects.size() == 1 ? " participant" : " participants") + " in " + output;
    }

    private static void one(
            ParticipantRun run,
            String subject,
            Map<String, String> problems,
            AtomicReference<NoSpaceException> full,
            Progress progress) {
        try {
            problems.putAll(run.run(subject, new StudyNews("sub-" + subject), progress));
        } catch (NoSpaceException e) {
            full.compareAndSet(null, e);
        } catch (IOException e) {
            problems.put("sub-" + subject, e.getMessage());
        }
    }

    private List<String> subjects(BidsDataset dataset) {
        List<String> all = dataset.subjects();
        if (participant.isBlank()) return all;
        List<String> chosen = new ArrayList<>();
        for (String label : participant.strip().split("[,\\s]+", 0)) {
            String plain = label.replaceFirst("^sub-", "");
            if (!all.contains(plain))
                throw new IllegalArgumentException(
                        "key 'participant' names '" + label + "' but the dataset has " + String.join(", ", all));
            if (!chosen.contains(plain)) chosen.add(plain);
        }
        return chosen;
    }

    private static void describe(Path results) throws IOException {
        Path file = results.resolve("dataset_description.json");
        if (Files.exists(file)
                && !String.valueOf(JsonFile.readMap(file).get("GeneratedBy")).contains("BoldJ"))
            throw new IOException("output: the folder '" + results + "' holds another dataset (" + file
                    + " is not by BoldJ): give a folder of its own");
        Map<String, Object> description = new TreeMap<>();
        description.put("Name", "BoldJ results");
        description.put("BIDSVersion", "1.11.0");
        description.put("DatasetType", "derivative");
        description.put("GeneratedBy", new Object[] {Map.of("Name", "BoldJ", "Version", Version.text())});
        JsonFile.write(file, description);
    }
}
