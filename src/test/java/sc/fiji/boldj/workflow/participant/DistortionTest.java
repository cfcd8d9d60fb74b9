package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.Sidecar;

/** The note on susceptibility distortion. */
class DistortionTest {

    @TempDir
    Path folder;

    private String note(String json, Affine affine) throws IOException {
        Path func = Files.createDirectories(folder.resolve("sub-01/func"));
        Path scan = func.resolve("sub-01_task-rest_bold.nii.gz");
        Files.writeString(func.resolve("sub-01_task-rest_bold.json"), json);
        return Distortion.note(Sidecar.find(scan), new VoxelGrid(4, 4, 4, affine), "The dataset has no field maps");
    }

    @Test
    void theDirectionIsThatOfTheHeadHoweverTheFileLies() throws IOException {
        Affine upright = Affine.IDENTITY;
        assertTrue(
                note("{\"PhaseEncodingDirection\": \"j-\"}", upright).contains("back and front (phase encoding j-)"));
        assertTrue(note("{\"PhaseEncodingDirection\": \"i\"}", upright).contains("left and right"));
        // the file's second axis runs downwards, as in sagittal slices
        Affine sagittal = Affine.of(new double[][] {{0, 0, 3, 0}, {3, 0.2, 0, 0}, {0.2, -3, 0, 0}});
        assertTrue(note("{\"PhaseEncodingDirection\": \"j\"}", sagittal).contains("below and above"));
    }

    @Test
    void withoutASidecarItSaysSoAndTheReasonIsNamed() throws IOException {
        String none = note("{}", Affine.IDENTITY);
        assertTrue(none.contains("which the sidecars do not give"), none);
        assertTrue(none.endsWith("The dataset has no field maps."), none);
        assertEquals(none, note("{\"PhaseEncodingDirection\": \"AP\"}", Affine.IDENTITY));
    }
}
