package sc.fiji.boldj.stats;

import java.io.Serializable;

/** Smooths a map of variances in place. May be called by several threads at once. */
@FunctionalInterface
public interface MapSmoother extends Serializable {
    /**
     * Smooths a map.
     *
     * @param map one value for each element; NaN marks elements that are not tested and stays
     */
    void smooth(double[] map);
}
