package sc.fiji.boldj.workflow.check;

import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.registration.LinearCost;
import sc.fiji.boldj.registration.LinearFit;
import sc.fiji.boldj.registration.LinearRegistration;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.participant.ResampleStep;

/** How like two scans are when one is registered to the other, turned and shifted but not stretched: of one head, or of two. */
final class HeadLikeness {

    private static final LinearRegistration.Options COARSE = new LinearRegistration.Options(
            6, LinearCost.LEAST_SQUARES, java.util.Optional.empty(), true, 4, 40_000, 32, 1);

    private HeadLikeness() {}

    /** Squared correlation of two scans of one kind, 0 to 1. */
    static double ofOneKind(NeuroImage fixed, NeuroImage moving) {
        return 1 - fit(fixed, moving, LinearCost.LEAST_SQUARES).cost();
    }

    /** Normalised mutual information of scans of two kinds, 1 (nothing in common) to 2. */
    static double ofTwoKinds(NeuroImage fixed, NeuroImage moving) {
        return -fit(fixed, moving, LinearCost.NORMALISED_MUTUAL_INFORMATION).cost();
    }

    private static LinearFit fit(NeuroImage fixed, NeuroImage moving, LinearCost cost) {
        return LinearRegistration.of(fixed, moving, COARSE.withCost(cost), Progress.NONE);
    }

    /** The image with the voxels of each row in reverse: what a scan looks like whose left and right are exchanged. */
    static NeuroImage mirrored(NeuroImage image) {
        VoxelGrid grid = image.grid();
        int axis = 0;
        for (int a = 1; a < 3; a++)
            if (Math.abs(grid.affine().get(0, a)) > Math.abs(grid.affine().get(0, axis))) axis = a;
        float[] values = image.volume(0);
        float[] mirrored = new float[values.length];
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        for (int z = 0; z < size[2]; z++)
            for (int y = 0; y < size[1]; y++)
                for (int x = 0; x < size[0]; x++) {
                    int[] p = {x, y, z};
                    p[axis] = size[axis] - 1 - p[axis];
                    mirrored[grid.index(x, y, z)] = values[grid.index(p[0], p[1], p[2])];
                }
        return ResampleStep.volume(image.name() + " mirrored", grid, mirrored);
    }
}
