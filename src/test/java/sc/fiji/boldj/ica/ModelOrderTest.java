package sc.fiji.boldj.ica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.ica.ModelOrder.Criterion;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

class ModelOrderTest {

    /** scikit-learn sums the same formula in another order: 1e-9 of the value. */
    @Test
    void evidenceIsThatOfScikitLearn() {
        double[][] table = Fixture.columns("evidence.tsv");
        ModelOrder.Estimate estimate = ModelOrder.estimate(table[0], 300.0, Criterion.LAPLACE);
        for (int k = 0; k < 11; k++)
            assertEquals(table[1][k], estimate.score()[k], 1e-9 * Math.abs(table[1][k]), "rank " + (k + 1));
        assertEquals(3, estimate.components());
        assertTrue(estimate.warning().isEmpty() || estimate.components() > 4);
    }

    @ParameterizedTest
    @EnumSource(Criterion.class)
    void countsClearComponents(Criterion criterion) {
        double[] l = DoubleStream.concat(
                        DoubleStream.of(9, 7, 5, 4),
                        DoubleStream.iterate(1.2, v -> v - 0.01).limit(40))
                .toArray();
        assertEquals(4, ModelOrder.estimate(l, 5000.0, criterion).components());
    }

    /** 8 networks, 2 artefacts and a drift, under noise that is smooth in space and correlated in time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void laplaceFindsTheTruthToWithinOne(long seed) {
        SyntheticScan scan = SyntheticScan.of(seed, 6, 200, 2, 2.5);
        ScanMatrix matrix = ScanMatrix.of(scan.image, scan.mask, VarianceNorm.RESIDUAL, Progress.NONE);
        double[] gram = Gram.of(matrix.values(), matrix.volumes(), matrix.voxels(), Progress.NONE);
        int found = SingleScanIca.estimate(matrix, scan.mask, gram, Criterion.LAPLACE)
                .components();
        assertEquals(11, found, 1, "seed " + seed);
    }

    /** Five slow sources under AR(1) noise of 0.8: the filter makes the noise's eigenvalues alike. */
    @Test
    void colouredNoiseIsNotCounted() {
        int volumes = 200;
        NeuroImage scan = fiveSources(volumes, 0.8, 1.5);
        Mask mask = Mask.all(scan.grid());
        ScanMatrix matrix = ScanMatrix.of(scan, mask, VarianceNorm.TOTAL, Progress.NONE);
        double[] gram = Gram.of(matrix.values(), volumes, matrix.voxels(), Progress.NONE);
        int found =
                SingleScanIca.estimate(matrix, mask, gram, Criterion.LAPLACE).components();
        assertEquals(5, found, 1);
        double[] filtered = NoiseColour.of(matrix, mask).whitened(gram, volumes);
        double[] asItStands = new NoiseColour(new double[0]).whitened(gram, volumes);
        double flat = filtered[10] / filtered[100];
        double coloured = asItStands[10] / asItStands[100];
        assertTrue(flat < 2, "after the filter the noise is white, the eigenvalues fall by " + flat);
        assertTrue(coloured > 5, "without it they fall by " + coloured);
    }

    /**
     * Five sources, weaker than AR(1) noise of 0.9 in 400 volumes: each criterion counts them after the filter. The
     * eigenvalues as they are hide them, which would give one component.
     */
    @ParameterizedTest
    @EnumSource(Criterion.class)
    void sourcesWeakerThanColouredNoiseAreCounted(Criterion criterion) {
        int volumes = 400;
        NeuroImage scan = fiveSources(volumes, 0.9, 0.7);
        Mask mask = Mask.all(scan.grid());
        ScanMatrix matrix = ScanMatrix.of(scan, mask, VarianceNorm.TOTAL, Progress.NONE);
        double[] gram = Gram.of(matrix.values(), volumes, matrix.voxels(), Progress.NONE);
        assertEquals(5, SingleScanIca.estimate(matrix, mask, gram, criterion).components());
        double[] variances = SymmetricEigen.of(gram, volumes).values().clone();
        for (int i = 0; i < variances.length; i++) variances[i] /= matrix.voxels();
        assertEquals(
                1, ModelOrder.estimate(variances, matrix.voxels(), criterion).components(), "without the filter");
    }

    /** Slow sources, each in a sixth of the grid, in AR(1) noise of variance 1. */
    private static NeuroImage fiveSources(int volumes, double correlation, double size) {
        VoxelGrid grid = new VoxelGrid(30, 30, 4, Affine.scaling(3, 3, 3));
        SplittableRandom random = Seeds.stream(5, 0);
        double[][] courses = new double[5][];
        for (int k = 0; k < 5; k++) courses[k] = SyntheticScan.slow(random, volumes, 2, 0.09);
        NeuroImage scan = NeuroImage.floats("coloured", grid, volumes, SeriesTiming.every(2));
        double[] noise = new double[grid.voxels()];
        double[] fresh = new double[grid.voxels()];
        Seeds.fillGaussian(random, noise);
        double innovation = Math.sqrt(1 - correlation * correlation);
        for (int t = 0; t < volumes; t++) {
            Seeds.fillGaussian(random, fresh);
            float[] volume = new float[noise.length];
            for (int v = 0; v < noise.length; v++) {
                noise[v] = correlation * noise[v] + innovation * fresh[v];
                int source = v % 30 / 5;
                volume[v] = (float) (1000 + noise[v] + (source < 5 ? size * courses[source][t] : 0));
            }
            scan.writeVolume(t, volume);
        }
        return scan;
    }

    /** The noise was drawn with a correlation of 0.3 from one volume to the next. */
    @Test
    void measuresTheColourOfTheNoise() {
        SyntheticScan scan = SyntheticScan.of(1, 8, 300, 2, 1);
        ScanMatrix matrix = ScanMatrix.of(scan.image, scan.mask, VarianceNorm.RESIDUAL, Progress.NONE);
        double[] filter = NoiseColour.of(matrix, scan.mask).filter();
        assertEquals(0.3, filter[0], 0.05);
        assertEquals(0, filter[1], 0.03);
        assertEquals(0, filter[2], 0.03);
    }

    @Test
    void warnsWhenManyVolumesPushItUp() {
        // a spectrum without a gap, as 1000 volumes of structured noise have it
        double[] l = DoubleStream.iterate(50, v -> v * 0.985).limit(999).toArray();
        ModelOrder.Estimate estimate = ModelOrder.estimate(l, 70000.0, Criterion.LAPLACE);
        assertTrue(estimate.components() >= 100, "found " + estimate.components());
        assertTrue(
                estimate.warning().orElse("").contains("with many volumes"),
                estimate.warning().toString());
    }

    @Test
    void refusesTooFewVolumes() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelOrder.estimate(new double[] {1, 0, 0}, 100.0, Criterion.LAPLACE));
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelOrder.estimate(new double[] {3, 2, 1}, 1.0, Criterion.LAPLACE));
    }
}
