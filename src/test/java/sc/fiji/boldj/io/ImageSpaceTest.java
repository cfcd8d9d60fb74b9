package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/** Which images are known to be in MNI space. */
class ImageSpaceTest {

    @TempDir
    Path folder;

    private Path scan(String name, int sform, int qform) throws IOException {
        TestHeader header = TestHeader.nifti1(2, 2, 2, 1, 2);
        header.buffer.putShort(252, (short) qform).putShort(254, (short) sform);
        return Files.write(folder.resolve(name), header.file(2, new double[8]));
    }

    private static NeuroImage read(Path file) throws IOException {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    private void assertKind(Space.Kind kind, Path file) throws IOException {
        assertEquals(kind, read(file).space().kind(), read(file).space().evidence());
    }

    @Test
    void theCodeOfTheFormThatIsUsedSaysIt() throws IOException {
        assertKind(Space.Kind.MNI, scan("a.nii", 4, 1));
        assertKind(Space.Kind.UNKNOWN, scan("a.nii", 1, 4));
        assertKind(Space.Kind.MNI, scan("a.nii", 0, 4));
        assertKind(Space.Kind.OTHER, scan("a.nii", 3, 0));
        for (int code : new int[] {0, 1, 2, 5}) assertKind(Space.Kind.UNKNOWN, scan("a.nii", code, 0));
        assertTrue(read(scan("a.nii", 1, 0)).space().evidence().contains("scanner"));
    }

    @Test
    void theNameGoesBeforeTheSidecarAndThatBeforeTheCode() throws IOException {
        assertKind(Space.Kind.MNI, scan("sub-1_space-MNI152NLin6Asym_bold.nii", 1, 0));
        assertKind(Space.Kind.OTHER, scan("sub-1_space-T1w_bold.nii", 4, 0));
        assertKind(Space.Kind.MNI, scan("tpl-MNI152NLin6Asym_T1w.nii", 1, 0));
        Files.writeString(folder.resolve("b.json"), "{\"SpatialReference\": \"MNI152NLin2009cAsym\"}");
        assertKind(Space.Kind.MNI, scan("b.nii", 1, 0));
        assertEquals(
                "MNI152NLin2009cAsym", read(folder.resolve("b.nii")).space().name());
        Files.writeString(folder.resolve("b.json"), "{\"SpatialReference\": \"orig\"}");
        assertKind(Space.Kind.OTHER, scan("b.nii", 4, 0));
        Files.writeString(
                folder.resolve("b.json"),
                "{\"SpatialReference\": {\"VolumeReference\": \"https://x/tpl-MNI305.nii\"}}");
        assertKind(Space.Kind.MNI, scan("b.nii", 1, 0));
    }

    /** The grids of FSL, SPM and our own templates; not a scan that lies nearly so. */
    @Test
    void templateGridsAreKnown() {
        Affine fsl = Affine.of(-2, 0, 0, 90, 0, 2, 0, -126, 0, 0, 2, -72);
        assertTrue(ImageSpace.isTemplateGrid(new VoxelGrid(91, 109, 91, fsl)));
        assertTrue(ImageSpace.isTemplateGrid(Template.grid(3)));
        Affine spm = Affine.of(-3, 0, 0, 78, 0, 3, 0, -112, 0, 0, 3, -70);
        assertTrue(ImageSpace.isTemplateGrid(new VoxelGrid(53, 63, 52, spm)));
        Affine asymmetric = Affine.of(1, 0, 0, -96, 0, 1, 0, -132, 0, 0, 1, -78);
        assertTrue(ImageSpace.isTemplateGrid(new VoxelGrid(193, 229, 193, asymmetric)));
        assertFalse(ImageSpace.isTemplateGrid(new VoxelGrid(10, 10, 10, fsl)), "a corner of a head");
        Affine flat = Affine.of(-2, 0, 0, 90, 0, 2, 0, -126, 0, 0, 3, -72);
        assertFalse(ImageSpace.isTemplateGrid(new VoxelGrid(91, 109, 61, flat)));
        Affine oblique = Affine.of(-2, 0.02, 0, 90, 0, 2, 0, -126, 0, 0, 2, -72);
        assertFalse(ImageSpace.isTemplateGrid(new VoxelGrid(91, 109, 91, oblique)));
        Affine near = Affine.of(-2, 0, 0, 90, 0, 2, 0, -126.4, 0, 0, 2, -72);
        assertFalse(ImageSpace.isTemplateGrid(new VoxelGrid(91, 109, 91, near)));
    }

    @Test
    void writingKeepsTheSpaceAndNeverClaimsIt() throws IOException {
        Path out = folder.resolve("out.nii");
        NeuroImage scanner = read(scan("c.nii", 1, 0));
        NeuroImage moved = scanner.withSpace(Space.mni("MNI152NLin2009aSym", "moved there"));
        NiftiWriter.write(moved, out, NiftiWriter.Options.DEFAULT, Progress.NONE);
        SidecarWriter.write(out, moved);
        assertEquals(4, NiftiHeader.read(out).number(NiftiField.SFORM_CODE));
        assertEquals("MNI152NLin2009aSym", read(out).space().name());
        NeuroImage made = NeuroImage.floats("new", scanner.grid(), 1, SeriesTiming.UNKNOWN)
                .withSpace(Space.mni("MNI152", ""));
        NiftiWriter.write(made, out, NiftiWriter.Options.DEFAULT, Progress.NONE);
        SidecarWriter.write(out, made);
        assertEquals(4, NiftiHeader.read(out).number(NiftiField.SFORM_CODE));
        assertFalse(Files.exists(folder.resolve("out.json")), "the header says it all");
        assertEquals(Space.Kind.MNI, made.createLike("like", 2).space().kind());
        NeuroImage back =
                read(scan("d.nii", 4, 4)).withSpace(read(scan("e.nii", 1, 0)).space());
        NiftiWriter.write(back, out, NiftiWriter.Options.DEFAULT, Progress.NONE);
        assertEquals(2, NiftiHeader.read(out).number(NiftiField.SFORM_CODE), "what was moved elsewhere is not MNI");
        assertEquals(2, NiftiHeader.read(out).number(NiftiField.QFORM_CODE));
    }
}
