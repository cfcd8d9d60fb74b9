package sc.fiji.boldj.image;

/**
 * A map of points between two worlds, RAS+ millimetres.
 *
 * <p>Images are resampled by pulling: the map that brings an image of the world A onto a grid in the world B sends points
 * of B to points of A. A registration of a moving image to a fixed one therefore gives a map from the fixed world to the
 * moving world. Safe for use by several threads.
 */
public interface SpatialMap {

    /** Maps a point; {@code target}, shape (3), may be {@code point}. */
    void apply(double[] point, double[] target);
}
