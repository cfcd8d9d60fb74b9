package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.NeuroImage;

/**
 * What a template says of the tissues, on the grid of the scan: probabilities in [0, 1], one volume each.
 *
 * <p>They need not sum to 1. A voxel where one is not finite, or where all are near 0, is treated as unknown.
 */
public record TissuePriors(NeuroImage grey, NeuroImage white, NeuroImage fluid) {

    /** Below this sum the template says nothing of a voxel. */
    private static final double LEAST_SUM = 0.05;

    /**
     * @throws IllegalArgumentException if one has several volumes, the grids differ, or a value is outside [0, 1]
     */
    public TissuePriors {
        for (NeuroImage map : new NeuroImage[] {grey, white, fluid}) {
            map.grid().requireSameAs(grey.grid(), map.name(), grey.name());
            if (map.volumes() != 1)
                throw new IllegalArgumentException(
                        "a tissue prior is one volume, but " + map.name() + " has " + map.volumes());
            for (float value : map.volume(0))
                if (value < -0.001 || value > 1.001)
                    throw new IllegalArgumentException(map.name() + " has the value " + value
                            + ": a tissue prior holds probabilities in [0, 1]; divide by its largest value first");
        }
    }

    /**
     * Probabilities that sum to 1, each at least {@code doubt} / 3.
     *
     * @return fluid, grey, white, shape (3, voxels)
     */
    float[][] shares(double doubt) {
        float[][] maps = {fluid.volume(0), grey.volume(0), white.volume(0)};
        for (int v = 0; v < maps[0].length; v++) {
            double sum = Math.max(0, maps[0][v]) + Math.max(0, maps[1][v]) + Math.max(0, maps[2][v]);
            for (float[] map : maps) {
                double share = sum >= LEAST_SUM ? Math.max(0, map[v]) / sum : 1.0 / 3;
                map[v] = (float) (doubt / 3 + (1 - doubt) * share);
            }
        }
        return maps;
    }
}
