package sc.fiji.boldj.connectivity;

import java.util.List;
import sc.fiji.boldj.linalg.LeastSquares;

/**
 * What the voxels are projected on.
 *
 * @param unit shape (seeds, T), each of length 1 and mean 0
 * @param gram shape (seeds, seeds): {@code c' gram c} is what all seeds explain of a voxel with the products c
 * @param inVoxelToo whether the other seeds are regressed out of the voxel
 */
record SeedDirections(double[][] unit, double[][] gram, boolean inVoxelToo) {

    /** A seed of which the others leave no more than this share of its variance is a sum of them. */
    private static final double DEPENDENT = 1e-9;

    /** The same for a voxel: its values are float. */
    private static final double EXPLAINED = 1e-10;

    static SeedDirections of(List<double[]> seeds, List<String> names, SeveralSeeds.Kind kind) {
        int count = seeds.size();
        double[][] whole = new double[count][];
        for (int k = 0; k < count; k++) whole[k] = SeedCorrelation.centredAndScaled(seeds.get(k));
        if (kind == SeveralSeeds.Kind.BIVARIATE || count == 1)
            return new SeedDirections(whole, new double[0][0], false);
        int volumes = whole[0].length;
        if (volumes <= count + 1)
            throw new IllegalArgumentException(kind + " correlations with " + count + " seeds need more than "
                    + (count + 1) + " volumes, got " + volumes);
        double[][] unit = new double[count][];
        double[] length = new double[count];
        for (int k = 0; k < count; k++) {
            double[] rest = residual(whole, k);
            for (double value : rest) length[k] += value * value;
            if (!(length[k] > DEPENDENT))
                throw new IllegalArgumentException("the seed '" + names.get(k) + "' is a sum of the others, so that "
                        + kind + " correlations are not defined: are two seeds at the same position?");
            unit[k] = SeedCorrelation.centredAndScaled(rest);
        }
        // with res_k what is left of seed k: inverse(G) b = c / |res|, and what is explained is b' inverse(G) b
        double[][] gram = new double[count][count];
        for (int a = 0; a < count; a++)
            for (int b = 0; b < count; b++) {
                double r = 0;
                for (int t = 0; t < volumes; t++) r += whole[a][t] * whole[b][t];
                gram[a][b] = r / Math.sqrt(length[a] * length[b]);
            }
        return new SeedDirections(unit, gram, kind == SeveralSeeds.Kind.PARTIAL);
    }

    /** What the other seeds leave of one. */
    private static double[] residual(double[][] whole, int k) {
        int volumes = whole[k].length;
        int others = whole.length - 1;
        double[] design = new double[volumes * others];
        for (int t = 0; t < volumes; t++)
            for (int other = 0; other < others; other++)
                design[t * others + other] = whole[other < k ? other : other + 1][t];
        double[] coefficients =
                LeastSquares.solve(design, volumes, others, whole[k], 1).coefficients();
        double[] rest = whole[k].clone();
        for (int t = 0; t < volumes; t++)
            for (int other = 0; other < others; other++) rest[t] -= coefficients[other] * design[t * others + other];
        return rest;
    }

    /**
     * Turns products into correlations, in place.
     *
     * @param products of the voxels with the directions, shape (seeds, voxels)
     * @param variation sum of squares of each voxel about its mean
     */
    void toCorrelations(double[][] products, double[] variation) {
        int seeds = unit.length;
        double[] c = new double[seeds];
        for (int i = 0; i < variation.length; i++) {
            for (int k = 0; k < seeds; k++) c[k] = products[k][i];
            double explained = explained(c);
            for (int k = 0; k < seeds; k++) {
                double left = variation[i];
                if (inVoxelToo && seeds > 1) {
                    left = variation[i] - explained + c[k] * c[k];
                    if (!(left > EXPLAINED * variation[i])) left = 0;
                }
                double r = c[k] / Math.sqrt(left);
                products[k][i] = left > 0 && Double.isFinite(r) ? Math.max(-1, Math.min(1, r)) : 0;
            }
        }
    }

    private double explained(double[] c) {
        if (!inVoxelToo) return 0;
        double sum = 0;
        for (int a = 0; a < c.length; a++) for (int b = 0; b < c.length; b++) sum += c[a] * gram[a][b] * c[b];
        return sum;
    }
}
