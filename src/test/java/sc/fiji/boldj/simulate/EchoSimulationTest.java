package sc.fiji.boldj.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MeanVolume;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.EchoCombination;
import sc.fiji.boldj.preprocess.EchoFit;
import sc.fiji.boldj.preprocess.EchoMaps;
import sc.fiji.boldj.run.Progress;

/** Echoes of a simulated run: T2* of the tissues by the closed form, dropout, and the gain of their combination. */
class EchoSimulationTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(30, 36, 24, Affine.of(6, 0, 0, -87, 0, 6, 0, -121, 0, 0, 6, -55));
    private static final List<EchoTime> TIMES = List.of(new EchoTime(0.0137), EchoTime.SINGLE, new EchoTime(0.0463));
    private static final HeadModel.Options HEAD = HeadModel.Options.DEFAULT.withResolution(6);

    private static HeadModel head(EchoTime time, double dropout) {
        return HeadModel.build(HEAD, new Anatomy(1, 1, dropout), time, Progress.NONE);
    }

    /** A voxel mixes tissues, and deep nuclei contain iron: the two T2* bracket the fitted values in brain without dropout. */
    @Test
    void signalDecaysWithTheTissue() {
        List<float[]> echoes = new ArrayList<>();
        for (EchoTime time : TIMES)
            echoes.add(head(time, 0).echoPlanar(GRID, Progress.NONE).volume(0));
        float[] white = head(EchoTime.SINGLE, 0).white(GRID, Progress.NONE).volume(0);
        EchoFit fit = new EchoFit(seconds(), EchoFit.Method.LOGLINEAR);
        int pure = 0;
        for (int v = 0; v < white.length; v++) {
            if (white[v] < 0.99) continue;
            pure++;
            double t2star =
                    fit.of(echoes.get(0)[v], echoes.get(1)[v], echoes.get(2)[v]).t2star();
            assertEquals(EchoTime.WHITE, t2star, 0.02 * EchoTime.WHITE, "white matter");
        }
        assertTrue(pure > 20, pure + " voxels of white matter");
    }

    /** Where a single echo retains half of the signal, the third retains 0.5 to the power of its relative echo time. */
    @Test
    void dropoutGrowsWithTheEchoTime() {
        assertEquals(StrictMath.pow(0.5, 0.0463 / 0.03), TIMES.get(2).kept(0.5), 1e-12);
        assertEquals(0.37, EchoTime.SINGLE.kept(0.37), 0);
        assertEquals(StrictMath.exp(-0.0163 / 0.048), TIMES.get(2).decay(EchoTime.GREY), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> new EchoTime(13.7));
    }

    /** One head, one motion, activity proportional to the echo time, independent noise; the combination gains a fifth or more. */
    @Test
    void theCombinationGainsOnSimulatedEchoes() {
        Protocol protocol = new Protocol(GRID, SliceSchedule.of(2, 24, 1, SliceSchedule.Order.INTERLEAVED), 40, 0);
        BoldSimulation.Options options = BoldSimulation.Options.DEFAULT.withProtocol(protocol);
        List<NeuroImage> echoes = new ArrayList<>();
        List<double[][]> motions = new ArrayList<>();
        Mask grey = null;
        for (EchoTime time : TIMES) {
            BoldSimulation run = BoldSimulation.prepare(options, head(time, 0.85));
            echoes.add(run.run(Progress.NONE).bold());
            motions.add(run.motion().parameters());
            grey = Mask.above(GRID, run.head().grey(GRID, Progress.NONE).volume(0), 0.7);
        }
        for (double[][] motion : motions) assertArrayEquals(motions.get(0), motion);
        assertNotEquals(echoes.get(0).volume(3)[0], echoes.get(1).volume(3)[0], "noise in air");
        List<float[]> means = new ArrayList<>();
        for (NeuroImage echo : echoes) means.add(MeanVolume.between(echo, 0, 40, Progress.NONE));
        EchoMaps maps = EchoMaps.of(means, grey, seconds(), EchoFit.Method.LOGLINEAR, Progress.NONE);
        NeuroImage combined = echoes.get(1).createLike("combined", 40);
        EchoCombination.of(echoes, volume -> maps.weights(), combined, Progress.NONE);
        double gain = tsnr(combined, grey) / tsnr(echoes.get(1), grey);
        assertTrue(gain >= 1.2, "gain " + gain);
    }

    private static double[] seconds() {
        return TIMES.stream().mapToDouble(EchoTime::seconds).toArray();
    }

    private static double tsnr(NeuroImage series, Mask mask) {
        int n = series.volumes();
        double[] ratios = new double[mask.count()];
        double[][] values = new double[n][ratios.length];
        for (int t = 0; t < n; t++) {
            float[] volume = series.volume(t);
            for (int i = 0; i < ratios.length; i++) values[t][i] = volume[mask.voxel(i)];
        }
        for (int i = 0; i < ratios.length; i++) {
            double sum = 0;
            double squares = 0;
            for (double[] row : values) sum += row[i];
            for (double[] row : values) squares += (row[i] - sum / n) * (row[i] - sum / n);
            ratios[i] = sum / n / Math.sqrt(squares / (n - 1));
        }
        Arrays.sort(ratios);
        return ratios[ratios.length / 2];
    }
}
