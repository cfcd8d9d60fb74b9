package sc.fiji.boldj.anatomy;

import java.util.function.IntToDoubleFunction;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Every so many voxels of a grid, in the order that {@link SplineLattice} has them.
 *
 * @param voxels flat indices of the voxels
 */
record Samples(int[] voxels) {

    static Samples of(VoxelGrid grid, int[] step) {
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] count = new int[3];
        int[] offset = new int[3];
        for (int d = 0; d < 3; d++) {
            count[d] = SplineLattice.sampleCount(size[d], step[d]);
            offset[d] = SplineLattice.offset(size[d], step[d]);
        }
        int[] voxels = new int[count[0] * count[1] * count[2]];
        int s = 0;
        for (int z = 0; z < count[2]; z++)
            for (int y = 0; y < count[1]; y++)
                for (int x = 0; x < count[0]; x++)
                    voxels[s++] = grid.index(offset[0] + x * step[0], offset[1] + y * step[1], offset[2] + z * step[2]);
        return new Samples(voxels);
    }

    /** A value for each sample from its voxel. */
    float[] pick(IntToDoubleFunction ofVoxel) {
        float[] picked = new float[voxels.length];
        for (int s = 0; s < picked.length; s++) picked[s] = (float) ofVoxel.applyAsDouble(voxels[s]);
        return picked;
    }
}
