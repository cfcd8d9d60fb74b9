package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.image.Affine;

/**
 * What a linear registration found.
 *
 * @param fixedToMoving maps a point of the fixed world to the moving world, RAS+ mm: the map to pull the moving image
 *     onto the fixed grid with
 * @param cost at the finest level; the lower the better, comparable only for the same images and options
 * @param overlap weighted share of the fixed image that is in the moving image, in [0, 1]
 * @param iterations steps at all levels of the way to the result
 * @param levels from coarse to fine
 */
public record LinearFit(Affine fixedToMoving, double cost, double overlap, int iterations, List<Level> levels) {

    public LinearFit {
        levels = List.copyOf(levels);
    }

    /**
     * One level.
     *
     * @param spacing size of its voxels, mm
     * @param points at which the images were compared
     * @param starts maps that were refined
     * @param iterations steps of the best of them
     * @param evaluations of the cost by the best of them
     * @param cost that it reached
     */
    public record Level(double spacing, int points, int starts, int iterations, int evaluations, double cost) {}
}
