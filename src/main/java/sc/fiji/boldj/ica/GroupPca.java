package sc.fiji.boldj.ica;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.linalg.FloatMatrix;
import sc.fiji.boldj.linalg.MatrixProduct;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Principal components of many scans, concatenated in time, one scan at a time (MIGP: Smith et al. 2014).
 *
 * <p>A running matrix of weighted spatial components incorporates each scan in turn and is truncated to its strongest rows. It
 * approximates the components of all scans together; with as many rows as volumes in all it is exact. {@link PcaTree} combines
 * such matrices of many scans.
 */
public final class GroupPca {

    private static final int CHUNK = 2048;

    private GroupPca() {}

    /**
     * What is known after some scans: all that is needed to go on, so a caller can save it and resume after a crash.
     *
     * @param voxels of the mask
     * @param kept rows the running matrix may have
     * @param rows it has now
     * @param scans taken up
     * @param volumes of all of them
     * @param basis the running matrix, shape (rows, voxels)
     * @param energy sum of squares of all prepared scans at each voxel, shape (voxels)
     * @param used whether each voxel varies and is finite in every scan so far, shape (voxels)
     */
    public record State(
            int voxels, int kept, int rows, int scans, long volumes, float[] basis, double[] energy, boolean[] used) {

        /** @throws IllegalArgumentException if the sizes do not fit one another: a damaged file? */
        public State {
            if (voxels < 2 || kept < 2 || rows < 0 || rows > kept || scans < 0 || volumes < 0)
                throw new IllegalArgumentException("a group state cannot have " + voxels + " voxels, " + rows + " of "
                        + kept + " rows, " + scans + " scans, " + volumes + " volumes");
            if (basis.length != (long) rows * voxels || energy.length != voxels || used.length != voxels)
                throw new IllegalArgumentException("the arrays of a group state do not fit " + rows + " rows of "
                        + voxels + " voxels: is its file complete?");
        }
    }

    /**
     * The state before the first scan.
     *
     * @param mask of all scans
     * @param kept rows of the running matrix, 2 or more: several times the number of components, better as many as the
     *     longest scan has volumes
     */
    public static State start(Mask mask, int kept) {
        int voxels = mask.requireNotEmpty("the mask").count();
        boolean[] used = new boolean[voxels];
        Arrays.fill(used, true);
        return new State(voxels, kept, 0, 0, 0, new float[0], new double[voxels], used);
    }

    /**
     * Takes up one scan.
     *
     * @param scan on the grid of the mask, 3 volumes or more
     * @return the new state; the old one stays valid
     * @throws IllegalArgumentException if the scan does not fit the mask or hardly varies
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static State add(State state, NeuroImage scan, Mask mask, VarianceNorm norm, Progress progress) {
        if (mask.count() != state.voxels)
            throw new IllegalArgumentException(
                    "the mask has " + mask.count() + " voxels, the group state " + state.voxels);
        ScanMatrix matrix = ScanMatrix.of(scan, mask, norm, progress.stage(0, 0.5));
        int voxels = state.voxels;
        boolean[] used = new boolean[voxels];
        double[] energy = state.energy.clone();
        double[] added = matrix.energy();
        for (int i = 0; i < added.length; i++) {
            int v = matrix.usable()[i];
            used[v] = state.used[v];
            energy[v] += added[i];
        }
        State before = new State(
                voxels,
                state.kept,
                state.rows,
                state.scans + 1,
                state.volumes + matrix.volumes(),
                state.basis,
                energy,
                used);
        return append(before, matrix.spread(voxels), matrix.volumes(), progress.stage(0.5, 1));
    }

    /**
     * Combines the scans of two states.
     *
     * @param earlier not changed
     * @param later of other scans on the same grid, which come after those of the first
     * @return a state of all their scans, with at most as many rows as each of the two may have
     * @throws IllegalArgumentException if the states do not fit each other
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static State merge(State earlier, State later, Progress progress) {
        if (earlier.voxels != later.voxels || earlier.kept != later.kept)
            throw new IllegalArgumentException("group states of " + earlier.voxels + " and " + later.voxels
                    + " voxels, at most " + earlier.kept + " and " + later.kept + " rows, do not fit each other");
        if (earlier.scans == 0) return later;
        if (later.scans == 0) return earlier;
        double[] energy = earlier.energy.clone();
        boolean[] used = earlier.used.clone();
        for (int v = 0; v < energy.length; v++) {
            energy[v] += later.energy[v];
            used[v] &= later.used[v];
        }
        State both = new State(
                earlier.voxels,
                earlier.kept,
                earlier.rows,
                earlier.scans + later.scans,
                earlier.volumes + later.volumes,
                earlier.basis,
                energy,
                used);
        return append(both, later.basis, later.rows, progress);
    }

    /** The state with rows x, shape (added, voxels), taken up in its basis. */
    private static State append(State state, float[] x, int added, Progress progress) {
        int voxels = state.voxels;
        int m = state.rows;
        int n = m + added;
        double[] gram = new double[Math.multiplyExact(n, n)];
        place(gram, n, 0, 0, Gram.of(state.basis, m, voxels, Progress.NONE), m, m);
        place(gram, n, m, m, Gram.of(x, added, voxels, progress.stage(0, 0.3)), added, added);
        place(gram, n, 0, m, Gram.of(state.basis, m, x, added, voxels, progress.stage(0.3, 0.5)), m, added);
        for (int i = 0; i < n; i++) for (int j = 0; j < i; j++) gram[i * n + j] = gram[j * n + i];
        SymmetricEigen eigen = SymmetricEigen.of(gram, n);
        int rows = Math.min(state.kept, Math.max(1, SingleScanIca.rank(eigen.values())));
        float[] old = part(eigen, n, rows, 0, m);
        float[] fresh = part(eigen, n, rows, m, added);
        float[] basis = new float[Math.multiplyExact(rows, voxels)];
        FixedChunks.forEach(
                voxels,
                CHUNK,
                (from, to) -> {
                    int count = to - from;
                    MatrixProduct.multiply(
                            1f,
                            FloatMatrix.of(fresh, rows, added),
                            FloatMatrix.of(x, from, added, count, voxels),
                            0f,
                            FloatMatrix.of(basis, from, rows, count, voxels));
                    if (m > 0)
                        MatrixProduct.multiply(
                                1f,
                                FloatMatrix.of(old, rows, m),
                                FloatMatrix.of(state.basis, from, m, count, voxels),
                                1f,
                                FloatMatrix.of(basis, from, rows, count, voxels));
                },
                progress.stage(0.5, 1));
        return new State(voxels, state.kept, rows, state.scans, state.volumes, basis, state.energy, state.used);
    }

    private static void place(double[] target, int n, int row, int column, double[] block, int rows, int columns) {
        for (int i = 0; i < rows; i++) System.arraycopy(block, i * columns, target, (row + i) * n + column, columns);
    }

    /** The leading eigenvectors' entries {@code from} to {@code from + count}, as rows. */
    private static float[] part(SymmetricEigen eigen, int n, int rows, int from, int count) {
        float[] part = new float[rows * count];
        for (int r = 0; r < rows; r++)
            for (int i = 0; i < count; i++) part[r * count + i] = (float) eigen.vectors()[(from + i) * n + r];
        return part;
    }
}
