package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.Region;

/** The mean of a map over a sphere in each session, over the voxels that all sessions with the map have. */
public final class RegionMeans {

    private RegionMeans() {}

    /**
     * One mean for each visit; NaN where a visit has no map, or no value anywhere in the sphere.
     *
     * @param notes receives a sentence if some voxels of the sphere are not common to all
     * @throws DataException if no voxel of the grid is within the sphere
     */
    static double[] of(List<Visit> visits, Endpoint.MapRegion region, Set<String> notes) throws IOException {
        double[][] values = new double[visits.size()][];
        int[] voxels = null;
        for (int i = 0; i < values.length; i++) {
            Visit visit = visits.get(i);
            NeuroImage mean = TrialMaps.mean(
                    visit, region.map(), TrialMaps.runs(visit, region.map()), region.map()::file, new ArrayList<>());
            if (voxels == null) voxels = sphere(mean.grid(), region.region());
            float[] volume = mean.volume(0);
            values[i] = Arrays.stream(voxels).mapToDouble(v -> volume[v]).toArray();
        }
        int[] common = IntStream.range(0, voxels == null ? 0 : voxels.length)
                .filter(k -> Arrays.stream(values).allMatch(own -> isAbsent(own) || Double.isFinite(own[k])))
                .toArray();
        if (voxels != null && common.length < voxels.length)
            notes.add("The mean of " + region.map().label() + " over the sphere at " + text(region.region()) + " uses "
                    + common.length + " of " + voxels.length + " voxels, those that all sessions cover.");
        double[] means = new double[values.length];
        for (int i = 0; i < means.length; i++) {
            double[] own = values[i];
            means[i] = isAbsent(own)
                    ? Double.NaN
                    : Arrays.stream(common).mapToDouble(k -> own[k]).average().orElse(Double.NaN);
        }
        return means;
    }

    private static boolean isAbsent(double[] own) {
        return Arrays.stream(own).noneMatch(Double::isFinite);
    }

    private static String text(Region region) {
        return ResultWords.text(region.x()) + ", " + ResultWords.text(region.y()) + ", " + ResultWords.text(region.z())
                + " mm";
    }

    /**
     * The voxels whose centres are within a sphere.
     *
     * @throws DataException if there are none
     */
    public static int[] sphere(VoxelGrid grid, Region region) {
        int[] voxels = IntStream.range(0, grid.voxels())
                .filter(v -> {
                    double[] mm = grid.position(v);
                    double x = mm[0] - region.x();
                    double y = mm[1] - region.y();
                    double z = mm[2] - region.z();
                    return x * x + y * y + z * z <= region.radius() * region.radius();
                })
                .toArray();
        if (voxels.length == 0)
            throw new DataException("no voxel centre is within " + ResultWords.text(region.radius()) + " mm of "
                    + text(region) + ": enlarge the sphere");
        return voxels;
    }
}
