package sc.fiji.boldj.registration;

import java.util.SplittableRandom;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Displacement;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;

/** Scans of one simulated head, moved in known ways: read from a continuous function, so no interpolation is involved. */
final class HeadScans {

    static final HeadScans ONE = new HeadScans(1, 3);

    private final HeadModel head;

    HeadScans(long seed, double resolution) {
        head = Heads.of(HeadModel.Options.DEFAULT.withSeed(seed).withResolution(resolution));
    }

    /** Covers the head, whole. */
    static VoxelGrid grid(double voxel) {
        return grid(voxel, 190, 230, 200, 0, 5, -8);
    }

    static VoxelGrid grid(double voxel, double wx, double wy, double wz, double cx, double cy, double cz) {
        int nx = (int) Math.round(wx / voxel);
        int ny = (int) Math.round(wy / voxel);
        int nz = (int) Math.round(wz / voxel);
        return new VoxelGrid(
                nx,
                ny,
                nz,
                Affine.of(
                        -voxel,
                        0,
                        0,
                        cx + voxel * (nx - 1) / 2.0,
                        0,
                        voxel,
                        0,
                        cy - voxel * (ny - 1) / 2.0,
                        0,
                        0,
                        voxel,
                        cz - voxel * (nz - 1) / 2.0));
    }

    private static VoxelGrid seen(VoxelGrid grid, Affine moved) {
        return new VoxelGrid(
                grid.sizeX(), grid.sizeY(), grid.sizeZ(), moved.inverse().times(grid.affine()));
    }

    /** A T1-weighted scan of the head after a motion or stretch, with white noise of the given standard deviation (white matter: 1000). */
    NeuroImage t1(VoxelGrid grid, Affine moved, double noise, long seed) {
        VoxelGrid at = seen(grid, moved);
        float[] grey = head.grey(at, Progress.NONE).volume(0);
        float[] white = head.white(at, Progress.NONE).volume(0);
        float[] fluid = head.fluid(at, Progress.NONE).volume(0);
        float[] signal = head.echoPlanar(at, Progress.NONE).volume(0);
        float[] values = new float[signal.length];
        for (int v = 0; v < values.length; v++) {
            double rest = Math.max(0, signal[v] - 800 * grey[v] - 640 * white[v] - 1136 * fluid[v]);
            values[v] = (float) (1000 * white[v] + 650 * grey[v] + 250 * fluid[v] + 2 * rest);
        }
        return image("T1", grid, values, noise, seed);
    }

    /** A T2*-weighted scan, as {@link #t1}; white matter: 640. */
    NeuroImage epi(VoxelGrid grid, Affine moved, double noise, long seed) {
        return image(
                "EPI", grid, head.echoPlanar(seen(grid, moved), Progress.NONE).volume(0), noise, seed);
    }

    NeuroImage white(VoxelGrid grid) {
        return head.white(grid, Progress.NONE);
    }

    NeuroImage brain(VoxelGrid grid) {
        NeuroImage like = NeuroImage.floats("brain", grid, 1, sc.fiji.boldj.image.SeriesTiming.UNKNOWN);
        return head.brain(grid, Progress.NONE).toImage(like, "brain");
    }

    /** Measures over the brain. */
    Displacement overBrain() {
        return Displacement.over(head.brain(grid(4), Progress.NONE));
    }

    private static NeuroImage image(String name, VoxelGrid grid, float[] values, double noise, long seed) {
        NeuroImage image = NeuroImage.floats(name, grid, 1, sc.fiji.boldj.image.SeriesTiming.UNKNOWN);
        double[] draws = new double[values.length];
        Seeds.fillGaussian(Seeds.stream(seed, 0), draws);
        for (int v = 0; v < values.length; v++) values[v] += (float) (noise * draws[v]);
        image.writeVolume(0, values);
        return image;
    }

    /** The same scan with a header that says it lies elsewhere. */
    static NeuroImage elsewhere(NeuroImage scan, Affine map) {
        VoxelGrid grid = scan.grid();
        NeuroImage moved = NeuroImage.floats(
                scan.name(),
                new VoxelGrid(grid.sizeX(), grid.sizeY(), grid.sizeZ(), map.times(grid.affine())),
                1,
                scan.timing());
        moved.writeVolume(0, scan.volume(0));
        return moved;
    }

    /** Turns about each axis and shifts along each, evenly distributed between the limits. */
    static Affine random(long seed, double degrees, double millimetres) {
        SplittableRandom random = Seeds.stream(seed, 77);
        double[] six = new double[6];
        for (int k = 0; k < 3; k++) six[k] = (2 * random.nextDouble() - 1) * millimetres;
        for (int k = 3; k < 6; k++) six[k] = Math.toRadians((2 * random.nextDouble() - 1) * degrees);
        return RigidMotion.of(six).toAffine(0, 0, 0);
    }

    /** Stretches and shears by up to {@code share} in each entry. */
    static Affine stretch(long seed, double share) {
        SplittableRandom random = Seeds.stream(seed, 78);
        double[] m = new double[12];
        for (int i = 0; i < 12; i++)
            m[i] = i % 4 == 3
                    ? 0
                    : (i % 5 == 0 ? 1 : 0) + (i % 5 == 0 ? 1 : 0.5) * share * (2 * random.nextDouble() - 1);
        return Affine.of(m);
    }
}
