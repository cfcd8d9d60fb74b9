package sc.fiji.boldj.workflow.component;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.ica.GroupPca;
import sc.fiji.boldj.ica.PcaTree;
import sc.fiji.boldj.ica.VarianceNorm;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;

/**
 * Gathers the principal components of the scans of a group ({@link PcaTree}): here, scan after scan, or in other processes, node
 * after node. Nodes are files, so all processes must see the scans and the folder of nodes under the same paths.
 */
public final class ScanGathering implements Serializable {

    private static final long serialVersionUID = 1;

    /** Bytes from which on the memory of earlier scans is cleared before a file is read. */
    private static final long LARGE = 32L << 20;

    /** Makes nodes in other processes: the {@code TaskExecutor} of the current {@code Parallelization} may be one. */
    public interface Workers {
        /** Whether a group of scans is worth sending. */
        boolean takesScans(int scans);

        /** An existing folder that all processes see. */
        Path folder();

        /**
         * Makes the nodes of a level, in any order ({@link #make}).
         *
         * @throws java.util.concurrent.CancellationException if the progress is cancelled
         */
        void make(ScanGathering work, int level, Progress progress);
    }

    private final String[] files;
    private final String[] names;
    private final Mask within;
    private final int kept;
    private final VarianceNorm norm;
    private final String fingerprint;
    private final String folder;

    private ScanGathering(
            GroupScans scans, Mask within, GroupComponents.Options options, String fingerprint, Path folder) {
        files = new String[scans.size()];
        for (int i = 0; i < files.length; i++)
            files[i] = scans.file(i).orElseThrow().toAbsolutePath().normalize().toString();
        names = scans.names().toArray(String[]::new);
        this.within = within;
        kept = options.kept();
        norm = options.norm();
        this.fingerprint = fingerprint;
        this.folder = folder.toString();
    }

    /**
     * The state of all scans.
     *
     * @param known what is known of the scans; states that were saved of others are refused
     */
    static GroupPca.State of(
            GroupScans scans,
            Mask within,
            Map<String, Object> known,
            GroupComponents.Options options,
            Progress progress)
            throws IOException {
        // the order counts: a state says how many scans it holds, not which
        String fingerprint = options.kept() + " rows, variance " + options.norm() + ", mask "
                + Arrays.hashCode(within.indices()) + " of " + within.count() + ", " + scans.names() + ", " + known;
        boolean begun = options.state() != null && Files.isRegularFile(options.state());
        boolean inFiles = true;
        for (int i = 0; i < scans.size(); i++) inFiles &= scans.file(i).isPresent();
        Optional<Workers> workers =
                ForwardingTaskExecutor.current(Workers.class).filter(each -> each.takesScans(scans.size()));
        if (begun || !inFiles || workers.isEmpty()) return here(scans, within, fingerprint, options, progress);
        Path folder = options.state() == null
                ? Files.createTempDirectory(workers.get().folder(), ".components-")
                : Files.createDirectories(nodes(options.state()));
        try {
            return new ScanGathering(scans, within, options, fingerprint, folder).elsewhere(workers.get(), progress);
        } finally {
            if (options.state() == null) delete(folder);
        }
    }

    private static GroupPca.State here(
            GroupScans scans, Mask within, String fingerprint, GroupComponents.Options options, Progress progress)
            throws IOException {
        Path state = options.state();
        PcaTree tree = PcaTree.start(within, options.kept());
        if (state != null && Files.isRegularFile(state)) tree = new PcaTree(GroupStateFile.read(state, fingerprint));
        for (int i = tree.scans(); i < scans.size(); i++) {
            Progress part = progress.stage((double) i / scans.size(), (i + 1.0) / scans.size());
            tree = tree.add(fitting(scans.read(i, Progress.NONE), within), within, options.norm(), part);
            if (state != null) GroupStateFile.save(state, fingerprint, tree.levels());
        }
        return tree.root(Progress.NONE);
    }

    private static NeuroImage fitting(NeuroImage scan, Mask within) {
        scan.grid().requireSameAs(within.grid(), "'" + scan.name() + "'", "the mask or first scan");
        return scan;
    }

    /**
     * Reads a scan.
     *
     * @param name that it gets
     */
    public static NeuroImage read(Path file, String name, Progress progress) throws IOException {
        // else Java takes new memory for each scan rather than clear away the one before
        if (Files.size(file) > LARGE) System.gc();
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, progress).withName(name);
    }

    /** Makes the levels one after another; those that an earlier run completed are kept. */
    private GroupPca.State elsewhere(Workers workers, Progress progress) throws IOException {
        int top = 0;
        while (nodes(top) > 1) top++;
        int done = top;
        while (done >= 0 && !isComplete(done)) done--;
        for (int level = done + 1; level <= top; level++) {
            workers.make(this, level, progress.stage(level == 0 ? 0 : 0.8, level == 0 ? 0.8 : 1));
            if (level > 0) deleteLevel(level - 1);
        }
        return GroupStateFile.read(file(top, 0), fingerprint).get(0);
    }

    private boolean isComplete(int level) {
        for (int node = 0; node < nodes(level); node++) if (!Files.isRegularFile(file(level, node))) return false;
        return true;
    }

    /** Number of nodes of a level, from 0: nodes of level 0 take up scans, those of others the nodes below. */
    public int nodes(int level) {
        int nodes = files.length;
        for (int i = 0; i <= level; i++) nodes = PcaTree.nodes(nodes);
        return nodes;
    }

    /**
     * Makes a node and leaves it in its file; does nothing if the file is there.
     *
     * @throws IOException if a scan or node cannot be read, or the file not be written
     */
    public void make(int level, int node, Progress progress) throws IOException {
        Path file = file(level, node);
        if (Files.isRegularFile(file)) return;
        int first = node * PcaTree.BRANCHES;
        int end = Math.min(first + PcaTree.BRANCHES, level == 0 ? files.length : nodes(level - 1));
        GroupPca.State all = GroupPca.start(within, kept);
        for (int i = first; i < end; i++) {
            Progress part =
                    progress.stage((i - first) / (double) (end - first), (i + 1 - first) / (double) (end - first));
            all = level == 0
                    ? GroupPca.add(
                            all, fitting(read(Path.of(files[i]), names[i], Progress.NONE), within), within, norm, part)
                    : GroupPca.merge(
                            all,
                            GroupStateFile.read(file(level - 1, i), fingerprint).get(0),
                            part);
        }
        GroupStateFile.save(file, fingerprint, List.of(all));
    }

    private Path file(int level, int node) {
        return Path.of(folder, "level-" + level + "_node-" + node);
    }

    private void deleteLevel(int level) throws IOException {
        for (int node = 0; node < nodes(level); node++) Files.deleteIfExists(file(level, node));
    }

    /** Where nodes lie if the caller names a file for the state. */
    private static Path nodes(Path state) {
        return state.toAbsolutePath().resolveSibling(state.getFileName() + ".nodes");
    }

    /** Deletes what was saved beside a state. */
    static void finish(Path state) throws IOException {
        Files.deleteIfExists(state);
        delete(nodes(state));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return;
        List<Path> files = new ArrayList<>();
        try (var all = Files.list(folder)) {
            all.forEach(files::add);
        }
        for (Path file : files) Files.delete(file);
        Files.delete(folder);
    }
}
