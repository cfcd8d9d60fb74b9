package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.jtransforms.fft.DoubleFFT_1D;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Interpolator;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SmoothWarp;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelStore;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Motion, coregistration, affine map and warp are one interpolation of the scan: counted, compared, and seen in detail. */
class OneInterpolationTest {

    private static final int VOLUMES = 3;
    private static final VoxelGrid SCAN =
            new VoxelGrid(48, 48, 48, Affine.of(3, 0, 0, -71, 0, 3, 0, -86, 0, 0, 3, -60));
    /** Within the scan under all maps. */
    private static final VoxelGrid STANDARD =
            new VoxelGrid(32, 32, 32, Affine.of(3, 0, 0, -46, 0, 3, 0, -62, 0, 0, 3, -32));

    private final Template template = Template.builtIn().onGrid(Template.grid(4));
    private final Affine affine = Affine.of(1.04, 0.05, -0.02, 2, -0.05, 0.98, 0.1, -3, 0.03, -0.1, 1.02, 4);
    private final Affine coregistration =
            Affine.of(Math.cos(0.1), -Math.sin(0.1), 0, 1.7, Math.sin(0.1), Math.cos(0.1), 0, -2.2, 0, 0, 1, 0.9);
    private final DisplacementField warp =
            DisplacementField.sample(SmoothWarp.of(3, 25), template.grid(), Progress.NONE);
    private final StandardSpace space = StandardSpace.of(template, affine, warp, warp);

    private static List<Affine> motion() {
        List<Affine> maps = new ArrayList<>();
        for (int t = 0; t < VOLUMES; t++) {
            double a = 0.01 + 0.01 * t;
            maps.add(Affine.of(1, 0, 0, 0.4, 0, Math.cos(a), -Math.sin(a), 0.7 * t, 0, Math.sin(a), Math.cos(a), -0.3));
        }
        return maps;
    }

    /** White noise: all detail that voxels can hold. */
    private static NeuroImage noise() {
        NeuroImage scan = NeuroImage.floats("noise", SCAN, VOLUMES, SeriesTiming.every(2));
        for (int t = 0; t < VOLUMES; t++) {
            double[] values = new double[SCAN.voxels()];
            Seeds.fillGaussian(Seeds.stream(1, t), values);
            float[] volume = new float[values.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (100 + 10 * values[v]);
            scan.writeVolume(t, volume);
        }
        return scan;
    }

    /** Counts how many voxels of each volume were read and written. */
    private static final class Counting implements VoxelStore {
        private final VoxelStore store;
        private final AtomicIntegerArray read = new AtomicIntegerArray(VOLUMES);
        private final AtomicIntegerArray written = new AtomicIntegerArray(VOLUMES);

        Counting(VoxelStore store) {
            this.store = store;
        }

        @Override
        public int size(int axis) {
            return store.size(axis);
        }

        @Override
        public int volumes() {
            return store.volumes();
        }

        @Override
        public void read(int z, int t, int from, int count, float[] target, int offset) {
            read.addAndGet(t, count);
            store.read(z, t, from, count, target, offset);
        }

        @Override
        public void write(int z, int t, int from, int count, float[] source, int offset) {
            written.addAndGet(t, count);
            store.write(z, t, from, count, source, offset);
        }

        @Override
        public RandomAccessibleInterval<? extends RealType<?>> img() {
            throw new UnsupportedOperationException("read around the count");
        }
    }

    @Test
    void eachVolumeIsReadOnceAndWrittenOnce() {
        Counting from = new Counting(noise().voxels());
        NeuroImage target = NeuroImage.floats("mni", STANDARD, VOLUMES, SeriesTiming.every(2));
        Counting to = new Counting(target.voxels());
        ScanToStandard.resample(
                NeuroImage.of("scan", SCAN, from, SeriesTiming.every(2)),
                space,
                coregistration,
                motion(),
                Interpolation.QUINTIC,
                NeuroImage.of("mni", STANDARD, to, SeriesTiming.every(2)),
                Progress.NONE);
        for (int t = 0; t < VOLUMES; t++) {
            assertEquals(SCAN.voxels(), from.read.get(t), "voxels read of volume " + t);
            assertEquals(0, from.written.get(t));
            assertEquals(STANDARD.voxels(), to.written.get(t), "voxels written of volume " + t);
            assertEquals(0, to.read.get(t));
        }
    }

    /** Each value is that of the scan's own spline at the place where the composed maps end. */
    @Test
    void whatComesOutIsTheScansSplineAtTheComposedPlace() {
        NeuroImage scan = noise();
        NeuroImage moved = oneShot(scan);
        for (int t = 0; t < VOLUMES; t++) {
            Interpolator spline = Interpolator.of(scan.volume(t), SCAN, Interpolation.QUINTIC);
            float[] found = moved.volume(t);
            double worst = 0;
            for (int v = 0; v < found.length; v += 7) {
                double[] p = STANDARD.position(v);
                for (SpatialMap map : List.of(warp, affine, coregistration, motion().get(t))) {
                    double[] q = new double[3];
                    map.apply(p, q);
                    p = q;
                }
                double[] at = SCAN.affine().inverse().apply(p[0], p[1], p[2]);
                worst = Math.max(worst, Math.abs(found[v] - spline.at(at[0], at[1], at[2])));
            }
            assertTrue(worst < 0.02, "0.2 % of the noise; volume " + t + " is off by " + worst);
        }
    }

    private NeuroImage oneShot(NeuroImage scan) {
        NeuroImage moved = NeuroImage.floats("mni", STANDARD, VOLUMES, SeriesTiming.every(2));
        ScanToStandard.resample(scan, space, coregistration, motion(), Interpolation.QUINTIC, moved, Progress.NONE);
        return moved;
    }

    /** One interpolation for each list of maps, on the scan's own grid but for the last, as programs do that write each step. */
    private static NeuroImage stepByStep(NeuroImage scan, List<List<SpatialMap>> steps) {
        NeuroImage before = scan;
        for (int s = 0; s < steps.size(); s++) {
            VoxelGrid grid = s < steps.size() - 1 ? SCAN : STANDARD;
            NeuroImage after = NeuroImage.floats("step", grid, VOLUMES, SeriesTiming.every(2));
            Resampler.resampleSeries(before, steps.get(s), Interpolation.QUINTIC, after, Progress.NONE);
            before = after;
        }
        return before;
    }

    @Test
    void oneInterpolationKeepsMoreOfTheDetail() {
        NeuroImage scan = noise();
        List<SpatialMap> coregistered = Collections.nCopies(VOLUMES, coregistration);
        List<SpatialMap> anatomy = Collections.nCopies(VOLUMES, TransformChain.of(warp, affine));
        List<SpatialMap> both = Collections.nCopies(VOLUMES, TransformChain.of(warp, affine, coregistration));
        List<SpatialMap> motion = List.copyOf(motion());
        double whole = fine(scan, 48, 8);
        double one = fine(oneShot(scan), 32, 0) / whole;
        double two = fine(stepByStep(scan, List.of(motion, both)), 32, 0) / whole;
        double three = fine(stepByStep(scan, List.of(motion, coregistered, anatomy)), 32, 0) / whole;
        String words = String.format(
                Locale.ROOT, "power above half of Nyquist: %.3f once, %.3f twice, %.3f thrice", one, two, three);
        System.out.println(words);
        assertTrue(one > 0.7 && one < 1, words);
        assertTrue(two < 0.95 * one && three < 0.95 * two, words);
    }

    /** Mean power above half of Nyquist along the three axes of a cube of 32 voxels, per voxel. */
    private static double fine(NeuroImage series, int size, int first) {
        DoubleFFT_1D fft = new DoubleFFT_1D(32);
        int[] step = {1, size, size * size};
        double power = 0;
        float[] values = series.volume(VOLUMES - 1);
        for (int axis = 0; axis < 3; axis++)
            for (int i = 0; i < 32; i++)
                for (int j = 0; j < 32; j++) {
                    int start =
                            first * (step[0] + step[1] + step[2]) + i * step[(axis + 1) % 3] + j * step[(axis + 2) % 3];
                    double[] row = new double[32];
                    for (int k = 0; k < 32; k++) row[k] = values[start + k * step[axis]];
                    fft.realForward(row);
                    for (int k = 8; k < 16; k++) power += row[2 * k] * row[2 * k] + row[2 * k + 1] * row[2 * k + 1];
                }
        return power;
    }
}
