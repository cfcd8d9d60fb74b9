package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;

/** Where a template expects the brain, as the start of a surface and as what holds it. */
final class BrainPrior implements BrainSurface.Tether {

    /** Below this probability there is no brain, above one minus it there is. */
    private static final double DOUBT = 0.1;

    /** Millimetres a step moves the surface where the prior is sure. */
    private static final double STRENGTH = 0.5;

    private static final double FURTHEST = 150;
    private static final double STEP = 0.5;

    private final VoxelGrid grid;
    private final float[] prior;
    private final Affine toVoxels;

    BrainPrior(VoxelGrid grid, float[] prior) {
        this.grid = grid;
        this.prior = prior;
        toVoxels = grid.affine().inverse();
    }

    /**
     * @throws IllegalArgumentException if the prior is not one volume of probabilities on the scan's grid, or has no brain
     */
    static void require(NeuroImage prior, NeuroImage t1) {
        prior.grid().requireSameAs(t1.grid(), "the brain prior " + prior.name(), t1.name());
        if (prior.volumes() != 1)
            throw new IllegalArgumentException(
                    "a brain prior is one volume, but " + prior.name() + " has " + prior.volumes());
        int half = 0;
        for (float value : prior.volume(0)) {
            if (value < -0.001 || value > 1.001)
                throw new IllegalArgumentException(prior.name() + " has the value " + value
                        + ": a brain prior holds probabilities in [0, 1]; divide by its largest value first");
            if (value >= 0.5) half++;
        }
        if (half < 100)
            throw new IllegalArgumentException(prior.name() + " has " + half
                    + " voxels of 0.5 or more: the brain prior does not lie on the scan; was the registration right?");
    }

    /** On each ray from the middle of the prior the furthest point where it is 0.5 or more, in RAS+ mm, x y z each. */
    double[] start(SphereMesh mesh) {
        double[] centre = new double[4];
        for (int z = 0, v = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++, v++)
                    if (prior[v] >= 0.5) {
                        double[] p = grid.affine().apply(x, y, z);
                        for (int d = 0; d < 3; d++) centre[d] += p[d];
                        centre[3]++;
                    }
        for (int d = 0; d < 3; d++) centre[d] /= centre[3];
        double[] points = new double[3 * mesh.points().length];
        for (int v = 0; v < mesh.points().length; v++) {
            double[] ray = mesh.points()[v];
            double radius = 10;
            for (double r = radius; r < FURTHEST; r += STEP)
                if (value(centre[0] + r * ray[0], centre[1] + r * ray[1], centre[2] + r * ray[2]) >= 0.5) radius = r;
            for (int d = 0; d < 3; d++) points[3 * v + d] = centre[d] + radius * ray[d];
        }
        return points;
    }

    @Override
    public double pull(double x, double y, double z) {
        double p = value(x, y, z);
        if (p < DOUBT) return STRENGTH * (p - DOUBT) / DOUBT;
        if (p > 1 - DOUBT) return STRENGTH * (p - 1 + DOUBT) / DOUBT;
        return 0;
    }

    /** The voxels that may be brain. */
    boolean[] possible() {
        boolean[] possible = new boolean[prior.length];
        for (int v = 0; v < possible.length; v++) possible[v] = prior[v] > DOUBT / 5;
        return possible;
    }

    /** At the nearest voxel; 0 outside the grid and where the prior is not finite. */
    private double value(double x, double y, double z) {
        double[] p = toVoxels.apply(x, y, z);
        long i = Math.round(p[0]);
        long j = Math.round(p[1]);
        long k = Math.round(p[2]);
        if (i < 0 || j < 0 || k < 0 || i >= grid.sizeX() || j >= grid.sizeY() || k >= grid.sizeZ()) return 0;
        float value = prior[grid.index((int) i, (int) j, (int) k)];
        return value > 0 ? value : 0;
    }
}
