package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import sc.fiji.boldj.group.ClusterTable;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.group.MaskedMaps;
import sc.fiji.boldj.group.PeakTable;
import sc.fiji.boldj.group.VarianceSmoothing;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.PermutationResult;

/** A group test of maps, or several corrected together, from inputs to files. Immutable. */
public final class GroupMaps {

    /**
     * What is asked beside the tests themselves.
     *
     * @param neighbours voxels touch by faces (6), edges too (18) or corners too (26)
     * @param gpdTail whether corrected p is also taken from a generalised Pareto tail of the maxima
     * @param regions names a place in RAS+ mm; null for none
     */
    public record Settings(int neighbours, boolean gpdTail, Function<double[], String> regions) {

        /** @throws IllegalArgumentException if the neighbours are not 6, 18 or 26 */
        public Settings {
            if (neighbours != 6 && neighbours != 18 && neighbours != 26)
                throw new IllegalArgumentException("neighbours must be 6, 18 or 26, got " + neighbours);
        }
    }

    private final GroupDesign design;
    private final GroupFamily family;
    private final GroupFamily.Result result;
    private final Mask mask;
    private final NeuroImage like;
    private final NeuroImage background;
    private final List<ClusterTable> clusters;
    private final Settings settings;
    private final int partly;

    private GroupMaps(
            GroupDesign design,
            GroupFamily family,
            GroupFamily.Result result,
            Mask mask,
            NeuroImage like,
            NeuroImage background,
            List<ClusterTable> clusters,
            Settings settings,
            int partly) {
        this.partly = partly;
        this.design = design;
        this.family = family;
        this.result = result;
        this.mask = mask;
        this.like = like;
        this.background = background;
        this.clusters = clusters;
        this.settings = settings;
    }

    /**
     * Runs planned tests.
     *
     * @param modalities for each modality one volume or more each, in the order of the design's table
     * @param mask the voxels to test; null for those that all maps have
     * @param background what to draw results on, on the same grid; null for the mean of the maps
     */
    public static GroupMaps run(
            GroupDesign design,
            GroupFamily family,
            List<List<NeuroImage>> modalities,
            Mask mask,
            NeuroImage background,
            Settings settings,
            Progress progress) {
        List<NeuroImage> maps = modalities.stream().flatMap(List::stream).toList();
        if (background != null) maps.get(0).grid().requireSameAs(background.grid(), "the maps", "the background");
        Mask within = mask == null ? MaskedMaps.common(maps) : mask;
        int partly = mask == null ? MaskedMaps.partlyMissing(maps) : 0;
        Neighbourhood graph = MaskedMaps.neighbours(within, settings.neighbours());
        double fwhm = family.first().varianceFwhm();
        List<Observations> inputs = new ArrayList<>();
        for (List<NeuroImage> modality : modalities) inputs.add(MaskedMaps.observations(modality, within));
        GroupFamily.Result result =
                family.run(inputs, graph, fwhm > 0 ? new VarianceSmoothing(within, fwhm) : null, progress);
        List<ClusterTable> clusters = new ArrayList<>();
        for (GroupFamily.Member member : result.members())
            clusters.add(ClusterTable.of(
                    member.result().test(),
                    member.corrected(),
                    within,
                    graph,
                    member.test().options().alpha(),
                    settings.regions()));
        return new GroupMaps(
                design,
                family,
                result,
                within,
                maps.get(0),
                background == null ? mean(maps) : background,
                clusters,
                settings,
                partly);
    }

    private static NeuroImage mean(List<NeuroImage> maps) {
        NeuroImage first = maps.get(0);
        float[] volume = new float[first.grid().voxels()];
        double[] sum = new double[volume.length];
        int n = 0;
        for (NeuroImage map : maps)
            for (int t = 0; t < map.volumes(); t++, n++) {
                map.readVolume(t, volume);
                for (int v = 0; v < sum.length; v++) if (Float.isFinite(volume[v])) sum[v] += volume[v];
            }
        for (int v = 0; v < sum.length; v++) volume[v] = (float) (sum[v] / n);
        NeuroImage mean = first.createLike("mean of the inputs", 1);
        mean.writeVolume(0, volume);
        return mean;
    }

    /** Writes maps and tables into a folder; with several tests the names of maps end in their number. */
    public void write(Path folder, Progress progress) throws IOException {
        int n = tests();
        for (int k = 0; k < n; k++) maps(folder, k, progress.stage(k / (double) n, (k + 1.0) / n));
        List<double[]> probabilities = new ArrayList<>();
        for (GroupFamily.Member member : result.members()) {
            probabilities.add(member.result().test().pUncorrected());
            probabilities.add(member.corrected());
        }
        GroupFiles.intervals(folder, result.members().get(0).result().test(), probabilities);
        GroupFiles.nulls(folder, result);
        GroupFiles.thresholds(folder, result.nulls(), family.first().options().alpha());
        GroupFiles.design(folder, design);
        AtomicFile.writeText(folder.resolve("clusters.tsv"), text(findings()));
        AtomicFile.writeText(folder.resolve("peaks.tsv"), text(peaks()));
        if (n > 1) AtomicFile.writeText(folder.resolve("tests.tsv"), text(overview()));
    }

    private void maps(Path folder, int k, Progress progress) throws IOException {
        GroupFamily.Member member = result.members().get(k);
        PermutationResult found = member.result().test();
        String end = tests() == 1 ? "" : "_" + (k + 1);
        double[][] interval = found.intervals(member.corrected(), 0.95);
        Map<String, double[]> values = new LinkedHashMap<>();
        values.put("stat", found.statistic());
        values.put("enhanced", found.enhanced());
        values.put("p_unc", found.pUncorrected());
        values.put("p_fwe", member.corrected());
        values.put("p_fwe_low", interval[0]);
        values.put("p_fwe_high", interval[1]);
        values.put("q_fdr", found.qFalseDiscovery());
        if (settings.gpdTail()) values.put("p_fwe_gpd", found.pFamilyWiseTail(result.nulls()));
        int done = 0;
        for (Map.Entry<String, double[]> map : values.entrySet()) {
            boolean probability = map.getKey().matches("[pq]_.*");
            NiftiWriter.write(
                    MaskedMaps.image(map.getValue(), mask, probability ? 1 : 0, like, map.getKey()),
                    folder.resolve(map.getKey() + end + ".nii.gz"),
                    NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                    progress.stage(done / (double) values.size(), (done + 1.0) / values.size()));
            done++;
        }
    }

    private static String text(ReportTable table) {
        StringBuilder text = new StringBuilder(String.join("\t", table.names())).append('\n');
        for (List<String> row : table.rows())
            text.append(String.join("\t", row)).append('\n');
        return text.toString();
    }

    /** The clusters of all tests; a first column says whose they are if there are several. */
    private ReportTable findings() {
        return joined(clusters.stream().map(ClusterTable::toTsv).toList());
    }

    private ReportTable peaks() {
        List<String> tables = new ArrayList<>();
        for (int k = 0; k < tests(); k++)
            tables.add(PeakTable.of(clusters.get(k).labels(), statistic(k), corrected(k), mask, settings.regions())
                    .toTsv());
        return joined(tables);
    }

    private ReportTable joined(List<String> tables) {
        List<String> names = List.of();
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < tables.size(); k++) {
            ReportTable table = ReportTable.parse(tables.get(k));
            names = new ArrayList<>(table.names());
            for (List<String> row : table.rows()) {
                List<String> more = new ArrayList<>(row);
                if (tests() > 1) more.add(0, Integer.toString(k + 1));
                rows.add(more);
            }
        }
        if (tests() > 1) names.add(0, "test");
        return new ReportTable(names, rows);
    }

    /** The tests of a family: what each is and its smallest corrected p. */
    public ReportTable overview() {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < tests(); k++) {
            GroupFamily.Member member = result.members().get(k);
            double least = least(member);
            double[] interval = member.result().test().interval(least, 0.95);
            rows.add(List.of(
                    Integer.toString(k + 1),
                    member.test().contrast(),
                    member.test().direction().isEmpty() ? "n/a" : member.test().direction(),
                    member.modality().isEmpty() ? "n/a" : member.modality(),
                    Integer.toString(clusters.get(k).rows().size()),
                    String.format(Locale.ROOT, "%.6g", least),
                    String.format(Locale.ROOT, "%.6g", interval[0]),
                    String.format(Locale.ROOT, "%.6g", interval[1])));
        }
        return new ReportTable(
                List.of("test", "contrast", "direction", "modality", "clusters", "least_p_fwe", "p_low", "p_high"),
                rows);
    }

    /** What the page says. */
    public StudySummary summary(String title, String program, ReportTable inputs, ReportTable options) {
        GroupTest first = family.first();
        List<double[]> contrast = new ArrayList<>();
        for (GroupTest test : family.tests())
            contrast.addAll(Arrays.asList(test.model().contrast()));
        return new StudySummary(
                title,
                verdict(),
                clusters.stream().anyMatch(table -> !table.rows().isEmpty()),
                family.words(),
                warnings(),
                design.columns(),
                design.matrix(),
                contrast.toArray(new double[0][]),
                result.nulls(),
                first.options().alpha(),
                GroupMethods.measured(first),
                findings(),
                GroupMethods.of(
                        family,
                        first.design().words(),
                        mask.count() - excluded() + " voxels",
                        switch (settings.neighbours()) {
                            case 6 -> "voxels that share a face (6)";
                            case 18 -> "voxels that share a face or an edge (18)";
                            default -> "voxels that share a face, an edge or a corner (26)";
                        },
                        settings.gpdTail(),
                        program),
                inputs,
                options);
    }

    private static double least(GroupFamily.Member member) {
        return Arrays.stream(member.corrected())
                .filter(p -> !Double.isNaN(p))
                .min()
                .orElse(1);
    }

    /** The result in a sentence. */
    public String verdict() {
        double least =
                result.members().stream().mapToDouble(GroupMaps::least).min().orElse(1);
        int n = clusters.stream().mapToInt(table -> table.rows().size()).sum();
        double alpha = family.first().options().alpha();
        String what = n == 0
                ? "Nothing reaches corrected p <= " + alpha
                : n + (n == 1 ? " cluster reaches" : " clusters reach") + " corrected p <= " + alpha;
        if (tests() > 1) what += " in " + tests() + " tests that are corrected together";
        PermutationResult any = result.members().get(0).result().test();
        double[] interval = any.interval(least, 0.95);
        String range = any.isExhaustive()
                ? "exact"
                : String.format(Locale.ROOT, "95 %% interval of the shuffling %.4g to %.4g", interval[0], interval[1]);
        return what + String.format(Locale.ROOT, "; the smallest corrected p is %.4g (%s).", least, range);
    }

    /** Number of voxels of the mask that were not tested. */
    public int excluded() {
        return result.members().stream()
                .mapToInt(m -> m.result().test().excluded())
                .max()
                .orElse(0);
    }

    /** Warnings of the tests, and the voxels excluded by a mask that was made from the maps. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(result.warnings());
        if (partly > 0)
            warnings.add("The mask, computed from the maps, excludes " + partly + (partly == 1 ? " voxel" : " voxels")
                    + " with a missing or infinite value in some but not all maps.");
        return warnings;
    }

    /** Number of tests. */
    public int tests() {
        return family.size();
    }

    /** What a positive statistic of a test means: {@code post - pre}; empty for F. */
    public String direction(int test) {
        return result.members().get(test).test().direction();
    }

    /** What a test is, in words. */
    public String name(int test) {
        return result.members().get(test).name();
    }

    /** The voxels that were tested. */
    public Mask mask() {
        return mask;
    }

    /** What to draw on. */
    public NeuroImage background() {
        return background;
    }

    /** The statistic of each voxel of the mask, NaN where it could not be tested. */
    public double[] statistic(int test) {
        return result.members().get(test).result().test().statistic();
    }

    /** Corrected p of each voxel of the mask. */
    public double[] corrected(int test) {
        return result.members().get(test).corrected().clone();
    }
}
