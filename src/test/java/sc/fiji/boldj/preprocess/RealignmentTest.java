package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import net.imglib2.parallel.Parallelization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.Realignment.Options;
import sc.fiji.boldj.preprocess.Realignment.Reference;
import sc.fiji.boldj.run.Cancelled;
import sc.fiji.boldj.run.Progress;

/** A phantom of 4.8 mm voxels: noise makes the pose of one such volume uncertain by about 0.01 mm. */
class RealignmentTest {

    private static final VoxelGrid GRID = HeadPhantom.grid(4.8);
    private static final HeadPhantom PHANTOM = new HeadPhantom(GRID, 2);
    private static final Options FIRST = Options.DEFAULT.withReference(Reference.FIRST);

    private static NeuroImage copy(NeuroImage source) {
        NeuroImage copy = source.createLike(source.name(), source.volumes());
        for (int t = 0; t < source.volumes(); t++) copy.writeVolume(t, source.volume(t));
        return copy;
    }

    private static double error(NeuroImage series, Options options, List<Affine> motions) {
        return error(Realignment.estimate(series, options, Progress.NONE), motions);
    }

    private static double error(Realignment.Motion found, List<Affine> motions) {
        int r = found.reference();
        return HeadPhantom.rms(HeadPhantom.errors(found.maps(), HeadPhantom.from(motions, r), r, PHANTOM.brain()));
    }

    @Test
    void theErrorIsThatOfTheNoiseWhateverTheMotion() {
        List<Affine> still = PHANTOM.motions(8, 0, 2);
        List<Affine> moved = PHANTOM.motions(8, 1.14, 2);
        assertTrue(error(PHANTOM.series(still, 64, 3), FIRST, still) < 0.03);
        assertTrue(error(PHANTOM.series(moved, 64, 3), FIRST, moved) < 0.03);
        assertTrue(error(PHANTOM.series(moved, 0, 0), FIRST, moved) < 0.01, "without noise");
    }

    @Test
    void theSignIsThatOfTheHead() {
        RigidMotion nod = new RigidMotion(0.8, -1.1, 0.6, 0.02, -0.012, 0.015);
        NeuroImage series = PHANTOM.series(List.of(Affine.IDENTITY, nod.toAffine(GRID.centre())), 200, 1);
        Realignment.Motion found = Realignment.estimate(series, FIRST, Progress.NONE);
        double[][] table = found.parameters();
        assertArrayEquals(new double[6], table[0]);
        assertArrayEquals(nod.toArray(), table[1], 0.02);
        assertEquals(0.02, table[1][3], 5e-4);
        assertEquals(-0.012, table[1][4], 5e-4);
        assertEquals(0.015, table[1][5], 5e-4);
    }

    @Test
    void reslicedVolumesAreTheReference() {
        List<Affine> motions = PHANTOM.motions(4, 2, 8);
        NeuroImage series = PHANTOM.series(motions, 0, 0);
        NeuroImage target = series.createLike("realigned", 4);
        Realignment.Motion found = Realignment.apply(series, FIRST, target, Progress.NONE);
        assertArrayEquals(series.volume(0), target.volume(0), "the reference keeps each bit");
        assertEquals(Realignment.estimate(series, FIRST, Progress.NONE), found, "reslicing changes no estimate");
        for (int t = 1; t < 4; t++) {
            double before = difference(series.volume(0), series.volume(t));
            double after = difference(series.volume(0), target.volume(t));
            assertTrue(after < 0.4 * before, "volume " + t + ": " + before + " before, " + after + " after");
        }
        NeuroImage linear = series.createLike("linear", 4);
        Realignment.apply(series, new Options(Reference.FIRST, 0, 2, Interpolation.LINEAR), linear, Progress.NONE);
        assertTrue(difference(series.volume(0), linear.volume(2)) > difference(series.volume(0), target.volume(2)));
    }

    private static double difference(float[] a, float[] b) {
        double sum = 0;
        int count = PHANTOM.brain().count();
        for (int v : PHANTOM.brain().indices()) sum += Math.pow(a[v] - b[v], 2) / count;
        return Math.sqrt(sum);
    }

    @Test
    void eachReferenceIsItsOwnFrame() {
        List<Affine> motions = PHANTOM.motions(6, 1, 4);
        NeuroImage series = PHANTOM.series(motions, 64, 5);
        for (Options options : List.of(
                FIRST,
                FIRST.withReference(Reference.MIDDLE),
                FIRST.withReference(4),
                Options.DEFAULT,
                new Options(Reference.FIRST, 0, 1, Interpolation.CUBIC))) {
            Realignment.Motion found = Realignment.estimate(series, options, Progress.NONE);
            assertEquals(Affine.IDENTITY, found.maps().get(found.reference()), options.toString());
            assertTrue(error(found, motions) < 0.035, options.toString());
            if (options.reference() == Reference.MIDDLE) assertEquals(3, found.reference());
            assertTrue(found.fits().stream().allMatch(Realignment.Fit::converged));
        }
        Realignment.Motion mean = Realignment.estimate(series, FIRST.withReference(Reference.MEAN), Progress.NONE);
        List<Affine> relative = HeadPhantom.from(mean.maps(), 0);
        assertTrue(HeadPhantom.rms(HeadPhantom.errors(relative, HeadPhantom.from(motions, 0), 0, PHANTOM.brain()))
                < 0.035);
    }

    @Test
    void largeMotionsAreFound() {
        List<Affine> motions = new ArrayList<>(List.of(Affine.IDENTITY));
        double[][] far = {
            {9, -6, 8, 0.1, -0.08, 0.12},
            {-12, 10, -6, -0.14, 0.1, 0.05},
            {3, 4, 14, 0.2, 0, -0.2},
            {0, 0, 0, 0, 0, 0.3}
        };
        for (double[] six : far) motions.add(RigidMotion.of(six).toAffine(GRID.centre()));
        assertTrue(error(PHANTOM.series(motions, 64, 5), FIRST, motions) < 0.05);
    }

    @Test
    void theRobustReferenceIsNoOutlierAndOutliersDoNotAffectTheRest() {
        List<Affine> motions = PHANTOM.motions(10, 0.5, 7);
        NeuroImage series = PHANTOM.series(motions, 64, 5);
        Realignment.Motion clean = Realignment.estimate(series, FIRST, Progress.NONE);
        NeuroImage bad = copy(series);
        for (int t : new int[] {2, 5}) {
            float[] volume = bad.volume(t);
            for (int v = 0; v < volume.length; v++)
                if (v / GRID.planeSize() % 2 == 0) volume[v] *= t == 2 ? 0.3f : 2.5f;
            bad.writeVolume(t, volume);
        }
        Realignment.Motion corrupted = Realignment.estimate(bad, FIRST, Progress.NONE);
        for (int t = 1; t < 10; t++) {
            if (t == 2 || t == 5) continue;
            double apart = HeadPhantom.rms(HeadPhantom.errors(
                    List.of(Affine.IDENTITY, corrupted.maps().get(t)),
                    List.of(Affine.IDENTITY, clean.maps().get(t)),
                    0,
                    PHANTOM.brain()));
            assertTrue(apart < 0.015, "volume " + t + " moved by " + apart + " mm because of the others");
        }
        int robust = Realignment.estimate(bad, Options.DEFAULT, Progress.NONE).reference();
        assertTrue(robust != 2 && robust != 5, "reference " + robust);
    }

    @Test
    void volumesBeforeTheSteadyStateHaveNoSayInTheRest() {
        int skip = 3;
        NeuroImage series = copy(PHANTOM.series(PHANTOM.motions(11, 0.5, 7), 64, 5));
        for (int t = 0; t < skip; t++) {
            float[] volume = series.volume(t);
            for (int v = 0; v < volume.length; v++) volume[v] *= 1 + 4e-5f * (skip - t) * volume[v];
            series.writeVolume(t, volume);
        }
        NeuroImage cut = series.createLike("cut", 8);
        for (int t = 0; t < 8; t++) cut.writeVolume(t, series.volume(skip + t));
        Realignment.Motion expected = Realignment.estimate(cut, Options.DEFAULT, Progress.NONE);
        Realignment.Motion found = Realignment.estimate(series, skip, Options.DEFAULT, Progress.NONE);
        assertEquals(expected.reference() + skip, found.reference());
        assertEquals(expected.maps(), found.maps().subList(skip, 11));
        assertTrue(found.fits().get(0).converged(), "the first are realigned, too");
        Realignment.Motion blind = Realignment.estimate(series, Options.DEFAULT, Progress.NONE);
        assertNotEquals(blind.maps().subList(skip, 11), found.maps().subList(skip, 11));
        assertTrue(message(() -> Realignment.estimate(series, 11, FIRST, Progress.NONE))
                .contains("skip must be 0 to 10 volumes"));
    }

    @Test
    void anIntensityThatFallsIsNoMotion() {
        NeuroImage series = PHANTOM.series(PHANTOM.motions(4, 0, 1), 0, 0);
        for (int t = 0; t < 4; t++) {
            float[] volume = series.volume(t);
            for (int v = 0; v < volume.length; v++) volume[v] *= 1.5f - 0.2f * t;
            series.writeVolume(t, volume);
        }
        Realignment.Motion found = Realignment.estimate(series, FIRST, Progress.NONE);
        for (double[] six : found.parameters()) assertArrayEquals(new double[6], six, 1e-4);
        assertEquals(
                found.fits().get(0).scale() * 0.9 / 1.5, found.fits().get(3).scale(), 1e-3);
    }

    @Test
    void missingAndPaddedVoxelsCountAsZero() {
        List<Affine> motions = PHANTOM.motions(4, 0.5, 1);
        NeuroImage zeros = PHANTOM.series(motions, 64, 5);
        for (int t = 0; t < 4; t++) {
            float[] volume = zeros.volume(t);
            Arrays.fill(volume, 0, 2 * GRID.planeSize(), 0);
            volume[GRID.index(20, 20, 16)] = 0;
            zeros.writeVolume(t, volume);
        }
        NeuroImage missing = copy(zeros);
        for (int t = 0; t < 4; t++) {
            float[] volume = missing.volume(t);
            Arrays.fill(volume, 0, 2 * GRID.planeSize(), Float.NaN);
            volume[GRID.index(20, 20, 16)] = Float.POSITIVE_INFINITY;
            missing.writeVolume(t, volume);
        }
        Realignment.Motion found = Realignment.estimate(missing, FIRST, Progress.NONE);
        assertEquals(Realignment.estimate(zeros, FIRST, Progress.NONE), found);
        assertTrue(HeadPhantom.rms(HeadPhantom.errors(found.maps(), HeadPhantom.from(motions, 0), 0, PHANTOM.brain()))
                < 0.1);
    }

    @Test
    void oneVolumeHasNoMotion() {
        NeuroImage one = PHANTOM.series(PHANTOM.motions(1, 0, 1), 64, 5);
        NeuroImage target = one.createLike("realigned", 1);
        for (Reference reference : Reference.values()) {
            Realignment.Motion found =
                    Realignment.apply(one, Options.DEFAULT.withReference(reference), target, Progress.NONE);
            assertEquals(List.of(Affine.IDENTITY), found.maps());
            assertArrayEquals(one.volume(0), target.volume(0));
        }
    }

    @Test
    void aVolumeWithoutSignalIsLeftAndMarked() {
        NeuroImage series = PHANTOM.series(PHANTOM.motions(5, 0.5, 1), 64, 5);
        series.writeVolume(2, new float[GRID.voxels()]);
        NeuroImage target = series.createLike("realigned", 5);
        Realignment.Motion found = Realignment.apply(series, FIRST, target, Progress.NONE);
        assertEquals(Affine.IDENTITY, found.maps().get(2));
        assertFalse(found.fits().get(2).converged());
        assertTrue(Double.isNaN(found.fits().get(2).cost()));
        assertTrue(found.fits().get(3).converged());
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Realignment.estimate(series, FIRST.withReference(2), Progress.NONE))
                .getMessage();
        assertTrue(message.contains("phantom, volume 2") && message.contains("constant"), message);
        float[] constant = new float[GRID.voxels()];
        Arrays.fill(constant, 700);
        series.writeVolume(0, constant);
        assertThrows(IllegalArgumentException.class, () -> Realignment.estimate(series, FIRST, Progress.NONE));
    }

    @Test
    void threadsDoNotChangeABit() {
        NeuroImage series = PHANTOM.series(PHANTOM.motions(7, 0.5, 1), 64, 5);
        NeuroImage[] targets = {series.createLike("one", 7), series.createLike("two", 7)};
        List<Realignment.Motion> found = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++) {
            NeuroImage target = targets[threads - 1];
            Runnable run = () -> found.add(Realignment.apply(series, Options.DEFAULT, target, Progress.NONE));
            Parallelization.runWithNumThreads(threads, run);
        }
        assertEquals(found.get(0), found.get(1));
        for (int t = 0; t < 7; t++) assertArrayEquals(targets[0].volume(t), targets[1].volume(t), "volume " + t);
    }

    @Test
    void progressRisesToTheEndAndCancellingStops() {
        NeuroImage series = PHANTOM.series(PHANTOM.motions(3, 0.5, 1), 64, 5);
        List<Double> shares = new ArrayList<>();
        Progress record = new Progress() {
            @Override
            public synchronized void update(long done, long total) {
                shares.add((double) done / total);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        Realignment.estimate(series, FIRST, record);
        assertEquals(1, shares.get(shares.size() - 1), 1e-6);
        Progress stop = Cancelled.AT_ONCE;
        assertThrows(CancellationException.class, () -> Realignment.estimate(series, FIRST, stop));
    }

    @Test
    void badInputIsNamed() {
        NeuroImage series = PHANTOM.series(PHANTOM.motions(2, 0, 1), 64, 5);
        assertTrue(message(() -> Realignment.estimate(series, FIRST.withReference(2), Progress.NONE))
                .contains("volumes 0 to 1"));
        assertTrue(message(() -> new Options(Reference.FIRST, 0, 3, Interpolation.CUBIC))
                .contains("got 3"));
        assertTrue(message(() -> new Options(Reference.INDEX, -1, 2, Interpolation.CUBIC))
                .contains("got -1"));
        NeuroImage flat =
                NeuroImage.floats("slab", new VoxelGrid(64, 64, 3, Affine.scaling(3, 3, 3)), 2, SeriesTiming.UNKNOWN);
        assertTrue(
                message(() -> Realignment.estimate(flat, FIRST, Progress.NONE)).contains("64x64x3"));
        assertTrue(message(() -> Realignment.apply(series, FIRST, series, Progress.NONE))
                .contains("in place"));
        assertTrue(message(() -> Realignment.apply(series, FIRST, series.createLike("t", 3), Progress.NONE))
                .contains("2 volumes but the target 3"));
        assertTrue(message(() -> Realignment.apply(series, FIRST, flat, Progress.NONE))
                .contains("another grid"));
    }

    private static String message(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
