package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ij.ImagePlus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.io.IOService;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

/** What a script does with {@code io().open()} and {@code io().save()}. */
class NiftiFormatTest {

    @TempDir
    private Path folder;

    @Test
    void scriptsOpenWhatTheySaved() throws Exception {
        VoxelGrid grid = new VoxelGrid(4, 3, 2, Affine.of(-3, 0, 0, 5, 0, 3, 0, -7, 0, 0, 4, 1));
        NeuroImage image = NeuroImage.floats("scan", grid, 2, SeriesTiming.every(0.8));
        float[] volume = new float[24];
        for (int v = 0; v < 24; v++) volume[v] = v;
        image.writeVolume(1, volume);
        try (Context context = new Context(IOService.class)) {
            IOService io = context.service(IOService.class);
            for (String name : new String[] {"a.nii", "b.nii.gz"}) {
                String path = folder.resolve(name).toString();
                io.save(ImageDoor.toImagePlus(image), path);
                ImagePlus opened = assertInstanceOf(ImagePlus.class, io.open(path));
                assertEquals(name, opened.getTitle());
                NeuroImage back = ImageDoor.read(opened);
                assertEquals(grid, back.grid());
                assertArrayEquals(volume, back.volume(1));
                assertEquals(0.8, back.timing().repetitionTime(), 1e-7);
            }
        }
    }
}
