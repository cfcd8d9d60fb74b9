package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.FileFaults;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NoSpaceException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.StepRunner;

/**
 * Participants of a dataset that are processed in one go.
 *
 * @param subjects their labels, without {@code sub-}
 * @param jobs how many are processed at the same time
 */
public record Cohort(List<String> subjects, int jobs) {

    /**
     * The participants of a list.
     *
     * @param labels separated by commas or blanks, with or without {@code sub-}; blank: all
     * @throws IllegalArgumentException if the dataset has no such participant
     */
    public static Cohort of(BidsDataset dataset, String labels, int jobs) {
        List<String> all = dataset.subjects();
        if (labels.isBlank()) return new Cohort(all, jobs);
        List<String> chosen = new ArrayList<>();
        for (String label : labels.strip().split("[,\\s]+", 0)) {
            String plain = label.replaceFirst("^sub-", "");
            if (!all.contains(plain))
                throw new IllegalArgumentException(
                        "key 'participant' names '" + label + "' but the dataset has " + String.join(", ", all));
            if (!chosen.contains(plain)) chosen.add(plain);
        }
        return new Cohort(chosen, jobs);
    }

    /**
     * Processes them; a participant that fails does not stop the others, a full disk does.
     *
     * @param listeners tells of the steps of a participant, by {@code sub-LABEL}
     * @throws IOException if one could not be processed; the message names each and why
     */
    public void run(ParticipantRun run, Function<String, StepRunner.Listener> listeners, Progress progress)
            throws IOException {
        Optional<CohortWorkers> workers = ForwardingTaskExecutor.current(CohortWorkers.class);
        Map<String, String> problems = workers.isPresent()
                ? new TreeMap<>(workers.get().run(run, subjects, progress))
                : here(run, listeners, progress);
        List<String> words = new ArrayList<>();
        problems.forEach((name, problem) -> words.add(name + ": " + problem));
        if (!problems.isEmpty())
            throw new IOException(
                    problems.size() + " could not be processed; the others were: " + String.join("; ", words));
    }

    private Map<String, String> here(
            ParticipantRun run, Function<String, StepRunner.Listener> listeners, Progress progress)
            throws NoSpaceException {
        Map<String, String> problems = new ConcurrentSkipListMap<>();
        AtomicReference<NoSpaceException> full = new AtomicReference<>();
        int lanes = Math.min(jobs, subjects.size());
        FixedChunks.forEach(
                lanes,
                1,
                (lane, end) -> {
                    for (int i = lane; i < subjects.size() && full.get() == null; i += lanes) {
                        String name = "sub-" + subjects.get(i);
                        StepRunner.Listener listener = listeners.apply(name);
                        try {
                            problems.putAll(run.run(subjects.get(i), listener, progress));
                        } catch (NoSpaceException e) {
                            full.compareAndSet(null, e);
                        } catch (IOException e) {
                            problems.put(name, FileFaults.words(e));
                        }
                        listener.ended();
                    }
                },
                Progress.NONE);
        if (full.get() != null) throw full.get();
        return problems;
    }

    /**
     * Makes the folder of results a BIDS derivative.
     *
     * @param version of BoldJ
     * @throws IOException if it holds another dataset
     */
    public static void describe(Path results, String version) throws IOException {
        Files.createDirectories(results);
        Path file = results.resolve("dataset_description.json");
        if (Files.exists(file)
                && !String.valueOf(JsonFile.readMap(file).get("GeneratedBy")).contains("BoldJ"))
            throw new IOException("output: the folder '" + results + "' holds another dataset (" + file
                    + " is not by BoldJ): give a folder of its own");
        Map<String, Object> description = new TreeMap<>();
        description.put("Name", "BoldJ results");
        description.put("BIDSVersion", "1.11.0");
        description.put("DatasetType", "derivative");
        description.put("GeneratedBy", new Object[] {Map.of("Name", "BoldJ", "Version", version)});
        JsonFile.write(file, description);
    }
}
