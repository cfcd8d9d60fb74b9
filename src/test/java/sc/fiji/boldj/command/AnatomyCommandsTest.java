package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandCalls;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.HeadModel;
import sc.fiji.boldj.simulate.Heads;

/** Bias Field Correction..., Brain Mask... of a T1 and Segment Tissue... as the launcher runs them. */
class AnatomyCommandsTest {

    private static final CommandCalls CALLS = CommandMenu.calls();
    private static final VoxelGrid GRID =
            new VoxelGrid(58, 68, 60, Affine.of(3, 0, 0, -86, 0, 3, 0, -98, 0, 0, 3, -90));

    @TempDir
    static Path folder;

    private static float[] truth;

    @BeforeAll
    static void writeScan() throws IOException {
        HeadModel head = Heads.of(3);
        float[] white = head.white(GRID, Progress.NONE).volume(0);
        float[] grey = head.grey(GRID, Progress.NONE).volume(0);
        float[] fluid = head.fluid(GRID, Progress.NONE).volume(0);
        float[] epi = head.echoPlanar(GRID, Progress.NONE).volume(0);
        truth = head.brain(GRID, Progress.NONE)
                .toImage(head.white(GRID, Progress.NONE), "brain")
                .volume(0);
        NeuroImage t1 = head.white(GRID, Progress.NONE);
        float[] values = new float[white.length];
        for (int v = 0; v < values.length; v++) {
            double tissue = 1000 * white[v] + 720 * grey[v] + 280 * fluid[v];
            double rest = Math.max(0, epi[v] - 800 * grey[v] - 640 * white[v] - 1136 * fluid[v]);
            double outside = 1 - Math.min(1, white[v] + grey[v] + fluid[v]);
            double slope = 1 + 0.2 * (v % 58 - 29) / 29.0;
            values[v] = (float) ((tissue + 2.6 * outside * rest + (v * 7919L) % 20) * slope);
        }
        t1.writeVolume(0, values);
        NiftiWriter.write(t1, at("t1.nii"), NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
    }

    private static Path at(String name) {
        return folder.resolve(name);
    }

    private static float[] read(String name) throws IOException {
        NeuroImage image = NiftiReader.read(at(name), NiftiReader.Options.DEFAULT, Progress.NONE);
        assertTrue(image.grid().isSameAs(GRID));
        return image.volume(0);
    }

    private static String call(String label, String options) throws IOException {
        return CALLS.run(label, options, Progress.NONE);
    }

    @Test
    void fromAScanToItsTissues() throws IOException {
        call("Bias Field Correction...", "input=" + at("t1.nii") + " save=" + at("even.nii"));
        float[] before = read("t1.nii");
        float[] even = read("even.nii");
        double left = 0;
        double right = 0;
        for (int v = 0; v < even.length; v++)
            if (truth[v] > 0 && even[v] > 0) {
                if (v % 58 < 20) left += even[v] / before[v];
                if (v % 58 > 38) right += even[v] / before[v];
            }
        assertTrue(left > 1.1 * right, "the left was dimmed and is brightened: " + left + ", " + right);
        call("Brain Mask...", "input=" + at("even.nii") + " modality=t1 save=" + at("mask.nii"));
        float[] mask = read("mask.nii");
        double both = 0;
        double each = 0;
        for (int v = 0; v < mask.length; v++) {
            assertTrue(mask[v] == 0 || mask[v] == 1);
            both += mask[v] * truth[v];
            each += mask[v] + truth[v];
        }
        assertTrue(2 * both / each > 0.93, "Dice " + 2 * both / each);
        call("Segment Tissue...", "input=" + at("even.nii") + " mask=" + at("mask.nii") + " save=" + at("tissue.nii"));
        float[] grey = read("tissue.nii");
        for (int v = 0; v < mask.length; v++) assertTrue(grey[v] >= 0 && grey[v] <= mask[v]);
    }

    @Test
    void aWrongCallIsNamed() {
        String message = assertThrows(
                        RuntimeException.class, () -> call("Brain Mask...", "input=" + at("t1.nii") + " modality=t2"))
                .getMessage();
        assertTrue(message.contains("modality") && message.contains("t1"), message);
    }
}
