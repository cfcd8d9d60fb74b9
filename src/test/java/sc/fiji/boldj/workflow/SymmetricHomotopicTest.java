package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.connectivity.MirroredHomotopic;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class SymmetricHomotopicTest {

    private static final int VOLUMES = 60;

    /** A skew that is its own kind of asymmetry: y moves by 8 mm times tanh(x / 30 mm), front on the right. */
    private static final SpatialMap SKEW = (point, target) -> {
        double x = point[0];
        double y = point[1] + 8 * Math.tanh(x / 30);
        double z = point[2];
        target[0] = x;
        target[1] = y;
        target[2] = z;
    };

    private static final SpatialMap BACK = (point, target) -> {
        double x = point[0];
        double y = point[1] - 8 * Math.tanh(x / 30);
        double z = point[2];
        target[0] = x;
        target[1] = y;
        target[2] = z;
    };

    private static final TemplateSymmetry NONE = new TemplateSymmetry(Affine.IDENTITY, Affine.IDENTITY);

    private final VoxelGrid grid = Template.grid(6);

    /** Smooth noise that is the same on both sides, with some of its own on each, so that r is about 0.8. */
    private NeuroImage symmetricNoise() {
        NeuroImage noise = NeuroImage.floats("noise", grid, VOLUMES, SeriesTiming.UNKNOWN);
        SplittableRandom random = Seeds.stream(11, 0);
        int width = grid.sizeX();
        for (int t = 0; t < VOLUMES; t++) {
            double[] both = new double[grid.voxels()];
            double[] own = new double[grid.voxels()];
            Seeds.fillGaussian(random, both);
            Seeds.fillGaussian(random, own);
            float[] volume = new float[both.length];
            for (int v = 0; v < volume.length; v++) {
                int x = v % width;
                int mirrored = v - x + Math.min(x, width - 1 - x);
                volume[v] = (float) (2 * both[mirrored] + own[v]);
            }
            noise.writeVolume(t, volume);
        }
        NeuroImage smooth = noise.createLike("smooth", VOLUMES);
        GaussianSmoothing.apply(
                noise, java.util.Optional.empty(), new GaussianSmoothing.Options(14), smooth, Progress.NONE);
        return smooth;
    }

    private NeuroImage moved(NeuroImage source, SpatialMap map) {
        NeuroImage moved = source.createLike("moved", VOLUMES);
        for (int t = 0; t < VOLUMES; t++) {
            float[] volume = new float[grid.voxels()];
            Resampler.resample(source.volume(t), grid, grid, map, Interpolation.CUBIC, volume, Progress.NONE);
            moved.writeVolume(t, volume);
        }
        return moved;
    }

    private double mean(float[] z, Mask mask) {
        double sum = 0;
        int count = 0;
        for (int v : mask.indices())
            if (z[v] != 0) {
                sum += z[v];
                count++;
            }
        assertTrue(count > 0.8 * mask.count(), count + " of " + mask.count());
        return sum / count;
    }

    /** On a symmetric grid with nothing to move the map is that of the mirrored voxels. */
    @Test
    void withoutAsymmetryItIsTheMirroredVoxel() {
        NeuroImage noise = symmetricNoise();
        Mask mask = Template.builtIn().onGrid(grid).mask();
        float[] expected = MirroredHomotopic.of(noise, mask, Progress.NONE).z().volume(0);
        float[] found = SymmetricHomotopic.compute(noise, mask, NONE, Progress.NONE);
        for (int v = 0; v < found.length; v++) assertEquals(expected[v], found[v], 1e-6);
    }

    /** The truth is the map before the head was skewed; mirrored voxels alone miss a part of it. */
    @Test
    void homotopicPlacesOfASkewedBrainAreFound() {
        NeuroImage straight = symmetricNoise();
        NeuroImage skewed = moved(straight, BACK);
        Mask mask = Template.builtIn().onGrid(grid).mask();
        double truth =
                mean(MirroredHomotopic.of(straight, mask, Progress.NONE).z().volume(0), mask);
        double mirrored =
                mean(MirroredHomotopic.of(skewed, mask, Progress.NONE).z().volume(0), mask);
        double found =
                mean(SymmetricHomotopic.compute(skewed, mask, new TemplateSymmetry(SKEW, BACK), Progress.NONE), mask);
        assertTrue(mirrored < 0.75 * truth, "mirrored voxels: " + mirrored + " of " + truth);
        // interpolation twice, of noise as smooth as two and a half voxels
        assertEquals(truth, found, 0.07 * truth, "mirrored " + mirrored);
    }

    /** The built-in template's brain is asymmetric; in its symmetric space it is its own mirror image. */
    @Test
    void theBuiltInTemplateIsSymmetricInItsSymmetricSpace() {
        Template template = Template.builtIn();
        TemplateSymmetry symmetry = TemplateSymmetry.of(template, Progress.NONE);
        float[] brain = template.brain().volume(0);
        float[] there = new float[brain.length];
        Resampler.resample(
                brain,
                template.grid(),
                template.grid(),
                symmetry.toTemplate(),
                Interpolation.LINEAR,
                there,
                Progress.NONE);
        double before = likeness(brain, template.grid());
        double after = likeness(there, template.grid());
        assertTrue(before < 0.985, "before: " + before);
        assertTrue(after > 0.995, "after: " + after);
        double[] place = {-40, -70, 30};
        double[] twice = new double[3];
        symmetry.fromTemplate().apply(place, twice);
        symmetry.toTemplate().apply(twice, twice);
        for (int d = 0; d < 3; d++) assertEquals(place[d], twice[d], 0.1);
    }

    /** Correlation of a volume with its mirror image. */
    private static double likeness(float[] values, VoxelGrid grid) {
        double mean = 0;
        for (float value : values) mean += value / (double) values.length;
        double ab = 0;
        double aa = 0;
        int width = grid.sizeX();
        for (int v = 0; v < values.length; v++) {
            double a = values[v] - mean;
            ab += a * (values[v - v % width + width - 1 - v % width] - mean);
            aa += a * a;
        }
        return ab / aa;
    }

    /** A grid whose voxels do not mirror onto voxels is no obstacle; a scan of one side is, and says so. */
    @Test
    void anyGridWillDoButNotOneHemisphere() {
        VoxelGrid odd = Template.grid(7);
        NeuroImage noise = NeuroImage.floats("noise", odd, 10, SeriesTiming.UNKNOWN);
        SplittableRandom random = Seeds.stream(3, 0);
        for (int t = 0; t < 10; t++) {
            double[] draws = new double[odd.voxels()];
            Seeds.fillGaussian(random, draws);
            float[] volume = new float[draws.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) draws[v];
            noise.writeVolume(t, volume);
        }
        Mask brain = Template.builtIn().onGrid(odd).mask();
        float[] z = SymmetricHomotopic.compute(noise, brain, NONE, Progress.NONE);
        int count = 0;
        for (float value : z) if (value != 0) count++;
        assertTrue(count > 0.8 * brain.count());
        boolean[] left = new boolean[odd.voxels()];
        for (int v : brain.indices()) left[v] = odd.affine().apply(v % odd.sizeX(), 0, 0)[0] < -15;
        Mask side = Mask.of(odd, left);
        DataException e =
                assertThrows(DataException.class, () -> SymmetricHomotopic.compute(noise, side, NONE, Progress.NONE));
        assertTrue(e.getMessage().contains("mirrored"), e.getMessage());
    }
}
