package sc.fiji.boldj.qc;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.StraightLine;

/**
 * A series as a picture of its own: a row for some neighbouring voxels, tissue by tissue, a column for each volume (Power
 * 2017). Events that hit the whole brain are vertical stripes.
 *
 * <p>Each voxel is taken about its straight line in units of its standard deviation; a row is the mean of its voxels; all
 * rows are divided by one number, the root of their mean square. Volumes before the steady state are excluded in either.
 *
 * @param rows shape (rows, T)
 * @param names of the tissues, top to bottom
 * @param counts rows of each tissue
 */
public record Carpet(float[][] rows, List<String> names, List<Integer> counts) {

    private static final int ROWS = 240;
    private static final int LEAST_ROWS = 24;

    /**
     * Makes the picture.
     *
     * @param names of the regions
     * @param regions of voxels, on the grid of the source; empty ones are excluded
     * @param skip volumes before the steady state
     */
    public static Carpet of(NeuroImage source, List<String> names, List<Mask> regions, int skip, Progress progress) {
        int total = Math.max(1, regions.stream().mapToInt(Mask::count).sum());
        List<float[]> rows = new ArrayList<>();
        List<String> used = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (int r = 0; r < regions.size(); r++) {
            Mask region = regions.get(r);
            if (region.count() == 0) continue;
            int wanted =
                    Math.min(region.count(), Math.max(LEAST_ROWS, Math.round(ROWS * (float) region.count() / total)));
            int width = (region.count() + wanted - 1) / wanted;
            float[][] part = new float[(region.count() + width - 1) / width][];
            VoxelSeries.forEachBlock(
                    source,
                    region,
                    width,
                    (first, count, block) -> part[first / width] = row(block, count, source.volumes(), skip),
                    progress.stage((double) r / regions.size(), (r + 1.0) / regions.size()));
            rows.addAll(List.of(part));
            used.add(names.get(r));
            counts.add(part.length);
        }
        float[][] all = rows.toArray(float[][]::new);
        scale(all, skip);
        return new Carpet(all, List.copyOf(used), List.copyOf(counts));
    }

    /** The same with columns of 0 at the start, for a series whose first volumes were excluded. */
    public Carpet after(int columns) {
        float[][] wider = new float[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            wider[r] = new float[columns + rows[r].length];
            System.arraycopy(rows[r], 0, wider[r], columns, rows[r].length);
        }
        return new Carpet(wider, names, counts);
    }

    private static float[] row(float[] block, int count, int volumes, int skip) {
        double[] sum = new double[volumes];
        int used = 0;
        double[] series = new double[volumes];
        for (int v = 0; v < count; v++) {
            for (int t = 0; t < volumes; t++) series[t] = block[t * count + v];
            StraightLine line = StraightLine.of(series, skip);
            double variance = line.squares(series, skip) / (volumes - skip);
            if (!(variance > 0) || !Double.isFinite(variance)) continue;
            used++;
            for (int t = 0; t < volumes; t++) sum[t] += line.residual(series[t], t) / Math.sqrt(variance);
        }
        float[] row = new float[volumes];
        for (int t = 0; t < volumes; t++) row[t] = used == 0 ? 0 : (float) (sum[t] / used);
        return row;
    }

    private static void scale(float[][] rows, int skip) {
        double square = 0;
        long n = 0;
        for (float[] row : rows) for (int t = skip; t < row.length; t++, n++) square += (double) row[t] * row[t];
        if (square == 0) return;
        double unit = Math.sqrt(square / n);
        for (float[] row : rows) for (int t = 0; t < row.length; t++) row[t] = (float) (row[t] / unit);
    }
}
