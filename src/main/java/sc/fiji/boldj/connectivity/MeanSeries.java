package sc.fiji.boldj.connectivity;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Means of a series over the usable voxels of regions. */
final class MeanSeries {

    private static final int VOLUMES_AT_ONCE = 16;

    private MeanSeries() {}

    /** Where regions lie: voxels on the grid, and how many there would be without its border. */
    record Regions(List<String> names, int[] labels, int[][] members, int[] sizes) {}

    static RegionSeries mean(NeuroImage source, Mask mask, Regions regions, double leastCoverage, Progress progress) {
        List<String> names = regions.names;
        int[][] members = regions.members;
        int[] sizes = regions.sizes;
        if (!(leastCoverage >= 0 && leastCoverage <= 1))
            throw new IllegalArgumentException("the minimum coverage must be in [0, 1], got " + leastCoverage);
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        mask.requireNotEmpty("the mask");
        Mask usable = UsableVoxels.in(source, union(source.grid(), members).and(mask), progress.stage(0, 0.5));
        double[] coverage = new double[names.size()];
        int[][] kept = new int[names.size()][];
        boolean any = false;
        for (int r = 0; r < kept.length; r++) {
            kept[r] = Arrays.stream(members[r]).filter(usable::contains).toArray();
            coverage[r] = sizes[r] == 0 ? 0 : (double) kept[r].length / sizes[r];
            if (coverage[r] < leastCoverage || kept[r].length == 0) kept[r] = null;
            any |= kept[r] != null;
        }
        if (!any)
            throw new DataException("each of the " + kept.length + " regions has less than "
                    + Math.round(100 * leastCoverage) + " % of its voxels in the mask of " + source.name()
                    + ": are the scan and the atlas in the same space?");
        double[][] series = new double[kept.length][source.volumes()];
        FixedChunks.forEach(
                source.volumes(),
                VOLUMES_AT_ONCE,
                (from, to) -> {
                    float[] volume = new float[source.grid().voxels()];
                    for (int t = from; t < to; t++) {
                        source.readVolume(t, volume);
                        for (int r = 0; r < kept.length; r++) series[r][t] = mean(volume, kept[r]);
                    }
                },
                progress.stage(0.5, 1));
        return new RegionSeries(names, regions.labels, coverage, series);
    }

    static double mean(float[] volume, int[] voxels) {
        if (voxels == null) return Double.NaN;
        double sum = 0;
        for (int v : voxels) sum += volume[v];
        return sum / voxels.length;
    }

    static Mask union(VoxelGrid grid, int[][] members) {
        boolean[] inside = new boolean[grid.voxels()];
        for (int[] region : members) for (int v : region) inside[v] = true;
        return Mask.of(grid, inside);
    }
}
