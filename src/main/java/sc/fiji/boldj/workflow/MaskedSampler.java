package sc.fiji.boldj.workflow;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Resamples volumes at transformed coordinates by linear interpolation within a mask: weights outside the mask are ignored,
 * and a point with less than half of its weight inside has no value. The points are computed once for all volumes. Immutable.
 */
final class MaskedSampler {

    private static final double LEAST_WEIGHT = 0.5;

    private final int[] corners;
    private final float[] weights;
    private final boolean[] known;

    /**
     * @param source the mask, on the grid of the volumes
     * @param places on whose voxel centres to read
     * @param map from places of the target to places of the source, RAS+ mm
     */
    MaskedSampler(Mask source, VoxelGrid places, SpatialMap map) {
        VoxelGrid grid = source.grid();
        int count = places.voxels();
        corners = new int[8 * count];
        weights = new float[8 * count];
        known = new boolean[count];
        double[] point = new double[3];
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        for (int v = 0; v < count; v++) {
            point[0] = v % places.sizeX();
            point[1] = v / places.sizeX() % places.sizeY();
            point[2] = places.z(v);
            places.affine().apply(point, point);
            map.apply(point, point);
            grid.affine().inverse().apply(point, point);
            double total = 0;
            double[] own = new double[8];
            for (int corner = 0; corner < 8; corner++) {
                double weight = 1;
                int[] at = new int[3];
                boolean inside = true;
                for (int d = 0; d < 3; d++) {
                    double low = Math.floor(point[d]);
                    int up = corner >> d & 1;
                    at[d] = (int) low + up;
                    weight *= up == 1 ? point[d] - low : 1 - (point[d] - low);
                    inside &= at[d] >= 0 && at[d] < size[d];
                }
                if (!inside || weight == 0) continue;
                int voxel = grid.index(at[0], at[1], at[2]);
                if (!source.contains(voxel)) continue;
                corners[8 * v + corner] = voxel;
                own[corner] = weight;
                total += weight;
            }
            known[v] = total >= LEAST_WEIGHT;
            if (known[v])
                for (int corner = 0; corner < 8; corner++) weights[8 * v + corner] = (float) (own[corner] / total);
        }
    }

    /** Whether each place has a value. */
    boolean[] known() {
        return known.clone();
    }

    /** The values at the places, 0 where there is none. */
    float[] read(float[] volume) {
        float[] values = new float[known.length];
        for (int v = 0; v < values.length; v++) {
            if (!known[v]) continue;
            double sum = 0;
            for (int corner = 8 * v; corner < 8 * v + 8; corner++)
                if (weights[corner] != 0) sum += (double) weights[corner] * volume[corners[corner]];
            values[v] = (float) sum;
        }
        return values;
    }
}
