package sc.fiji.boldj.connectivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.run.DataException;

/** Converts between all regions and those that have a series. */
final class UsableRegions {

    private UsableRegions() {}

    /** The regions that are neither void nor constant. */
    static int[] kept(RegionSeries series) {
        if (series.volumes() < 3)
            throw new DataException("a connectivity matrix needs 3 volumes or more, got " + series.volumes());
        List<Integer> kept = new ArrayList<>();
        for (int r = 0; r < series.regions(); r++) {
            double[] values = series.series(r);
            if (!series.isVoid(r) && Arrays.stream(values).anyMatch(value -> value != values[0])) kept.add(r);
        }
        if (kept.isEmpty()) throw new DataException("each of the " + series.regions() + " regions is void or constant");
        return kept.stream().mapToInt(r -> r).toArray();
    }

    /** A matrix of some regions as one of all regions, NaN for the others. */
    static double[] spread(double[] matrix, int[] kept, int regions) {
        double[] all = new double[regions * regions];
        Arrays.fill(all, Double.NaN);
        for (int i = 0; i < kept.length; i++)
            for (int j = 0; j < kept.length; j++) all[kept[i] * regions + kept[j]] = matrix[i * kept.length + j];
        return all;
    }
}
