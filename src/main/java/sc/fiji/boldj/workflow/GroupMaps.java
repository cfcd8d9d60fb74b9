package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import sc.fiji.boldj.group.ClusterTable;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.group.MaskedMaps;
import sc.fiji.boldj.group.VarianceSmoothing;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.table.Table;

/** A group test of maps, or several corrected together, from inputs to files. Immutable. */
public final class GroupMaps {

    /**
     * What is asked beside the tests themselves.
     *
     * @param neighbours neighbouring voxels share a face (6), also an edge (18), or also a corner (26)
     * @param gpdTail whether corrected p is also taken from a generalised Pareto tail of the maxima
     * @param regions names a place in RAS+ mm; null for none
     * @param extras covariate maps, sites and evidence of absence
     */
    public record Settings(int neighbours, boolean gpdTail, Function<double[], String> regions, GroupExtras extras) {

        /** Without extras. */
        public Settings(int neighbours, boolean gpdTail, Function<double[], String> regions) {
            this(neighbours, gpdTail, regions, GroupExtras.NONE);
        }

        /** @throws IllegalArgumentException if the neighbours are not 6, 18 or 26 */
        public Settings {
            if (neighbours != 6 && neighbours != 18 && neighbours != 26)
                throw new IllegalArgumentException("neighbours must be 6, 18 or 26, got " + neighbours);
        }
    }

    private final GroupDesign design;
    private final GroupFamily family;
    private final GroupFamily.Result result;
    private final Grounds grounds;
    private final List<ClusterTable> clusters;
    private final Settings settings;
    private final List<GroupEvidence> evidence;

    /**
     * Where the tests were made.
     *
     * @param mask the voxels that were tested
     * @param like an input, for the grid and the header
     * @param background what to draw on
     * @param partly voxels that the mask lacks because some but not all inputs lack a value there
     */
    record Grounds(Mask mask, NeuroImage like, NeuroImage background, int partly) {}

    private GroupMaps(
            GroupDesign design,
            GroupFamily family,
            GroupFamily.Result result,
            Grounds grounds,
            List<ClusterTable> clusters,
            Settings settings,
            List<GroupEvidence> evidence) {
        this.evidence = evidence;
        this.design = design;
        this.family = family;
        this.result = result;
        this.grounds = grounds;
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
        GroupExtras extras = settings.extras();
        extras.require(family);
        GroupMapInputs in = GroupMapInputs.of(modalities, mask, extras);
        Mask within = in.mask();
        if (background != null) in.first().grid().requireSameAs(background.grid(), "the maps", "the background");
        Neighbourhood graph = MaskedMaps.neighbours(within, settings.neighbours());
        double fwhm = family.first().varianceFwhm();
        GroupFamily.Result result = family.run(
                in.observations(),
                in.covariate(),
                graph,
                fwhm > 0 ? new VarianceSmoothing(within, fwhm) : null,
                progress.stage(0, 0.95));
        List<GroupEvidence> evidence = new ArrayList<>();
        if (extras.evidence() != null)
            for (int k = 0; k < family.size(); k++)
                evidence.add(GroupEvidence.of(
                        result.members().get(k).test(),
                        in.observations().get(k / family.tests().size()),
                        in.covariate(),
                        within,
                        settings.regions(),
                        extras.evidence(),
                        progress.stage(0.95, 1)));
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
                new Grounds(within, in.first(), background == null ? in.mean() : background, in.partly()),
                clusters,
                settings,
                evidence);
    }

    /** Writes maps and tables into a folder; with several tests the names of maps end in their number. */
    public void write(Path folder, Progress progress) throws IOException {
        new GroupMapFiles(this, folder).write(progress);
    }

    /** The tests of a family: what each is and its smallest corrected p. */
    public Table overview() {
        return tables().overview();
    }

    GroupMapTables tables() {
        return new GroupMapTables(result, clusters, grounds.mask(), settings.regions());
    }

    GroupDesign design() {
        return design;
    }

    GroupFamily family() {
        return family;
    }

    /** What the tests found. */
    public GroupFamily.Result result() {
        return result;
    }

    Grounds grounds() {
        return grounds;
    }

    Settings settings() {
        return settings;
    }

    /** What the page says. */
    public StudySummary summary(String title, String program, Table inputs, Table options) {
        GroupTest first = family.first();
        List<double[]> contrast = new ArrayList<>();
        for (GroupTest test : family.tests())
            contrast.addAll(Arrays.asList(test.model().contrast()));
        return new StudySummary(
                title,
                clusters.stream().anyMatch(table -> !table.rows().isEmpty()),
                new PageWords(
                        verdict(),
                        family.words(),
                        warnings(),
                        GroupMethods.of(
                                        family,
                                        first.design().words(),
                                        grounds.mask().count() - excluded() + " voxels",
                                        switch (settings.neighbours()) {
                                            case 6 -> "voxels that share a face (6)";
                                            case 18 -> "voxels that share a face or an edge (18)";
                                            default -> "voxels that share a face, an edge or a corner (26)";
                                        },
                                        settings.gpdTail(),
                                        program)
                                + new GroupMapWords(this).methods()),
                new DrawnDesign(design.columns(), design.matrix(), contrast.toArray(new double[0][])),
                new StudySummary.Maximum(result.nulls(), first.options().alpha(), GroupMethods.measured(first)),
                tables().findings(),
                inputs,
                options);
    }

    /** What the evidence of absence of a test says, in sentences; empty where none was asked for. */
    public String evidenceWords(int test) {
        return evidence.isEmpty() ? "" : evidence.get(test).words();
    }

    /** Effects of regions, or of all voxels, with intervals and tests of equivalence; empty where none was asked for. */
    public Table regions() {
        if (evidence.isEmpty()) return Table.builder().build();
        List<Table> tables = evidence.stream().map(GroupEvidence::regions).toList();
        return tables.size() == 1 ? tables.get(0) : Table.stacked("test", tables);
    }

    List<GroupEvidence> evidence() {
        return evidence;
    }

    /** The result in a sentence. */
    public String verdict() {
        return new GroupMapWords(this).verdict();
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
        return new GroupMapWords(this).warnings();
    }

    List<ClusterTable> clusters() {
        return clusters;
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
        return grounds.mask();
    }

    /** What to draw on. */
    public NeuroImage background() {
        return grounds.background();
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
