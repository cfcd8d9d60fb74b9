package sc.fiji.boldj.atlas;

import java.util.Arrays;
import java.util.List;

/**
 * A named place in the brain.
 *
 * @param name what to call it, not blank
 * @param x millimetres to the right of the origin
 * @param y millimetres to the front
 * @param z millimetres up
 * @param networks names of the networks it belongs to, possibly none
 * @param source the publication, or empty
 * @param radius of its sphere in millimetres, above 0; NaN if it has none of its own
 */
public record Coordinate(
        String name, double x, double y, double z, List<String> networks, String source, double radius) {

    /** @throws IllegalArgumentException if the name is blank, a number is not finite, or the radius is not above 0 */
    public Coordinate {
        if (name.isBlank()) throw new IllegalArgumentException("a coordinate needs a name");
        if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z))
            throw new IllegalArgumentException("the coordinate of " + name + " must be three finite numbers in mm, got "
                    + Arrays.toString(new double[] {x, y, z}));
        if (!Double.isNaN(radius) && !(radius > 0 && Double.isFinite(radius)))
            throw new IllegalArgumentException("the radius of " + name + " must be above 0 mm, got " + radius);
        networks = List.copyOf(networks);
        source = source == null ? "" : source;
    }

    /** A place without a radius of its own. */
    public Coordinate(String name, double x, double y, double z, List<String> networks, String source) {
        this(name, x, y, z, networks, source, Double.NaN);
    }

    /** The radius of its sphere in millimetres: its own, or the given one if it has none. */
    public double radiusOr(double standard) {
        return Double.isNaN(radius) ? standard : radius;
    }

    /** A place that belongs to no network, from no publication. */
    public static Coordinate of(String name, double x, double y, double z) {
        return new Coordinate(name, x, y, z, List.of(), "");
    }
}
