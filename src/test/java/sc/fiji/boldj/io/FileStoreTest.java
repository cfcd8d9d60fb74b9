package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** What is read from the file when asked for is what reading the whole file gives. */
class FileStoreTest {

    private static final VoxelGrid GRID = new VoxelGrid(7, 6, 5, Affine.of(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0));

    @TempDir
    Path folder;

    private Path write(NiftiWriter.Type type, String name) throws IOException {
        NeuroImage image = NeuroImage.floats("x", GRID, 4, SeriesTiming.every(2));
        for (int t = 0; t < 4; t++) {
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) (0.37 * v * (t % 2 == 0 ? 1 : -1) + 11.3 * t);
            image.writeVolume(t, volume);
        }
        Path file = folder.resolve(name);
        NiftiWriter.write(image, file, NiftiWriter.Options.of(type), Progress.NONE);
        return file;
    }

    private static FileStore open(Path file) throws IOException {
        NiftiHeader header = NiftiHeader.read(file);
        return FileStore.open(file, header, header.type().orElseThrow(), new int[] {7, 6, 5});
    }

    @Test
    void valuesAreThoseOfTheWholeFile() throws IOException {
        for (NiftiWriter.Type type : new NiftiWriter.Type[] {NiftiWriter.Type.INT16, NiftiWriter.Type.FLOAT32}) {
            Path file = write(type, type + ".nii");
            NeuroImage whole = NiftiReader.read(file, NiftiReader.Options.IMAGEJ, Progress.NONE);
            FileStore store = open(file);
            IntStream.range(0, 4).parallel().forEach(t -> {
                float[] volume = new float[GRID.voxels()];
                for (int z = 0; z < 5; z++) {
                    store.read(z, t, 0, 20, volume, 42 * z);
                    store.read(z, t, 20, 22, volume, 42 * z + 20);
                }
                assertArrayEquals(whole.volume(t), volume, type + " " + t);
            });
            RandomAccess<? extends RealType<?>> at = store.img().randomAccess();
            at.setPosition(new int[] {3, 2, 4, 1});
            assertEquals(whole.volume(1)[3 + 7 * 2 + 42 * 4], at.get().getRealFloat());
        }
    }

    @Test
    void voxelsCannotBeChanged() throws IOException {
        FileStore store = open(write(NiftiWriter.Type.INT16, "x.nii"));
        assertThrows(UnsupportedOperationException.class, () -> store.write(0, 0, 0, 1, new float[1], 0));
    }

    @Test
    void truncatedAndCompressedFilesAreNotForIt() throws IOException {
        Path file = write(NiftiWriter.Type.INT16, "whole.nii");
        NiftiHeader header = NiftiHeader.read(file);
        assertTrue(FileStore.canRead(file, header, header.type().orElseThrow(), GRID.voxels()));
        byte[] bytes = Files.readAllBytes(file);
        Path cut = folder.resolve("cut.nii");
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - 1));
        assertFalse(FileStore.canRead(cut, header, header.type().orElseThrow(), GRID.voxels()));
        Path gzip = write(NiftiWriter.Type.INT16, "x.nii.gz");
        assertFalse(FileStore.canRead(gzip, header, header.type().orElseThrow(), GRID.voxels()));
    }
}
