package sc.fiji.boldj.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.Affine;

class TransformFilesTest {

    private static final List<Affine> MAPS = List.of(
            Affine.of(1.01, 0.02, -0.03, 4.5, 0.1, 0.9, 0.3, -1 / 3.0, 0.01, -0.2, 1.1, 1e-9),
            Affine.translation(1, 2, 3));

    @TempDir
    Path folder;

    private List<Affine> read(String text) throws IOException {
        return TransformFiles.read(Files.write(folder.resolve("t.txt"), text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String itk(String kind, String parameters, String fixed) {
        return "#Insight Transform File V1.0\n#Transform 0\nTransform: " + kind + "_double_3_3\nParameters: "
                + parameters + "\nFixedParameters: " + fixed + "\n";
    }

    @Test
    void bothFormsComeBackToTheSameBits() throws IOException {
        Path file = folder.resolve("m.txt");
        TransformFiles.writePlain(file, MAPS);
        assertEquals(MAPS, TransformFiles.read(file));
        TransformFiles.writeItk(file, MAPS);
        assertEquals(MAPS, TransformFiles.read(file));
        TransformFiles.writeItk(file, MAPS.subList(1, 2));
        assertTrue(Files.readString(file).contains("Parameters: 1 0 0 0 1 0 0 0 1 -1 -2 3\n"), "RAS to LPS");
    }

    /** x to the right by 1 mm is -1 in LPS; a quarter turn about z in LPS is one in RAS. */
    @Test
    void eulerAnglesTurnAboutTheCentre() throws IOException {
        double quarter = Math.PI / 2;
        Affine turn = read(itk("Euler3DTransform", "0 0 " + quarter + " 0 0 0", "-10 0 0"))
                .get(0);
        assertArrayEquals(new double[] {10, 0, 0}, turn.apply(10, 0, 0), 1e-12, "the centre stays");
        assertArrayEquals(new double[] {10, 1, 0}, turn.apply(11, 0, 0), 1e-12);
        Affine shift = read(itk("Euler3DTransform", "0 0 0 1 2 3", "0 0 0 0")).get(0);
        assertArrayEquals(new double[] {-1, -2, 3}, shift.apply(0, 0, 0));
        // Rz Rx Ry against Rz Ry Rx: quarter turns about x and y of the LPS point (0, 0, 1)
        String angles = quarter + " " + quarter + " 0 0 0 0";
        assertArrayEquals(
                new double[] {-1, 0, 0},
                read(itk("Euler3DTransform", angles, "0 0 0")).get(0).apply(0, 0, 1),
                1e-12);
        assertArrayEquals(
                new double[] {0, 1, 0},
                read(itk("Euler3DTransform", angles, "0 0 0 1")).get(0).apply(0, 0, 1),
                1e-12);
    }

    @Test
    void versorIsTheSameTurnAsEuler() throws IOException {
        double angle = 0.7;
        Affine euler =
                read(itk("Euler3DTransform", angle + " 0 0 1 2 3", "4 5 6")).get(0);
        Affine versor = read(itk("VersorRigid3DTransform", Math.sin(angle / 2) + " 0 0 1 2 3", "4 5 6"))
                .get(0);
        for (int i = 0; i < 12; i++) assertEquals(euler.get(i / 4, i % 4), versor.get(i / 4, i % 4), 1e-12);
    }

    @Test
    void badFilesNameTheLine() {
        for (String[] bad : new String[][] {
            {"1 0 0 0\n0 1 0 1e9999\n", "line 2: \"1e9999\" is not a finite number"},
            {"1 0 0 0\n0 1 0 0x1p3\n", "line 2: \"0x1p3\" is not a finite number"},
            {"1 0 0 0\n0 1 0 0\n0 0 1\n", "line 3 needs 4 numbers but has 3"},
            {"1 0 0 0\n0 1 0 x\n", "line 2: \"x\" is not a finite number"},
            {"1 0 0 0\n0 1 0 0\n0 0 1 0\n", "has 3 rows"},
            {"1 0 0 0\n0 1 0 0\n0 0 1 0\n0 0 1 1\n", "line 4"},
            {"", "has 0 rows"},
            {itk("BSplineTransform", "1 2", "3"), "BSplineTransform_double_3_3"},
            {itk("AffineTransform", "1 2", "0 0 0"), "needs 12 parameters"},
            {"#Insight Transform File V1.0\nTransform: AffineTransform_double_3_3\n", "cut short"}
        }) {
            IOException e = assertThrows(IOException.class, () -> read(bad[0]));
            assertTrue(e.getMessage().contains(bad[1]) && e.getMessage().contains("t.txt"), e.getMessage());
        }
    }
}
