package sc.fiji.boldj.ica;

import java.util.Arrays;
import java.util.Optional;
import sc.fiji.boldj.linalg.SymmetricEigen;
import sc.fiji.boldj.run.Progress;

/**
 * Spatial ICA of a group, temporally concatenated, from the components that {@link GroupPca} gathered.
 *
 * <p>Voxels that are constant or not finite in any of the scans are excluded and set to 0 in the maps. There are no group
 * time courses: {@link DualRegression} gives those of each scan.
 */
public final class GroupIca {

    private GroupIca() {}

    /**
     * Decomposes a group.
     *
     * @param state after one scan or more
     * @param components number of components, from 1 to the rows of the state
     * @throws IllegalArgumentException if the state has no scan, too few voxels are usable in all scans, or too many
     *     components are asked for
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static Components of(
            GroupPca.State state,
            int components,
            FastIca.Options search,
            Stability.Options stability,
            Progress progress) {
        if (state.scans() == 0) throw new IllegalArgumentException("a group needs 1 scan or more, got none");
        int count = 0;
        for (boolean u : state.used()) if (u) count++;
        if (count <= components)
            throw new IllegalArgumentException("only " + count + " of " + state.voxels()
                    + " voxels vary and are finite in all " + state.scans()
                    + " scans: does the mask reach beyond a scan?");
        int[] usable = new int[count];
        int next = 0;
        for (int v = 0; v < state.voxels(); v++) if (state.used()[v]) usable[next++] = v;
        int rows = state.rows();
        float[] x = new float[rows * count];
        for (int r = 0; r < rows; r++) {
            double mean = 0;
            for (int i = 0; i < count; i++) mean += state.basis()[r * state.voxels() + usable[i]];
            mean /= count;
            for (int i = 0; i < count; i++)
                x[r * count + i] = (float) (state.basis()[r * state.voxels() + usable[i]] - mean);
        }
        SymmetricEigen eigen = SymmetricEigen.of(Gram.of(x, rows, count, progress.stage(0, 0.1)), rows);
        int most = Math.min(SingleScanIca.rank(eigen.values()), count - 1);
        if (components < 1 || components > most)
            throw new IllegalArgumentException("components must be 1 to " + most + " for " + state.scans()
                    + " scans of " + state.volumes() + " volumes in all, got " + components);
        Reduction reduced = Reduction.of(x, rows, count, eigen, components, progress.stage(0.1, 0.2));
        double[] noise = new double[count];
        double freedom = Math.max(1, state.volumes() - state.scans() - components);
        double total = 0;
        for (int i = 0; i < count; i++) {
            double energy = state.energy()[usable[i]];
            double explained = 0;
            for (int j = 0; j < components; j++) {
                double y = reduced.white()[j * count + i];
                explained += y * y * eigen.values()[j] / count;
            }
            total += energy;
            noise[i] = Math.sqrt(Math.max(1e-6 * energy, energy - explained) / freedom);
        }
        Components found = Separation.of(
                reduced,
                new Separation.Scale(noise, SingleScanIca.gain(eigen, components, count), total),
                new Separation.Place(state.voxels(), usable),
                search,
                stability,
                Optional.empty(),
                progress.stage(0.2, 1));
        return new Components(
                found.count(),
                found.voxels(),
                0,
                found.used(),
                found.maps(),
                found.z(),
                new double[0],
                Arrays.copyOf(found.explained(), found.count()),
                found.mixtures(),
                found.stability(),
                found.search(),
                found.order());
    }
}
