package sc.fiji.boldj.anatomy;

import java.util.List;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * The shares of the tissues in each voxel of a box, and how neighbours pull each other (hidden Markov random field in
 * the mean field approximation, after Zhang 2001): a voxel of some kind is the more likely the more of its tissues its
 * six neighbours hold, weighted by nearness.
 */
final class TissueField {

    private static final int CHUNK = 1 << 14;

    private final MaskBox box;
    private final int[] offset;
    private final float[] nearness;

    /** Per tissue and voxel of the box, 0 outside the mask; read while the other is written. */
    private float[][] shares;

    private float[][] next;

    /** Probability that a voxel holds one tissue only, by member. */
    final float[] pure;

    TissueField(MaskBox box) {
        this.box = box;
        offset = new int[] {1, box.grid.sizeX(), box.grid.planeSize()};
        double smallest = Double.POSITIVE_INFINITY;
        for (int d = 0; d < 3; d++) smallest = Math.min(smallest, box.grid.voxelSize(d));
        nearness = new float[3];
        for (int d = 0; d < 3; d++) nearness[d] = (float) (smallest / box.grid.voxelSize(d));
        shares = new float[3][box.grid.voxels()];
        next = new float[3][box.grid.voxels()];
        pure = new float[box.inside.length];
    }

    /** The share of a tissue, shape of the box. */
    float[] share(int tissue) {
        return shares[tissue];
    }

    /** What one sweep found: voxels of each kind in each intensity bin, and the mean change of the shares. */
    record Sweep(double[][] counts, double change) {}

    /**
     * Estimates the shares again from the intensities, the neighbours and the priors.
     *
     * @param bins intensity bin of each member
     * @param pull how strongly neighbours pull, 0 for not at all
     * @param priors shares by tissue and member that a template expects, or null
     */
    Sweep sweep(TissueModel model, short[] bins, double pull, float[][] priors, Progress progress) {
        List<Sweep> parts =
                FixedChunks.map(bins.length, CHUNK, (from, to) -> part(model, bins, pull, priors, from, to), progress);
        double[][] counts = new double[TissueModel.KINDS][TissueModel.BINS];
        double change = 0;
        for (Sweep part : parts) {
            change += part.change;
            for (int kind = 0; kind < counts.length; kind++)
                for (int b = 0; b < TissueModel.BINS; b++) counts[kind][b] += part.counts[kind][b];
        }
        float[][] swap = shares;
        shares = next;
        next = swap;
        return new Sweep(counts, change / bins.length);
    }

    private Sweep part(TissueModel model, short[] bins, double pull, float[][] priors, int from, int to) {
        double[][] counts = new double[TissueModel.KINDS][TissueModel.BINS];
        double change = 0;
        double[] near = new double[3];
        double[] q = new double[TissueModel.KINDS];
        for (int i = from; i < to; i++) {
            int v = box.inside[i];
            int bin = bins[i];
            neighbours(v, near);
            double alone = 0;
            double f = Math.exp(pull * (near[0] - near[1]));
            double w = Math.exp(pull * (near[2] - near[1]));
            double p0 = priors == null ? 1 : priors[0][i];
            double p1 = priors == null ? 1 : priors[1][i];
            double p2 = priors == null ? 1 : priors[2][i];
            q[0] = p0;
            q[1] = 0.5 * (p0 + p1);
            q[2] = p1;
            q[3] = 0.5 * (p1 + p2);
            q[4] = p2;
            for (int kind = 0; kind < q.length; kind++) {
                q[kind] *= model.portion[kind] * model.likelihood[kind][bin];
                alone += q[kind];
            }
            // Brightness is learned without the neighbours, whose pull would move edges and with them the means.
            for (int kind = 0; kind < q.length; kind++) counts[kind][bin] += q[kind] / alone;
            q[0] *= f;
            q[1] *= Math.sqrt(f);
            q[3] *= Math.sqrt(w);
            q[4] *= w;
            double sum = q[0] + q[1] + q[2] + q[3] + q[4];
            for (int kind = 0; kind < q.length; kind++) q[kind] /= sum;
            double grey = model.brighter[1][bin];
            double white = model.brighter[3][bin];
            float fluidShare = (float) (q[0] + q[1] * (1 - grey));
            float whiteShare = (float) (q[4] + q[3] * white);
            float greyShare = Math.max(0, 1 - fluidShare - whiteShare);
            change += Math.abs(greyShare - shares[1][v]);
            next[0][v] = fluidShare;
            next[1][v] = greyShare;
            next[2][v] = whiteShare;
            pure[i] = (float) (q[0] + q[2] + q[4]);
        }
        return new Sweep(counts, change);
    }

    /** What the six neighbours hold of each tissue. */
    private void neighbours(int v, double[] near) {
        for (int t = 0; t < 3; t++) {
            float[] share = shares[t];
            near[t] = nearness[0] * (share[v - offset[0]] + share[v + offset[0]])
                    + nearness[1] * (share[v - offset[1]] + share[v + offset[1]])
                    + nearness[2] * (share[v - offset[2]] + share[v + offset[2]]);
        }
    }
}
