package sc.fiji.boldj.registration;

import sc.fiji.boldj.image.Affine;

/**
 * What a boundary-based refinement found.
 *
 * @param fixedToMoving maps a point of the surface's world to the echo-planar image's world, RAS+ mm; the start if the
 *     refinement was refused
 * @param accepted whether it is the refined map
 * @param startCost cost of the start, 0 (best) to 2
 * @param cost cost of the refined map, whether accepted or not
 * @param movedMm how far the refined map puts a point of the surface from where the start puts it, at most
 * @param contrastPercent median contrast across the surface at the refined map: grey minus white over their mean
 * @param rightSign share of the surface, in [0, 1], where the contrast has the expected sign
 * @param iterations steps taken
 * @param finding a sentence for the report
 */
public record BoundaryFit(
        Affine fixedToMoving,
        boolean accepted,
        double startCost,
        double cost,
        double movedMm,
        double contrastPercent,
        double rightSign,
        int iterations,
        String finding) {}
