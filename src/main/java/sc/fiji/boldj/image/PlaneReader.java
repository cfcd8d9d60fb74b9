package sc.fiji.boldj.image;

import java.util.Arrays;

/**
 * Samples a volume on a plane of points in millimetres, fast enough for a plane that follows the mouse. Immutable; any
 * number of threads may read.
 *
 * <p>The values are those of {@link Resampler} with the same interpolation (in {@code float}, so that the last digit may
 * differ); outside the field of view they are NaN. The distance of the points is free: {@link RowReader} is faster only where
 * they are a voxel apart.
 */
public final class PlaneReader {

    private final Interpolator source;
    private final SpatialMap worldMap;
    private final Affine toVoxels;

    private PlaneReader(Interpolator source, SpatialMap worldMap, Affine toVoxels) {
        this.source = source;
        this.worldMap = worldMap;
        this.toVoxels = toVoxels;
    }

    /**
     * A reader of a volume.
     *
     * @param source the prepared volume
     * @param grid of the volume
     * @param worldMap from the world of the plane to that of the volume, RAS+ mm
     */
    public static PlaneReader of(Interpolator source, VoxelGrid grid, SpatialMap worldMap) {
        TransformChain chain = TransformChain.of(worldMap);
        Affine toVoxels = grid.affine().inverse();
        return chain.isAffine()
                ? new PlaneReader(source, null, toVoxels.times(chain.toAffine()))
                : new PlaneReader(source, chain, toVoxels);
    }

    /** The value at a place in millimetres; NaN outside the field of view. */
    public float at(double x, double y, double z) {
        float[] value = new float[1];
        read(new double[] {x, y, z}, new double[3], new double[3], 1, value);
        return value[0];
    }

    /**
     * Reads the points {@code start + column * right + row * down}.
     *
     * @param start the first point, RAS+ mm, shape (3)
     * @param right from one column to the next, mm, shape (3)
     * @param down from one row to the next, mm, shape (3)
     * @param width columns
     * @param target row by row, its length a multiple of {@code width}
     */
    public void read(double[] start, double[] right, double[] down, int width, float[] target) {
        double[] point = new double[3];
        double[] step = worldMap == null ? linear(right) : null;
        double[] first = new double[3];
        for (int row = 0; row < target.length / width; row++) {
            for (int d = 0; d < 3; d++) first[d] = start[d] + row * down[d];
            if (step != null) {
                toVoxels.apply(first, point);
                row(point, step, width, target, row * width);
                continue;
            }
            for (int column = 0; column < width; column++) {
                for (int d = 0; d < 3; d++) point[d] = first[d] + column * right[d];
                worldMap.apply(point, point);
                toVoxels.apply(point, point);
                row(point, new double[3], 1, target, row * width + column);
            }
        }
    }

    /** A direction in voxels. */
    private double[] linear(double[] direction) {
        double[] origin = toVoxels.apply(0, 0, 0);
        double[] end = toVoxels.apply(direction[0], direction[1], direction[2]);
        for (int d = 0; d < 3; d++) end[d] -= origin[d];
        return end;
    }

    private void row(double[] from, double[] step, int count, float[] target, int offset) {
        switch (source.method()) {
            case LINEAR -> linear(from, step, count, target, offset);
            case NEAREST -> nearest(from, step, count, target, offset);
            default -> {
                source.rows().read(from, step, count, target, offset);
                for (int i = 0; i < count; i++)
                    if (!source.contains(from[0] + i * step[0], from[1] + i * step[1], from[2] + i * step[2]))
                        target[offset + i] = Float.NaN;
            }
        }
    }

    private void linear(double[] from, double[] step, int count, float[] target, int offset) {
        float[] c = source.coefficients;
        int origin = source.origin();
        int stepY = source.stepY;
        int stepZ = source.stepZ;
        int first = 0;
        while (first < count && !inside(from, step, first)) first++;
        int end = count; // the field of view is convex: what is between two points inside is inside
        while (end > first && !inside(from, step, end - 1)) end--;
        Arrays.fill(target, offset, offset + first, Float.NaN);
        Arrays.fill(target, offset + end, offset + count, Float.NaN);
        for (int i = first; i < end; i++) {
            double x = from[0] + i * step[0];
            double y = from[1] + i * step[1];
            double z = from[2] + i * step[2];
            int ix = (int) (x + 1) - 1; // floor, from -0.5 on
            int iy = (int) (y + 1) - 1;
            int iz = (int) (z + 1) - 1;
            float fx = (float) (x - ix);
            float fy = (float) (y - iy);
            float fz = (float) (z - iz);
            int at = origin + ix + iy * stepY + iz * stepZ;
            float low = mix(mix(c[at], c[at + 1], fx), mix(c[at + stepY], c[at + stepY + 1], fx), fy);
            at += stepZ;
            float high = mix(mix(c[at], c[at + 1], fx), mix(c[at + stepY], c[at + stepY + 1], fx), fy);
            target[offset + i] = mix(low, high, fz);
        }
    }

    private boolean inside(double[] from, double[] step, int i) {
        return source.contains(from[0] + i * step[0], from[1] + i * step[1], from[2] + i * step[2]);
    }

    private static float mix(float a, float b, float share) {
        return (1 - share) * a + share * b;
    }

    private void nearest(double[] from, double[] step, int count, float[] target, int offset) {
        for (int i = 0; i < count; i++) {
            double x = from[0] + i * step[0];
            double y = from[1] + i * step[1];
            double z = from[2] + i * step[2];
            if (!source.contains(x, y, z)) {
                target[offset + i] = Float.NaN;
                continue;
            }
            int ix = Math.min((int) (x + 0.5), source.sizeX - 1);
            int iy = Math.min((int) (y + 0.5), source.sizeY - 1);
            int iz = Math.min((int) (z + 0.5), source.sizeZ - 1);
            target[offset + i] = source.coefficients[source.origin() + ix + iy * source.stepY + iz * source.stepZ];
        }
    }
}
