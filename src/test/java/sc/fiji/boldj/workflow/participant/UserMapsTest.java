package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.util.FastMath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ComponentMap;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.SeedPlaces;
import sc.fiji.boldj.workflow.study.SpatialMaps;
import sc.fiji.boldj.workflow.study.StudyFiles;

class UserMapsTest {

    private static final int VOLUMES = 30;

    @TempDir
    Path root;

    private final VoxelGrid grid = Template.grid(9);
    private final float[][] values = new float[VOLUMES][];
    private Mask mask;
    private NeuroImage series;
    private ScanFiles files;

    /** A series of noise in the brain, but for the lowest slices. */
    @BeforeEach
    void series() throws IOException {
        boolean[] inside = new boolean[grid.voxels()];
        Mask brain = Template.builtIn().onGrid(grid).mask();
        for (int v : brain.indices()) inside[v] = place(v)[2] > -30;
        mask = Mask.of(grid, inside);
        series = NeuroImage.floats("x", grid, VOLUMES, SeriesTiming.UNKNOWN);
        SplittableRandom random = Seeds.stream(5, 0);
        for (int t = 0; t < VOLUMES; t++) {
            double[] draws = new double[grid.voxels()];
            Seeds.fillGaussian(random, draws);
            float[] volume = new float[draws.length];
            for (int v : mask.indices()) volume[v] = (float) draws[v];
            series.writeVolume(t, volume);
            values[t] = volume;
        }
        files = new ScanFiles(
                root, new BidsScan(root.resolve("sub-1_task-rest_bold.nii"), "1", "", "rest", "", "bold"), "MNI");
        Files.createDirectories(files.denoised().getParent());
        StudyFiles.write(series, files.denoised(), Progress.NONE);
        StudyFiles.write(mask, series, files.mask());
    }

    private double[] place(int v) {
        return grid.position(v);
    }

    private double[] course(int v) {
        double[] course = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) course[t] = values[t][v];
        return course;
    }

    private static ParticipantOptions options(String seeds, String components) {
        return ParticipantOptions.DEFAULT
                .with(ParticipantOption.VOXEL, 9.0)
                .with(ParticipantOption.NONLINEAR, false)
                .with(ParticipantOption.FWHM, 0.0)
                .with(ParticipantOption.COLUMNS, "6P")
                .with(ParticipantOption.LOW, 0.0)
                .with(ParticipantOption.HIGH, 0.0)
                .with(ParticipantOption.SENSITIVITY, false)
                .with(ParticipantOption.SEEDS, seeds)
                .with(ParticipantOption.COMPONENTS, components);
    }

    private void run(ParticipantOptions options) throws IOException {
        List<Step> steps = new MapStep(files, options, List.of(files.mask()), null).steps();
        for (Step step : steps.subList(1, steps.size())) step.body().run(Progress.NONE);
        for (Step step : NodeStep.of(files, options, null)) step.body().run(Progress.NONE);
    }

    /** Fisher z with the mean of all voxels within 6 mm of either place, by a correlation of another library. */
    @Test
    void aSeedOfTwoPlacesIsTheMeanOfBothSpheres() throws IOException {
        run(options("Amygdala = -24,-2,-17 + 25,-2,-17; aACC = Limbic.ACC.L", ""));
        double[][] centres = {{-24, -2, -17}, {25, -2, -17}};
        double[] mean = new double[VOLUMES];
        int voxels = 0;
        for (int v : mask.indices()) {
            double[] p = place(v);
            boolean near = false;
            for (double[] c : centres)
                near |= Math.hypot(Math.hypot(p[0] - c[0], p[1] - c[1]), p[2] - c[2]) <= SeedPlaces.RADIUS;
            if (!near) continue;
            voxels++;
            for (int t = 0; t < VOLUMES; t++) mean[t] += values[t][v];
        }
        assertTrue(voxels >= 2, "both sides: " + voxels);
        float[] map = StudyFiles.read(new SeedMap("Amygdala").file(files), Progress.NONE)
                .volume(0);
        int checked = 0;
        for (int v : mask.indices()) {
            double r = new PearsonsCorrelation().correlation(course(v), mean);
            if (Math.abs(r) > 0.99) continue;
            // stored as float
            assertEquals(FastMath.atanh(r), map[v], 1e-6);
            checked++;
        }
        assertTrue(checked > 500);
        String sidecar = Files.readString(ScanFiles.sidecar(new SeedMap("Amygdala").file(files)));
        assertTrue(sidecar.replaceAll("\\s", "").contains("\"Voxels\":" + voxels), sidecar);
        assertTrue(Files.exists(new SeedMap("aACC").file(files)));
    }

    @Test
    void aSeedThatTheScanDoesNotCoverHasNoMapAndTheOthersHave() throws IOException {
        run(options("Low = 0,-50,-45; High = 0,-52,18", ""));
        assertFalse(Files.exists(new SeedMap("Low").file(files)));
        String reason = MapFiles.whyNot(new SeedMap("Low").file(files)).orElseThrow();
        assertTrue(reason.startsWith("the sphere of 6 mm at (0, -50, -45) mm has "), reason);
        assertEquals(Optional.empty(), MapFiles.whyNot(new SeedMap("High").file(files)));
        float[] high =
                StudyFiles.read(new SeedMap("High").file(files), Progress.NONE).volume(0);
        assertTrue(high[mask.voxel(0)] != 0 && Float.isFinite(high[mask.voxel(0)]));
    }

    /** A map that is linear in space is the same on any grid. */
    @Test
    void spatialMapsAreTakenFromAnyGridInMniSpace() throws IOException {
        VoxelGrid fine = new VoxelGrid(40, 48, 40, Affine.of(5, 0, 0, -98, 0, 5, 0, -134, 0, 0, 5, -76));
        NeuroImage given = NeuroImage.floats("maps", fine, 2, SeriesTiming.UNKNOWN);
        float[][] own = new float[2][mask.count()];
        for (int k = 0; k < 2; k++) {
            float[] volume = new float[fine.voxels()];
            for (int v = 0; v < volume.length; v++) volume[v] = value(k, fine.position(v));
            given.writeVolume(k, volume);
            for (int i = 0; i < own[k].length; i++) own[k][i] = value(k, place(mask.voxel(i)));
        }
        Path file = root.resolve("maps.nii.gz");
        StudyFiles.write(given, file, Progress.NONE);
        run(options("", file.toString()));
        float[] joined = new float[2 * mask.count()];
        for (int k = 0; k < 2; k++) System.arraycopy(own[k], 0, joined, k * mask.count(), mask.count());
        float[] expected = DualRegression.of(series, mask, joined, 2, DualRegression.Options.DEFAULT, Progress.NONE)
                .maps();
        NeuroImage found = StudyFiles.read(ComponentMap.allIn(files), Progress.NONE);
        assertEquals(2, found.volumes());
        for (int k = 0; k < 2; k++) {
            float[] part = Arrays.copyOfRange(expected, k * mask.count(), (k + 1) * mask.count());
            float[] volume = found.volume(k);
            float[] taken = new float[mask.count()];
            for (int i = 0; i < taken.length; i++) taken[i] = volume[mask.voxel(i)];
            // the maps are rounded to floats before and after the interpolation
            assertArrayEquals(part, taken, 1e-5f * largest(part));
        }
    }

    private static float value(int k, double[] p) {
        return (float) (k == 0 ? 1 + 0.01 * p[0] + 0.02 * p[1] : 0.03 * p[2] - 0.01 * p[1]);
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) largest = Math.max(largest, Math.abs(value));
        return largest;
    }

    @Test
    void mapsElsewhereAndAMissingFileAreNamed() throws IOException {
        VoxelGrid away = new VoxelGrid(10, 10, 10, Affine.of(5, 0, 0, 900, 0, 5, 0, 900, 0, 0, 5, 900));
        NeuroImage given = NeuroImage.floats("maps", away, 1, SeriesTiming.UNKNOWN);
        float[] volume = new float[1000];
        Arrays.fill(volume, 3);
        given.writeVolume(0, volume);
        Path file = root.resolve("maps.nii.gz");
        StudyFiles.write(given, file, Progress.NONE);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> run(options("", file.toString())));
        assertTrue(e.getMessage().contains("is it in MNI space?"), e.getMessage());
        assertThrows(NoSuchFileException.class, () -> SpatialMaps.requireFile(options("", root + "/nothing.nii.gz")));
    }

    @Test
    void seedsAreReadOrThePartThatCannotBeIsNamed() {
        List<SeedPlaces> seeds = SeedPlaces.parse(" A=1,2,3 ;; B = DMN.PCC + -4.5, 6 ,7");
        assertEquals(List.of("A", "B"), seeds.stream().map(SeedPlaces::name).toList());
        Coordinate last = seeds.get(1).places().get(1);
        assertArrayEquals(new double[] {-4.5, 6, 7}, new double[] {last.x(), last.y(), last.z()});
        assertEquals("DMN.PCC", seeds.get(1).places().get(0).name());
        assertEquals(List.of(), SeedPlaces.parse(""));
        for (String[] bad : new String[][] {
            {"1,2,3", "'1,2,3' must be name = x,y,z"},
            {"a b = 1,2,3", "must be name = x,y,z"},
            {"PCC = 1,2,3", "the name 'PCC' is taken"},
            {"A = 1,2,3; A = 4,5,6", "the name 'A' is taken"},
            {"pcc = 1,2,3", "the name 'pcc' is taken"},
            {"A = 1,2", "'1,2' of A is neither"},
            {"A = 1,2,900", "'1,2,900' of A is neither"},
            {"A = 1,2,NaN", "is neither"},
            {"A = 1,2,3 + Nowhere", "'Nowhere' of A is neither"}
        }) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> SeedPlaces.parse(bad[0]), bad[0]);
            assertTrue(e.getMessage().contains(bad[1]), e.getMessage());
        }
    }

    @Test
    void spatialMapsThatSayAnotherSpaceAreRefusedBeforeTheWork() throws IOException {
        Path file = root.resolve("space-T1w_components.nii.gz");
        StudyFiles.write(series, file, Progress.NONE);
        String said = assertThrows(
                        IOException.class, () -> SpatialMaps.requireUsable(options("", file.toString()), mask))
                .getMessage();
        assertTrue(said.contains("not in MNI space") && said.contains("space-T1w"), said);
        Path good = root.resolve("components.nii.gz");
        StudyFiles.write(series, good, Progress.NONE);
        SpatialMaps.requireUsable(options("", good.toString()), mask);
    }

    /** The correlation of mean series over voxels that are listed here by distance, of two radii, by another library. */
    @Test
    void nodesHaveTheirOwnRadiiAndNames() throws IOException {
        Path table = Files.writeString(
                root.resolve("nodes.tsv"),
                "name\tx\ty\tz\tradius\nfar right\t40\t0\t20\t14\nDMN.PCC\t-30\t-50\t30\tn/a\n");
        ParticipantOptions options = options("", "").with(ParticipantOption.NODES, table.toString());
        run(options);
        Table found = TsvFiles.read(NodeTables.custom(files));
        assertEquals(List.of("node", "far right", "DMN.PCC"), found.names());
        double r = new PearsonsCorrelation().correlation(sphere(40, 0, 20, 14), sphere(-30, -50, 30, 6));
        assertEquals(FastMath.atanh(r), found.numbers("far right")[1], 1e-6); // the series are float32
        assertEquals(found.numbers("far right")[1], found.numbers("DMN.PCC")[0], 0);
        assertTrue(Double.isNaN(found.numbers("far right")[0]));
        Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(NodeTables.custom(files)));
        assertEquals(List.of(14.0, 6.0), about.get("RadiusMillimetres"));
        assertEquals("nodes.tsv", about.get("NodesFile"));
        assertEquals(FileDigest.of(table), about.get("NodesSha256"));
        assertTrue(MapStep.files(files, options).contains(NodeTables.custom(files)));
        Step step = NodeStep.of(files, options, null).get(0);
        assertTrue(step.inputs().contains(table), "its hash is in the log");
    }

    private double[] sphere(double x, double y, double z, double radius) {
        double[] mean = new double[VOLUMES];
        int count = 0;
        for (int v : mask.indices()) {
            double[] at = place(v);
            double distance = Math.sqrt(Math.pow(at[0] - x, 2) + Math.pow(at[1] - y, 2) + Math.pow(at[2] - z, 2));
            if (distance > radius) continue;
            count++;
            for (int t = 0; t < VOLUMES; t++) mean[t] += values[t][v];
        }
        assertTrue(count > 0);
        return mean;
    }

    /** Regions of a label image: the mean series of the voxels of each label. */
    @Test
    void nodesMayBeRegionsOfALabelImage() throws IOException {
        NeuroImage image = NeuroImage.floats("labels", grid, 1, SeriesTiming.UNKNOWN);
        float[] labels = new float[grid.voxels()];
        double[][] means = new double[2][VOLUMES];
        for (int v : mask.indices()) {
            double[] at = place(v);
            if (Math.abs(at[2]) > 12 || Math.abs(at[1]) > 20) continue;
            labels[v] = at[0] < 0 ? 7 : 300;
            for (int t = 0; t < VOLUMES; t++) means[at[0] < 0 ? 0 : 1][t] += values[t][v];
        }
        image.writeVolume(0, labels);
        Path file = root.resolve("mine_dseg.nii.gz");
        StudyFiles.write(image, file, Progress.NONE);
        ParticipantOptions options = options("", "").with(ParticipantOption.NODES, file.toString());
        String said = assertThrows(NoSuchFileException.class, () -> NodeSet.of(options))
                .getMessage();
        assertTrue(said.contains("mine_dseg.tsv") && said.contains("index and name"), said);
        Path names = Files.writeString(root.resolve("mine_dseg.tsv"), "index\tname\n7\tleft\n300\tright\n");
        run(options);
        Table found = TsvFiles.read(NodeTables.custom(files));
        assertEquals(List.of("left", "right"), found.texts("node"));
        double r = new PearsonsCorrelation().correlation(means[0], means[1]);
        assertEquals(FastMath.atanh(r), found.numbers("left")[1], 1e-6);
        NodeSet nodes = NodeSet.of(options);
        assertEquals(List.of(file, names), nodes.files());
        assertTrue(nodes.pairs(grid).areApart(0, 1), "regions share no voxel");
        assertEquals(FileDigest.of(file) + " " + FileDigest.of(names), nodes.digest());
        for (String[] bad : new String[][] {
            {"index\tname\n7\tleft\n", "no name for the label 300"},
            {"index\tname\n7\tleft\n300\tright\n301\tlost\n", "no voxel of"},
            {"index\tname\n7\tleft\n300\tleft\n", "left twice"}
        }) {
            Files.writeString(names, bad[0]);
            IOException e = assertThrows(IOException.class, () -> NodeSet.of(options), bad[0]);
            assertTrue(e.getMessage().contains(bad[1]) && e.getMessage().startsWith("nodes: "), e.getMessage());
        }
    }

    @Test
    void aFileOfNodesThatCannotBeUsedIsNamedBeforeTheWork() throws IOException {
        Path file = root.resolve("places.tsv");
        ParticipantOptions options = options("", "").with(ParticipantOption.NODES, file.toString());
        assertThrows(NoSuchFileException.class, () -> NodeSet.of(options));
        assertTrue(NodeSet.of(options("", "")).isBuiltIn());
        for (String[] bad : new String[][] {
            {"name\tx\ty\n", "needs a header line"},
            {"name\tx\ty\tz\nA\t1\t2\t3\nA\t4\t5\t6\n", "names A twice"},
            {"name\tx\ty\tz\tradius\nA\t1\t2\t3\t0\n", "line 2: a radius must be above 0 mm, got '0'"},
            {"name\tx\ty\tz\tradius\nA\t1\t2\t3\twide\n", "got 'wide'"},
            {"name\tx\ty\tz\nnode\t1\t2\t3\n", "cannot be the name of a node"}
        }) {
            Files.writeString(file, bad[0]);
            IOException e = assertThrows(IOException.class, () -> NodeSet.of(options), bad[0]);
            assertTrue(e.getMessage().contains(bad[1]) && e.getMessage().startsWith("nodes: "), e.getMessage());
        }
        Files.writeString(file, "name,x,y,z,network\nA,0,-52,18,own\nB,0,0,900,own\nC,0,50,0,\n");
        NodeSet nodes = NodeSet.of(options);
        IOException e = assertThrows(IOException.class, () -> nodes.requireWithin(mask));
        assertTrue(e.getMessage().contains("lies in B: are the nodes in MNI space?"), e.getMessage());
        assertEquals(List.of("C", "A", "B"), nodes.named(List.of("C", "own", "A")));
        assertEquals(
                "there is no node or network 'own2' in " + file + ": did you mean 'own'?",
                nodes.problem("own2").orElseThrow());
    }
}
