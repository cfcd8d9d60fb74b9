package sc.fiji.boldj.denoise;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** The voxels outside the mask of a result. */
final class OutsideMask {

    private OutsideMask() {}

    static void clearOutside(Mask mask, NeuroImage target, Progress progress) {
        int voxels = mask.grid().voxels();
        if (mask.count() == voxels) return;
        boolean[] outside = new boolean[voxels];
        Arrays.fill(outside, true);
        for (int v : mask.indices()) outside[v] = false;
        Mask rest = Mask.of(mask.grid(), outside);
        int width = Math.max(16, Math.min(4096, ConfoundRegression.BLOCK_VALUES / target.volumes()));
        FixedChunks.forEach(
                rest.count(),
                width,
                (from, to) -> VoxelSeries.writeBlock(
                        target, rest, from, to - from, new float[target.volumes() * (to - from)]),
                progress);
    }
}
