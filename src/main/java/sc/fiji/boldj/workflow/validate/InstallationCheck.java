package sc.fiji.boldj.workflow.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sc.fiji.boldj.run.Progress;

/**
 * Runs phantoms through steps and judges what comes out.
 *
 * @param results one for each step, in order
 */
public record InstallationCheck(List<Result> results) {

    /**
     * What came of one step.
     *
     * @param step the step
     * @param criteria what was compared; empty if it failed before
     * @param failure what the step threw; empty if it ended
     * @param seconds it took
     */
    public record Result(PhantomStep step, List<Criterion> criteria, String failure, double seconds) {

        public Result {
            criteria = List.copyOf(criteria);
        }

        /** Whether it ended and every figure is within its tolerance. */
        public boolean isPassed() {
            return failure.isEmpty() && !criteria.isEmpty() && criteria.stream().allMatch(Criterion::isMet);
        }
    }

    public InstallationCheck {
        results = List.copyOf(results);
    }

    /** All steps that have a phantom, in the order of the menu. */
    public static List<PhantomStep> steps() {
        List<PhantomStep> steps = new ArrayList<>(ImagePhantoms.all());
        steps.addAll(ShapePhantoms.all());
        steps.addAll(ArtefactPhantoms.all());
        steps.addAll(DenoisePhantoms.all());
        steps.addAll(ConnectivityPhantoms.all());
        steps.addAll(ModelPhantoms.all());
        steps.add(InteractionPhantom.step());
        steps.addAll(AlgebraPhantoms.all());
        steps.addAll(TrustPhantoms.all());
        return steps;
    }

    /**
     * Some of the steps.
     *
     * @param words parts of their names, separated by commas, regardless of case; empty: all
     * @throws IllegalArgumentException if a part is in no name
     */
    public static List<PhantomStep> named(String words) {
        List<PhantomStep> all = steps();
        if (words.isBlank()) return all;
        List<PhantomStep> named = new ArrayList<>();
        for (String word : words.split(",", -1)) {
            String part = word.strip().toLowerCase(Locale.ROOT);
            List<PhantomStep> found = all.stream()
                    .filter(step -> step.name().toLowerCase(Locale.ROOT).contains(part))
                    .toList();
            if (part.isEmpty() || found.isEmpty())
                throw new IllegalArgumentException("key 'steps': no step is called '" + word.strip() + "'; there are "
                        + all.stream().map(PhantomStep::name).collect(Collectors.joining("; ")));
            named.addAll(found);
        }
        return named.stream().distinct().toList();
    }

    /** Runs steps; one that fails does not keep the others from being run. */
    public static InstallationCheck of(List<PhantomStep> steps, Progress progress) throws IOException {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (progress.isCancelled())
                throw new CancellationException(
                        "cancelled before " + steps.get(i).name());
            results.add(run(steps.get(i), progress.stage((double) i / steps.size(), (i + 1.0) / steps.size())));
        }
        return new InstallationCheck(results);
    }

    private static Result run(PhantomStep step, Progress progress) throws IOException {
        Path folder = Files.createTempDirectory("boldj-validate");
        long start = System.nanoTime();
        List<Criterion> criteria = List.of();
        String failure = "";
        try {
            criteria = step.body().run(folder, progress);
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
            failure = e.getMessage() == null ? e.toString() : e.getMessage();
        } finally {
            delete(folder);
        }
        return new Result(step, criteria, failure, (System.nanoTime() - start) / 1e9);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }

    /** Whether every step passed. */
    public boolean isPassed() {
        return results.stream().allMatch(Result::isPassed);
    }

    /** The steps that did not pass. */
    public List<Result> failed() {
        return results.stream().filter(result -> !result.isPassed()).toList();
    }
}
