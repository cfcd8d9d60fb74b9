package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;

/** The part of a volume that has values above a half, with two voxels around it. */
record WhiteMatterBox(float[] values, VoxelGrid grid) {

    static final double LEVEL = 0.5;

    static WhiteMatterBox around(float[] whole, VoxelGrid grid) {
        int[] low = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] high = {-1, -1, -1};
        for (int z = 0, v = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++, v++)
                    if (whole[v] > LEVEL) {
                        low[0] = Math.min(low[0], x);
                        high[0] = Math.max(high[0], x);
                        low[1] = Math.min(low[1], y);
                        high[1] = Math.max(high[1], y);
                        low[2] = Math.min(low[2], z);
                        high[2] = z;
                    }
        if (high[0] < 0) return new WhiteMatterBox(whole, grid);
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        for (int d = 0; d < 3; d++) {
            low[d] = Math.max(0, low[d] - 2);
            size[d] = Math.min(size[d], high[d] + 3) - low[d];
        }
        VoxelGrid part = new VoxelGrid(
                size[0], size[1], size[2], grid.affine().times(Affine.translation(low[0], low[1], low[2])));
        float[] values = new float[part.voxels()];
        for (int z = 0; z < size[2]; z++)
            for (int y = 0; y < size[1]; y++)
                System.arraycopy(
                        whole, grid.index(low[0], low[1] + y, low[2] + z), values, part.index(0, y, z), size[0]);
        return new WhiteMatterBox(values, part);
    }
}
