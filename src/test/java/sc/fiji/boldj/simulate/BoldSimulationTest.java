package sc.fiji.boldj.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.BoldSimulation.Options;

/** The truth that is returned is the truth that is in the series. */
class BoldSimulationTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(24, 28, 20, Affine.of(8, 0, 0, -92, 0, 8, 0, -126, 0, 0, 8, -66));
    private static final HeadModel HEAD = HeadModel.build(HeadModel.Options.DEFAULT.withResolution(8), Progress.NONE);

    /** Nothing but the networks: no motion, no noise, every slice at the middle of the volume. */
    private static Options quiet(int volumes) {
        return Options.DEFAULT
                .withProtocol(new Protocol(GRID, SeriesTiming.every(2).correctedTo(1), volumes, 0))
                .withMotion(HeadMotion.Options.NONE)
                .withPhysiology(Physiology.NONE)
                .withScanner(Scanner.IDEAL);
    }

    private static SimulatedRun run(Options options) {
        return BoldSimulation.prepare(options, HEAD).run(Progress.NONE);
    }

    private static int peak(float[] values) {
        int best = 0;
        for (int v = 0; v < values.length; v++) if (values[v] > values[best]) best = v;
        return best;
    }

    private static double[] series(NeuroImage image, int voxel) {
        double[] series = new double[image.volumes()];
        float[] value = new float[1];
        int plane = image.grid().planeSize();
        for (int t = 0; t < series.length; t++) {
            image.voxels().read(voxel / plane, t, voxel % plane, 1, value, 0);
            series[t] = value[0];
        }
        return series;
    }

    @Test
    void voxelsFollowTheCoursesOfTheirNetworks() {
        Networks coherent = Networks.DEFAULT;
        for (Networks.Network network : Networks.DEFAULT.list()) coherent = coherent.withCoherence(network.name(), 1);
        SimulatedRun run = run(quiet(60).withNetworks(coherent, true));
        for (int k = 0; k < coherent.list().size(); k++) {
            int voxel = peak(run.networkMaps().volume(k));
            double[] series = series(run.bold(), voxel);
            for (int t = 0; t < series.length; t++) {
                double percent = 0;
                for (int j = 0; j < coherent.list().size(); j++)
                    percent +=
                            run.networkMaps().volume(j)[voxel] * run.courses().course(j)[t];
                double expected = run.baseline().volume(0)[voxel] * (1 + percent / 100);
                // both are sums of the same numbers, stored as float
                assertEquals(expected, series[t], 1e-6 * expected, "network " + k + ", volume " + t);
            }
        }
    }

    @Test
    void nodesKeepTheirOwnCourse() {
        Options options = quiet(60).withNetworks(Networks.DEFAULT.withCoherence("DMN", 0.5), true);
        SimulatedRun run = run(options);
        double[] voxel = GRID.affine().inverse().apply(1, 55, -3);
        int v = GRID.index((int) Math.round(voxel[0]), (int) Math.round(voxel[1]), (int) Math.round(voxel[2]));
        double[] series = series(run.bold(), v);
        assertEquals(1, correlation(series, run.courses().nodeCourse(0, 1)), 1e-6, "medial prefrontal node");
        assertTrue(correlation(series, run.courses().course(0)) < 0.95, "a node is not the whole network");
    }

    @Test
    void noiseHasTheGivenStrength() {
        for (boolean rician : new boolean[] {false, true}) {
            Scanner scanner = new Scanner(40, rician, 0, 0, true, 60, false);
            SimulatedRun run = run(quiet(200).withScanner(scanner).withNetworks(Networks.NONE, false));
            float[] baseline = run.baseline().volume(0);
            double sum = 0;
            int count = 0;
            for (int i = 0; i < run.brain().count(); i += 7) {
                int v = run.brain().voxel(i);
                if (baseline[v] < 400) continue;
                double[] series = series(run.bold(), v);
                sum += mean(series) / Math.sqrt(variance(series)) / (baseline[v] / 800 * 40);
                count++;
            }
            // 200 volumes, about 300 voxels: standard error 0.3 %
            assertEquals(1, sum / count, 0.02, "rician " + rician);
        }
    }

    @Test
    void theHeadMovesWithItsParameters() {
        double[][] parameters = new double[7][6];
        for (int axis = 0; axis < 3; axis++) {
            parameters[1 + axis][axis] = 2;
            parameters[4 + axis][3 + axis] = 0.05;
        }
        Options options = quiet(7).withNetworks(Networks.NONE, false);
        BoldSimulation simulation = BoldSimulation.prepare(options, HEAD, HeadMotion.of(parameters, false));
        NeuroImage bold = simulation.run(Progress.NONE).bold();
        double[] rest = middle(bold.volume(0));
        double[] centre = GRID.centre();
        for (int t = 1; t < 7; t++) {
            double[] moved = middle(bold.volume(t));
            double[] expected = HeadMotion.pose(parameters[t], centre).apply(rest[0], rest[1], rest[2]);
            // the neck is cut by the field of view, so the middle of what is seen moves a little less
            for (int axis = 0; axis < 3; axis++)
                assertEquals(expected[axis], moved[axis], 0.5, "volume " + t + ", axis " + axis);
            int axis = t - 1;
            if (axis < 2) assertEquals(2, moved[axis] - rest[axis], 0.1, "shift along axis " + axis);
        }
        double[] turned = HeadMotion.pose(parameters[4], new double[3]).apply(0, 10, 0);
        assertEquals(10 * Math.sin(0.05), turned[2], 1e-12, "a turn about x lifts the front: chin up is above 0");
    }

    /** Centre of brightness in mm. */
    private static double[] middle(float[] volume) {
        double[] middle = new double[3];
        double total = 0;
        for (int v = 0; v < volume.length; v++) {
            int x = v % 24;
            int y = v / 24 % 28;
            double[] place = GRID.affine().apply(x, y, GRID.z(v));
            total += volume[v];
            for (int axis = 0; axis < 3; axis++) middle[axis] += volume[v] * place[axis];
        }
        for (int axis = 0; axis < 3; axis++) middle[axis] /= total;
        return middle;
    }

    @Test
    void aMovedHeadOnAMovedGridLooksTheSame() {
        double[] parameters = {1.3, -2.1, 0.7, 0.04, -0.03, 0.06};
        Affine pose = HeadMotion.pose(parameters, GRID.centre());
        VoxelGrid oblique = new VoxelGrid(24, 28, 20, pose.times(GRID.affine()));
        Options options = quiet(1).withNetworks(Networks.NONE, false);
        // the same rigid map, told as a turn about the middle of the moved grid
        double[] middle = oblique.centre();
        double[] moves = pose.apply(middle[0], middle[1], middle[2]);
        for (int axis = 0; axis < 3; axis++) parameters[axis] = moves[axis] - middle[axis];
        HeadMotion motion = HeadMotion.of(new double[][] {parameters}, false);
        float[] rest = run(options).bold().volume(0);
        float[] moved = BoldSimulation.prepare(
                        options.withProtocol(new Protocol(oblique, SeriesTiming.every(2), 1, 0)), HEAD, motion)
                .run(Progress.NONE)
                .bold()
                .volume(0);
        // the same numbers but for the rounding of double: no interpolation error
        assertArrayEquals(rest, moved, 1e-3f);
    }

    @Test
    void aSliceTakenLaterSeesTheCourseLater() {
        double[] times = new double[20];
        times[14] = 1.5;
        Networks.Network dan = Networks.DEFAULT.withCoherence("DAN", 1).list().get(Networks.DEFAULT.index("DAN"));
        SimulatedRun run = run(quiet(40)
                .withProtocol(new Protocol(GRID, SeriesTiming.every(2).withSliceTimes(times), 40, 0))
                .withNetworks(Networks.of(List.of(dan), new double[][] {{1}}), true));
        for (int z : new int[] {14, 15}) {
            float[] slice = new float[GRID.voxels()];
            System.arraycopy(
                    run.networkMaps().volume(0), z * GRID.planeSize(), slice, z * GRID.planeSize(), GRID.planeSize());
            double[] series = series(run.bold(), peak(slice));
            double[] early = new double[40];
            double[] late = new double[40];
            for (int t = 0; t < 40; t++) {
                early[t] = run.courses().nodeAt(0, 0, 2 * t);
                late[t] = run.courses().nodeAt(0, 0, 2 * t + 1.5);
            }
            assertEquals(1, correlation(series, z == 14 ? late : early), 1e-6, "slice " + z);
            assertTrue(correlation(series, z == 14 ? early : late) < 0.98, "slice " + z);
        }
    }

    @Test
    void theHeadMovesWhileSlicesAreTaken() {
        double[][] parameters = new double[3][6];
        for (int t = 0; t < 3; t++) parameters[t][2] = 4 * t;
        HeadMotion motion = HeadMotion.of(parameters, true);
        assertEquals(4, motion.at(1, 0.5)[2], 1e-12);
        assertEquals(5, motion.at(1, 0.75)[2], 1e-12);
        assertEquals(2, motion.at(1, 0)[2], 1e-12);
        assertEquals(8, motion.at(2, 0.9)[2], 1e-12, "still after the middle of the last volume");
        assertEquals(4, HeadMotion.of(parameters, false).at(1, 0.75)[2], 1e-12);
    }

    @Test
    void randomMotionIsZeroInTheReferenceVolumeAndAsLargeAsAsked() {
        HeadMotion.Options options = new HeadMotion.Options(0.3, 1, 1, 0.05, true);
        BoldSimulation simulation = BoldSimulation.prepare(
                quiet(50)
                        .withProtocol(new Protocol(GRID, SeriesTiming.every(2), 50, 20))
                        .withMotion(options),
                HEAD);
        double[][] truth = simulation.motion().parameters();
        assertArrayEquals(new double[6], truth[20], 1e-12);
        double[] z = new double[50];
        for (int t = 0; t < 50; t++) z[t] = truth[t][2];
        assertEquals(0.39, Math.sqrt(variance(z)), 0.2, "drift along z, mm");
    }

    @Test
    void threadsAndRepetitionChangeNothing() {
        SeriesTiming timing = SliceSchedule.of(0.8, 20, 4, SliceSchedule.Order.INTERLEAVED);
        Options small =
                Options.DEFAULT.withProtocol(new Protocol(GRID, timing, 40, 0)).withNetworks(Networks.DEFAULT, false);
        NeuroImage[] runs = new NeuroImage[3];
        Parallelization.runSingleThreaded(
                () -> runs[0] = BoldSimulation.run(small, Progress.NONE).bold());
        Parallelization.runWithNumThreads(3, () -> {
            runs[1] = BoldSimulation.run(small, Progress.NONE).bold();
        });
        runs[2] = run(small.withSeed(2)).bold();
        for (int t = 0; t < 40; t++) assertArrayEquals(runs[0].volume(t), runs[1].volume(t), "volume " + t);
        assertTrue(correlation(series(runs[0], 5000), series(runs[2], 5000)) < 0.9, "another seed, another run");
        float[] streamed = new float[GRID.voxels()];
        BoldSimulation.prepare(small, HEAD).readVolume(7, streamed, Progress.NONE);
        assertArrayEquals(runs[0].volume(7), streamed);
    }

    @Test
    void theFirstVolumesAreBrighterUnlessTheScannerWasRunning() {
        Options options = quiet(12).withNetworks(Networks.NONE, false);
        SimulatedRun run = run(options.withScanner(Scanner.IDEAL.withSteadyStart(false)));
        int fluid = peak(run.fluid().volume(0));
        double[] series = series(run.bold(), fluid);
        for (int t = 1; t < 4; t++) assertTrue(series[t] < series[t - 1], "volume " + t);
        // T1 4.2 s, flip 60 degrees, TR 2 s: 1 / ((1 - E) / (1 - E cos a)) with E = exp(-2 / 4.2)
        double kept = Math.exp(-2 / 4.2);
        double bright = run.baseline().volume(0)[fluid];
        double expected = (1 - 0.5 * kept) / (1 - kept);
        double share = run.fluid().volume(0)[fluid];
        assertEquals(1 + share * (expected - 1), series[0] / bright, 0.15, "mostly fluid");
        assertEquals(bright, series[11], 0.01 * bright, "steady in the end");
    }

    @Test
    void aTaskIsAnsweredByItsNetwork() {
        Networks still = Networks.DEFAULT.withPercent("Visual", 0);
        Task task = Task.blocks("Visual", 20, 120, 3);
        SimulatedRun run = run(quiet(60).withActivity(new Activity(still, false, List.of(task))));
        float[] full = run(quiet(60).withNetworks(Networks.DEFAULT, false))
                .networkMaps()
                .volume(4);
        int voxel = peak(full);
        double[] series = series(run.bold(), voxel);
        double percent = full[voxel] / Networks.DEFAULT.list().get(4).percent() * 3;
        double base = run.baseline().volume(0)[voxel];
        for (int t = 0; t < 60; t++)
            assertEquals(percent * task.at(2 * t + 1), 100 * (series[t] / base - 1), 0.05, "percent in volume " + t);
    }

    @Test
    void heartAndBreathingHaveTheirRateAndPlace() {
        Options still = quiet(150)
                .withProtocol(new Protocol(GRID, SeriesTiming.every(0.2), 150, 0))
                .withNetworks(Networks.NONE, false);
        SimulatedRun heart = run(still.withPhysiology(new Physiology(1.1, 2, 0.27, 0, 0)));
        SimulatedRun breath = run(still.withPhysiology(new Physiology(1.1, 0, 0.3, 0.6, 0)));
        int base = at(0, -2, -26);
        int white = at(32, -20, 30);
        assertTrue(percent(heart, base) > 10 * percent(heart, white), "heart beat at the base of the brain");
        assertTrue(percent(heart, base) > 1 && percent(heart, base) < 2.2, "percent " + percent(heart, base));
        assertTrue(percent(breath, at(0, -15, 78)) > 2 * percent(breath, white), "breathing at the edge");
        double[] beats = series(heart.bold(), base);
        double[] breaths = series(breath.bold(), white);
        assertTrue(share(beats, 1.1) + share(beats, 2.2) > 0.97, "1.1 Hz and its overtone");
        assertTrue(share(breaths, 0.3) + share(breaths, 0.6) > 0.97, "0.3 Hz and its overtone");
    }

    private static int at(double x, double y, double z) {
        double[] p = GRID.affine().inverse().apply(x, y, z);
        return GRID.index((int) Math.round(p[0]), (int) Math.round(p[1]), (int) Math.round(p[2]));
    }

    private static double percent(SimulatedRun run, int voxel) {
        double[] series = series(run.bold(), voxel);
        return 100 * Math.sqrt(variance(series)) / mean(series);
    }

    /** Share of the variance at one frequency, for samples every 0.2 s. */
    private static double share(double[] series, double hz) {
        double re = 0;
        double im = 0;
        for (int t = 0; t < series.length; t++) {
            re += (series[t] - mean(series)) * Math.cos(2 * Math.PI * hz * 0.2 * t);
            im += (series[t] - mean(series)) * Math.sin(2 * Math.PI * hz * 0.2 * t);
        }
        return 2 * (re * re + im * im) / series.length / (series.length - 1) / variance(series);
    }

    @Test
    void driftAndCoilChangeTheSignalAsAsked() {
        Scanner drifting = new Scanner(Double.POSITIVE_INFINITY, false, 0.4, 2, true, 60, false);
        SimulatedRun run = run(quiet(60).withNetworks(Networks.NONE, false).withScanner(drifting));
        SimulatedRun flat = run(quiet(60).withNetworks(Networks.NONE, false));
        double[] series = series(run.bold(), at(32, -20, 30));
        double spread = 0;
        for (double value : series) spread = Math.max(spread, Math.abs(value / mean(series) - 1));
        assertTrue(spread > 0.005 && spread < 0.02, "2 % over the run, half of it to each side: " + spread);
        int rim = at(0, -92, 10);
        int middle = at(0, -20, 10);
        double coil = run.baseline().volume(0)[rim] / flat.baseline().volume(0)[rim];
        assertTrue(coil > 1.15 && coil < 1.4, "the coil is stronger at the rim: " + coil);
        assertEquals(1, run.baseline().volume(0)[middle] / flat.baseline().volume(0)[middle], 0.02);
    }

    @Test
    void wholeNumbersAreStoredAsSuch() {
        NeuroImage bold = run(quiet(40).withScanner(Scanner.PROTOCOL)).bold();
        for (float value : bold.volume(3)) assertEquals(Math.rint(value), value);
        assertTrue(bold.volume(3)[peak(bold.volume(3))] > 500);
    }

    @Test
    void oneVolumeNeedsNoExactCorrelations() {
        SimulatedRun run = run(quiet(1).withNetworks(Networks.DEFAULT, false));
        assertEquals(1, run.bold().volumes());
        Exception e = assertThrows(IllegalArgumentException.class, () -> run(quiet(1)));
        assertTrue(e.getMessage().contains("too short"), e.getMessage());
    }

    @Test
    void badInputIsNamed() {
        SeriesTiming milliseconds = SeriesTiming.every(2).withSliceTimes(new double[20]);
        assertThrows(IllegalArgumentException.class, () -> quiet(0));
        assertThrows(IllegalArgumentException.class, () -> new Protocol(GRID, milliseconds, 3, 3));
        assertThrows(IllegalArgumentException.class, () -> new Protocol(GRID, SeriesTiming.UNKNOWN, 3, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Protocol(GRID, milliseconds.withSliceTimes(new double[19]), 3, 0));
        double[] times = new double[20];
        times[4] = 500;
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> new Protocol(GRID, milliseconds.withSliceTimes(times), 3, 0));
        assertTrue(e.getMessage().contains("slice 4") && e.getMessage().contains("milliseconds"), e.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Activity(Networks.DEFAULT, true, List.of(Task.blocks("Nose", 10, 60, 1))));
        assertThrows(IllegalArgumentException.class, () -> Scanner.DEFAULT.withTsnr(0));
        HeadMotion motion = HeadMotion.of(new double[4][6], false);
        assertThrows(IllegalArgumentException.class, () -> BoldSimulation.prepare(quiet(40), HEAD, motion));
        assertThrows(IllegalArgumentException.class, () -> HeadMotion.of(new double[][] {{1, 2}}, false));
        assertThrows(
                IllegalArgumentException.class, () -> SliceSchedule.of(0.8, 52, 8, SliceSchedule.Order.INTERLEAVED));
    }

    @Test
    void cancels() {
        Progress cancelled = Cancelled.AT_ONCE;
        BoldSimulation simulation = BoldSimulation.prepare(quiet(40), HEAD);
        assertThrows(CancellationException.class, () -> simulation.run(cancelled));
        assertThrows(CancellationException.class, () -> HeadModel.build(HeadModel.Options.DEFAULT, cancelled));
    }

    static double mean(double[] x) {
        double sum = 0;
        for (double value : x) sum += value;
        return sum / x.length;
    }

    static double variance(double[] x) {
        double mean = mean(x);
        double sum = 0;
        for (double value : x) sum += (value - mean) * (value - mean);
        return sum / (x.length - 1);
    }

    static double correlation(double[] a, double[] b) {
        double ma = mean(a);
        double mb = mean(b);
        double sum = 0;
        for (int t = 0; t < a.length; t++) sum += (a[t] - ma) * (b[t] - mb);
        return sum / (a.length - 1) / Math.sqrt(variance(a) * variance(b));
    }
}
