package sc.fiji.boldj.distortion;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.RigidMotion;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * How the voxels of the head's grid lie in an image before its distortion, and how that changes with the head's motion.
 *
 * @param voxels from voxels of the head's grid to voxels of the image
 * @param direction one voxel along the image's phase-encoding axis, in voxels of the head's grid, shape (3)
 * @param voxelsBy derivatives of the rows of {@code voxels}, shape (6, 12); null if the pose is fixed
 * @param directionBy derivatives of {@code direction}, shape (6, 3); null if the pose is fixed
 */
record ScanPose(Affine voxels, double[] direction, double[][] voxelsBy, double[][] directionBy) {

    /** Parameters of a rigid motion: mm and radians. */
    static final int PARAMETERS = 6;

    /** Half a difference for derivatives: mm, or radians of {@link #RADIUS} mm. */
    private static final double STEP = 1e-3;

    /** Radius that turns radians into millimetres. */
    static final double RADIUS = 50;

    /** The pose of an image whose head does not move. */
    static ScanPose fixed(EncodedImage image, VoxelGrid head) {
        Affine voxels = voxels(image, head, Affine.IDENTITY);
        return new ScanPose(voxels, direction(voxels, image.encoding().axis()), null, null);
    }

    /**
     * The pose after a motion about the middle of the head's grid.
     *
     * @param p shape (6): three shifts in mm, three turns in 1/{@link #RADIUS} radians
     */
    static ScanPose of(EncodedImage image, VoxelGrid head, double[] p) {
        int axis = image.encoding().axis();
        Affine voxels = voxels(image, head, map(head, p));
        double[][] voxelsBy = new double[PARAMETERS][12];
        double[][] directionBy = new double[PARAMETERS][3];
        for (int i = 0; i < PARAMETERS; i++) {
            double[] q = p.clone();
            q[i] = p[i] + STEP;
            Affine after = voxels(image, head, map(head, q));
            q[i] = p[i] - STEP;
            Affine before = voxels(image, head, map(head, q));
            for (int r = 0; r < 3; r++)
                for (int c = 0; c < 4; c++) voxelsBy[i][4 * r + c] = (after.get(r, c) - before.get(r, c)) / (2 * STEP);
            double[] ahead = direction(after, axis);
            double[] behind = direction(before, axis);
            for (int r = 0; r < 3; r++) directionBy[i][r] = (ahead[r] - behind[r]) / (2 * STEP);
        }
        return new ScanPose(voxels, direction(voxels, axis), voxelsBy, directionBy);
    }

    /** The map from the head to the scan, RAS+ mm. */
    static Affine map(VoxelGrid head, double[] p) {
        return new RigidMotion(p[0], p[1], p[2], p[3] / RADIUS, p[4] / RADIUS, p[5] / RADIUS).toAffine(head.centre());
    }

    static Affine voxels(EncodedImage image, VoxelGrid head, Affine map) {
        return image.image().grid().affine().inverse().times(map).times(head.affine());
    }

    static double[] direction(Affine voxels, int axis) {
        Affine back = voxels.inverse();
        return new double[] {back.get(0, axis), back.get(1, axis), back.get(2, axis)};
    }
}
