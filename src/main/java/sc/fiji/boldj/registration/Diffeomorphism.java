package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.run.Progress;

/**
 * A smooth one-to-one map between a fixed and a moving image: a warp in the fixed world and an affine map on to the
 * moving world. Immutable.
 *
 * <p>{@link #forward()} and {@link #inverse()} do <b>not</b> contain the affine map: both are fields of the fixed world,
 * in RAS+ mm, each other's inverse. {@link #fixedToMoving()} and {@link #movingToFixed()} contain it: the first, given to
 * a resampler with the moving image, brings that onto the fixed grid; the second does the reverse.
 */
public final class Diffeomorphism {

    private final DisplacementField forward;
    private final DisplacementField inverse;
    private final Affine affine;
    private final List<Double> similarity;

    Diffeomorphism(DisplacementField forward, DisplacementField inverse, Affine affine, List<Double> similarity) {
        this.forward = forward;
        this.inverse = inverse;
        this.affine = affine;
        this.similarity = List.copyOf(similarity);
    }

    /** The warp of the fixed world; the affine map comes after it on the way to the moving world. */
    public DisplacementField forward() {
        return forward;
    }

    /** The inverse of {@link #forward()}, also in the fixed world. */
    public DisplacementField inverse() {
        return inverse;
    }

    /** The affine map from the fixed to the moving world that the registration started from. */
    public Affine affine() {
        return affine;
    }

    /** From the fixed to the moving world: the warp, then the affine map. */
    public SpatialMap fixedToMoving() {
        return TransformChain.of(forward, affine);
    }

    /** From the moving to the fixed world: the inverse affine map, then the inverse warp. */
    public SpatialMap movingToFixed() {
        return TransformChain.of(affine.inverse(), inverse);
    }

    /** The local correlation before each step, level after level; compare within a level only. */
    public List<Double> similarity() {
        return similarity;
    }

    /** How the warp changes volumes, without the affine map: see {@link JacobianMap}. Above 1 the moving brain is larger. */
    public float[] jacobian(Progress progress) {
        return JacobianMap.of(forward, progress);
    }
}
