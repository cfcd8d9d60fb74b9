package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.NoSpaceException;
import sc.fiji.boldj.run.Progress;

/**
 * Does steps in order and skips what is done.
 *
 * <p>A step is done if the log holds it with the same program, options and inputs, and its outputs are there with the
 * bytes the log names. Outputs that are only passed on may be missing; a later step that must run has them made again.
 * After any crash the same files arise as without it. Not safe for several threads.
 */
public final class StepRunner {

    /** Hears of steps. */
    public interface Listener {
        /** A step begins. */
        void begins(String step, int number, int of);

        /** A step need not be done again. */
        void isDone(String step, int number, int of);

        /** All that is to be done for the participant was done or has failed. */
        default void ended() {}
    }

    private final Path input;
    private final Path output;
    private final ProvenanceLog log;
    private final String program;
    private final Listener listener;
    private final Map<Path, Step> makers = new HashMap<>();
    private final Map<Path, String> digests = new HashMap<>();
    private final ReadFiles read = new ReadFiles();

    /**
     * @param input root of the dataset: inputs are logged relative to it
     * @param output root of the results
     * @param program name and version of what runs
     */
    public StepRunner(Path input, Path output, ProvenanceLog log, String program, Listener listener) {
        this.input = input.toAbsolutePath().normalize();
        this.output = output.toAbsolutePath().normalize();
        this.log = log;
        this.program = program;
        this.listener = listener;
    }

    /**
     * Does what is to be done.
     *
     * @param steps each after those whose outputs it reads
     * @throws IOException if a step fails, or a file of the dataset changed since its digest was taken; what was finished
     *     stays, and is logged
     * @throws CancellationException if cancelled
     */
    public void run(List<Step> steps, Progress progress) throws IOException {
        for (Step step : steps)
            for (Path file : step.outputs())
                if (makers.put(file, step) != null)
                    throw new IllegalArgumentException("two steps write " + file + ": are two scans called the same?");
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (progress.isCancelled()) throw new CancellationException("cancelled before " + step.name());
            Progress part = progress.stage((double) i / steps.size(), (i + 1.0) / steps.size());
            if (isDone(step)) listener.isDone(step.name(), i + 1, steps.size());
            else {
                listener.begins(step.name(), i + 1, steps.size());
                perform(step, part);
            }
            part.update(1, 1);
        }
        for (Step step : steps) for (Path file : step.passing()) Files.deleteIfExists(file);
    }

    private boolean isDone(Step step) throws IOException {
        Optional<LogEntry> entry = log.newest(step.name());
        if (entry.isEmpty() || !isOf(entry.get(), step)) return false;
        for (Path file : step.outputs()) {
            String logged = entry.get().outputs().get(name(file));
            boolean there = Files.exists(file);
            if (logged == null && !there && step.optional().contains(file)) continue;
            if (logged == null) return false;
            if (!there && !step.passing().contains(file)) return false;
            if (there && !logged.equals(FileDigest.of(file))) return false;
            digests.put(file, logged);
        }
        return true;
    }

    private boolean isOf(LogEntry entry, Step step) throws IOException {
        return entry.program().equals(program)
                && ProvenanceLog.sameOptions(entry.options(), step.options())
                && entry.inputs().equals(inputs(step));
    }

    private SortedMap<String, String> inputs(Step step) throws IOException {
        TreeMap<String, String> inputs = new TreeMap<>();
        for (Path file : step.inputs()) inputs.put(name(file), digest(file));
        return inputs;
    }

    private String digest(Path file) throws IOException {
        String known = digests.get(file);
        if (known != null) return known;
        if (!Files.exists(file)) throw new NoSuchFileException(file + ": this file is needed, but is not there");
        boolean isInput = file.toAbsolutePath().normalize().startsWith(input);
        String digest = isInput ? read.digest(file) : FileDigest.of(file);
        digests.put(file, digest);
        return digest;
    }

    /** Makes missing inputs, does the work, and logs it unless the log says just that already. */
    private void perform(Step step, Progress progress) throws IOException {
        SortedMap<String, String> inputs = inputs(step);
        for (Path file : step.inputs())
            if (!Files.exists(file) && makers.containsKey(file)) perform(makers.get(file), Progress.NONE);
        StepTimes.Watch watch = new StepTimes.Watch();
        for (Path file : step.outputs())
            if (step.optional().contains(file)) Files.deleteIfExists(file);
            else folder(file.getParent());
        try {
            step.body().run(progress);
        } catch (IllegalArgumentException e) {
            throw new IOException(step.name() + ": " + e.getMessage(), e);
        }
        read.requireUnchanged(step.name(), step.inputs());
        TreeMap<String, String> outputs = new TreeMap<>();
        for (Path file : step.outputs()) {
            if (step.optional().contains(file) && !Files.exists(file)) continue;
            String digest = FileDigest.of(file);
            String before = digests.put(file, digest);
            if (before != null && step.passing().contains(file) && !before.equals(digest))
                throw new IOException(step.name() + ": gave other bytes for " + name(file) + " than before: was "
                        + program + " built from other sources?");
            outputs.put(name(file), digest);
        }
        LogEntry entry = new LogEntry(step.name(), program, step.options(), inputs, outputs);
        Optional<LogEntry> newest = log.newest(step.name());
        if (newest.isEmpty()
                || !isOf(newest.get(), step)
                || !newest.get().outputs().equals(outputs)) log.append(entry);
        StepTimes.add(log.file(), watch.row(step.name()));
    }

    /** Another process may remove the folder above, if it is empty, just before this one is made in it. */
    private static void folder(Path folder) throws IOException {
        for (int attempt = 1; ; attempt++)
            try {
                Files.createDirectories(folder);
                return;
            } catch (NoSuchFileException e) {
                if (attempt == 20) throw e;
            } catch (IOException e) {
                throw NoSpaceException.of(folder, e);
            }
    }

    private String name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        if (absolute.startsWith(output)) return result(output, absolute);
        if (absolute.startsWith(input)) return "input/" + slashes(input.relativize(absolute));
        return absolute.getFileName().toString();
    }

    /** What a log calls a file of the results. */
    public static String result(Path output, Path file) {
        return "output/"
                + slashes(output.toAbsolutePath()
                        .normalize()
                        .relativize(file.toAbsolutePath().normalize()));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
