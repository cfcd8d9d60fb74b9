package sc.fiji.boldj.anatomy;

import java.util.SplittableRandom;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.simulate.HeadModel;

/** A T1-weighted scan of a synthetic head with known tissues, brain, bias field and noise. */
final class T1Phantom {

    static final double WHITE = 1000;
    static final double GREY = 720;
    static final double FLUID = 280;

    final VoxelGrid grid;
    final float[] grey;
    final float[] white;
    final float[] fluid;
    final Mask brain;

    /** Without bias field and noise. */
    final float[] clean;

    T1Phantom(HeadModel head, VoxelGrid grid) {
        this.grid = grid;
        grey = head.grey(grid, Progress.NONE).volume(0);
        white = head.white(grid, Progress.NONE).volume(0);
        fluid = head.fluid(grid, Progress.NONE).volume(0);
        brain = head.brain(grid, Progress.NONE);
        clean = new float[grid.voxels()];
        float[] epi = head.echoPlanar(grid, Progress.NONE).volume(0);
        for (int v = 0; v < clean.length; v++) {
            double tissue = WHITE * white[v] + GREY * grey[v] + FLUID * fluid[v];
            double share = Math.min(1, grey[v] + white[v] + fluid[v]);
            // What the echo-planar image shows of skin, muscle and bone; fat is bright in a T1-weighted image.
            double rest = Math.max(0, epi[v] - 800 * grey[v] - 640 * white[v] - 1136 * fluid[v]);
            clean[v] = (float) (tissue + (1 - share) * 2.6 * rest);
        }
    }

    /**
     * A head made of bodies: a folded ball of white matter under 4 mm of cortex, fluid, a ventricle, bone and skin.
     * Each voxel is the mean of 27 points.
     */
    T1Phantom(VoxelGrid grid) {
        this.grid = grid;
        int n = grid.voxels();
        grey = new float[n];
        white = new float[n];
        fluid = new float[n];
        clean = new float[n];
        boolean[] inside = new boolean[n];
        double[] share = new double[5];
        for (int z = 0, v = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++, v++) {
                    java.util.Arrays.fill(share, 0);
                    for (int k = 0; k < 27; k++) {
                        double[] p = grid.affine()
                                .apply(x + (k % 3 - 1) / 3.0, y + (k / 3 % 3 - 1) / 3.0, z + (k / 9 - 1) / 3.0);
                        double depth = depth(p);
                        int kind = kind(p, depth);
                        if (kind < 4) share[kind]++;
                        if (depth > 0) share[4]++;
                    }
                    grey[v] = (float) (share[0] / 27);
                    white[v] = (float) (share[1] / 27);
                    fluid[v] = (float) (share[2] / 27);
                    clean[v] = (float) ((share[0] * GREY + share[1] * WHITE + share[2] * FLUID + share[3] * 900) / 27);
                    inside[v] = share[4] > 13;
                }
        brain = Mask.of(grid, inside);
    }

    private static double depth(double[] p) {
        double q = Math.sqrt(p[0] * p[0] / (68 * 68) + p[1] * p[1] / (80 * 80) + p[2] * p[2] / (66 * 66));
        return 71 * (1 - q);
    }

    /** 0 grey, 1 white, 2 fluid, 3 skin, 4 air or bone. */
    private static int kind(double[] p, double depth) {
        if (depth < -13) return 4;
        if (depth < -8) return 3;
        if (depth < -2) return 4;
        double ventricle = p[0] * p[0] / (8 * 8) + p[1] * p[1] / (18 * 18) + p[2] * p[2] / (7 * 7);
        if (ventricle < 1) return 2;
        double fold = Math.sin(0.34 * p[0]) * Math.sin(0.3 * p[1] + 1) * Math.sin(0.36 * p[2] + 0.5);
        double pial = depth - 2 - 9 * Math.max(0, fold);
        return pial < 0 ? 2 : pial < 4.5 ? 0 : 1;
    }

    /** Natural logarithm of a smooth field, about {@code amount} from least to largest over the brain. */
    float[] logField(double amount, long seed) {
        SplittableRandom random = Seeds.stream(seed, 7);
        double[] c = new double[9];
        for (int i = 0; i < c.length; i++) c[i] = 2 * random.nextDouble() - 1;
        float[] field = new float[grid.voxels()];
        double[] centre = grid.centre();
        for (int z = 0, v = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++, v++) {
                    double[] p = grid.affine().apply(x, y, z);
                    double a = (p[0] - centre[0]) / 80;
                    double b = (p[1] - centre[1]) / 95;
                    double d = (p[2] - centre[2]) / 80;
                    field[v] = (float) (c[0] * a
                            + c[1] * b
                            + c[2] * d
                            + c[3] * a * b
                            + c[4] * b * d
                            + c[5] * a * d
                            + c[6] * a * a
                            + c[7] * b * b
                            + c[8] * d * d
                            + 0.4 * Math.sin(2 * a + c[0]) * Math.sin(2.2 * b + c[1]));
                }
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < brain.count(); i++) {
            least = Math.min(least, field[brain.voxel(i)]);
            largest = Math.max(largest, field[brain.voxel(i)]);
        }
        double scale = amount / (largest - least);
        double middle = (least + largest) / 2;
        for (int v = 0; v < field.length; v++)
            field[v] = (float) Math.max(-1, Math.min(1, scale * (field[v] - middle)));
        return field;
    }

    /** A scan with Rician noise of a share of white matter's brightness. */
    NeuroImage scan(float[] logField, double noise, long seed) {
        float[] values = new float[clean.length];
        double[] draws = new double[2 * grid.planeSize()];
        for (int z = 0; z < grid.sizeZ(); z++) {
            Seeds.fillGaussian(Seeds.stream(seed, z), draws);
            for (int i = 0; i < grid.planeSize(); i++) {
                int v = z * grid.planeSize() + i;
                double signal = clean[v] * Math.exp(logField[v]);
                values[v] = (float) Math.hypot(signal + noise * WHITE * draws[2 * i], noise * WHITE * draws[2 * i + 1]);
            }
        }
        NeuroImage image = NeuroImage.floats("phantom", grid, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, values);
        return image;
    }

    /** Coefficient of variation over the brain of the ratio of two fields. */
    double residual(float[] fitted, float[] truth) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < brain.count(); i++) {
            double ratio = Math.exp(fitted[brain.voxel(i)] - truth[brain.voxel(i)]);
            sum += ratio;
            squares += ratio * ratio;
        }
        double mean = sum / brain.count();
        return Math.sqrt(squares / brain.count() - mean * mean) / mean;
    }

    /** A grid for it, 2 mm. */
    static final VoxelGrid SMALL =
            new VoxelGrid(88, 100, 86, sc.fiji.boldj.image.Affine.of(2, 0, 0, -87, 0, 2, 0, -99, 0, 0, 2, -85));

    /** The tissue that fills most of a voxel: 0 grey, 1 white, 2 fluid. */
    static int most(double grey, double white, double fluid) {
        return grey >= white && grey >= fluid ? 0 : white >= fluid ? 1 : 2;
    }

    /** Dice of each tissue's hard labels over the brain. */
    double[] dice(float[] g, float[] w, float[] f) {
        int[] both = new int[3];
        int[] each = new int[3];
        for (int i = 0; i < brain.count(); i++) {
            int v = brain.voxel(i);
            int truth = most(grey[v], white[v], fluid[v]);
            int found = most(g[v], w[v], f[v]);
            each[truth]++;
            each[found]++;
            if (truth == found) both[truth]++;
        }
        return new double[] {2.0 * both[0] / each[0], 2.0 * both[1] / each[1], 2.0 * both[2] / each[2]};
    }
}
