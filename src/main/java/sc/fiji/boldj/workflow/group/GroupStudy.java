package sc.fiji.boldj.workflow.group;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.LargestT;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.lock.ScrambledAllocation;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.participant.DerivedStart;
import sc.fiji.boldj.workflow.participant.LoggedOptions;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.LogEntry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.trial.TrialDesign;
import sc.fiji.boldj.workflow.trial.Visit;
import sc.fiji.boldj.workflow.trial.VisitList;

/**
 * A finished study that is explored seed by seed.
 *
 * @param effect the effect on the map of any seed
 * @param background mean of the first run, on the grid of the maps
 * @param words what a reader must know, in sentences, the first of them that results are exploratory
 */
public record GroupStudy(SeedEffect effect, NeuroImage background, List<String> words) {

    /** What is said of every map. */
    public static final String EXPLORATORY =
            "Exploratory: the seed is chosen by looking at the results, so no p value or threshold here tests a hypothesis.";

    /**
     * Reads a study and compresses its denoised, smoothed series, or reads the stored ones.
     *
     * @param bids folder of the dataset, for the tables of participants and sessions
     * @param output folder of the results of both levels
     * @throws IOException if the participant level is not finished, or the design cannot be made from the tables
     */
    public static GroupStudy read(Path bids, Path output, CompressedSeries.Options compression, Progress progress)
            throws IOException {
        if (!Files.isDirectory(output)) throw new IOException("results: there is no folder '" + output + "'");
        ParticipantOptions participant =
                LoggedOptions.of(output, ParticipantOptions.DEFAULT).options();
        GroupOptions options = options(output);
        BidsDataset tables = DerivedStart.dataset(bids, participant);
        Optional<LockedTrial> trial = LockedTrial.of(output);
        boolean blind = trial.isPresent() && trial.get().isBlind();
        BidsDataset dataset = blind
                ? ScrambledAllocation.applied(tables, trial.get().protocol().protocol())
                : RunLock.unblinded(tables, trial);
        VisitList list = VisitList.of(dataset, output, ParticipantRun.space(participant), options);
        if (list.used().isEmpty()) throw new IOException(output + ": " + list.advice());
        TrialDesign design = TrialDesign.of(list, options);
        Mask mask = mask(design.visits());
        StudySeries series = new StudySeries(mask, participant.get(ParticipantOption.FWHM), compression);
        List<List<CompressedSeries>> inputs = new ArrayList<>();
        int visits = design.visits().size();
        for (int i = 0; i < visits; i++)
            inputs.add(series.of(design.visits().get(i), progress.stage((double) i / visits, (i + 1.0) / visits)));
        SeedEffect effect = new SeedEffect(
                inputs,
                design.design(),
                design.contrast(),
                options.get(GroupOption.ALPHA),
                options.get(GroupOption.SEED));
        List<String> words = new ArrayList<>(List.of(EXPLORATORY));
        if (blind) words.add(ScrambledAllocation.WORDS);
        else if (trial.isPresent())
            words.add("The design is built from the tables of the dataset; Run Group... runs the declared tests.");
        words.add(effect.words());
        words.add(String.format(
                Locale.ROOT,
                "%d series, compressed to leading components that hold at least %.1f %% of the variance (%.1f GB).",
                inputs.stream().mapToInt(List::size).sum(),
                100 * effect.kept(),
                effect.bytes() / 1e9));
        series.note().ifPresent(words::add);
        NeuroImage background =
                StudyFiles.read(design.visits().get(0).runs().get(0).boldref(), Progress.NONE);
        return new GroupStudy(effect, background, List.copyOf(words));
    }

    /** A seed and how its map is tested. */
    public record Seed(double x, double y, double z, double radius) {

        /** The voxels of the seed. */
        public SeedRegion region(Mask mask) {
            return SeedRegion.sphere(mask, x, y, z, radius);
        }
    }

    /** How many parts of the threshold a number of permutations takes. */
    public static int parts(int permutations) {
        return (permutations + 49) / 50;
    }

    /**
     * Writes the t map of a seed and its sidecar with the threshold.
     *
     * @param permutations permutations of the threshold, rounded up to a multiple of 50; 0: no threshold
     * @param file ends in {@code .nii} or {@code .nii.gz}
     */
    public void write(Seed seed, int permutations, Path file, Progress progress) throws IOException {
        float[][] maps = effect.maps(seed.region(effect.mask()), progress.stage(0, 0.2));
        double[] t = effect.t(maps, progress.stage(0.2, 0.3));
        List<double[]> parts = new ArrayList<>();
        int count = effect.isExhaustive() ? Math.min(1, parts(permutations)) : parts(permutations);
        LargestT prepared = count == 0 ? null : effect.prepare(maps, Progress.NONE);
        for (int part = 0; part < count; part++)
            parts.add(effect.maxima(
                    prepared, part, progress.stage(0.3 + 0.6 * part / count, 0.3 + 0.6 * (part + 1) / count)));
        Map<String, Object> about = new TreeMap<>();
        about.put("Description", "t of " + effect.direction() + " on the map of the seed (Fisher z)");
        about.put("Seed", new double[] {seed.x(), seed.y(), seed.z()});
        about.put("RadiusMillimetres", seed.radius());
        about.put("DegreesOfFreedom", effect.degreesOfFreedom());
        about.put("Notes", words.toArray());
        if (!parts.isEmpty()) {
            double threshold = effect.threshold(largest(t), parts);
            about.put("ThresholdOfLargestAbsoluteT", Double.isFinite(threshold) ? threshold : "n/a");
            about.put(
                    "Permutations",
                    parts.stream().mapToInt(part -> part.length - 1).sum() + 1);
        }
        StudyFiles.write(volume(t), background, file);
        StudyFiles.describe(file, about);
    }

    /** The largest |t|; 0 if there is none. */
    public static double largest(double[] t) {
        double largest = 0;
        for (double value : t) if (Math.abs(value) > largest) largest = Math.abs(value);
        return largest;
    }

    /** Values in the order of the mask as a volume; 0 outside. */
    public float[] volume(double[] values) {
        float[] volume = new float[effect.mask().grid().voxels()];
        for (int v = 0; v < values.length; v++) volume[effect.mask().voxel(v)] = (float) values[v];
        return volume;
    }

    /** The options of the newest group analysis; the defaults if there was none. */
    private static GroupOptions options(Path output) throws IOException {
        Path log = output.resolve(ProvenanceCheck.FOLDER).resolve(GroupFolder.NAME + ProvenanceCheck.ENDING);
        Optional<LogEntry> entry =
                Files.exists(log) ? ProvenanceLog.read(log).newest(GroupFolder.NAME) : Optional.empty();
        Map<String, Object> values = new TreeMap<>();
        for (Option<?> option : GroupOptions.ALL.all()) {
            Object value = entry.map(own -> LoggedOptions.typed(own.options().get(option.key()), option.inputType()))
                    .orElse(null);
            if (value != null) values.put(option.key(), value);
        }
        // a session is not excluded because a map is missing; the protocol's tests are those of the group level
        for (Option<?> option : List.of(GroupOption.MAPS, GroupOption.PROTOCOL, GroupOption.ALLOCATION))
            values.remove(option.key());
        return GroupOptions.DEFAULT.with(GroupOption.MAPS, List.of()).given(values);
    }

    private static Mask mask(List<Visit> visits) throws IOException {
        Mask mask = null;
        for (Visit visit : visits)
            for (ScanFiles run : visit.runs()) {
                Mask own = StudyFiles.mask(run.mask());
                mask = mask == null ? own : mask.and(own);
            }
        return mask.requireNotEmpty("the area covered by all sessions");
    }
}
