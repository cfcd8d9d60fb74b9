package sc.fiji.boldj.workflow.physio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.physio.Recording;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.Activity;
import sc.fiji.boldj.simulate.BoldSimulation;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.HeadMotion;
import sc.fiji.boldj.simulate.Networks;
import sc.fiji.boldj.simulate.PhysioTrace;
import sc.fiji.boldj.simulate.Protocol;
import sc.fiji.boldj.simulate.Scanner;
import sc.fiji.boldj.simulate.SliceSchedule;

/** RETROICOR on simulated runs in which heart beat and breathing are all that changes. */
class SeriesPhysiologyTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(30, 36, 8, Affine.of(6, 0, 0, -87, 0, 6, 0, -121, 0, 0, 15, -45));

    private static BoldSimulation simulation(SeriesTiming timing, int volumes) {
        return BoldSimulation.prepare(
                new BoldSimulation.Options(
                        new Protocol(GRID, timing, volumes, 0),
                        HeadModel.Options.DEFAULT,
                        new Activity(Networks.NONE, false, List.of()),
                        HeadMotion.Options.NONE,
                        sc.fiji.boldj.simulate.Physiology.DEFAULT,
                        Scanner.IDEAL,
                        7),
                Progress.NONE);
    }

    private static PhysioModel model(BoldSimulation simulation, double duration) {
        PhysioTrace trace = simulation.recording(100, 0.1);
        return PhysioModel.of(
                new PhysioRecordings(
                        Optional.of(new Recording(trace.cardiac(), trace.frequency(), trace.start())),
                        Optional.of(new Recording(trace.respiratory(), trace.frequency(), trace.start()))),
                duration);
    }

    private static double variance(NeuroImage series, int skip) {
        double[] sums = new double[GRID.voxels()];
        double[] squares = new double[GRID.voxels()];
        int n = series.volumes() - skip;
        for (int t = skip; t < series.volumes(); t++) {
            float[] volume = series.volume(t);
            for (int v = 0; v < volume.length; v++) {
                sums[v] += volume[v];
                squares[v] += (double) volume[v] * volume[v];
            }
        }
        double total = 0;
        for (int v = 0; v < sums.length; v++) total += squares[v] / n - sums[v] / n * (sums[v] / n);
        return total;
    }

    private static double[][] still(int volumes) {
        double[][] motion = new double[volumes][6];
        for (int t = 0; t < volumes; t++) for (int p = 0; p < 6; p++) motion[t][p] = 1e-3 * Math.sin(0.1 * t * (p + 1));
        return motion;
    }

    /** The beats are found in noisy traces; the rates wander by 5 %; slices are interleaved, or taken four at once. */
    @Test
    void nineTenthsOfSimulatedCardiacAndRespiratoryVarianceAreRemoved() {
        Map<String, Double> left = new TreeMap<>();
        List<SeriesTiming> timings = List.of(
                SliceSchedule.of(2, 8, 1, SliceSchedule.Order.INTERLEAVED),
                SliceSchedule.of(0.8, 8, 4, SliceSchedule.Order.INTERLEAVED));
        for (SeriesTiming timing : timings) {
            int volumes = (int) Math.round(400 / timing.repetitionTime());
            int skip = 5;
            BoldSimulation simulation = simulation(timing, volumes);
            NeuroImage bold = simulation.run(Progress.NONE).bold();
            double[][] later = SeriesPhysiology.later(still(volumes), timing.repetitionTime(), 0.008);
            Map<String, Object> about = new TreeMap<>();
            NeuroImage corrected =
                    SeriesPhysiology.corrected(bold, model(simulation, 400), later, skip, about, Progress.NONE);
            assertEquals(true, about.get("RetroicorApplied"), about.toString());
            double share = variance(corrected, skip) / variance(bold, skip);
            left.put("TR " + timing.repetitionTime(), share);
            if (!timing.equals(timings.get(0))) continue;
            List<NeuroImage> alone = new ArrayList<>();
            Parallelization.runSingleThreaded(() -> alone.add(SeriesPhysiology.corrected(
                    bold, model(simulation, 400), later, skip, new TreeMap<>(), Progress.NONE)));
            for (int t = 0; t < volumes; t += 37)
                org.junit.jupiter.api.Assertions.assertArrayEquals(alone.get(0).volume(t), corrected.volume(t));
        }
        for (Map.Entry<String, Double> share : left.entrySet()) assertTrue(share.getValue() < 0.1, left.toString());
    }

    @Test
    void withoutSliceTimesOrVolumesTheSeriesStaysAndTheReasonIsGiven() {
        SeriesTiming timing = SliceSchedule.of(2, 8, 1, SliceSchedule.Order.INTERLEAVED);
        BoldSimulation simulation = simulation(timing, 60);
        NeuroImage bold = simulation.run(Progress.NONE).bold();
        PhysioModel model = model(simulation, 120);
        Map<String, Object> about = new TreeMap<>();
        NeuroImage untimed = bold.withTiming(SeriesTiming.every(2));
        assertTrue(untimed
                == SeriesPhysiology.corrected(
                        untimed, model, SeriesPhysiology.later(still(60), 2, 0), 0, about, Progress.NONE));
        assertTrue(about.get("RetroicorReason").toString().contains("slice times are not known"), about.toString());
        SeriesPhysiology.corrected(bold, model, SeriesPhysiology.later(still(60), 2, 0), 0, about, Progress.NONE);
        assertTrue(about.get("RetroicorReason").toString().contains("60 volumes are too few"), about.toString());
        assertEquals(false, about.get("RetroicorApplied"));
    }
}
