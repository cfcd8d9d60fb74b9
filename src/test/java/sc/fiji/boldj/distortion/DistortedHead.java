package sc.fiji.boldj.distortion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.simulate.EchoPlanarDistortion;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;
import sc.fiji.boldj.simulate.SusceptibilityField;

/**
 * A simulated head in a known field, seen with opposed phase encoding, moved in between.
 *
 * @param images the pair
 * @param truth Hz, on the grid of the first
 * @param brain on that grid
 * @param motion from the head to the second scan
 */
public record DistortedHead(List<EncodedImage> images, NeuroImage truth, Mask brain, Affine motion) {

    /** Tissue where the true local scaling is smaller is lost in one of the images. */
    private static final double LEAST_JACOBIAN = 0.2;

    /** A grid of a whole head, its first axis to the left as scanners store it. */
    public static VoxelGrid grid(double voxel) {
        int nx = (int) (216 / voxel);
        int nz = (int) (150 / voxel);
        return new VoxelGrid(
                nx,
                nx,
                nz,
                Affine.of(
                        -voxel, 0, 0, voxel * (nx - 1) / 2, 0, voxel, 0, -voxel * (nx - 1) / 2 - 15, 0, 0, voxel, -60));
    }

    /**
     * Takes both images.
     *
     * @param readout total readout time of both images, s
     * @param degrees of motion between them
     */
    public static DistortedHead of(double voxel, double readout, double degrees, long seed) {
        VoxelGrid grid = grid(voxel);
        HeadModel head = Heads.of(HeadModel.Options.DEFAULT.withSeed(seed).withResolution(0.75 * voxel));
        SusceptibilityField field = new SusceptibilityField(150);
        double turn = StrictMath.toRadians(degrees);
        Affine motion = degrees == 0
                ? Affine.IDENTITY
                : new RigidMotion(1.1, -0.7, 0.6, 0.8 * turn, 0.33 * turn, -0.5 * turn).toAffine(grid.centre());
        List<EncodedImage> images = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            Affine map = k == 0 ? Affine.IDENTITY : motion;
            VoxelGrid pulled = new VoxelGrid(
                    grid.sizeX(), grid.sizeY(), grid.sizeZ(), map.inverse().times(grid.affine()));
            PhaseEncoding encoding = new PhaseEncoding(1, k == 0 ? 1 : -1, readout);
            float[] seen = EchoPlanarDistortion.of(
                    head.echoPlanar(pulled, Progress.NONE).volume(0),
                    field.on(grid, map.inverse(), Progress.NONE).volume(0),
                    grid,
                    1,
                    encoding.voxelsPerHertz(),
                    Progress.NONE);
            images.add(new EncodedImage(noisy(seen, grid, Seeds.stream(seed, k)), encoding));
        }
        return new DistortedHead(
                images, field.on(grid, Affine.IDENTITY, Progress.NONE), head.brain(grid, Progress.NONE), motion);
    }

    /** Rician noise: tSNR 64 in grey matter. */
    private static NeuroImage noisy(float[] values, VoxelGrid grid, SplittableRandom random) {
        double[] noise = new double[2 * values.length];
        Seeds.fillGaussian(random, noise);
        for (int v = 0; v < values.length; v++)
            values[v] = (float) Math.hypot(values[v] + 800 / 64.0 * noise[v], 800 / 64.0 * noise[values.length + v]);
        NeuroImage image = NeuroImage.floats("epi", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }

    /** Displacement errors in mm, sorted, after a shift and the shears of a small rotation are fitted. */
    public double[] errors(NeuroImage field) {
        VoxelGrid grid = truth.grid();
        float[] t = truth.volume(0);
        float[] e = field.volume(0);
        double readout = images.get(0).encoding().readout();
        int row = grid.sizeX();
        List<double[]> rows = new ArrayList<>();
        for (int v : brain.indices()) {
            if (v < row || v + row >= t.length) continue;
            if (1 - readout * Math.abs(t[v + row] - t[v - row]) / 2 <= LEAST_JACOBIAN) continue;
            double[] p = grid.position(v);
            rows.add(new double[] {(e[v] - t[v]) * readout * grid.voxelSize(1), 1, p[0], p[2]});
        }
        double[][] normal = new double[3][3];
        double[] right = new double[3];
        for (double[] r : rows)
            for (int a = 0; a < 3; a++) {
                right[a] += r[1 + a] * r[0];
                for (int b = 0; b < 3; b++) normal[a][b] += r[1 + a] * r[1 + b];
            }
        double[] fit = new LUDecomposition(new Array2DRowRealMatrix(normal))
                .getSolver()
                .solve(new ArrayRealVector(right))
                .toArray();
        double[] errors = new double[rows.size()];
        for (int i = 0; i < errors.length; i++) {
            double[] r = rows.get(i);
            errors[i] = Math.abs(r[0] - fit[0] * r[1] - fit[1] * r[2] - fit[2] * r[3]);
        }
        Arrays.sort(errors);
        return errors;
    }
}
