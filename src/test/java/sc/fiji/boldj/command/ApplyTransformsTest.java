package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.host.CommandRunner;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SmoothWarp;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.DisplacementFiles;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/** The command composes warps, one matrix and one matrix a volume as the kernels do, and interpolates once. */
class ApplyTransformsTest {

    private static final VoxelGrid SCAN =
            new VoxelGrid(12, 11, 10, Affine.of(3, 0, 0, -16, 0, 3, 0, -15, 0, 0, 3, -14));
    private static final VoxelGrid SPACE =
            new VoxelGrid(14, 14, 12, Affine.of(2, 0, 0, -13, 0, 2, 0, -12, 0, 0, 2, -11));

    @TempDir
    Path folder;

    private final NeuroImage scan = scan();
    private final NeuroImage space = NeuroImage.floats("space", SPACE, 1, SeriesTiming.UNKNOWN);

    private static NeuroImage scan() {
        NeuroImage scan = NeuroImage.floats("scan", SCAN, 3, SeriesTiming.every(2));
        for (int t = 0; t < 3; t++) {
            float[] values = new float[SCAN.voxels()];
            for (int v = 0; v < values.length; v++) values[v] = (v * 7919 + t * 31) % 97;
            scan.writeVolume(t, values);
        }
        return scan;
    }

    private NeuroImage apply(String... keys) {
        Map<String, String> values = new HashMap<>(Map.of("input", "scan", "reference", "space", "result", "out"));
        for (int i = 0; i < keys.length; i += 2) values.put(keys[i], keys[i + 1]);
        String label = "Apply Transforms...";
        String type = CommandMenu.table().entries().get(label).commandClass();
        ImagePlus scanPlus = ImageDoor.toImagePlus(scan);
        ImagePlus spacePlus = ImageDoor.toImagePlus(space);
        CommandRunner runner = new CommandRunner(
                label,
                CommandMenu.table().spec(type),
                (title, progress) -> "space".equals(title) ? spacePlus : scanPlus);
        ImagePlus result = runner.run(values, Progress.NONE).images().get(0);
        return ImageDoor.read(result);
    }

    private static List<Affine> motion() {
        List<Affine> maps = new ArrayList<>();
        for (int t = 0; t < 3; t++) maps.add(Affine.translation(0.3 * t, 0.2, -0.1 * t));
        return maps;
    }

    @Test
    void aWarpAMatrixAndOneAVolumeAreOneInterpolation() throws IOException {
        Path warp = folder.resolve("warp.nii.gz");
        Path affine = folder.resolve("affine.txt");
        Path volumes = folder.resolve("motion.txt");
        DisplacementField field = DisplacementField.sample(SmoothWarp.of(2, 12), SPACE, Progress.NONE);
        Affine matrix = Affine.of(1.05, 0.02, 0, 1, 0, 0.97, 0.03, -1, 0.01, 0, 1.02, 0.5);
        DisplacementFiles.write(warp, field, Progress.NONE);
        TransformFiles.writePlain(affine, List.of(matrix));
        TransformFiles.writePlain(volumes, motion());
        NeuroImage out = apply("transforms", warp + ", " + affine + "," + volumes, "interpolation", "spline");
        NeuroImage expected = scan.createOn("expected", SPACE, 3);
        List<SpatialMap> maps = new ArrayList<>();
        for (Affine move : motion()) maps.add(TransformChain.of(field, matrix, move));
        Resampler.resampleSeries(scan, maps, Interpolation.QUINTIC, expected, Progress.NONE);
        for (int t = 0; t < 3; t++) assertArrayEquals(expected.volume(t), out.volume(t), 1e-3f, "volume " + t);
        assertEquals(SPACE, out.grid());

        NeuroImage back = apply("transforms", affine + "," + warp, "inverse", "true,true", "interpolation", "cubic");
        TransformChain inverse = TransformChain.of(matrix.inverse(), field.inverse(Progress.NONE));
        Resampler.resampleSeries(
                scan, List.of(inverse, inverse, inverse), Interpolation.CUBIC, expected, Progress.NONE);
        for (int t = 0; t < 3; t++) assertArrayEquals(expected.volume(t), back.volume(t), 2e-3f, "inverse, " + t);
    }

    @Test
    void labelsStayLabelsAndVoxelSetsTheEdge() throws IOException {
        Path affine = folder.resolve("affine.txt");
        TransformFiles.writePlain(affine, List.of(Affine.translation(0.4, 0.7, -0.3)));
        NeuroImage out = apply("transforms", affine.toString(), "interpolation", "label", "voxel", "4");
        assertEquals(4, out.grid().voxelSize(0), 1e-9);
        for (float value : out.volume(0)) assertEquals(value, (float) Math.rint(value));
        NeuroImage expected = scan.createOn("expected", SPACE.withVoxelSize(4), 3);
        Affine map = Affine.translation(0.4, 0.7, -0.3);
        Resampler.resampleLabels(scan, List.of(map, map, map), expected, Progress.NONE);
        assertArrayEquals(expected.volume(2), out.volume(2));
    }

    @Test
    void wrongFilesAreNamed() throws IOException {
        Path image = folder.resolve("scan.nii");
        sc.fiji.boldj.io.NiftiWriter.write(scan, image, sc.fiji.boldj.io.NiftiWriter.Options.DEFAULT, Progress.NONE);
        String message = assertThrows(CommandFailure.class, () -> apply("transforms", image.toString()))
                .getMessage();
        assertTrue(message.contains("scan.nii") && message.contains("is this an image, not a transform?"), message);
        message = assertThrows(
                        CommandFailure.class,
                        () -> apply("transforms", folder.resolve("none.nii.gz").toString()))
                .getMessage();
        assertTrue(message.contains("none.nii.gz"), message);
    }
}
