package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;

/** Which voxels of standard space a series covers. */
class SeriesCoverageTest {

    private final Mask brain = Template.builtIn().onGrid(Template.grid(9)).mask();

    private NeuroImage series(float value) {
        NeuroImage series = NeuroImage.floats("x", brain.grid(), 3, SeriesTiming.UNKNOWN);
        float[] volume = new float[brain.grid().voxels()];
        Arrays.fill(volume, value);
        for (int t = 0; t < 3; t++) series.writeVolume(t, volume);
        return series;
    }

    @Test
    void aVoxelThatLeavesTheFieldOfViewForOneVolumeIsLeftOut() throws IOException {
        NeuroImage series = series(100);
        float[] volume = series.volume(1).clone();
        int lost = brain.indices()[brain.count() / 2];
        int dark = brain.indices()[brain.count() / 3];
        volume[lost] = 0;
        series.writeVolume(1, volume);
        for (int t = 0; t < 3; t++) {
            float[] each = series.volume(t).clone();
            each[dark] = 10;
            series.writeVolume(t, each);
        }
        boolean[] left = new boolean[volume.length];
        float[] mean = ResampleStep.mean(series, 0, left);
        assertEquals(200 / 3f, mean[lost], 1e-4f);
        Mask covered = ResampleStep.covered(brain, mean, left);
        assertFalse(covered.contains(lost));
        assertFalse(covered.contains(dark), "hardly any signal");
        assertTrue(covered.contains(brain.indices()[0]));
        assertEquals(brain.count() - 2, covered.count());
    }

    @Test
    void aSeriesElsewhereIsRefused() {
        boolean[] left = new boolean[brain.grid().voxels()];
        float[] mean = ResampleStep.mean(series(0), 0, left);
        IOException e = assertThrows(IOException.class, () -> ResampleStep.covered(brain, mean, left));
        assertTrue(e.getMessage().contains("did the registration fail"), e.getMessage());
    }
}
