package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.host.CommandRunner;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/** Straight from an echo-planar series on coarse voxels, with the template as files, so that it takes seconds. */
class NormalizeCommandTest {

    private static final Affine TRUTH = Affine.of(0.97, 0.05, 0, 4, -0.05, 0.95, 0, -6, 0, 0, 0.93, 8);

    @TempDir
    Path folder;

    private final Template template = Template.builtIn().onGrid(Template.grid(4));

    private Path templateFiles() throws IOException {
        Path file = folder.resolve("tpl_T1w.nii.gz");
        write(template.brain(), file);
        write(template.maskImage(), folder.resolve("tpl_desc-brain_mask.nii.gz"));
        write(template.gm(), folder.resolve("tpl_label-GM_probseg.nii.gz"));
        write(template.wm(), folder.resolve("tpl_label-WM_probseg.nii.gz"));
        write(template.csf(), folder.resolve("tpl_label-CSF_probseg.nii.gz"));
        return file;
    }

    private static void write(NeuroImage image, Path file) throws IOException {
        NiftiWriter.write(image, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    /** Two volumes of the EPI contrast in a head that lies elsewhere: the scan at TRUTH(p) is the template at p. */
    private NeuroImage scan() {
        VoxelGrid grid = new VoxelGrid(60, 64, 48, Affine.of(3.5, 0, 0, -104, 0, 3.5, 0, -122, 0, 0, 4, -84));
        Template fine = Template.builtIn();
        float[] values = new float[grid.voxels()];
        Resampler.resample(
                fine.epiContrast().volume(0),
                fine.grid(),
                grid,
                TRUTH.inverse(),
                Interpolation.LINEAR,
                values,
                Progress.NONE);
        NeuroImage scan = NeuroImage.floats("bold", grid, 2, SeriesTiming.every(2));
        for (int t = 0; t < 2; t++) {
            float[] volume = values.clone();
            for (int v = 0; v < volume.length; v++) volume[v] = 10 * volume[v] + (v * 7919 + t * 31) % 13;
            scan.writeVolume(t, volume);
        }
        return scan;
    }

    private static CommandRunner.Result run(String label, NeuroImage scan, Map<String, String> values) {
        String type = CommandMenu.table().entries().get(label).commandClass();
        ImagePlus plus = ImageDoor.toImagePlus(scan);
        ImagePlus space = ImageDoor.toImagePlus(NeuroImage.floats("space", Template.grid(4), 1, SeriesTiming.UNKNOWN));
        return new CommandRunner(
                        label,
                        CommandMenu.table().spec(type),
                        (title, progress) -> "space".equals(title) ? space : plus)
                .run(new HashMap<>(values), Progress.NONE);
    }

    @Test
    void anEchoPlanarSeriesComesToTheTemplateAndItsTransformsDoTheSame() throws IOException {
        NeuroImage scan = scan();
        Path transform = folder.resolve("t.txt");
        CommandRunner.Result result = run(
                "Normalize To MNI...",
                scan,
                Map.of(
                        "input",
                        "bold",
                        "modality",
                        "bold",
                        "template",
                        templateFiles().toString(),
                        "voxel",
                        "4",
                        "transform",
                        transform.toString(),
                        "output",
                        folder.resolve("out").toString()));
        NeuroImage moved = ImageDoor.read(result.images().get(0));
        assertTrue(moved.grid().isSameAs(Template.grid(4)));
        assertTrue(moved.space().isMni(), moved.space().toString());
        assertEquals(2, moved.volumes());
        Affine found = TransformFiles.read(transform).get(0);
        double sum = 0;
        for (int v : template.mask().indices()) {
            VoxelGrid g = template.grid();
            double[] p = g.position(v);
            double[] a = found.apply(p[0], p[1], p[2]);
            double[] b = TRUTH.apply(p[0], p[1], p[2]);
            for (int d = 0; d < 3; d++) sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        double rms = Math.sqrt(sum / template.mask().count());
        assertTrue(rms < 2, "the affine map is " + rms + " mm off");
        assertEquals(found, TransformFiles.read(folder.resolve("t_itk.txt")).get(0));
        for (String file : List.of("mean", "brain_mask", "mni_mean", "mni_brain_mask"))
            assertTrue(Files.isRegularFile(folder.resolve("out/" + file + ".nii.gz")), file);
        assertTrue(Files.readString(folder.resolve("out/index.html")).contains("Volume change"));
        assertTrue(result.text().contains("brain 0.9"), result.text());
        NeuroImage again = ImageDoor.read(run(
                        "Apply Transforms...",
                        scan,
                        Map.of(
                                "input", "bold",
                                "reference", "space",
                                "transforms", folder.resolve("t_warp.nii.gz") + "," + transform,
                                "interpolation", "cubic"))
                .images()
                .get(0));
        for (int t = 0; t < 2; t++) assertArrayEquals(moved.volume(t), again.volume(t), 0.05f);
    }

    @Test
    void badKeysAreRefusedBeforeTheWork() {
        NeuroImage scan = scan();
        assertMessage(scan, "template", "nowhere.nii.gz", "the names known are [MNI152NLin2009cAsym, MNI152NLin6Asym]");
        assertMessage(scan, "voxel", "0", "voxel must be 0.5 to 10 mm, got 0.0");
        assertMessage(scan, "transform", folder.resolve("t.nii.gz").toString(), "must end with .txt");
        assertMessage(scan, "transform", folder.resolve("no/t.txt").toString(), "there is no folder");
    }

    private static void assertMessage(NeuroImage scan, String key, String value, String expected) {
        Exception failure = assertThrows(
                Exception.class,
                () -> run("Normalize To MNI...", scan, Map.of("input", "bold", "modality", "bold", key, value)));
        assertTrue(String.valueOf(failure.getMessage()).contains(expected), failure.getMessage());
    }
}
