package sc.fiji.boldj.workflow.design;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.Region;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.trial.RegionMeans;

/**
 * Smooth random maps of one kind: each voxel has the declared mean and standard deviation between participants; regions have the
 * means that their endpoints have, and whole maps the effect within a sphere.
 */
final class MapFields {

    /**
     * Where the effect of a whole map is: medial prefrontal cortex, MNI mm. If an endpoint has a region in the map, the effect is
     * in a sphere of this radius about that region, or of the radius of the region if that is larger.
     */
    static final Region PLACE = new Region(0, 50, 0, 15);

    private static final int PASSES = 2;

    private final Mask mask;
    private final EndpointScale scale;
    private final List<Endpoint> endpoints;
    private final int[][] regions;

    /** @param endpoints whose map it is */
    MapFields(Mask mask, TrialMap map, List<Endpoint> endpoints) {
        this.mask = mask;
        this.scale = EndpointScale.of(map);
        this.endpoints = endpoints;
        regions = new int[endpoints.size()][];
        Region place = endpoints.stream()
                .filter(Endpoint::isNumber)
                .map(e -> ((Endpoint.MapRegion) e.source()).region())
                .findFirst()
                .map(r -> new Region(r.x(), r.y(), r.z(), Math.max(r.radius(), PLACE.radius())))
                .orElse(PLACE);
        for (int e = 0; e < regions.length; e++) {
            boolean number = endpoints.get(e).isNumber();
            Region region = number ? ((Endpoint.MapRegion) endpoints.get(e).source()).region() : place;
            regions[e] = Arrays.stream(RegionMeans.sphere(mask.grid(), region))
                    .filter(mask::contains)
                    .toArray();
            if (regions[e].length == 0)
                throw new IllegalArgumentException(
                        "protocol: the region of endpoint " + endpoints.get(e).id() + " is outside the template brain");
        }
    }

    /**
     * A map.
     *
     * @param values of the endpoints, in standard deviations
     * @param person seed of what a participant keeps
     * @param session seed of the rest
     * @param correlation of two sessions
     * @return one value per voxel, NaN outside the mask
     */
    float[] map(double[] values, long person, long session, double correlation) {
        double[] own = noise(mask.grid(), person);
        double[] rest = noise(mask.grid(), session);
        double[] z = new double[own.length];
        for (int v = 0; v < z.length; v++)
            z[v] = Math.sqrt(correlation) * own[v] + Math.sqrt(1 - correlation) * rest[v];
        for (int e = 0; e < regions.length; e++)
            if (!endpoints.get(e).isNumber()) for (int v : regions[e]) z[v] += values[e];
        for (int e = 0; e < regions.length; e++) {
            if (!endpoints.get(e).isNumber()) continue;
            double mean =
                    Arrays.stream(regions[e]).mapToDouble(v -> z[v]).average().orElseThrow();
            for (int v : regions[e]) z[v] += values[e] - mean;
        }
        float[] map = new float[z.length];
        for (int v = 0; v < z.length; v++)
            map[v] = mask.contains(v) ? (float) (scale.mean() + scale.deviation() * z[v]) : Float.NaN;
        return map;
    }

    /** Noise of variance 1 whose neighbours are correlated: (1, 2, 1) / 4 along each axis, twice, divided by its own deviation. */
    static double[] noise(VoxelGrid grid, long seed) {
        double[] field = new double[grid.voxels()];
        Seeds.fillGaussian(Seeds.stream(seed, 3), field);
        int[] sizes = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] steps = {1, grid.sizeX(), grid.planeSize()};
        for (int pass = 0; pass < PASSES; pass++)
            for (int axis = 0; axis < 3; axis++) field = smoothed(field, sizes[axis], steps[axis]);
        double squares = 0;
        for (double x : field) squares += x * x;
        double deviation = Math.sqrt(squares / field.length);
        for (int v = 0; v < field.length; v++) field[v] /= deviation;
        return field;
    }

    private static double[] smoothed(double[] field, int size, int step) {
        double[] smooth = new double[field.length];
        for (int v = 0; v < field.length; v++) {
            int at = v / step % size;
            double before = field[at == 0 ? v : v - step];
            double after = field[at == size - 1 ? v : v + step];
            smooth[v] = (before + 2 * field[v] + after) / 4;
        }
        return smooth;
    }
}
