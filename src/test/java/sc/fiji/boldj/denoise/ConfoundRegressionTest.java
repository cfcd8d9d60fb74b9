package sc.fiji.boldj.denoise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.denoise.Censoring.Output;
import sc.fiji.boldj.denoise.ConfoundRegression.Filter;
import sc.fiji.boldj.denoise.ConfoundRegression.Options;
import sc.fiji.boldj.denoise.ConfoundRegression.Result;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.signal.Butterworth;
import sc.fiji.boldj.signal.Standardize;

class ConfoundRegressionTest {

    private static final int T = 240;
    private static final double TR = 2;
    private static final Options BAND = Options.DEFAULT.withBand(0.01, 0.1);

    private static double[] noise(int seed) {
        double[] values = new double[T];
        Seeds.fillGaussian(Seeds.stream(5, seed), values);
        return values;
    }

    private static double[] sine(double frequency) {
        double[] values = new double[T];
        for (int t = 0; t < T; t++) values[t] = 10 * Math.sin(2 * Math.PI * frequency * TR * t + 0.3);
        return values;
    }

    private static double[] sum(double level, double[]... parts) {
        double[] sum = new double[T];
        Arrays.fill(sum, level);
        for (double[] part : parts) for (int t = 0; t < T; t++) sum[t] += part[t];
        return sum;
    }

    private static double[][] rows(double[]... columns) {
        double[][] rows = new double[columns[0].length][columns.length];
        for (int v = 0; v < columns.length; v++) for (int t = 0; t < rows.length; t++) rows[t][v] = columns[v][t];
        return rows;
    }

    private static Confounds motion() {
        double[][] motion = new double[T][6];
        for (int p = 0; p < 6; p++) {
            double[] steps = noise(100 + p);
            for (int t = 1; t < T; t++) motion[t][p] = 0.95 * motion[t - 1][p] + 0.05 * steps[t];
        }
        return MotionExpansion.expand(motion).withFirstFilled();
    }

    private static double[][] clean(double[][] series, Confounds confounds, Censoring censoring, Options options) {
        NeuroImage source = Reference.image(series);
        NeuroImage target = source.createLike("clean", censoring.resultVolumes(series.length));
        ConfoundRegression.apply(source, confounds, Mask.all(source.grid()), censoring, options, target, Progress.NONE);
        return Reference.rows(target);
    }

    @Test
    void oneCauseForEachVoxelIsRecovered() {
        List<String> names = List.of("trans_x", "trans_y", "rot_z", "rot_z_derivative1_power2");
        Confounds confounds = motion().select(names);
        double[] signal = sine(0.0375); // 18 cycles in the run: inside the band
        double[] drift = new double[T];
        for (int t = 0; t < T; t++) drift[t] = 0.5 * t;
        double[] moved = sum(0, confounds.column("trans_x"), confounds.column("rot_z_derivative1_power2"));
        double[] breathing = sine(0.2);
        double[][] series = rows(sum(1000, signal), sum(1000, drift), sum(1000, moved), sum(1000, breathing));
        for (Options options : List.of(BAND, BAND.withFilter(Filter.BUTTERWORTH))) {
            double[][] found = clean(series, confounds, Censoring.NONE, options);
            double[] kept = Reference.column(found, 0);
            // 4 random confounds share about 4 of the band's 85 degrees of freedom with any signal
            assertTrue(new PearsonsCorrelation().correlation(kept, signal) > 0.9, options.toString());
            for (int v = 1; v < 4; v++) {
                // the Butterworth filter has transients over 100 s at the ends; floats near 1000 round by 3e-5
                int edge = options.filter() == Filter.FOURIER ? 0 : 30;
                double left = Reference.deviation(Arrays.copyOfRange(Reference.column(found, v), edge, T - edge))
                        / Reference.deviation(Reference.column(series, v));
                double allowed = options.filter() == Filter.FOURIER ? 1e-3 : 0.1; // 20 dB
                assertTrue(left < allowed, options + ", voxel " + v + " keeps " + left);
            }
        }
        double[][] alone = clean(series, Confounds.none(T), Censoring.NONE, BAND.withDetrend(0));
        assertArrayEquals(signal, Reference.column(alone, 0), 1e-4); // 1000 in float: 3e-5
    }

    @Test
    void residualsAreFreeOfEveryNuisanceAndOfTheStopBand() {
        Confounds confounds = motion();
        double[][] series = rows(sum(500, noise(1), sine(0.2), confounds.column(0)), sum(9, noise(2)));
        for (Filter filter : Filter.values()) {
            double[][] found = clean(series, confounds, Censoring.NONE, BAND.withFilter(filter));
            for (int v = 0; v < 2; v++) {
                double[] residual = Reference.column(found, v);
                for (int c = 0; c < confounds.size(); c++) {
                    double[] column = confounds.column(c);
                    if (filter == Filter.BUTTERWORTH) column = filteredAlike(column);
                    double r = new PearsonsCorrelation().correlation(residual, column);
                    assertEquals(0, r, 1e-6, filter + " " + confounds.names().get(c));
                }
                if (filter == Filter.COSINE) continue;
                assertTrue(power(residual, 0.12, 0.25) < 0.01 * power(Reference.column(series, v), 0.12, 0.25));
                assertTrue(power(residual, 0, 0.006) < 0.01 * power(Reference.column(series, v), 0, 0.006));
            }
        }
    }

    private static double[] filteredAlike(double[] column) {
        double[][] detrended = clean(rows(column), Confounds.none(T), Censoring.NONE, Options.DEFAULT.withBand(0, 0));
        double[] series = Reference.column(detrended, 0);
        Butterworth.of(5, 0.01, 0.1, TR).filter(series, T, 1);
        return series;
    }

    /** Power above the first and up to the second frequency. */
    private static double power(double[] series, double low, double high) {
        double power = 0;
        for (int j = 0; j <= T / 2; j++) {
            double frequency = j / (T * TR);
            if (frequency > high || (low > 0 && frequency < low)) continue;
            double re = 0;
            double im = 0;
            for (int t = 0; t < T; t++) {
                re += series[t] * Math.cos(2 * Math.PI * j * t / T);
                im += series[t] * Math.sin(2 * Math.PI * j * t / T);
            }
            power += re * re + im * im;
        }
        return power;
    }

    @Test
    void theRestoredMeanAndTheScalesAreThoseOfTheKeptVolumes() {
        double[][] series = rows(sum(200, noise(3)), sum(-50, noise(4)));
        Confounds none = Confounds.none(T);
        double[][] zero = clean(series, none, Censoring.NONE, BAND);
        double[][] restored = clean(series, none, Censoring.NONE, BAND.withRestoreMean(true));
        double[][] percent = clean(series, none, Censoring.NONE, BAND.withStandardize(Standardize.PSC));
        for (int v = 0; v < 2; v++) {
            float[] stored = new float[T];
            for (int t = 0; t < T; t++) stored[t] = (float) series[t][v];
            double mean = 0;
            for (float value : stored) mean += value / (double) T;
            for (int t = 0; t < T; t++) {
                assertEquals(zero[t][v] + mean, restored[t][v], 2e-5);
                assertEquals(100 * zero[t][v] / Math.abs(mean), percent[t][v], 1e-6);
            }
            double sum = Arrays.stream(Reference.column(zero, v)).sum();
            assertEquals(0, sum, 1e-4);
        }
    }

    @Test
    void voxelsThatSayNothingStayVisible() {
        double[] gap = sum(5, noise(6));
        gap[17] = Double.NaN;
        double[] flat = sum(0.1);
        double[][] series = rows(gap, flat, sum(5, noise(7)));
        for (Filter filter : Filter.values()) {
            double[][] z = clean(
                    series, motion(), Censoring.NONE, BAND.withFilter(filter).withStandardize(Standardize.ZSCORE));
            for (int t = 0; t < T; t++) {
                assertTrue(Double.isNaN(z[t][0]));
                assertEquals(0, z[t][1]);
                assertTrue(Double.isFinite(z[t][2]));
            }
            double[][] restored = clean(
                    series, motion(), Censoring.NONE, BAND.withFilter(filter).withRestoreMean(true));
            for (int t = 0; t < T; t++) assertEquals(0.1f, restored[t][1], 1e-8);
        }
        boolean[] keep = new boolean[T];
        Arrays.fill(keep, true);
        keep[17] = false;
        for (Filter filter : Filter.values())
            for (double[] row : clean(series, motion(), Censoring.keeping(keep, Output.ZERO), BAND.withFilter(filter)))
                assertTrue(Double.isFinite(row[0]), "a NaN in a censored volume is not seen");
    }

    @Test
    void censoredVolumesHaveNoInfluenceAndAreShownAsAsked() {
        boolean[] keep = new boolean[T];
        double[] displacement = new double[T];
        displacement[0] = Double.NaN;
        for (int t : new int[] {1, 2, 90, 91, 150, T - 1}) displacement[t] = 0.6;
        for (int t = 0; t < T; t++) keep[t] = !(displacement[t] > 0.5);
        double[] clean = sum(100, noise(8));
        double[] spiked = clean.clone();
        for (int t = 0; t < T; t++) if (!keep[t]) spiked[t] += 1e4;
        Confounds confounds = motion();
        for (Filter filter : Filter.values()) {
            Options options = BAND.withFilter(filter);
            double[][] kept =
                    clean(rows(clean, spiked), confounds, Censoring.above(displacement, 0.5, Output.KEPT), options);
            assertEquals(T - 6, kept.length);
            for (double[] row : kept) assertEquals(row[0], row[1], 1e-6);
            double[][] zero = clean(rows(clean), confounds, Censoring.keeping(keep, Output.ZERO), options);
            double[][] lines = clean(rows(clean), confounds, Censoring.keeping(keep, Output.INTERPOLATED), options);
            int i = 0;
            for (int t = 0; t < T; t++) {
                assertEquals(keep[t] ? kept[i][0] : 0, zero[t][0]);
                if (keep[t]) assertEquals(kept[i++][0], lines[t][0]);
            }
            assertEquals((2 * lines[89][0] + lines[92][0]) / 3, lines[90][0], 1e-6);
            assertEquals(lines[T - 2][0], lines[T - 1][0]);
            assertEquals((2 * lines[0][0] + lines[3][0]) / 3, lines[1][0], 1e-6);
        }
    }

    @Test
    void aConfoundThatVariesInCensoredVolumesOnlyIsLeftOut() {
        boolean[] keep = new boolean[T];
        Arrays.fill(keep, true);
        keep[30] = false;
        double[] spike = new double[T];
        spike[30] = 1;
        Censoring censoring = Censoring.keeping(keep, Output.KEPT);
        double[][] series = rows(sum(3, noise(9)));
        double[][] with = clean(series, Confounds.none(T).with("motion_outlier00", spike), censoring, BAND);
        assertArrayEquals(
                Reference.column(clean(series, Confounds.none(T), censoring, BAND), 0), Reference.column(with, 0));
    }

    @Test
    void degreesOfFreedomAreThoseOfTheProjection() {
        NeuroImage image =
                NeuroImage.floats("fast", new VoxelGrid(1, 1, 1, Affine.IDENTITY), 1000, SeriesTiming.every(0.8));
        Result open = result(image, Options.DEFAULT.withBand(0, 0).withDetrend(0));
        assertEquals(999, open.degreesOfFreedom());
        assertEquals(1 / Math.sqrt(997), open.fisherZStandardError(), 1e-15);
        // bins 9 to 79 of 0.00125 Hz keep a sine and a cosine each; a line takes one more
        Result band = result(image, BAND);
        assertEquals(141, band.degreesOfFreedom());
        assertEquals(859, band.rank());
        assertEquals(0.084, band.fisherZStandardError(), 1e-3);
    }

    @Test
    void degreesOfFreedomPredictTheSpreadOfCorrelationsBetweenNoises() {
        // 120 series, 7140 pairs: the variance of r is known to about 3 %, its prediction for a filter to about 10 %
        double[][] series = new double[120][];
        for (int v = 0; v < series.length; v++) series[v] = noise(2000 + v);
        for (Filter filter : Filter.values()) {
            NeuroImage image = Reference.image(rows(series));
            Result result = result(image, BAND.withFilter(filter));
            double[][] found = Reference.rows(image);
            double sum = 0;
            int pairs = 0;
            for (int a = 0; a < series.length; a++)
                for (int b = 0; b < a; b++) {
                    double r = new PearsonsCorrelation()
                            .correlation(Reference.column(found, a), Reference.column(found, b));
                    sum += r * r;
                    pairs++;
                }
            double ratio = pairs / sum / result.degreesOfFreedom();
            double allowed = filter == Filter.BUTTERWORTH ? 0.2 : 0.08;
            assertEquals(1, ratio, allowed, filter + ": " + result.degreesOfFreedom());
        }
    }

    private static Result result(NeuroImage image, Options options) {
        return ConfoundRegression.apply(
                image,
                Confounds.none(image.volumes()),
                Mask.all(image.grid()),
                Censoring.NONE,
                options,
                image,
                Progress.NONE);
    }

    @Test
    void worksInPlaceOutsideTheMaskIsZeroAndThreadsDoNotMatter() {
        VoxelGrid grid = new VoxelGrid(40, 30, 3, Affine.IDENTITY);
        boolean[] inside = new boolean[grid.voxels()];
        for (int v = 0; v < inside.length; v++) inside[v] = v % 5 != 2;
        Mask mask = Mask.of(grid, inside);
        for (Filter filter : Filter.values()) {
            NeuroImage[] images = {random(grid), random(grid)};
            Options options = BAND.withFilter(filter);
            Runnable one = () -> ConfoundRegression.apply(
                    images[0], motion(), mask, Censoring.NONE, options, images[0], Progress.NONE);
            NeuroImage target = random(grid);
            Runnable many = () ->
                    ConfoundRegression.apply(images[1], motion(), mask, Censoring.NONE, options, target, Progress.NONE);
            Parallelization.runWithNumThreads(1, one);
            Parallelization.runWithNumThreads(4, many);
            for (int t = 0; t < T; t += 7) assertArrayEquals(images[0].volume(t), target.volume(t));
            float[] volume = target.volume(5);
            for (int v = 0; v < volume.length; v++) if (!inside[v]) assertEquals(0, volume[v]);
        }
    }

    private static NeuroImage random(VoxelGrid grid) {
        NeuroImage image = NeuroImage.floats("random", grid, T, SeriesTiming.every(TR));
        SplittableRandom random = new SplittableRandom(1);
        for (int t = 0; t < T; t++) {
            float[] volume = new float[grid.voxels()];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) random.nextDouble(900, 1100);
            image.writeVolume(t, volume);
        }
        return image;
    }

    @Test
    void whatCannotBeDoneIsExplained() {
        double[][] series = rows(noise(1));
        Confounds none = Confounds.none(T);
        double[] gap = noise(2);
        gap[0] = Double.NaN;
        refused(
                "confound trans_x_derivative1 is NaN in volume 0: fill the n/a",
                series,
                none.with("trans_x_derivative1", gap),
                BAND);
        refused("confound csf is 3.0 in every volume", series, none.with("csf", sum(3)), BAND);
        refused("the confounds have 239 rows, but series has 240 volumes", series, Confounds.none(T - 1), BAND);
        refused("the band from low = 0.1 Hz to high = 0.1 Hz is empty", series, none, BAND.withBand(0.1, 0.1));
        refused("high = 0.25 Hz must be below 0.25 Hz", series, none, BAND.withBand(0.01, 0.25));
        refused(
                "high = 0.3 Hz must be below 0.25 Hz",
                series,
                none,
                BAND.withBand(0, 0.3).withFilter(Filter.BUTTERWORTH));
        Confounds many = none;
        for (int c = 0; c < T; c++) many = many.with("c" + c, noise(1000 + c));
        refused("nothing is left: 240 confounds, 2 drift columns and 155 sines", series, many, BAND);
        NeuroImage unknown = Reference.image(series).withTiming(SeriesTiming.UNKNOWN);
        message("the repetition time of series is not known", () -> result(unknown, BAND));
        assertEquals(238, result(unknown, BAND.withBand(0, 0)).degreesOfFreedom());
        message("detrend must be a degree from 0 to 5", () -> BAND.withDetrend(6));
        message("low and high must be frequencies", () -> BAND.withBand(-0.1, 0.1));
        message("only if standardize is none", () -> BAND.withRestoreMean(true).withStandardize(Standardize.PSC));
        message("filter must be fourier, butterworth or cosine, got 'fft'", () -> Filter.named("fft"));
        boolean[] short_ = new boolean[5];
        message(
                "has 5 entries, but the run has 240 volumes",
                () -> clean(series, none, Censoring.keeping(short_, Output.ZERO), BAND));
        message(
                "censoring leaves 0 of 240 volumes",
                () -> clean(series, none, Censoring.keeping(new boolean[T], Output.ZERO), BAND));
        message("must be above 0 mm", () -> Censoring.above(new double[T], 0, Output.KEPT));
        NeuroImage one = Reference.image(new double[][] {{1}});
        message("has 1 volume but 3 or more are needed", () -> result(one, BAND));
    }

    private static void refused(String part, double[][] series, Confounds confounds, Options options) {
        message(part, () -> clean(series, confounds, Censoring.NONE, options));
    }

    private static void message(String part, Runnable call) {
        var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void stopsWhenCancelled() {
        Progress cancelled = Cancelled.AT_ONCE;
        NeuroImage image = Reference.image(rows(noise(1)));
        assertThrows(
                CancellationException.class,
                () -> ConfoundRegression.apply(
                        image, Confounds.none(T), Mask.all(image.grid()), Censoring.NONE, BAND, image, cancelled));
    }

    @Test
    void motionIsExpandedAsFmriprepNamesIt() {
        double[][] motion = {{1, 0, 0, 0.1, 0, 0}, {3, -1, 0, 0.2, 0, 0}, {2, 0, 0, 0.4, 0, 0}};
        Confounds all = MotionExpansion.expand(motion);
        List<String> expected = new ArrayList<>();
        for (String suffix : List.of("", "_derivative1", "_power2", "_derivative1_power2"))
            for (String name : List.of("trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"))
                expected.add(name + suffix);
        assertEquals(expected, all.names());
        assertArrayEquals(new double[] {Double.NaN, 2, -1}, all.column("trans_x_derivative1"));
        assertArrayEquals(new double[] {Double.NaN, 4, 1}, all.column("trans_x_derivative1_power2"));
        assertArrayEquals(new double[] {1, 9, 4}, all.column("trans_x_power2"));
        Confounds filled = all.withFirstFilled();
        assertArrayEquals(new double[] {2, 2, -1}, filled.column("trans_x_derivative1"));
        assertArrayEquals(new double[] {1, 3, 2}, filled.column("trans_x"));
        message("no confound named x; there are trans_x, ", () -> all.select(List.of("trans_x", "x")));
        message("two confounds named rot_z", () -> all.with("rot_z", 1, 2, 3));
        message("instead of 6", () -> MotionExpansion.expand(new double[][] {{1}}));
    }

    @Test
    void tissueSeriesAreMeansOverFiniteVoxels() {
        double[][] series = {{1, 2, 30}, {4, Double.NaN, 30}, {7, 8, 30}};
        NeuroImage image = Reference.image(series);
        Mask mask = Mask.of(image.grid(), new boolean[] {true, true, false});
        assertArrayEquals(new double[] {1.5, 4, 7.5}, TissueSeries.mean(image, mask, TissueSeries.CSF, Progress.NONE));
        Mask empty = Mask.of(image.grid(), new boolean[3]);
        message("csf has no voxel above 0", () -> TissueSeries.mean(image, empty, TissueSeries.CSF, Progress.NONE));
        Mask second = Mask.of(image.grid(), new boolean[] {false, true, false});
        message(
                "no voxel with a number in volume 1",
                () -> TissueSeries.mean(image, second, TissueSeries.WHITE_MATTER, Progress.NONE));
    }

    /** Without a constant among the columns a series keeps its mean: confounds and cosines have none. */
    @Test
    void aMeanThatNothingRemovesStays() {
        double[] confound = sum(3, noise(11));
        double mean = Arrays.stream(confound).average().orElseThrow();
        double[] series = new double[T];
        for (int t = 0; t < T; t++) series[t] = 5 + 2 * (confound[t] - mean);
        Options plain = Options.DEFAULT.withBand(0, 0).withDetrend(-1);
        Confounds one = Confounds.none(T).with("c", confound);
        double[][] found = clean(rows(series), one, Censoring.NONE, plain);
        // the source is in float: values of 10 round to 5e-7
        for (double[] row : found) assertEquals(5, row[0], 1e-5);
        boolean[] keep = new boolean[T];
        Arrays.fill(keep, 40, 50, true);
        double kept = 0;
        for (int t = 40; t < 50; t++) kept += confound[t] / 10;
        for (double[] row : clean(rows(series), one, Censoring.keeping(keep, Output.KEPT), plain))
            assertEquals(5 + 2 * (kept - mean), row[0], 1e-5, "the mean over the kept volumes");
        double level = Arrays.stream(series).average().orElseThrow();
        for (Options options : List.of(
                plain.withFilter(Filter.COSINE).withBand(0.01, 0),
                plain.withBand(0, 0.1),
                plain.withFilter(Filter.BUTTERWORTH).withBand(0, 0.1))) {
            double[] left = Reference.column(clean(rows(series), Confounds.none(T), Censoring.NONE, options), 0);
            // the low-pass has transients at the ends, .1 of an SD of 2 over 20 of 240 volumes
            assertEquals(level, Arrays.stream(left).average().orElseThrow(), 0.05, options.toString());
            double[] same = Reference.column(
                    clean(rows(series), Confounds.none(T), Censoring.NONE, options.withRestoreMean(true)), 0);
            assertArrayEquals(left, same, 0, "there is no mean to be put back");
        }
        for (Options options : List.of(
                plain.withBand(0.01, 0.1),
                plain.withDetrend(0).withBand(0, 0.1),
                plain.withDetrend(0).withFilter(Filter.BUTTERWORTH).withBand(0, 0.1),
                plain.withFilter(Filter.BUTTERWORTH).withBand(0.01, 0))) {
            double[] left = Reference.column(clean(rows(series), Confounds.none(T), Censoring.NONE, options), 0);
            assertEquals(0, Arrays.stream(left).average().orElseThrow(), 0.05, options.toString());
            double[] back = Reference.column(
                    clean(rows(series), Confounds.none(T), Censoring.NONE, options.withRestoreMean(true)), 0);
            for (int t = 0; t < T; t++) assertEquals(left[t] + level, back[t], 1e-5);
        }
    }

    @Test
    void ranksAndDegreesOfFreedomWithoutAConstant() {
        NeuroImage image = Reference.image(rows(noise(1)));
        Options plain = Options.DEFAULT.withBand(0, 0).withDetrend(-1);
        assertEquals(0, result(image, plain).rank());
        assertEquals(T - 1, result(image, plain).degreesOfFreedom(), "the mean is removed by a correlation");
        Confounds three = motion().select(List.of("trans_x", "trans_y", "rot_z"));
        Result filtered = ConfoundRegression.apply(
                image,
                three,
                Mask.all(image.grid()),
                Censoring.NONE,
                BAND.withFilter(Filter.BUTTERWORTH),
                image,
                Progress.NONE);
        assertEquals(5, filtered.rank(), "three confounds, a constant and a line");
        assertEquals(T, filtered.volumes());
        assertEquals(T, filtered.kept());
        assertTrue(Double.isNaN(new Result(9, 9, 7, 2).fisherZStandardError()));
        assertEquals(1, new Result(9, 9, 6, 3).fisherZStandardError());
    }

    /** Three volumes are enough for a mean, and for no more than two columns. */
    @Test
    void threeKeptVolumesAreTheFewest() {
        boolean[] keep = new boolean[T];
        keep[3] = keep[9] = keep[100] = true;
        double[] series = new double[T];
        series[3] = 1;
        series[9] = 2;
        series[100] = 6;
        Options plain = Options.DEFAULT.withBand(0, 0).withDetrend(0);
        double[][] found = clean(rows(series), Confounds.none(T), Censoring.keeping(keep, Output.KEPT), plain);
        assertArrayEquals(new double[] {-2, -1, 3}, Reference.column(found, 0), 1e-6);
        Censoring censoring = Censoring.keeping(keep, Output.KEPT);
        clean(rows(series), Confounds.none(T), censoring, plain.withDetrend(1));
        message(
                "nothing is left: 0 confounds, 3 drift columns and 0 sines and cosines of the stop band (rank 3) take all"
                        + " of 3 volumes",
                () -> clean(rows(series), Confounds.none(T), censoring, plain.withDetrend(2)));
        keep[3] = false;
        message(
                "censoring leaves 2 of 240 volumes",
                () -> clean(rows(series), Confounds.none(T), Censoring.keeping(keep, Output.KEPT), plain));
    }

    /** The linear map from the responses to unit impulses, centred: (tr M M')^2 / tr (M M')^2. */
    @Test
    void degreesOfFreedomOfAFilterAreThoseOfItsMap() {
        int n = 60;
        double[][] impulses = new double[n][n];
        for (int t = 0; t < n; t++) impulses[t][t] = 1;
        for (Options options : List.of(
                BAND.withFilter(Filter.BUTTERWORTH),
                BAND.withFilter(Filter.BUTTERWORTH).withBand(0, 0.1).withDetrend(-1))) {
            double[][] map = clean(impulses, Confounds.none(n), Censoring.NONE, options);
            for (int v = 0; v < n; v++) {
                double mean = 0;
                for (int t = 0; t < n; t++) mean += map[t][v] / n;
                for (int t = 0; t < n; t++) map[t][v] -= mean;
            }
            double trace = 0;
            double squares = 0;
            for (int a = 0; a < n; a++)
                for (int b = 0; b < n; b++) {
                    double product = 0;
                    for (int v = 0; v < n; v++) product += map[a][v] * map[b][v];
                    if (a == b) trace += product;
                    squares += product * product;
                }
            NeuroImage image = Reference.image(impulses);
            assertEquals(trace * trace / squares, result(image, options).degreesOfFreedom(), 1e-4);
        }
    }

    /** Censored volumes between, before and after the kept ones: lines and held ends, in each voxel its own. */
    @Test
    void gapsAreFilledByLinesAndHeldEnds() {
        boolean[] keep = new boolean[T];
        int[] at = {2, 3, 7, 8, 20};
        for (int t : at) keep[t] = true;
        double[][] series = rows(noise(13), sum(7), sum(40, noise(16)), sum(-3, noise(17)));
        Options plain = Options.DEFAULT.withBand(0, 0).withDetrend(0);
        double[][] kept = clean(series, Confounds.none(T), Censoring.keeping(keep, Output.KEPT), plain);
        double[][] full = clean(series, Confounds.none(T), Censoring.keeping(keep, Output.INTERPOLATED), plain);
        double[][] zero = clean(series, Confounds.none(T), Censoring.keeping(keep, Output.ZERO), plain);
        for (int v = 0; v < 4; v++) {
            double mean = 0;
            for (int t : at) mean += series[t][v] / 5;
            for (int i = 0; i < 5; i++) assertEquals(series[at[i]][v] - mean, kept[i][v], 1e-5);
            for (int t = 0; t < T; t++) {
                double expected = t <= 2 ? kept[0][v] : kept[4][v];
                for (int i = 0; i < 4; i++)
                    if (t >= at[i] && t <= at[i + 1]) {
                        double share = (t - at[i]) / (double) (at[i + 1] - at[i]);
                        expected = (1 - share) * kept[i][v] + share * kept[i + 1][v];
                    }
                assertEquals(expected, full[t][v], 1e-6, "volume " + t + " voxel " + v);
                assertEquals(keep[t] ? expected : 0, zero[t][v], 1e-6);
            }
        }
    }

    /** Where nothing removes the mean, a constant voxel is 0 all the same, and its neighbours keep theirs. */
    @Test
    void aConstantVoxelIsZeroWithoutADriftToo() {
        Options plain = Options.DEFAULT.withBand(0, 0).withDetrend(-1);
        double[] noise = sum(40, noise(18));
        double[][] found = clean(rows(noise, sum(7), noise), Confounds.none(T), Censoring.NONE, plain);
        for (int t = 0; t < T; t++) {
            assertEquals((float) noise[t], found[t][0], 1e-5);
            assertEquals(0, found[t][1]);
            assertEquals((float) noise[t], found[t][2], 1e-5);
        }
    }

    /** More columns than half of the volumes: what is orthogonal to them is kept, and is the same. */
    @Test
    void aLargeModelLeavesTheSameResiduals() {
        int n = 20;
        double[][] series = new double[n][2];
        Confounds few = Confounds.none(n);
        for (int c = 0; c < 15; c++) few = few.with("c" + c, Arrays.copyOf(noise(300 + c), n));
        for (int t = 0; t < n; t++) {
            series[t][0] = noise(19)[t];
            series[t][1] = 5 + noise(20)[t];
        }
        Options plain = Options.DEFAULT.withBand(0, 0).withDetrend(1);
        double[][] found = clean(series, few, Censoring.NONE, plain);
        for (int v = 0; v < 2; v++) {
            OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
            double[][] x = new double[n][16];
            for (int t = 0; t < n; t++) {
                x[t][15] = t;
                for (int c = 0; c < 15; c++) x[t][c] = few.column(c)[t];
            }
            fit.newSampleData(Reference.column(Reference.rows(Reference.image(series)), v), x);
            assertArrayEquals(fit.estimateResiduals(), Reference.column(found, v), 1e-6);
        }
        Result result = ConfoundRegression.apply(
                Reference.image(series),
                few,
                Mask.all(Reference.image(series).grid()),
                Censoring.NONE,
                plain,
                Reference.image(series),
                Progress.NONE);
        assertEquals(17, result.rank());
        assertEquals(3, result.degreesOfFreedom());
    }

    @Test
    void shapesMustFit() {
        NeuroImage image = Reference.image(rows(noise(1), noise(2)));
        NeuroImage narrow = Reference.image(rows(noise(1)));
        Confounds none = Confounds.none(T);
        Mask all = Mask.all(image.grid());
        Mask one = Mask.all(narrow.grid());
        message("", () -> ConfoundRegression.apply(image, none, one, Censoring.NONE, BAND, image, Progress.NONE));
        message("", () -> ConfoundRegression.apply(image, none, all, Censoring.NONE, BAND, narrow, Progress.NONE));
        boolean[] keep = new boolean[T];
        Arrays.fill(keep, 0, 100, true);
        message(
                "the result has 100 volumes, but series has 240",
                () -> ConfoundRegression.apply(
                        image, none, all, Censoring.keeping(keep, Output.KEPT), BAND, image, Progress.NONE));
        // the cosine filter has no upper limit: it is not checked
        result(Reference.image(rows(noise(1))), BAND.withFilter(Filter.COSINE).withBand(0.01, 0.9));
        message("high = 0.9 Hz must be below 0.25 Hz", () -> result(image, BAND.withBand(0.01, 0.9)));
        message(
                "low = 0.3 Hz must be below",
                () -> result(image, BAND.withFilter(Filter.COSINE).withBand(0.3, 0)));
        for (Filter filter : Filter.values()) {
            assertEquals(filter, Filter.named(" " + filter.name().toLowerCase(java.util.Locale.ROOT) + " "));
            assertEquals(filter.name().toLowerCase(java.util.Locale.ROOT), filter.toString());
        }
        for (int degree : new int[] {-1, 5})
            assertEquals(degree, BAND.withDetrend(degree).detrend());
        message("detrend must be", () -> BAND.withDetrend(-2));
        message("low and high must be", () -> BAND.withBand(0, Double.POSITIVE_INFINITY));
        message("low and high must be", () -> BAND.withBand(Double.NaN, 0));
        message("low and high must be", () -> BAND.withBand(0, -1));
        message("there are no motion parameters", () -> MotionExpansion.expand(new double[0][]));
    }

    /** n - 1 or n: the sample's and the population's deviation, about the mean of the kept volumes. */
    @Test
    void scalesAreThoseOfTheResiduals() {
        boolean[] keep = new boolean[T];
        Arrays.fill(keep, 10, 30, true);
        Censoring censoring = Censoring.keeping(keep, Output.KEPT);
        double[][] series = rows(sum(100, noise(14)), sum(-20, noise(15)));
        Options plain = Options.DEFAULT.withBand(0, 0).withDetrend(0);
        double[][] raw = clean(series, Confounds.none(T), censoring, plain);
        double[][] z = clean(series, Confounds.none(T), censoring, plain.withStandardize(Standardize.ZSCORE));
        double[][] percent = clean(series, Confounds.none(T), censoring, plain.withStandardize(Standardize.PSC));
        double[][] back = clean(series, Confounds.none(T), censoring, plain.withRestoreMean(true));
        for (int v = 0; v < 2; v++) {
            double[] column = Reference.column(raw, v);
            double deviation = Reference.deviation(column);
            double mean = 0;
            for (int t = 10; t < 30; t++) mean += (float) series[t][v] / 20.0;
            for (int i = 0; i < 20; i++) {
                assertEquals(column[i] / deviation, z[i][v], 1e-6);
                assertEquals(100 * column[i] / Math.abs(mean), percent[i][v], 1e-5);
                assertEquals(column[i] + mean, back[i][v], 1e-5);
            }
        }
    }
}
