package sc.fiji.boldj.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.Img;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.position.FunctionRandomAccessible;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.denoise.Censoring;
import sc.fiji.boldj.denoise.ConfoundRegression;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.MotionExpansion;
import sc.fiji.boldj.group.DesignTable;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.group.MaskedMaps;
import sc.fiji.boldj.group.TrialDesigns;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.qc.FramewiseDisplacement;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** The examples of {@code docs/java.md}, which holds what stands between the marks, word for word. */
class JavaExamplesTest {

    private static final int[] SIZE = {24, 26, 18};

    @TempDir
    Path folder;

    /** A head of blobs that is shifted by a little more in each volume; computed when it is read. */
    private static RandomAccessibleInterval<FloatType> moving(int volumes, double stepVoxels) {
        FunctionRandomAccessible<FloatType> head = new FunctionRandomAccessible<>(
                4,
                (at, value) -> {
                    double x = at.getDoublePosition(0) - 11.5 - stepVoxels * at.getDoublePosition(3);
                    double y = at.getDoublePosition(1) - 12.5;
                    double z = at.getDoublePosition(2) - 8.5;
                    double r = x * x / 81 + y * y / 100 + z * z / 49;
                    double wave = Math.sin(0.9 * x) * Math.cos(0.7 * y) + Math.sin(0.8 * z + 0.3 * x);
                    value.setReal(r < 1 ? (1000 + 150 * wave) * Math.min(1, 4 * (1 - r)) : 0);
                },
                FloatType::new);
        return Views.interval(head, Intervals.createMinSize(0, 0, 0, 0, SIZE[0], SIZE[1], SIZE[2], volumes));
    }

    private static VoxelGrid grid() {
        return new VoxelGrid(SIZE[0], SIZE[1], SIZE[2], Affine.of(3, 0, 0, -34.5, 0, 3, 0, -37.5, 0, 0, 3, -25.5));
    }

    private static NeuroImage noise(String name, int volumes, int seed) {
        NeuroImage image = NeuroImage.floats(name, grid(), volumes, SeriesTiming.every(2));
        for (int t = 0; t < volumes; t++) {
            double[] values = new double[grid().voxels()];
            Seeds.fillGaussian(Seeds.stream(seed, t), values);
            float[] volume = new float[values.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (1000 + 10 * values[v]);
            image.writeVolume(t, volume);
        }
        return image;
    }

    @Test
    void open() throws IOException {
        Path file = folder.resolve("sub-01_task-rest_bold.nii.gz");
        NiftiWriter.write(noise("bold", 5, 1), file, NiftiWriter.Options.DEFAULT, Progress.NONE);
        // example: open
        NeuroImage scan = NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
        RandomAccessibleInterval<? extends RealType<?>> voxels = scan.img(); // (X, Y, Z, T), no copy
        double[] place = scan.grid().position(scan.grid().index(12, 13, 9)); // of a voxel, in RAS+ mm
        double repetitionTime = scan.timing().repetitionTime(); // in seconds
        // end
        assertEquals(5, voxels.dimension(3));
        assertArrayEquals(new double[] {1.5, 1.5, 1.5}, place, 1e-6);
        assertEquals(2, repetitionTime);
    }

    @Test
    void realign() {
        VoxelGrid grid = grid();
        RandomAccessibleInterval<FloatType> lazy = moving(6, 0.1);
        // example: realign
        NeuroImage scan = NeuroImage.wrap("bold", grid, lazy, SeriesTiming.every(2));
        NeuroImage realigned = scan.createLike("realigned", scan.volumes());
        Realignment.Options options = Realignment.Options.DEFAULT.withReference(Realignment.Reference.FIRST);
        Realignment.Motion motion = Realignment.apply(scan, options, realigned, Progress.NONE);
        double[][] parameters = motion.parameters(); // (T, 6): mm and radians
        double[] displacement = FramewiseDisplacement.power(parameters); // mm, the first is NaN
        // end
        assertEquals(0.3 * 5, parameters[5][0], 0.03, "0.1 voxels of 3 mm a volume; a tenth of a step");
        assertEquals(0.3, displacement[3], 0.03);
    }

    @Test
    void denoise() {
        VoxelGrid grid = grid();
        NeuroImage noise = noise("bold", 60, 2);
        Img<UnsignedShortType> cells =
                new CellImgFactory<>(new UnsignedShortType(), 8).create(SIZE[0], SIZE[1], SIZE[2], 60);
        NeuroImage.wrap("cells", grid, cells, SeriesTiming.every(2));
        var cursor = cells.localizingCursor();
        float[][] volumes = new float[60][];
        for (int t = 0; t < 60; t++) volumes[t] = noise.volume(t);
        while (cursor.hasNext()) {
            cursor.fwd();
            int v = grid.index(cursor.getIntPosition(0), cursor.getIntPosition(1), cursor.getIntPosition(2));
            int t = cursor.getIntPosition(3);
            cursor.get().setReal(Math.rint(volumes[t][v] + 40 * Math.sin(t / 3.0)));
        }
        double[][] parameters = new double[60][6];
        for (int t = 0; t < 60; t++) for (int p = 0; p < 6; p++) parameters[t][p] = Math.sin(t / 3.0 + p) * (p + 1);
        // example: denoise
        RandomAccessibleInterval<FloatType> percent = // of an image in cells, converted when it is read
                Converters.convert(cells, (in, out) -> out.setReal(in.getRealDouble() / 10), new FloatType());
        NeuroImage scan = NeuroImage.wrap("bold", grid, percent, SeriesTiming.every(2));
        Mask brain = Mask.all(grid);
        Confounds confounds = MotionExpansion.expand(parameters).withFirstFilled(); // 24 columns from (T, 6)
        NeuroImage cleaned = scan.createLike("cleaned", scan.volumes());
        ConfoundRegression.Result result = ConfoundRegression.apply(
                scan,
                confounds,
                brain,
                Censoring.NONE,
                ConfoundRegression.Options.DEFAULT.withBand(0.01, 0.1),
                cleaned,
                Progress.NONE);
        double error = result.fisherZStandardError(); // of a Fisher z, from the degrees of freedom that are left
        // end
        assertTrue(error > 1 / Math.sqrt(57), "less than 60 independent volumes: " + error);
        double sum = 0;
        for (int t = 0; t < 60; t++) sum += cleaned.volume(t)[500] * Math.sin(t / 3.0);
        assertEquals(0, sum, 1e-3, "the sine is regressed out");
    }

    @Test
    void seedMap() throws IOException {
        VoxelGrid grid = grid();
        NeuroImage cleaned = noise("cleaned", 40, 3);
        int seedVoxel = grid.index(12, 9, 10);
        Path file = folder.resolve("z.nii.gz");
        // example: seed map
        Mask brain = Mask.all(cleaned.grid());
        SeedRegion posteriorCingulate = SeedRegion.sphere(brain, 0, -10, 5, 6); // mm
        NeuroImage z = cleaned.createLike("z", 1);
        SeedCorrelation.apply(cleaned, posteriorCingulate, brain, SeedCorrelation.Measure.Z, z, Progress.NONE);
        NiftiWriter.write(z, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
        // end
        assertTrue(z.volume(0)[seedVoxel] > 0.1, "a voxel of the seed");
        assertTrue(Files.size(file) > 0);
    }

    @Test
    void groupTest() {
        List<NeuroImage> maps = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            NeuroImage map = noise("map" + i, 1, 10 + i);
            float[] volume = map.volume(0);
            if (i < 6) for (int v = 0; v < 400; v++) volume[5000 + v] += 60;
            map.writeVolume(0, volume);
            maps.add(map);
        }
        // example: group test
        DesignTable table = new DesignTable(
                List.of("arm"),
                List.of(
                        List.of("drug"),
                        List.of("drug"),
                        List.of("drug"),
                        List.of("drug"),
                        List.of("drug"),
                        List.of("drug"),
                        List.of("placebo"),
                        List.of("placebo"),
                        List.of("placebo"),
                        List.of("placebo"),
                        List.of("placebo"),
                        List.of("placebo")));
        GroupTest test = GroupTest.plan(
                TrialDesigns.groups(table, "arm", List.of()), "", GroupTest.Options.DEFAULT.withPermutations(200));
        Mask mask = MaskedMaps.common(maps); // finite in every map
        GroupTest.Result result =
                test.run(MaskedMaps.observations(maps, mask), MaskedMaps.neighbours(mask, 26), Progress.NONE);
        double[] p = result.test().pFamilyWise(); // for each voxel of the mask, TFCE, FWE-corrected
        NeuroImage pMap = MaskedMaps.image(p, mask, 1, maps.get(0), "p_fwe");
        // end
        assertTrue(pMap.volume(0)[5200] <= 0.05, "where the drug has an effect");
        assertTrue(pMap.volume(0)[200] > 0.05, "elsewhere");
        assertTrue(test.words().contains("drug against placebo"), test.words());
    }

    @Test
    void thePageHoldsTheseExamples() throws IOException {
        String page = Files.readString(Path.of("docs/java.md"), StandardCharsets.UTF_8);
        String source = Files.readString(
                Path.of("src/test/java/sc/fiji/boldj/examples/JavaExamplesTest.java"), StandardCharsets.UTF_8);
        Matcher example =
                Pattern.compile("// example: (.*)\n(?s:(.*?))\\s+// end").matcher(source);
        int found = 0;
        while (example.find()) {
            found++;
            assertTrue(
                    page.replaceAll("\\s+", " ")
                            .contains(example.group(2).strip().replaceAll("\\s+", " ")),
                    "docs/java.md has another text for the example: " + example.group(1));
        }
        assertEquals(5, found);
    }
}
