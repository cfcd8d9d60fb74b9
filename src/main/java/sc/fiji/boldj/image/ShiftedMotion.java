package sc.fiji.boldj.image;

/**
 * A motion of the head, then a displacement along an axis of the scanner that depends on the place in the head: the field moves
 * with the head, its effect keeps the direction of the phase encoding.
 *
 * @param motion from the head in its reference position to the scanner, RAS+ mm
 * @param shift by place in the reference position
 */
public record ShiftedMotion(Affine motion, AxisShift shift) implements SpatialMap {

    @Override
    public void apply(double[] point, double[] target) {
        apply(shift.at(point), point, target);
    }

    /** The same for a point whose amount of displacement is known. */
    void apply(double amount, double[] point, double[] target) {
        motion.apply(point, target);
        shift.add(amount, target);
    }
}
