package sc.fiji.boldj.workflow.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import net.imglib2.parallel.TaskExecutors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.ica.FastIca;
import sc.fiji.boldj.ica.GroupPca;
import sc.fiji.boldj.ica.VarianceNorm;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/** Nodes that other processes make, in any order and with losses, give the bits of scans taken up one after another. */
class ScanGatheringTest {

    private static final int SCANS = 67;
    private static final VoxelGrid GRID = new VoxelGrid(6, 5, 4, Affine.of(3, 0, 0, -9, 0, 3, 0, -9, 0, 0, 3, -6));

    @TempDir
    Path folder;

    private final List<String> made = new ArrayList<>();
    private Scans scans;

    /** Files of noise. */
    private record Scans(List<Path> files) implements GroupScans {
        @Override
        public int size() {
            return files.size();
        }

        @Override
        public List<String> names() {
            return files.stream().map(file -> file.getFileName().toString()).toList();
        }

        @Override
        public Optional<Path> file(int scan) {
            return Optional.of(files.get(scan));
        }

        @Override
        public NeuroImage read(int scan, Progress progress) throws IOException {
            return ScanGathering.read(files.get(scan), names().get(scan), progress);
        }
    }

    /** Makes nodes from the last to the first from a copy of the work; those of one level never. */
    private final class Backwards extends ForwardingTaskExecutor implements ScanGathering.Workers {
        private final int broken;

        Backwards(int broken) {
            super(TaskExecutors.singleThreaded());
            this.broken = broken;
        }

        @Override
        public boolean takesScans(int count) {
            return count > 8;
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public void make(ScanGathering work, int level, Progress progress) {
            if (level == broken) throw new IllegalStateException("all executors are lost");
            ScanGathering copy = copy(work);
            for (int node = work.nodes(level) - 1; node >= 0; node--) {
                made.add(level + "-" + node);
                try {
                    copy.make(level, node, Progress.NONE);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static ScanGathering copy(ScanGathering work) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(work);
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (ScanGathering) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void write() throws IOException {
        List<Path> files = new ArrayList<>();
        double[] noise = new double[GRID.voxels()];
        for (int i = 0; i < SCANS; i++) {
            NeuroImage scan = NeuroImage.floats("s", GRID, 9, SeriesTiming.every(2));
            for (int t = 0; t < 9; t++) {
                Seeds.fillGaussian(Seeds.stream(i, t), noise);
                float[] volume = new float[noise.length];
                for (int v = 0; v < noise.length; v++) volume[v] = (float) (50 + noise[v]);
                scan.writeVolume(t, volume);
            }
            files.add(folder.resolve("scan" + i + ".nii"));
            NiftiWriter.write(scan, files.get(i), NiftiWriter.Options.DEFAULT, Progress.NONE);
        }
        scans = new Scans(files);
    }

    private GroupPca.State gather(Path state) {
        GroupComponents.Options options =
                new GroupComponents.Options(3, 12, VarianceNorm.TOTAL, FastIca.Options.DEFAULT, 0, state);
        try {
            return ScanGathering.of(scans, Mask.all(GRID), Map.of(), options, Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GroupPca.State elsewhere(Path state, int broken) {
        GroupPca.State[] result = new GroupPca.State[1];
        Parallelization.runWithExecutor(new Backwards(broken), () -> {
            result[0] = gather(state);
        });
        return result[0];
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".nii"))
                    .toList();
        }
    }

    @Test
    void nodesOfOtherProcessesHaveTheSameBitsAndLeaveNothing() throws IOException {
        GroupPca.State plain = gather(null);
        GroupPca.State other = elsewhere(null, -1);
        assertEquals(SCANS, other.scans());
        assertArrayEquals(plain.basis(), other.basis());
        assertArrayEquals(plain.energy(), other.energy());
        assertEquals(9 + 2 + 1, made.size());
        assertThrows(IllegalStateException.class, () -> elsewhere(null, 1));
        assertEquals(List.of(), left());
    }

    @Test
    void withAStateNodesAreMadeOnce() throws IOException {
        Path state = folder.resolve("state");
        assertThrows(IllegalStateException.class, () -> elsewhere(state, 2));
        assertEquals(List.of("state.nodes"), left());
        made.clear();
        GroupPca.State resumed = elsewhere(state, -1);
        assertEquals(List.of("2-0"), made);
        assertArrayEquals(gather(null).basis(), resumed.basis());
        ScanGathering.finish(state);
        assertEquals(List.of(), left());
    }

    @Test
    void aStateOfOneProcessGoesOnInOne() {
        Path state = folder.resolve("state");
        Scans all = scans;
        gather(state);
        GroupPca.State again = elsewhere(state, 0);
        assertEquals(List.of(), made);
        assertEquals(IntStream.range(0, SCANS).count(), again.scans());
        scans = new Scans(all.files().subList(0, 60));
        assertThrows(IllegalArgumentException.class, () -> gather(state));
    }
}
