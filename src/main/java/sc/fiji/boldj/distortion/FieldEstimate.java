package sc.fiji.boldj.distortion;

import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;

/**
 * A field that explains distorted images, estimated from them or measured.
 *
 * @param field Hz, on the grid of the first image: the space of the head as it lay there, without distortion
 * @param motions for each image, from the head to the scan, RAS+ mm; that of the first is the identity
 * @param differenceBefore root mean square over the head of the differences of the images from their mean, over the mean
 *     brightness, without correction; NaN for a measured field, the boundary cost for one from a T1-weighted scan
 * @param difference the same after correction
 * @param leastJacobian the smallest local scaling along a phase-encoding axis; above 0 no image folds; of a measured field, the smallest within the brain
 * @param steps Gauss-Newton steps at all levels; 0 for a measured field
 */
public record FieldEstimate(
        NeuroImage field,
        List<Affine> motions,
        double differenceBefore,
        double difference,
        double leastJacobian,
        int steps) {}
