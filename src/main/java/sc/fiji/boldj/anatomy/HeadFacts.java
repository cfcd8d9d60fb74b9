package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.VoxelGrid;

/**
 * Where a head is and how bright, as far as intensities tell (Smith 2002).
 *
 * @param dark the 2nd percentile of the values
 * @param bright the 98th
 * @param threshold a tenth of the way from dark to bright: what is above is head
 * @param median of the values about the centre, within the radius
 * @param centre of the brain in RAS+ mm, shape (3)
 * @param radius of a sphere as large as the brain, in mm
 */
record HeadFacts(double dark, double bright, double threshold, double median, double[] centre, double radius) {

    /** A neck may hang so far below the top of the head, in mm, before it is excluded from the search for the centre. */
    private static final double HEAD_HEIGHT = 150;

    /**
     * Looks at a scan.
     *
     * @throws IllegalArgumentException if there is no head in it
     */
    static HeadFacts of(VoxelGrid grid, float[] values, String name) {
        double[] limits = limits(values);
        double threshold = limits[0] + 0.1 * (limits[1] - limits[0]);
        double top = top(grid, values, threshold);
        double[] sum = new double[4];
        long count = 0;
        for (int z = 0, v = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++, v++) {
                    if (!(values[v] > threshold)) continue;
                    if (height(grid, x, y, z) < top - HEAD_HEIGHT) continue;
                    double weight = Math.min(values[v], limits[1]);
                    double[] p = grid.affine().apply(x, y, z);
                    for (int d = 0; d < 3; d++) sum[d] += weight * p[d];
                    sum[3] += weight;
                    count++;
                }
        if (count < 100)
            throw new IllegalArgumentException(
                    "no head found in " + name + ": only " + count + " voxels are brighter than the background");
        double[] centre = {sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]};
        double volume = count * grid.voxelSize(0) * grid.voxelSize(1) * grid.voxelSize(2);
        double radius = StrictMath.cbrt(volume * 3 / (4 * Math.PI));
        return new HeadFacts(limits[0], limits[1], threshold, 0, centre, radius).about(grid, values, centre, radius);
    }

    /** The same with another centre and radius, and the median there. */
    HeadFacts about(VoxelGrid grid, float[] values, double[] newCentre, double newRadius) {
        long[] counts = new long[1024];
        long total = 0;
        for (int z = 0, v = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++, v++) {
                    double value = values[v];
                    if (!(value > dark && value < bright)) continue;
                    double[] p = grid.affine().apply(x, y, z);
                    double a = p[0] - newCentre[0];
                    double b = p[1] - newCentre[1];
                    double c = p[2] - newCentre[2];
                    if (a * a + b * b + c * c > newRadius * newRadius) continue;
                    counts[(int) ((value - dark) / (bright - dark) * 1023)]++;
                    total++;
                }
        long seen = 0;
        int bin = 0;
        while (bin < 1023 && 2 * (seen + counts[bin]) < total) seen += counts[bin++];
        return new HeadFacts(
                dark, bright, threshold, dark + (bin + 0.5) / 1023 * (bright - dark), newCentre, newRadius);
    }

    private static double height(VoxelGrid grid, int x, int y, int z) {
        return grid.affine().get(2, 0) * x
                + grid.affine().get(2, 1) * y
                + grid.affine().get(2, 2) * z
                + grid.affine().get(2, 3);
    }

    /** The height above which less than 1 in 2000 of the head's voxels lie. */
    private static double top(VoxelGrid grid, float[] values, double threshold) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 8; corner++) {
            double h = height(
                    grid,
                    (corner & 1) * (grid.sizeX() - 1),
                    (corner >> 1 & 1) * (grid.sizeY() - 1),
                    (corner >> 2 & 1) * (grid.sizeZ() - 1));
            least = Math.min(least, h);
            most = Math.max(most, h);
        }
        int[] counts = new int[(int) (most - least) + 2];
        long total = 0;
        for (int z = 0, v = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++, v++)
                    if (values[v] > threshold) {
                        counts[(int) (height(grid, x, y, z) - least)]++;
                        total++;
                    }
        long above = 0;
        int bin = counts.length - 1;
        while (bin > 0 && above + counts[bin] < total / 2000) above += counts[bin--];
        return least + bin + 1;
    }

    /** The 2nd and 98th percentile of the finite values. */
    private static double[] limits(float[] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (float value : values)
            if (Float.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        for (int pass = 0; pass < 4; pass++) {
            long[] counts = new long[1000];
            long total = 0;
            for (float value : values)
                if (value >= least && value <= most) {
                    counts[(int) Math.min(999, (value - least) / (most - least) * 1000)]++;
                    total++;
                }
            double low = quantile(counts, total, 0.02, least, most);
            double high = quantile(counts, total, 0.98, least, most);
            if (high - least > (most - least) / 10 || pass == 3) return new double[] {low, high};
            most = least + (most - least) / 8; // a few voxels are far brighter than the rest: look closer
        }
        throw new AssertionError();
    }

    private static double quantile(long[] counts, long total, double share, double least, double most) {
        long seen = 0;
        int bin = 0;
        while (bin < 999 && seen + counts[bin] < share * total) seen += counts[bin++];
        return least + (bin + 0.5) / 1000 * (most - least);
    }
}
