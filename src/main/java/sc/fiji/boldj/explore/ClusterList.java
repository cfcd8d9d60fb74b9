package sc.fiji.boldj.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.ConnectedComponents;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelNeighbourhood;
import sc.fiji.boldj.run.Progress;

/**
 * The clusters of an overlay: voxels that are drawn, of one sign, connected by faces or edges (18 neighbours). They describe
 * what is on the screen; they are no test.
 *
 * @param rows the largest first, at most {@link #MOST} of each sign
 * @param count of all clusters
 */
record ClusterList(List<ClusterList.Row> rows, int count) {

    /** No clusters. */
    static final ClusterList NONE = new ClusterList(List.of(), 0);

    /** Clusters of each sign at most. */
    static final int MOST = 50;

    /**
     * One cluster.
     *
     * @param voxels its extent
     * @param volume its extent, cubic mm of the image
     * @param peak the value that lies farthest from 0; ties go to the first voxel in memory
     * @param x place of the peak in the view, RAS+ mm
     * @param y place of the peak
     * @param z place of the peak
     * @param region its name by the atlas; empty without one
     */
    record Row(int voxels, double volume, double peak, double x, double y, double z, String region) {}

    ClusterList {
        rows = List.copyOf(rows);
    }

    /** The number of clusters and, if not all are listed, how many are. */
    String words() {
        return rows.size() == count ? String.valueOf(count) : "the " + rows.size() + " largest of " + count;
    }

    /**
     * Lists the clusters, the largest first.
     *
     * @param t volume of the view
     * @param regions names a place in RAS+ mm; null for none
     * @throws IllegalArgumentException if the layer lies in the view through a warp, which has no inverse
     */
    static ClusterList of(Layer layer, LayerStyle style, int t, Function<double[], String> regions, Progress progress) {
        TransformChain chain = TransformChain.of(layer.worldMap());
        if (!chain.isAffine())
            throw new IllegalArgumentException("clusters are not listed for an overlay that is shown through a warp");
        float[] values = layer.image().volume(layer.shown(t));
        Affine toView = chain.toAffine().inverse().times(layer.image().grid().affine());
        List<Row> rows = new ArrayList<>();
        int count = 0;
        for (int sign = 1; sign >= -1; sign -= 2) {
            if (sign < 0 && !style.colours().isTwoSided()) break;
            progress.checkCancelled();
            ClusterList some = of(values, layer.image().grid(), style, sign, toView, regions);
            rows.addAll(some.rows());
            count += some.count();
        }
        rows.sort(Comparator.comparingInt(Row::voxels).reversed());
        return new ClusterList(rows, count);
    }

    private static ClusterList of(
            float[] values,
            VoxelGrid grid,
            LayerStyle style,
            int sign,
            Affine toView,
            Function<double[], String> regions) {
        boolean[] drawn = new boolean[values.length];
        boolean two = style.colours().isTwoSided();
        for (int v = 0; v < drawn.length; v++)
            drawn[v] = style.draws(values[v]) && (!two || (sign > 0) == (values[v] > 0));
        ConnectedComponents parts = ConnectedComponents.of(Mask.of(grid, drawn), VoxelNeighbourhood.EDGES);
        int count = Math.min(MOST, parts.count());
        int[] peaks = new int[count];
        java.util.Arrays.fill(peaks, -1);
        for (int v = 0; v < drawn.length; v++) {
            int part = parts.label(v) - 1;
            if (part < 0 || part >= count) continue;
            if (peaks[part] < 0 || Math.abs(values[v]) > Math.abs(values[peaks[part]])) peaks[part] = v;
        }
        List<Row> rows = new ArrayList<>();
        double voxel = Math.abs(grid.affine().determinant());
        for (int part = 0; part < count; part++) {
            int v = peaks[part];
            double[] at = toView.apply(v % grid.sizeX(), v / grid.sizeX() % grid.sizeY(), grid.z(v));
            rows.add(new Row(
                    parts.size(part + 1),
                    parts.size(part + 1) * voxel,
                    values[v],
                    at[0],
                    at[1],
                    at[2],
                    regions == null ? "" : regions.apply(at.clone())));
        }
        return new ClusterList(rows, parts.count());
    }
}
