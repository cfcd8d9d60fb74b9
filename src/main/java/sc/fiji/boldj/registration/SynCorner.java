package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.VoxelGrid;

/** The eight voxels around a point and their shares in it. Mutable, for one thread. */
final class SynCorner {

    private final int sizeX;
    private final int sizeY;
    private final int sizeZ;
    private final int stepX;
    private final int stepY;
    private final int stepZ;
    private int at;
    private float fx;
    private float fy;
    private float fz;

    SynCorner(VoxelGrid grid) {
        sizeX = grid.sizeX();
        sizeY = grid.sizeY();
        sizeZ = grid.sizeZ();
        stepX = sizeX > 1 ? 1 : 0;
        stepY = sizeY > 1 ? sizeX : 0;
        stepZ = sizeZ > 1 ? sizeX * sizeY : 0;
    }

    /** Goes to a point in voxels; one outside goes to the nearest on the border. */
    void move(float x, float y, float z) {
        float cx = Math.max(0, Math.min(sizeX - 1, x));
        float cy = Math.max(0, Math.min(sizeY - 1, y));
        float cz = Math.max(0, Math.min(sizeZ - 1, z));
        int ix = Math.max(0, Math.min((int) cx, sizeX - 2));
        int iy = Math.max(0, Math.min((int) cy, sizeY - 2));
        int iz = Math.max(0, Math.min((int) cz, sizeZ - 2));
        fx = cx - ix;
        fy = cy - iy;
        fz = cz - iz;
        at = ix + sizeX * (iy + sizeY * iz);
    }

    /** The value there, read linearly. */
    float read(float[] a) {
        int up = at + stepZ;
        float low = row(a, at) + fy * (row(a, at + stepY) - row(a, at));
        float high = row(a, up) + fy * (row(a, up + stepY) - row(a, up));
        return low + fz * (high - low);
    }

    private float row(float[] a, int i) {
        return a[i] + fx * (a[i + stepX] - a[i]);
    }
}
