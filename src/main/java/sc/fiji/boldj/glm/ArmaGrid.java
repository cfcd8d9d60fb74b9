package sc.fiji.boldj.glm;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * ARMA(1,1) models on a grid that is even in the inverse hyperbolic tangent of a and b, made when first asked for and
 * shared by all voxels: a from 0 to 0.98, b from -0.95 to 0.95.
 */
final class ArmaGrid {

    /** Intervals along each side. */
    static final int SIDE = 32;

    private static final double MOST_A = 2.3;
    private static final double MOST_B = 1.8;

    private final ModelBasis basis;
    private final AtomicReferenceArray<ArmaNoise> models = new AtomicReferenceArray<>((SIDE + 1) * (SIDE + 1));

    ArmaGrid(ModelBasis basis) {
        this.basis = basis;
    }

    static double a(int index) {
        return Math.tanh(row(index) * MOST_A / SIDE);
    }

    static double b(int index) {
        return Math.tanh((2.0 * (index % (SIDE + 1)) / SIDE - 1) * MOST_B);
    }

    private static int row(int index) {
        return index / (SIDE + 1);
    }

    /** The index of a point; 0 to {@link #SIDE} along each side. */
    static int index(int i, int j) {
        return i * (SIDE + 1) + j;
    }

    ArmaNoise at(int index) {
        ArmaNoise model = models.get(index);
        if (model != null) return model;
        model = new ArmaNoise(basis, a(index), b(index));
        models.compareAndSet(index, null, model);
        return models.get(index);
    }
}
