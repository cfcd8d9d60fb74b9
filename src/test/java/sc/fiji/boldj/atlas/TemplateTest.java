package sc.fiji.boldj.atlas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

class TemplateTest {

    private final Template template = Template.builtIn();

    @Test
    void theStandardGridsAreThoseOfOtherPrograms() {
        VoxelGrid two = Template.grid(2);
        assertArrayEquals(new int[] {91, 109, 91}, new int[] {two.sizeX(), two.sizeY(), two.sizeZ()});
        assertArrayEquals(new double[] {0, 0, 0}, two.affine().apply(45, 63, 36), 0, "the origin is a voxel centre");
        VoxelGrid three = Template.grid(3);
        assertArrayEquals(new int[] {61, 73, 61}, new int[] {three.sizeX(), three.sizeY(), three.sizeZ()});
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Template.grid(0))
                .getMessage()
                .contains("voxel must be 0.5 to 10 mm, got 0.0"));
    }

    @Test
    void aFileInTheProgramIsTheNiftiItSaysItIs() throws Exception {
        for (String part : List.of("brain", "gm", "wm", "csf", "mask")) {
            URL resource = Template.class.getResource("mni152-2009/" + part + ".nii.gz");
            assumeTrue("file".equals(resource.getProtocol()), "resources are not files here");
            NeuroImage file = NiftiReader.read(Path.of(resource.toURI()), NiftiReader.Options.DEFAULT, Progress.NONE);
            assertTrue(file.grid().isSameAs(template.grid()), part);
            float[] ours = TemplateResource.read("mni152-2009/" + part + ".nii.gz", template.grid());
            assertArrayEquals(file.volume(0), ours, 1e-5f, part);
        }
    }

    @Test
    void itTravelsWithItsLicenceAndStaysSmall() throws Exception {
        long bytes = 0;
        for (String part : List.of("brain", "gm", "wm", "csf", "mask"))
            try (InputStream in = Template.class.getResourceAsStream("mni152-2009/" + part + ".nii.gz")) {
                bytes += in.readAllBytes().length;
            }
        assertTrue(bytes < 4_000_000, bytes + " bytes");
        try (InputStream in = Template.class.getResourceAsStream("mni152-2009/NOTICE.txt")) {
            String notice = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(notice.contains("Louis Collins, McConnell Brain Imaging Centre"));
            assertTrue(notice.contains("Flywheel Exchange"));
        }
    }

    @Test
    void tissuesArePartsOfTheBrain() {
        float[] gm = template.gm().volume(0);
        float[] wm = template.wm().volume(0);
        float[] csf = template.csf().volume(0);
        float[] brain = template.brain().volume(0);
        for (int v = 0; v < gm.length; v++) {
            double sum = gm[v] + wm[v] + csf[v];
            if (template.mask().contains(v)) assertEquals(1, sum, 0.01, "voxel " + v);
            else assertEquals(0, sum + brain[v], 0, "voxel " + v);
        }
        assertEquals(1.9, template.mask().count() * 8e-6, 0.1, "litres");
        double left = 0;
        double right = 0;
        for (int v : template.mask().indices()) {
            int x = v % 91;
            if (x < 45) left++;
            if (x > 45) right++;
        }
        assertEquals(1, right / left, 0.03);
    }

    /** Landmarks of MNI space: the thalamus and the corpus callosum, the ventricles, the left and right putamen. */
    @Test
    void tissuesAreWhereTheyBelong() {
        assertTrue(at(template.wm(), 0, 26, 6) > 0.8, "genu of the corpus callosum");
        assertTrue(at(template.wm(), -26, -30, 26) > 0.8, "left corona radiata");
        assertTrue(at(template.csf(), -6, 12, 10) + at(template.csf(), -6, 16, 8) > 0.8, "left lateral ventricle");
        assertTrue(at(template.gm(), -36, 2, -2) + at(template.gm(), -38, 4, 0) > 1, "left insula");
        NeuroImage epi = template.epiContrast();
        assertTrue(at(epi, -6, 14, 10) > at(epi, -36, 4, 0), "CSF is brightest");
        assertTrue(at(epi, -36, 4, 0) > at(epi, -26, -30, 26), "white matter is darkest");
        assertEquals(0, at(epi, 0, 90, 0));
    }

    @Test
    void theSameSpaceAsOtherCopiesOfTheAtlas() throws Exception {
        Mask nlin2009c = shared("tpl-MNI152NLin2009cAsym_res-02_desc-brain_mask.nii.gz", 0.5);
        assertTrue(dice(template.mask(), nlin2009c) > 0.98, "mask " + dice(template.mask(), nlin2009c));
        double gm = dice(half(template.gm()), shared("mni_icbm152_gm_tal_nlin_sym_09a_2mm.nii.gz", 127.5));
        double wm = dice(half(template.wm()), shared("mni_icbm152_wm_tal_nlin_sym_09a_2mm.nii.gz", 127.5));
        assertTrue(gm > 0.85, "grey matter " + gm);
        assertTrue(wm > 0.82, "white matter " + wm);
        // Left and right: the brain of 2009c is not symmetric, and neither is ours, in the same way.
        double same = 0;
        for (int v : nlin2009c.indices()) same += asymmetry(template.mask(), v) * asymmetry(nlin2009c, v);
        assertTrue(same > 0, "agreement of the asymmetries " + same);
    }

    /** 1 if a voxel is in the mask and its mirror image is not, -1 the other way round, else 0. */
    private static int asymmetry(Mask mask, int v) {
        int mirrored = v - v % 91 + 90 - v % 91;
        return (mask.contains(v) ? 1 : 0) - (mask.contains(mirrored) ? 1 : 0);
    }

    @Test
    void onAnotherGrid() {
        Template three = template.onGrid(Template.grid(3));
        assertEquals(61, three.grid().sizeX());
        assertEquals(
                template.mask().count() * 8.0,
                three.mask().count() * 27.0,
                0.02 * template.mask().count() * 8);
        assertEquals(at(template.wm(), -30, -30, 24), at(three.wm(), -30, -30, 24), 1e-6);
    }

    private Mask half(NeuroImage image) {
        return Mask.above(image.grid(), image.volume(0), 0.5);
    }

    private Mask shared(String file, double threshold) throws Exception {
        NeuroImage image =
                NiftiReader.read(Fixtures.path("reference/data/" + file), NiftiReader.Options.DEFAULT, Progress.NONE);
        float[] values = new float[template.grid().voxels()];
        Resampler.resample(
                image.volume(0),
                image.grid(),
                template.grid(),
                Affine.IDENTITY,
                Interpolation.LINEAR,
                values,
                Progress.NONE);
        return Mask.above(template.grid(), values, threshold);
    }

    private static double dice(Mask a, Mask b) {
        return 2.0 * a.and(b).count() / (a.count() + b.count());
    }

    private static double at(NeuroImage image, double x, double y, double z) {
        double[] voxel = image.grid().affine().inverse().apply(x, y, z);
        return image.volume(0)[
                image.grid().index((int) Math.rint(voxel[0]), (int) Math.rint(voxel[1]), (int) Math.rint(voxel[2]))];
    }
}
