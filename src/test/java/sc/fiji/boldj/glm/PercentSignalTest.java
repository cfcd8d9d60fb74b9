package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Percent signal change against signals made by brute force: the SPM response, written down again, convolved with boxcars by
 * summing over a grid of 0.01 s, scaled so that one isolated event changes the signal by 1 % at its peak.
 */
class PercentSignalTest {

    private static final double STEP = 0.01;
    private static final double BASELINE = 1000;

    /** The SPM response [6 16 1 1 6 0 32], not scaled. */
    private static double spm(double t) {
        if (t <= 0 || t > 32) return 0;
        double dip = 1;
        for (int k = 1; k <= 15; k++) dip *= t / k;
        return Math.pow(t, 5) * Math.exp(-t) / 120 - dip * Math.exp(-t) / 6;
    }

    /** The response to one event on the grid, by summing; an impulse of 1 s times 1 for a duration of 0. */
    private static double[] single(double duration) {
        double[] impulse = new double[(int) Math.round(33 / STEP)];
        for (int i = 0; i < impulse.length; i++) impulse[i] = spm(i * STEP);
        int on = (int) Math.round(duration / STEP);
        if (on == 0) return impulse;
        double[] response = new double[on + impulse.length];
        for (int k = 0; k < on; k++) for (int i = 0; i < impulse.length; i++) response[k + i] += impulse[i] * STEP;
        return response;
    }

    private static double peak(double[] values) {
        double peak = 0;
        for (double value : values) peak = Math.max(peak, value);
        return peak;
    }

    /** The signal of events, each of a height such that an event of {@code typical} seconds peaks at 1 %. */
    private static double[] signal(List<Events.Event> events, double typical, Sampling sampling) {
        double peak = peak(single(typical));
        double[] signal = new double[sampling.volumes()];
        java.util.Arrays.fill(signal, BASELINE);
        Map<Double, double[]> responses = new HashMap<>();
        for (Events.Event event : events) {
            double[] response = responses.computeIfAbsent(event.duration(), PercentSignalTest::single);
            for (int t = 0; t < signal.length; t++) {
                int at = (int) Math.round((sampling.time(t) - event.onset()) / STEP);
                if (at >= 0 && at < response.length)
                    signal[t] += 0.01 * BASELINE * event.amplitude() * response[at] / peak;
            }
        }
        return signal;
    }

    private static float percent(double[] series, Design design, String contrast) {
        VoxelGrid grid = new VoxelGrid(1, 1, 1, Affine.scaling(3, 3, 3));
        NeuroImage image = NeuroImage.floats("run", grid, series.length, SeriesTiming.every(2));
        for (int t = 0; t < series.length; t++) image.writeVolume(t, new float[] {(float) series[t]});
        return FirstLevel.of(
                        image,
                        Mask.all(grid),
                        design,
                        TaskContrast.parse("it = " + contrast, design.names()),
                        FirstLevel.Options.DEFAULT.with(NoiseModel.OLS),
                        Progress.NONE)
                .maps(0)
                .percent()[0];
    }

    private static List<Events.Event> events(String condition, double duration, double least, double most, int seed) {
        Random random = new Random(seed);
        List<Events.Event> events = new ArrayList<>();
        double at = 6 + seed;
        while (at + duration < 480) {
            events.add(new Events.Event(condition, Math.round(at / STEP) * STEP, duration, 1));
            at += duration + least + (most - least) * random.nextDouble();
        }
        return events;
    }

    /**
     * Bar: 1.00 +- 0.02. The reference is the mean of the voxel, which the task itself raises: by 1 % of it where a third of
     * the time is active, which is most of what is allowed here.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 45, 50, 0.8",
        "0, 45, 50, 2",
        "0, 3, 8, 0.8",
        "0, 3, 8, 2",
        "2, 45, 50, 0.8",
        "2, 45, 50, 2",
        "2, 3, 8, 0.8",
        "2, 3, 8, 2",
        "5, 45, 50, 0.8",
        "5, 45, 50, 2",
        "5, 3, 8, 0.8",
        "5, 3, 8, 2",
        "20, 45, 50, 0.8",
        "20, 45, 50, 2",
        "20, 8, 16, 0.8",
        "20, 20, 20, 2",
        "20, 20, 20, 0.8"
    })
    void aTrueOnePercentReadsOne(double duration, double least, double most, double repetitionTime) {
        for (double reference : new double[] {0, repetitionTime / 2}) {
            Sampling sampling = new Sampling((int) (500 / repetitionTime), repetitionTime, reference);
            List<Events.Event> events = events("faces", duration, least, most, 1);
            Design design = TaskDesign.build(
                    Events.of(events), sampling, Map.of(), null, TaskDesign.Options.DEFAULT.withHighPass(0));
            double percent = percent(signal(events, duration, sampling), design, "faces");
            assertEquals(1, percent, 0.02, "reference " + reference);
        }
    }

    /** Durations 1, 2 and 6 s: the unit is the response to 2 s. */
    @Test
    void theMedianDurationIsTheUnitForEventsOfSeveral() {
        Sampling sampling = new Sampling(250, 2, 0);
        List<Events.Event> events = new ArrayList<>();
        for (Events.Event event : events("faces", 2, 12, 25, 3))
            events.add(new Events.Event("faces", event.onset(), new double[] {1, 2, 6}[events.size() % 3], 1));
        Design design = TaskDesign.build(
                Events.of(events), sampling, Map.of(), null, TaskDesign.Options.DEFAULT.withHighPass(0));
        assertEquals(1, percent(signal(events, 2, sampling), design, "faces"), 0.02);
    }

    /** Both conditions are true 1 %: their difference is 0 and their mean 1, though 2 s and 12 s have other peaks. */
    @Test
    void eachColumnOfAContrastIsScaledByItsOwnPeak() {
        Sampling sampling = new Sampling(250, 2, 1);
        List<Events.Event> brief = events("brief", 2, 20, 30, 1);
        List<Events.Event> blocks = events("long", 12, 18, 28, 2);
        double[] series = signal(brief, 2, sampling);
        double[] other = signal(blocks, 12, sampling);
        for (int t = 0; t < series.length; t++) series[t] += other[t] - BASELINE;
        List<Events.Event> all = new ArrayList<>(brief);
        all.addAll(blocks);
        Design design =
                TaskDesign.build(Events.of(all), sampling, Map.of(), null, TaskDesign.Options.DEFAULT.withHighPass(0));
        assertEquals(0, percent(series, design, "brief - long"), 0.02);
        assertEquals(1, percent(series, design, "0.5*brief + 0.5*long"), 0.02);
        assertEquals(2, percent(series, design, "brief + long"), 0.04);
    }

    /** Two runs with other durations share the unit of both: the same neural answer reads the same percent. */
    @Test
    void runsThatShareTheirUnitReadTheSame() {
        Sampling sampling = new Sampling(250, 2, 0);
        List<Events.Event> first = events("faces", 1, 15, 25, 1);
        List<Events.Event> second = events("faces", 3, 15, 25, 2);
        TypicalEvents typical = TypicalEvents.of(List.of(Events.of(first), Events.of(second)));
        double unit = typical.duration("faces");
        for (List<Events.Event> run : List.of(first, second)) {
            Design design = TaskDesign.build(
                    Events.of(run), typical, sampling, Map.of(), null, TaskDesign.Options.DEFAULT.withHighPass(0));
            assertEquals(1, percent(signal(run, unit, sampling), design, "faces"), 0.02);
        }
    }

    /** A bin of a finite impulse response is the signal at its delay: the largest of them is the peak. */
    @Test
    void aBinOfAFiniteImpulseResponseIsTheSignalThere() {
        Sampling sampling = new Sampling(250, 2, 0);
        List<Events.Event> events = new ArrayList<>();
        for (int k = 0; k < 9; k++) events.add(new Events.Event("faces", 10 + 52 * k, 2, 1));
        Design design = TaskDesign.build(
                Events.of(events),
                sampling,
                Map.of(),
                null,
                TaskDesign.Options.DEFAULT.withHighPass(0).with(Hrf.fir(18, 2)));
        double[] series = signal(events, 2, sampling);
        double most = 0;
        for (int k = 0; k < 18; k++) most = Math.max(most, percent(series, design, "faces_delay_" + k));
        // The bins are read every 2 s, so that the largest may miss the peak by what the response falls in 1 s.
        assertTrue(most > 0.93 && most < 1.01, "largest bin " + most);
    }

    /** A modulated response has the unit of its number: a voxel that answers by 1 % more for each unit reads 1. */
    @Test
    void aModulatorHasPercentForOneOfItsUnits() {
        Sampling sampling = new Sampling(250, 2, 0);
        List<Events.Event> plain = events("faces", 2, 14, 24, 1);
        double[] rt = new double[plain.size()];
        List<Events.Event> answer = new ArrayList<>();
        for (int k = 0; k < rt.length; k++) {
            rt[k] = 0.5 + 0.25 * (k % 4);
            answer.add(new Events.Event("faces", plain.get(k).onset(), 2, 1 + rt[k]));
        }
        Design design = TaskDesign.build(
                Events.of(plain).withModulator("rt", rt),
                sampling,
                Map.of(),
                null,
                TaskDesign.Options.DEFAULT.withHighPass(0).withModulators(List.of("rt")));
        double[] series = signal(answer, 2, sampling);
        assertEquals(1, percent(series, design, "faces_x_rt"), 0.02);
        int column = design.names().indexOf("faces_x_rt");
        assertTrue(design.units().get(column).words().startsWith("for one unit of rt"));
    }

    /** An interaction is percent of the voxel for one percent of the seed: another gain of the scanner changes nothing. */
    @Test
    void anInteractionDoesNotDependOnTheGain() {
        Sampling sampling = new Sampling(200, 2, 0);
        Events events = Events.of(events("faces", 12, 14, 24, 1));
        Random random = new Random(5);
        double[] seed = new double[200];
        double[] voxel = new double[200];
        for (int t = 0; t < 200; t++) {
            seed[t] = 800 + 10 * random.nextGaussian();
            voxel[t] = 1000 + 0.5 * seed[t] + 5 * random.nextGaussian();
        }
        float[] found = new float[2];
        for (int g = 0; g < 2; g++) {
            double gain = g == 0 ? 1 : 1.6;
            double[] scaledSeed =
                    java.util.Arrays.stream(seed).map(v -> gain * v).toArray();
            double[] scaled = java.util.Arrays.stream(voxel).map(v -> gain * v).toArray();
            TaskDesign.Options model = TaskDesign.Options.DEFAULT.with(Hrf.spm(0));
            Design task = TaskDesign.build(events, sampling, Map.of(), null, model);
            Design design = Interaction.build(
                            task, events, scaledSeed, sampling, model.hrf(), Interaction.Options.DEFAULT)
                    .design();
            found[g] = percent(scaled, design, "ppi_faces");
            assertTrue(
                    percent(scaled, design, Interaction.SEED) > 0, "the seed is coupled to the voxel it was put into");
        }
        assertEquals(found[0], found[1], 1e-4 * Math.abs(found[0]));
    }

    /** Amplitudes of single trials that are true 1 and 2 % read 1 and 2. */
    @Test
    void amplitudesOfTrialsAreInPercentToo() {
        Sampling sampling = new Sampling(300, 2, 0);
        List<Events.Event> plain = new ArrayList<>();
        List<Events.Event> answer = new ArrayList<>();
        for (int k = 0; k < 12; k++) {
            plain.add(new Events.Event("faces", 10 + 45 * k, 2, 1));
            answer.add(new Events.Event("faces", 10 + 45 * k, 2, 1 + k % 2));
        }
        TrialModel model = TrialModel.of(Events.of(plain), sampling, Hrf.spm(0), Map.of(), 0, TrialWeights.Method.LSA);
        VoxelGrid grid = new VoxelGrid(2, 1, 1, Affine.scaling(3, 3, 3));
        NeuroImage image = NeuroImage.floats("run", grid, 300, SeriesTiming.every(2));
        double[] series = signal(answer, 2, sampling);
        for (int t = 0; t < 300; t++)
            image.writeVolume(t, new float[] {(float) series[t], (float) (series[t] - BASELINE)});
        NeuroImage target = NeuroImage.floats("amplitudes", grid, 12, SeriesTiming.UNKNOWN);
        BetaSeries.estimate(image, Mask.all(grid), model.weights(), target, Progress.NONE);
        double[] heights = new double[12];
        java.util.Arrays.fill(
                heights,
                TypicalEvents.of(List.of(Events.of(plain)))
                        .units(Hrf.spm(0))
                        .get("faces")
                        .height());
        int without = BetaSeries.toPercent(image, Mask.all(grid), heights, target, Progress.NONE);
        assertEquals(1, without, "the voxel without a baseline");
        for (int k = 0; k < 12; k++) {
            assertEquals(1 + k % 2, target.volume(k)[0], 0.02 * (1 + k % 2));
            assertTrue(Float.isNaN(target.volume(k)[1]));
        }
    }

    /** The peak of the exact response, against the summed one; a block longer than the response has the peak of 32 s. */
    @Test
    void thePeakIsThatOfTheSummedResponse() {
        double area = 0;
        for (int k = 0; k <= 3200; k++) area += spm(k * STEP) * STEP;
        for (double duration : new double[] {0, 0.1, 2, 5, 20, 31})
            assertEquals(peak(single(duration)) / area, Hrf.spm(0).peak(0, duration), 2e-3);
        assertEquals(Hrf.spm(0).peak(0, 32), Hrf.spm(0).peak(0, 3000));
        assertArrayEquals(
                new double[] {1, 1},
                new double[] {Hrf.fir(4, 2).peak(0, 3), Hrf.fir(4, 2).peak(3, 0)});
    }
}
