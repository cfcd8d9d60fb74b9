package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** The voxels whose weighted mean is a seed's series. Immutable. */
public final class SeedRegion {

    /** A sphere must have this share of its voxels in the mask. */
    public static final double LEAST_COVERAGE = 0.5;

    private final String name;
    private final VoxelGrid grid;
    private final int[] voxels;
    private final double[] weights;

    private SeedRegion(String name, VoxelGrid grid, int[] voxels, double[] weights) {
        this.name = name;
        this.grid = grid;
        this.voxels = voxels;
        this.weights = weights;
    }

    /**
     * The voxels of a mask whose centres are in a sphere, each with the same weight.
     *
     * @param within the mask; {@link Mask#all} for none
     * @param x centre in RAS+ millimetres
     * @param radius millimetres, above 0; a centre at this distance is in, and up to 0.001 mm beyond it, which is what
     *     the rounding of headers may move it
     * @throws IllegalArgumentException if no voxel of the grid is in the sphere (saying what the scan covers), none is
     *     in the mask, or fewer than {@link #LEAST_COVERAGE} of the sphere's voxels are
     */
    public static SeedRegion sphere(Mask within, double x, double y, double z, double radius) {
        if (!(radius > 0 && Double.isFinite(radius)))
            throw new IllegalArgumentException("the radius of a seed must be above 0 mm, got " + radius);
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z))
            throw new IllegalArgumentException(
                    "the centre of a seed must be three numbers in mm, got " + x + ", " + y + ", " + z);
        VoxelGrid grid = within.grid();
        String name = String.format(
                Locale.ROOT,
                "the sphere of %s mm at (%s, %s, %s) mm",
                SphereExtent.mm(radius),
                SphereExtent.mm(x),
                SphereExtent.mm(y),
                SphereExtent.mm(z));
        Affine affine = grid.affine();
        double[] middle = affine.inverse().apply(x, y, z);
        int[] low = new int[3];
        int[] high = new int[3];
        SphereExtent.reach(affine.inverse(), middle, radius + Sphere.ON_SURFACE, low, high);
        int[] found = new int[0];
        int count = 0;
        long total = 0;
        boolean touches = false;
        double[] point = new double[3];
        for (int k = low[2]; k <= high[2]; k++)
            for (int j = low[1]; j <= high[1]; j++)
                for (int i = low[0]; i <= high[0]; i++) {
                    point[0] = i;
                    point[1] = j;
                    point[2] = k;
                    affine.apply(point, point);
                    double distance = SphereExtent.square(point[0] - x)
                            + SphereExtent.square(point[1] - y)
                            + SphereExtent.square(point[2] - z);
                    if (!(distance <= SphereExtent.square(radius + Sphere.ON_SURFACE))) continue;
                    total++;
                    if (i < 0 || i >= grid.sizeX() || j < 0 || j >= grid.sizeY() || k < 0 || k >= grid.sizeZ())
                        continue;
                    touches = true;
                    int voxel = grid.index(i, j, k);
                    if (!within.contains(voxel)) continue;
                    if (count == found.length) found = Arrays.copyOf(found, Math.max(64, 2 * count));
                    found[count++] = voxel;
                }
        if (total == 0)
            throw new DataException(name + " lies between the voxels, which are " + SphereExtent.mm(grid.voxelSize(0))
                    + " x " + SphereExtent.mm(grid.voxelSize(1)) + " x " + SphereExtent.mm(grid.voxelSize(2))
                    + " mm: use a larger radius");
        if (!touches)
            throw new DataException(name + " is outside the scan, which covers " + SphereExtent.extent(grid)
                    + ": is the scan in MNI space?");
        if (count < LEAST_COVERAGE * total)
            throw new DataException(name + " has " + (count == 0 ? "none" : "only " + count) + " of its " + total
                    + " voxels in the mask: move it, or check mask and normalisation");
        return equalWeights(name, grid, Arrays.copyOf(found, count));
    }

    /**
     * The voxels of several spheres, each with the same weight.
     *
     * @param within the mask
     * @param centres in RAS+ millimetres, one or more
     * @param radius of each, as in {@link #sphere}
     * @throws IllegalArgumentException as {@link #sphere} does for any of them
     */
    public static SeedRegion spheres(Mask within, List<Coordinate> centres, double radius) {
        boolean[] inside = new boolean[within.grid().voxels()];
        for (Coordinate centre : centres) {
            SeedRegion sphere = sphere(within, centre.x(), centre.y(), centre.z(), radius);
            if (centres.size() == 1) return sphere;
            for (int v : sphere.voxels) inside[v] = true;
        }
        return of(Mask.of(within.grid(), inside), within);
    }

    /**
     * The voxels of a seed mask that are in another mask, each with the same weight.
     *
     * @throws IllegalArgumentException if there are none or the grids differ
     */
    public static SeedRegion of(Mask seed, Mask within) {
        int[] voxels = seed.and(within).indices();
        if (voxels.length == 0)
            throw new DataException("none of the " + seed.count() + " voxels of the seed is in the mask");
        return equalWeights("the seed mask", within.grid(), voxels);
    }

    /**
     * The weighted voxels that are in a mask; weights of 0 are excluded.
     *
     * @param weights shape (Z, Y, X), finite, x fastest
     * @throws IllegalArgumentException if a weight in the mask is not finite or their sum there is 0
     */
    public static SeedRegion weighted(double[] weights, Mask within) {
        if (weights.length != within.grid().voxels())
            throw new IllegalArgumentException("the seed has " + weights.length + " weights but the grid "
                    + within.grid().voxels() + " voxels");
        int[] voxels =
                Arrays.stream(within.indices()).filter(v -> weights[v] != 0).toArray();
        double[] chosen = Arrays.stream(voxels).mapToDouble(v -> weights[v]).toArray();
        double sum = Arrays.stream(chosen).sum();
        if (!Double.isFinite(sum) || sum == 0)
            throw new IllegalArgumentException("the weights of the seed in the mask must be finite and have a sum"
                    + " other than 0, got a sum of " + sum + " over " + voxels.length + " voxels");
        for (int i = 0; i < chosen.length; i++) chosen[i] /= sum;
        return new SeedRegion("the weighted seed", within.grid(), voxels, chosen);
    }

    private static SeedRegion equalWeights(String name, VoxelGrid grid, int[] voxels) {
        double[] weights = new double[voxels.length];
        Arrays.fill(weights, 1.0 / voxels.length);
        return new SeedRegion(name, grid, voxels, weights);
    }

    /** Number of voxels. */
    public int count() {
        return voxels.length;
    }

    /** The flat indices of the voxels in memory order, a new array. */
    public int[] voxels() {
        return voxels.clone();
    }

    /**
     * The weighted mean of the voxels in each volume, in double.
     *
     * @throws IllegalArgumentException if the grids differ, a voxel has a NaN or infinity, or the mean never changes
     */
    public double[] series(NeuroImage source, Progress progress) {
        grid.requireSameAs(source.grid(), "the seed", source.name());
        double[] series = new double[source.volumes()];
        FixedChunks.forEach(
                source.volumes(),
                16,
                (from, to) -> {
                    float[] values = new float[grid.sizeX()];
                    for (int t = from; t < to; t++) series[t] = mean(source, t, values);
                },
                progress);
        for (int t = 0; t < series.length; t++)
            if (!Double.isFinite(series[t]))
                throw new DataException(
                        name + " has a voxel that is not a number in volume " + t + " of " + source.name());
        if (series.length > 1 && Arrays.stream(series).allMatch(v -> v == series[0]))
            throw new DataException("the mean of " + name + " is " + series[0] + " in every volume of " + source.name()
                    + ": nothing to correlate with. Is it outside the brain?");
        return series;
    }

    /** The weighted mean in one volume, reading neighbours along x together. */
    private double mean(NeuroImage source, int t, float[] values) {
        int plane = grid.planeSize();
        double sum = 0;
        int i = 0;
        while (i < voxels.length) {
            int voxel = voxels[i];
            int longest = grid.sizeX() - voxel % grid.sizeX();
            int length = 1;
            while (length < longest && i + length < voxels.length && voxels[i + length] == voxel + length) length++;
            source.voxels().read(voxel / plane, t, voxel % plane, length, values, 0);
            for (int n = 0; n < length; n++) sum += weights[i + n] * values[n];
            i += length;
        }
        return sum;
    }
}
