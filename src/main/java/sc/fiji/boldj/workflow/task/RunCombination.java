package sc.fiji.boldj.workflow.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import sc.fiji.boldj.glm.FixedEffects;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/**
 * A contrast over the runs that have it.
 *
 * @param name of the contrast
 * @param runs that were combined
 * @param lacking runs without it
 * @param result the combined maps
 * @param percent the same weighted mean of the percent maps; null if a run has none, or they are in different units
 * @param differs why there is no percent; empty if there is
 */
record RunCombination(
        String name,
        List<RunFolder> runs,
        List<RunFolder> lacking,
        FixedEffects.Result result,
        float[] percent,
        String differs) {

    /** Reads the maps of runs that lie on one grid; keeps their digests. */
    public static final class Reader {
        private final Map<String, String> hashes;
        private NeuroImage like;

        /** Keeps the digests of what it reads in a map. */
        public Reader(Map<String, String> hashes) {
            this.hashes = hashes;
        }

        float[] volume(Path file) throws IOException {
            NeuroImage image = NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE)
                    .withName(file.toString());
            if (like == null) like = image;
            like.grid().requireSameAs(image.grid(), like.name(), image.name());
            hashes.put(file.toString(), FileDigest.of(file));
            return image.volume(0);
        }

        /** An image on the grid of all. */
        public NeuroImage like() {
            return like;
        }
    }

    /** The t contrasts that any run has, in the order of the alphabet. */
    public static List<String> names(List<RunFolder> all) {
        TreeSet<String> names = new TreeSet<>();
        for (RunFolder run : all) names.addAll(run.questions().keySet());
        return List.copyOf(names);
    }

    /**
     * Combines a contrast.
     *
     * @throws IllegalArgumentException if it weights other columns in one run than in another
     */
    public static RunCombination of(String name, List<RunFolder> all, Reader reader) throws IOException {
        List<RunFolder> runs = new ArrayList<>();
        List<RunFolder> lacking = new ArrayList<>();
        for (RunFolder run : all) (run.questions().containsKey(name) ? runs : lacking).add(run);
        for (RunFolder run : runs)
            if (!run.questions().get(name).equals(runs.get(0).questions().get(name)))
                throw new IllegalArgumentException("inputs: contrast " + name + " weighs "
                        + runs.get(0).questions().get(name) + " in '"
                        + runs.get(0).folder() + "' but "
                        + run.questions().get(name) + " in '" + run.folder()
                        + "': give different contrasts different names");
        int n = runs.size();
        float[][] effects = new float[n][];
        float[][] variances = new float[n][];
        float[][] freedom = new float[n][];
        float[][] percents = new float[n][];
        double[] degrees = new double[n];
        String differs = differs(name, runs);
        for (int r = 0; r < n; r++) {
            RunFolder run = runs.get(r);
            degrees[r] = run.degrees();
            if (Files.exists(run.map(name, "df"))) freedom[r] = reader.volume(run.map(name, "df"));
            effects[r] = reader.volume(run.map(name, "effect"));
            variances[r] = reader.volume(run.map(name, "variance"));
            if (differs.isEmpty()) percents[r] = reader.volume(run.map(name, "percent"));
        }
        return new RunCombination(
                name,
                runs,
                lacking,
                FixedEffects.combine(effects, variances, freedom, degrees),
                differs.isEmpty() ? FixedEffects.mean(percents, variances) : null,
                differs);
    }

    private static String differs(String name, List<RunFolder> runs) {
        for (RunFolder run : runs) {
            if (!run.units().containsKey(name))
                return "'" + run.name() + "' does not give the unit of its percent signal change";
            if (!run.units().get(name).equals(runs.get(0).units().get(name)))
                return "its unit differs between '" + runs.get(0).name() + "' and '" + run.name()
                        + "', whose events have different median durations: give First-Level GLM the events of all runs"
                        + " (other_events)";
        }
        return "";
    }

    /** In a sentence, how many runs and which lack it. */
    public String words(int of) {
        String words = String.format(
                Locale.ROOT,
                "%s: %s, %.0f degrees of freedom",
                name,
                lacking.isEmpty() ? "all " + of + " runs" : runs.size() + " of " + of + " runs",
                result.degreesOfFreedom());
        if (lacking.isEmpty()) return words;
        return words + "; not in "
                + String.join(", ", lacking.stream().map(RunFolder::name).toList())
                + (runs.size() == 1 ? " (one run, nothing to combine)" : "");
    }
}
