package sc.fiji.boldj.glm;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * ARMA(1,1) models on a grid, made when first asked for and shared by all voxels. One side is a from 0 to 0.98, even in
 * its inverse hyperbolic tangent; the other the correlation of neighbours, from 0 (white noise) to 0.96 of the largest
 * there is, (1 + a) / 2. As in 3dREMLfit, noise is not negatively correlated. What all voxels have in common is a prior
 * over the grid.
 */
final class ArmaGrid {

    /** Intervals along each side. */
    static final int SIDE = 32;

    private static final double MOST_A = 2.3;
    private static final double MOST_LINK = 0.96;

    private final ModelBasis basis;
    private volatile ArmaPrior prior;
    private final AtomicReferenceArray<ArmaNoise> models = new AtomicReferenceArray<>((SIDE + 1) * (SIDE + 1));

    ArmaGrid(ModelBasis basis) {
        this.basis = basis;
    }

    static double a(int index) {
        return StrictMath.tanh(row(index) * MOST_A / SIDE);
    }

    /** The b that makes the correlation of neighbours {@code (a + b) (1 + a b) / (1 + 2 a b + b b)} that of the point. */
    static double b(int index) {
        double a = a(index);
        double link = index % (SIDE + 1) * MOST_LINK / SIDE * (1 + a) / 2;
        double difference = a - link;
        double middle = 1 + a * a - 2 * a * link;
        // The root within -1 to 1, written so that it is exact where the difference vanishes.
        return -2 * difference / (middle + Math.sqrt(Math.max(0, middle * middle - 4 * difference * difference)));
    }

    /** How the two sides change with a and b: shape (side, parameter). */
    static double[][] slopes(double a, double b) {
        double step = 1e-5;
        double toA = SIDE / (MOST_A * (1 - a * a));
        return new double[][] {
            {toA, 0},
            {(side(a + step, b) - side(a - step, b)) / (2 * step), (side(a, b + step) - side(a, b - step)) / (2 * step)}
        };
    }

    /** The place along the first side, from 0. */
    static double side(double a) {
        return 0.5 * Math.log((1 + a) / (1 - a)) * SIDE / MOST_A;
    }

    /** The place along the second side, from 0. */
    static double side(double a, double b) {
        double link = (a + b) * (1 + a * b) / (1 + 2 * a * b + b * b);
        return link * SIDE / MOST_LINK * 2 / (1 + a);
    }

    /** Prior for the noise of a voxel; null: none. */
    ArmaPrior prior() {
        return prior;
    }

    /** Sets the prior, before any voxel is fitted. */
    void know(ArmaPrior known) {
        prior = known;
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
