package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;

/** Headers that cannot be true: what they would make of the image is refused, or said. */
class HeaderLimitsTest {

    private static final int UINT8 = 2;
    private static final int INT16 = 4;
    private static final int FLOAT64 = 64;

    @TempDir
    Path folder;

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("f.nii"), content);
    }

    private NeuroImage read(byte[] content, boolean asFloat) throws IOException {
        return NiftiReader.read(
                write(content), asFloat ? NiftiReader.Options.IMAGEJ : NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    private static String warnings(NeuroImage image) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : ((NiftiHeader) image.header().orElseThrow()).findings())
            if (finding.level() != Finding.Level.INFO)
                text.append(finding.text()).append('\n');
        return text.toString();
    }

    private void refused(byte[] content, String field) {
        NiftiException e = assertThrows(NiftiException.class, () -> read(content, false));
        assertEquals(field, e.field(), e.getMessage());
        assertTrue(e.getMessage().contains("f.nii"), e.getMessage());
    }

    private static TestHeader series(int type) {
        return TestHeader.nifti1(type, 2, 2, 1, 2);
    }

    @Test
    void scalingThatNoFloatHoldsIsRefused() throws IOException {
        refused(series(INT16).scaling(1e35, 0).file(INT16, new double[8]), "scl_slope");
        refused(series(UINT8).scaling(2e36, 0).file(UINT8, new double[8]), "scl_slope");
        refused(series(INT16).scaling(1e-42, 0).file(INT16, new double[8]), "scl_slope");
        assertTrue(warnings(read(series(UINT8).scaling(1e-8, 1000).file(UINT8, new double[8]), false))
                .contains("all voxels are equal"));
        assertEquals("", warnings(read(series(INT16).scaling(1e30, 5).file(INT16, new double[8]), false)));
    }

    /** A number of 64 bits may be too large for the 32 of the program: said, whatever it is kept as. */
    @Test
    void floatsThatBecomeInfiniteAreCounted() throws IOException {
        byte[] content = series(FLOAT64).file(FLOAT64, 1, 1e300, Double.POSITIVE_INFINITY, -1e39, Double.NaN, 2, 3, 4);
        for (boolean asFloat : new boolean[] {false, true}) {
            String said = warnings(read(content, asFloat));
            assertTrue(said.contains("2 voxels are too large"), said);
        }
        byte[] scaled = series(16).scaling(1e30, 0).file(16, 1, 1e10, 3, 1e20, 0, 0, 0, 0);
        for (boolean asFloat : new boolean[] {false, true})
            assertTrue(warnings(read(scaled, asFloat)).contains("2 voxels are too large"));
    }

    @Test
    void placesThatNoScanHasAreRefusedOrSaid() throws IOException {
        for (float far : new float[] {1e20f, 1e-30f, 3e38f, 7 * Float.MIN_VALUE, 0}) {
            TestHeader header = series(UINT8);
            header.buffer.putFloat(280, far); // the edge of a voxel along x, and with it the determinant
            refused(header.file(UINT8, new double[8]), "srow_x");
        }
        TestHeader flat = series(UINT8);
        flat.buffer
                .putFloat(284, 3)
                .putFloat(296, 3)
                .putFloat(300, 3.000002f); // the second axis nearly along the first
        refused(flat.file(UINT8, new double[8]), "srow_x");
        TestHeader away = series(UINT8);
        away.buffer.putFloat(292, 3e5f);
        assertTrue(warnings(read(away.file(UINT8, new double[8]), false)).contains("from the origin"));
        away.buffer.putFloat(292, 3e20f);
        refused(away.file(UINT8, new double[8]), "srow_x");
        for (float size : new float[] {1e-20f, 1e20f, 0}) {
            TestHeader sizes = series(UINT8);
            sizes.buffer.putShort(254, (short) 0).putFloat(80, size);
            NiftiException e = assertThrows(NiftiException.class, () -> read(sizes.file(UINT8, new double[8]), false));
            assertTrue(e.field().startsWith("pixdim"), e.getMessage());
        }
    }

    /** Found by {@link HeaderFuzzTest}, seed 2, file 366052: NIfTI-2 holds sizes whose products overflow. */
    @Test
    void sizesThatOverflowAreRefused() {
        TestHeader header = TestHeader.nifti2(java.nio.ByteOrder.LITTLE_ENDIAN, UINT8, 9, 2, 1, 2);
        header.buffer.putInt(348, 0).putDouble(112, -1e308);
        refused(header.file(UINT8, new double[36]), "pixdim");
    }

    @Test
    void aFormThatIsNoPlaceGivesWayToTheOther() throws IOException {
        TestHeader header = series(UINT8);
        header.buffer.putFloat(280, 1e30f).putShort(252, (short) 1);
        NeuroImage image = read(header.file(UINT8, new double[8]), false);
        assertEquals(3, image.grid().voxelSize(0), 1e-6);
        assertTrue(warnings(image).contains("the qform is used"), warnings(image));
    }

    /** The situation of case 12: sform upright, qform rotated by 180 degrees about z. */
    @Test
    void formsThatDisagreeOnASideAreAWarning() throws IOException {
        TestHeader header = series(UINT8);
        header.buffer.putShort(252, (short) 1).putFloat(264, 1);
        String said = warnings(read(header.file(UINT8, new double[8]), false));
        assertTrue(said.contains("left and which is right") && said.contains("the sform is used"), said);
        assertTrue(said.contains("front and which is back"), said);
        TestHeader mirrored = series(UINT8);
        mirrored.buffer.putShort(252, (short) 1).putFloat(76, -1); // qfac: the third axis turned over
        said = warnings(read(mirrored.file(UINT8, new double[8]), false));
        assertTrue(said.contains("top and which is bottom"), said);
        TestHeader moved = series(UINT8);
        moved.buffer.putShort(252, (short) 1).putFloat(268, 40);
        assertEquals("", warnings(read(moved.file(UINT8, new double[8]), false)), "a shift is no other side");
    }

    @Test
    void theStepOfAnAxisOfOneVolumeIsNoRepetitionTime() throws IOException {
        TestHeader header = TestHeader.nifti1(UINT8, 2, 2, 1, 1, 6);
        NeuroImage image = read(header.file(UINT8, new double[24]), false);
        assertEquals(6, image.volumes());
        assertFalse(image.timing().isKnown());
        assertTrue(warnings(image).contains("pixdim[4]"), warnings(image));
        // what is known otherwise survives saving: then the volumes stand along the fourth axis
        Path copy = folder.resolve("copy.nii");
        NiftiWriter.write(image.withTiming(SeriesTiming.every(2.5)), copy, NiftiWriter.Options.DEFAULT, Progress.NONE);
        assertEquals(2.5, NiftiHeader.read(copy).timing().repetitionTime());
        header.buffer.putShort(68, (short) 1007); // a vector at each voxel
        assertEquals("", warnings(read(header.file(UINT8, new double[24]), false)));
        TestHeader echoes = TestHeader.nifti1(UINT8, 2, 2, 1, 2, 3);
        image = read(echoes.file(UINT8, new double[24]), false);
        assertTrue(warnings(image).contains("one series of 6 volumes"), warnings(image));
    }

    @Test
    void aGridCannotBeMadeOfSuchAMap() {
        for (Affine map : new Affine[] {
            Affine.scaling(1e-7, 1, 1),
            Affine.scaling(1, 1e7, 1),
            Affine.translation(0, 0, 1e10),
            Affine.scaling(1, 1, 0)
        })
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new sc.fiji.boldj.image.VoxelGrid(2, 2, 2, map),
                    map.toString());
    }
}
