package sc.fiji.boldj.image;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Where the voxels of a target grid come from: the part of a series' maps that all volumes share, worked out once, and
 * for each volume what comes after it.
 *
 * <p>Memory: 12 bytes for each voxel that is read; 16 if the maps end with a displacement along an axis.
 */
final class WarpedPoints {

    /** Places after the shared maps, shape (3, points), mm. */
    private final float[][] places;
    /** The flat index of each point in the target, or null if there is one for each voxel. */
    private final int[] voxels;

    private final int points;
    private final List<TransformChain> rest;
    /** Displacements of the points along an axis, where all maps end with the same one; else null. */
    private final float[] amounts;

    private WarpedPoints(float[][] places, int[] voxels, int points, List<TransformChain> rest, float[] amounts) {
        this.places = places;
        this.voxels = voxels;
        this.points = points;
        this.rest = rest;
        this.amounts = amounts;
    }

    /**
     * Works out the shared part.
     *
     * @param within the voxels of the target that are wanted, or null for all
     */
    static WarpedPoints of(List<TransformChain> maps, VoxelGrid grid, Mask within, Progress progress) {
        int shared = sharedParts(maps);
        List<TransformChain> rest = new ArrayList<>();
        for (TransformChain map : maps)
            rest.add(TransformChain.of(map.parts().subList(shared, map.parts().size())));
        TransformChain first = TransformChain.of(maps.get(0).parts().subList(0, shared));
        int[] voxels = within == null ? null : within.indices();
        int points = voxels == null ? grid.voxels() : voxels.length;
        float[][] places = new float[3][points];
        AxisShift shift = commonShift(rest);
        float[] amounts = shift == null ? null : new float[points];
        FixedChunks.forEach(
                points,
                1 << 14,
                (from, to) -> {
                    double[] p = new double[3];
                    for (int i = from; i < to; i++) {
                        DisplacementField.place(grid, voxels == null ? i : voxels[i], p);
                        first.apply(p, p);
                        for (int d = 0; d < 3; d++) places[d][i] = (float) p[d];
                        if (shift != null) amounts[i] = (float) shift.at(p);
                    }
                },
                progress);
        return new WarpedPoints(places, voxels, points, rest, amounts);
    }

    /**
     * How many maps at the beginning of every chain are the same. A matrix at their end is left to the volumes, so that a
     * volume comes out the same to the last bit alone and in a series.
     */
    private static int sharedParts(List<TransformChain> maps) {
        List<SpatialMap> first = maps.get(0).parts();
        int shared = first.size();
        for (TransformChain map : maps) {
            shared = Math.min(shared, map.parts().size());
            for (int i = 0; i < shared; i++) if (!map.parts().get(i).equals(first.get(i))) shared = i;
        }
        if (shared > 0 && first.get(shared - 1) instanceof ShiftedMotion) shared--;
        return shared > 0 && first.get(shared - 1) instanceof Affine && !shiftsAt(shared, maps) ? shared - 1 : shared;
    }

    /** Whether each map goes on with a displacement along an axis, which does not multiply with the matrix before it. */
    private static boolean shiftsAt(int part, List<TransformChain> maps) {
        for (TransformChain map : maps)
            if (map.parts().size() <= part || !(map.parts().get(part) instanceof ShiftedMotion)) return false;
        return true;
    }

    /** The displacement that all maps end with after what they share; null if there is none. */
    private static AxisShift commonShift(List<TransformChain> rest) {
        AxisShift common = null;
        for (TransformChain chain : rest) {
            if (chain.parts().size() != 1 || !(chain.parts().get(0) instanceof ShiftedMotion motion)) return null;
            if (common != null && common != motion.shift()) return null;
            common = motion.shift();
        }
        return common;
    }

    int points() {
        return points;
    }

    /** Reads some points of volume {@code t} into a whole target volume. */
    void read(Interpolator source, PointReader reader, VoxelGrid sourceGrid, int t, int from, int to, float[] target) {
        Affine toVoxels = sourceGrid.affine().inverse();
        if (rest.get(t).isAffine())
            reader.read(source, places, from, to, toVoxels.times(rest.get(t).toAffine()), voxels, target);
        else reader.read(source, moved(t, from, to), 0, to - from, toVoxels, indices(from, to), target);
    }

    /** The places of some points of volume {@code t} in the source's world, mm. */
    float[][] moved(int t, int from, int to) {
        float[][] moved = new float[3][to - from];
        double[] p = new double[3];
        ShiftedMotion motion =
                amounts == null ? null : (ShiftedMotion) rest.get(t).parts().get(0);
        for (int i = from; i < to; i++) {
            for (int d = 0; d < 3; d++) p[d] = places[d][i];
            if (motion == null) rest.get(t).apply(p, p);
            else motion.apply(amounts[i], p, p);
            for (int d = 0; d < 3; d++) moved[d][i - from] = (float) p[d];
        }
        return moved;
    }

    /** The flat indices of some points in the target. */
    int[] indices(int from, int to) {
        int[] indices = new int[to - from];
        for (int i = from; i < to; i++) indices[i - from] = voxels == null ? i : voxels[i];
        return indices;
    }
}
