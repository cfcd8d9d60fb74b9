package sc.fiji.boldj.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class CompCorTest {

    /** numpy's SVD; the neighbours' singular values are 4 % apart or more, so single components can be compared. */
    @ParameterizedTest
    @CsvSource({"meancentred, 0, false", "detrended, 1, false", "detrended_unitvar, 1, true"})
    void componentsAndVarianceEqualAnIndependentDecomposition(String name, int degree, boolean unit) {
        NeuroImage image = Reference.image(Reference.read("acompcor_timeseries.tsv", false));
        double[][] expected = Reference.read("acompcor_" + name + "_components.tsv", false);
        double[][] fractions = Reference.read("acompcor_" + name + "_variance_explained.tsv", true);
        NoiseCovariance region = NoiseCovariance.of(
                image, Mask.all(image.grid()), new NoiseCovariance.Options(0, degree, 0, unit), Progress.NONE);
        CompCor found = CompCor.of(region, CompCor.Retention.count(10));
        assertEquals(10, found.size());
        assertEquals(40, found.voxels());
        for (int j = 0; j < 10; j++) {
            assertEquals(fractions[j][0], found.explained(j), 1e-8);
            double product = 0;
            for (int t = 0; t < expected.length; t++) product += expected[t][j] * found.component(j)[t];
            for (int t = 0; t < expected.length; t++)
                assertEquals(Math.signum(product) * expected[t][j], found.component(j)[t], 1e-8, name + " " + j);
        }
    }

    private static final int VOLUMES = 200;

    private static double[] course(int seed) {
        double[] noise = new double[VOLUMES];
        Seeds.fillGaussian(Seeds.stream(99, seed), noise);
        return noise;
    }

    private static double correlation(double[] a, double[] b) {
        double ma = 0;
        double mb = 0;
        for (int t = 0; t < a.length; t++) {
            ma += a[t] / a.length;
            mb += b[t] / b.length;
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int t = 0; t < a.length; t++) {
            ab += (a[t] - ma) * (b[t] - mb);
            aa += (a[t] - ma) * (a[t] - ma);
            bb += (b[t] - mb) * (b[t] - mb);
        }
        return ab / Math.sqrt(aa * bb);
    }

    /** 60 voxels: a third has one cause each, with weak noise. */
    private static NeuroImage causes(double[]... causes) {
        int voxels = 20 * causes.length;
        NeuroImage image =
                NeuroImage.floats("bold", new VoxelGrid(voxels, 1, 1, Affine.IDENTITY), VOLUMES, SeriesTiming.every(2));
        double[] noise = new double[voxels * VOLUMES];
        Seeds.fillGaussian(Seeds.stream(7, 0), noise);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = new float[voxels];
            for (int v = 0; v < voxels; v++)
                volume[v] = (float) (1000 + (1 + v % 3) * causes[v / 20][t] + 0.01 * noise[t * voxels + v]);
            image.writeVolume(t, volume);
        }
        return image;
    }

    private static Mask voxels(NeuroImage image, int from, int to) {
        boolean[] inside = new boolean[image.grid().voxels()];
        for (int v = from; v < to; v++) inside[v] = true;
        return Mask.of(image.grid(), inside);
    }

    @Test
    void eachRegionsOnlyCauseIsItsFirstComponentAndDriftIsNone() {
        double[] signal = course(1);
        double[] motion = course(2);
        double[] drift = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) drift[t] = 5 * Math.cos(Math.PI * (t + 0.5) / VOLUMES);
        NeuroImage image = causes(signal, drift, motion);
        CompCor.Retention five = CompCor.Retention.count(5);
        CompCor first = CompCor.of(region(image, 0, 20), five);
        assertTrue(Math.abs(correlation(withoutSlow(signal), first.component(0))) > 0.9999);
        assertTrue(first.explained(0) > 0.99);
        CompCor third = CompCor.of(region(image, 40, 60), five);
        assertTrue(Math.abs(correlation(withoutSlow(motion), third.component(0))) > 0.9999);
        CompCor second = CompCor.of(region(image, 20, 40), five);
        assertTrue(second.explained(0) < 0.2, "drift is gone before: " + second.explained(0));
        for (int j = 0; j < 5; j++) assertEquals(0, correlation(drift, second.component(j)), 1e-9);
        CompCor both = CompCor.of(region(image, 0, 20).plus(region(image, 40, 60)), CompCor.Retention.variance(0.9));
        assertEquals(2, both.size());
        assertEquals(40, both.voxels());
    }

    private static NoiseCovariance region(NeuroImage image, int from, int to) {
        return NoiseCovariance.of(image, voxels(image, from, to), NoiseCovariance.Options.DEFAULT, Progress.NONE);
    }

    private static double[] withoutSlow(double[] series) {
        double[] residual = series.clone();
        NeuroImage image =
                NeuroImage.floats("x", new VoxelGrid(1, 1, 1, Affine.IDENTITY), VOLUMES, SeriesTiming.every(2));
        NoiseCovariance.drift(image, NoiseCovariance.Options.DEFAULT).apply(residual, 1);
        return residual;
    }

    @Test
    void skippedVolumesHaveNoInfluenceAndAreZero() {
        NeuroImage image = causes(course(1), course(2), course(3));
        NoiseCovariance.Options skip = NoiseCovariance.Options.DEFAULT.withSkip(4);
        Mask all = Mask.all(image.grid());
        CompCor before = CompCor.of(NoiseCovariance.of(image, all, skip, Progress.NONE), CompCor.Retention.count(3));
        for (int t = 0; t < 4; t++) {
            float[] volume = image.volume(t);
            for (int v = 0; v < volume.length; v++) volume[v] += 1000;
            image.writeVolume(t, volume);
        }
        CompCor after = CompCor.of(NoiseCovariance.of(image, all, skip, Progress.NONE), CompCor.Retention.count(3));
        for (int j = 0; j < 3; j++) {
            assertArrayEquals(before.component(j), after.component(j));
            for (int t = 0; t < 4; t++) assertEquals(0, after.component(j)[t]);
        }
    }

    @Test
    void theMostVariableFiftiethIsFoundAndGapsAreLeftOut() {
        NeuroImage image = causes(course(1), course(2), course(3));
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = image.volume(t);
            volume[17] += (float) (20 * course(4)[t]);
            volume[18] = 5;
            volume[19] = t == 3 ? Float.NaN : volume[19];
            image.writeVolume(t, volume);
        }
        Mask variable =
                VariableVoxels.of(image, Mask.all(image.grid()), NoiseCovariance.Options.DEFAULT, Progress.NONE);
        assertArrayEquals(new int[] {17}, variable.indices());
        assertEquals(18, region(image, 0, 20).voxels());
        assertThrows(IllegalArgumentException.class, () -> region(image, 18, 19));
    }

    @Test
    void threadsDoNotMatter() {
        NeuroImage image =
                NeuroImage.floats("bold", new VoxelGrid(40, 40, 3, Affine.IDENTITY), 30, SeriesTiming.every(2));
        for (int t = 0; t < 30; t++) {
            double[] noise = new double[4800];
            Seeds.fillGaussian(Seeds.stream(5, t), noise);
            float[] volume = new float[4800];
            for (int v = 0; v < 4800; v++) volume[v] = (float) noise[v];
            image.writeVolume(t, volume);
        }
        double[][] sums = new double[2][];
        for (int n = 0; n < 2; n++) {
            int index = n;
            Parallelization.runWithNumThreads(
                    n + 1,
                    () -> sums[index] = NoiseCovariance.of(
                                    image, Mask.all(image.grid()), NoiseCovariance.Options.DEFAULT, Progress.NONE)
                            .sums());
        }
        assertArrayEquals(sums[0], sums[1]);
    }

    @Test
    void presetsTakeTheComponentsTheyNameAndTheUnsteadyVolumes() {
        Confounds table = Confounds.none(3);
        for (int p = 0; p < 6; p++) table = table.with(MotionExpansion.NAMES.get(p), p, 2, 1);
        for (int j = 0; j < 7; j++)
            for (String prefix : List.of(CompCor.COMBINED, CompCor.CSF, CompCor.WHITE_MATTER, CompCor.TEMPORAL))
                table = table.with(CompCor.name(prefix, j), j, 1, 2);
        table = IndicatorColumns.add(table, IndicatorColumns.NON_STEADY_STATE, new boolean[] {true, false, false});
        List<String> chosen = ConfoundPreset.columns("6P+aCompCor", table.names());
        assertEquals(6 + 10 + 1, chosen.size());
        assertTrue(chosen.containsAll(List.of("w_comp_cor_04", "c_comp_cor_04", "non_steady_state_outlier00")));
        assertEquals(7 + 1, ConfoundPreset.columns("aCompCor50", table.names()).size());
        assertEquals(5 + 1, ConfoundPreset.columns("tCompCor", table.names()).size());
        assertEquals(List.of("trans_x"), ConfoundPreset.columns("trans_x", table.names()));
        assertArrayEquals(
                new boolean[] {true, false, false}, IndicatorColumns.marked(table, IndicatorColumns.NON_STEADY_STATE));
    }

    /** Two orthogonal causes with squares 3 to 1 in 4 equal voxels each: shares .75 and .25, singular values from them. */
    @Test
    void sharesAndSingularValuesOfTwoOrthogonalCauses() {
        int n = 8;
        NeuroImage image = NeuroImage.floats("bold", new VoxelGrid(8, 1, 1, Affine.IDENTITY), n, SeriesTiming.every(2));
        double[] first = {1, -1, 1, -1, 1, -1, 1, -1};
        double[] second = {1, 1, -1, -1, 1, 1, -1, -1};
        for (int t = 0; t < n; t++) {
            float[] volume = new float[8];
            for (int v = 0; v < 8; v++) volume[v] = (float) (100 + (v < 4 ? Math.sqrt(3) * first[t] : second[t]));
            image.writeVolume(t, volume);
        }
        NoiseCovariance.Options mean = new NoiseCovariance.Options(0, 0, 0, false);
        NoiseCovariance all = NoiseCovariance.of(image, Mask.all(image.grid()), mean, Progress.NONE);
        CompCor both = CompCor.of(all, CompCor.Retention.count(2));
        assertEquals(2, both.size());
        // 4 voxels of 8 volumes of squares 3 and 1; values of 100 in float round to 4e-6
        assertEquals(Math.sqrt(4 * 8 * 3), both.singularValue(0), 1e-4);
        assertEquals(Math.sqrt(4 * 8), both.singularValue(1), 1e-4);
        assertEquals(0.75, both.explained(0), 1e-6);
        assertEquals(0.25, both.explained(1), 1e-6);
        assertEquals(0.75, both.cumulative(0), 1e-6);
        assertEquals(1, both.cumulative(1), 1e-6);
        double sign = Math.signum(both.component(0)[0]);
        for (int t = 0; t < n; t++) assertEquals(sign * first[t] / Math.sqrt(8), both.component(0)[t], 1e-6);
        assertEquals(1, CompCor.of(all, CompCor.Retention.variance(0.7)).size());
        assertEquals(2, CompCor.of(all, CompCor.Retention.variance(0.8)).size());
        assertEquals(1, CompCor.of(all, CompCor.Retention.variance(0)).size(), "one at least");
        assertEquals(2, CompCor.of(all, new CompCor.Retention(2, 0.5)).size(), "the more of the two");
        assertEquals(1, CompCor.of(all, new CompCor.Retention(0, 0.5)).size());
        Confounds table = both.addTo(Confounds.none(n), CompCor.CSF);
        assertEquals(List.of("c_comp_cor_00", "c_comp_cor_01"), table.names());
        assertArrayEquals(both.component(1), table.column(1));
        both.component(1)[0] = 7;
        assertArrayEquals(both.component(1), table.column(1));
        CompCor halves = CompCor.of(
                NoiseCovariance.of(image, voxels(image, 0, 4), mean, Progress.NONE)
                        .plus(NoiseCovariance.of(image, voxels(image, 4, 8), mean, Progress.NONE)),
                CompCor.Retention.count(2));
        assertEquals(0.75, halves.explained(0), 1e-6);
        assertEquals(8, halves.voxels());
    }

    @Test
    void limitsOfTheOptionsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new CompCor.Retention(-1, 0.5));
        assertThrows(IllegalArgumentException.class, () -> new CompCor.Retention(1, 1.01));
        assertThrows(IllegalArgumentException.class, () -> new CompCor.Retention(1, -0.01));
        assertThrows(IllegalArgumentException.class, () -> new CompCor.Retention(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> CompCor.Retention.count(0));
        assertEquals(1, new CompCor.Retention(0, 1).variance());
        assertThrows(IllegalArgumentException.class, () -> new NoiseCovariance.Options(-1, 0, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new NoiseCovariance.Options(0, -1, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new NoiseCovariance.Options(0, 0, -1, true));
        assertThrows(
                IllegalArgumentException.class,
                () -> new NoiseCovariance.Options(0, 0, Double.POSITIVE_INFINITY, true));
        NeuroImage image = causes(course(1));
        NoiseCovariance.Options skip = NoiseCovariance.Options.DEFAULT.withSkip(3);
        NoiseCovariance whole = region(image, 0, 10);
        NoiseCovariance part = NoiseCovariance.of(image, voxels(image, 10, 20), skip, Progress.NONE);
        assertThrows(IllegalArgumentException.class, () -> whole.plus(part));
        NoiseCovariance.Options late = NoiseCovariance.Options.DEFAULT.withSkip(VOLUMES - 2);
        Mask all = Mask.all(image.grid());
        assertThrows(IllegalArgumentException.class, () -> NoiseCovariance.of(image, all, late, Progress.NONE));
        Mask other = Mask.all(new VoxelGrid(1, 20, 1, Affine.IDENTITY));
        assertThrows(
                IllegalArgumentException.class,
                () -> NoiseCovariance.of(image, other, NoiseCovariance.Options.DEFAULT, Progress.NONE));
        NeuroImage unknown = image.withTiming(SeriesTiming.UNKNOWN);
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> NoiseCovariance.of(unknown, all, NoiseCovariance.Options.DEFAULT, Progress.NONE))
                .getMessage()
                .contains("the repetition time of bold is not known"));
        assertEquals(
                20,
                NoiseCovariance.of(unknown, all, new NoiseCovariance.Options(0, 1, 0, true), Progress.NONE)
                        .voxels());
    }

    /** More voxels than a part holds: each of 9001 equal voxels adds the same. */
    @Test
    void aLargeRegionIsTheSumOfItsParts() {
        double[] course = {1, -1, 2, -2, 0};
        NeuroImage image =
                NeuroImage.floats("bold", new VoxelGrid(9001, 1, 1, Affine.IDENTITY), 5, SeriesTiming.every(2));
        for (int t = 0; t < 5; t++) {
            float[] volume = new float[9001];
            for (int v = 0; v < 9001; v++) volume[v] = (float) course[t];
            image.writeVolume(t, volume);
        }
        NoiseCovariance region = NoiseCovariance.of(
                image, Mask.all(image.grid()), new NoiseCovariance.Options(0, 0, 0, false), Progress.NONE);
        assertEquals(9001, region.voxels());
        assertEquals(5, region.volumes());
        for (int a = 0; a < 5; a++)
            for (int b = 0; b < 5; b++) assertEquals(9001 * course[a] * course[b], region.sums()[5 * a + b], 1e-6);
        CompCor one = CompCor.of(region, CompCor.Retention.count(3));
        assertEquals(1, one.explained(0), 1e-9);
    }

    /** 12 volumes less a mean and a line leave 10 directions; a voxel that is a line is a rounding error and excluded. */
    @Test
    void thereAreNoMoreComponentsThanDirectionsAreLeft() {
        NeuroImage image =
                NeuroImage.floats("bold", new VoxelGrid(30, 1, 1, Affine.IDENTITY), 12, SeriesTiming.every(2));
        double[] noise = new double[360];
        Seeds.fillGaussian(Seeds.stream(21, 0), noise);
        for (int t = 0; t < 12; t++) {
            float[] volume = new float[30];
            for (int v = 0; v < 30; v++) volume[v] = v == 4 ? 1000 * t : (float) noise[t * 30 + v];
            image.writeVolume(t, volume);
        }
        NoiseCovariance.Options line = new NoiseCovariance.Options(0, 1, 0, true);
        NoiseCovariance region = NoiseCovariance.of(image, Mask.all(image.grid()), line, Progress.NONE);
        assertEquals(29, region.voxels());
        CompCor all = CompCor.of(region, CompCor.Retention.count(50));
        assertEquals(10, all.size());
        assertEquals(1, all.cumulative(9), 1e-12);
        assertEquals(
                3,
                CompCor.of(
                                NoiseCovariance.of(image, voxels(image, 2, 6), line, Progress.NONE),
                                CompCor.Retention.count(50))
                        .size(),
                "no more than voxels");
        double trace = 0;
        for (int t = 0; t < 12; t++) trace += region.sums()[13 * t];
        assertEquals(29 * 12, trace, 1e-9, "each voxel has the variance 1 over 12 volumes");
    }
}
