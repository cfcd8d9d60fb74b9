package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Threshold-free cluster enhancement (Smith and Nichols 2009, NeuroImage 44), exact: the integral over the threshold h of
 * {@code extent(h)^E h^H}, from 0 to the element's value, with no step.
 *
 * <p>Between two values of the map no component changes, so the integral is a sum over the max-tree of {@code
 * extent^E (h2^(H+1) - h1^(H+1)) / (H+1)}. Extents are counted in elements. A plateau of n elements of height h gets
 * {@code n^E h^(H+1) / (H+1)}. Positive and negative values are enhanced apart, the latter get a negative sign.
 */
public final class Tfce {

    /**
     * The powers.
     *
     * @param extent E, above 0
     * @param height H, above 0
     */
    public record Options(double extent, double height) implements Serializable {

        /** E = 0.5, H = 2: the usual choice in three dimensions. */
        public static final Options DEFAULT = new Options(0.5, 2);

        /** @throws IllegalArgumentException if a power is not a positive number */
        public Options {
            if (!(extent > 0 && extent < 100) || !(height > 0 && height < 100))
                throw new IllegalArgumentException(
                        "TFCE needs powers above 0, got E = " + extent + " and H = " + height);
        }
    }

    private final double height;
    private final double[] extentPower;
    private final double[] integral;
    private final DescendingOrder sorter;
    private final ComponentSweep sweep;

    /** Scratch space for maps with this neighbourhood; one thread at a time. */
    public Tfce(Neighbourhood graph, Options options) {
        height = options.height();
        extentPower = new double[graph.size() + 1];
        for (int n = 1; n < extentPower.length; n++)
            extentPower[n] = options.extent() == 0.5 ? Math.sqrt(n) : Math.pow(n, options.extent());
        integral = new double[graph.size()];
        sorter = new DescendingOrder(graph.size());
        sweep = new ComponentSweep(graph);
    }

    /**
     * Enhances a map.
     *
     * @param map one value for each element; NaN and 0 count as outside and get 0
     * @param tail which signs to enhance; values of the other sign get 0
     * @param target receives the enhanced values, with the sign of the value; may not be {@code map}
     */
    public void enhance(double[] map, Tail tail, double[] target) {
        Arrays.fill(target, 0);
        int n = sorter.sort(map, tail);
        int[] order = sorter.order();
        sweep.begin();
        for (int k = 0; k < n; k++) sweep.add(order[k], map[order[k]] > 0 ? 1 : -1);
        for (int k = n - 1; k >= 0; k--) {
            int v = order[k];
            double h = Math.abs(map[v]);
            double upTo = height == 2 ? h * h * h / 3 : Math.pow(h, height + 1) / (height + 1);
            integral[v] = upTo;
            int up = sweep.parent[v];
            double below = up < 0 ? 0 : integral[up];
            double inherited = up < 0 ? 0 : Math.abs(target[up]);
            double value = inherited + extentPower[sweep.size[v]] * (upTo - below);
            target[v] = map[v] > 0 ? value : -value;
        }
    }
}
