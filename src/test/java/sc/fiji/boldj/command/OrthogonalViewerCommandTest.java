package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.host.CommandCalls;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/** The viewer without a screen: the same line as in a window writes its picture. */
class OrthogonalViewerCommandTest {

    private static final CommandCalls CALLS = CommandMenu.calls();
    private static final VoxelGrid GRID =
            new VoxelGrid(30, 36, 28, Affine.of(-4, 0, 0, 58, 0, 4, 0, -72, 0, 0, 4, -50));

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        write("anatomy.nii", 0);
        write("map.nii", 1);
        write("other.nii", 2);
        TransformFiles.writePlain(folder.resolve("move.txt"), List.of(Affine.translation(-16, 0, 0)));
    }

    /** 0: a ball of 100. 1: a hot and a cold ball right and left. 2: a hot ball at the front. */
    private static void write(String name, int kind) throws IOException {
        NeuroImage image = NeuroImage.floats(name, GRID, 1, SeriesTiming.UNKNOWN);
        float[] values = new float[GRID.voxels()];
        for (int v = 0; v < values.length; v++) {
            double[] p = GRID.position(v);
            if (kind == 0) values[v] = ball(p, 0, 0, 50) ? 100 : 0;
            if (kind == 1) values[v] = ball(p, 24, 0, 9) ? 5 : ball(p, -24, 0, 9) ? -5 : 0;
            if (kind == 2) values[v] = ball(p, 0, 30, 9) ? 3 : 0;
        }
        image.writeVolume(0, values);
        NiftiWriter.write(image, folder.resolve(name), NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    private static boolean ball(double[] p, double x, double y, double radius) {
        return Math.hypot(Math.hypot(p[0] - x, p[1] - y), p[2]) < radius;
    }

    private static String run(String options) throws IOException {
        return CALLS.run("Orthogonal Viewer", "input=" + folder.resolve("anatomy.nii") + " " + options, Progress.NONE);
    }

    private static String map(String name) {
        return "overlay=" + folder.resolve(name);
    }

    /** Mean column of the pixels of the axial plane, the third, that are clearly red or clearly blue; -1 for none. */
    private static int column(Path file, boolean red) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        int from = 10 + 360 + 10 + 432 + 10; // widths of the coronal and the sagittal plane at 3 pixels a mm
        long sum = 0;
        int n = 0;
        for (int y = 40; y < 40 + 432; y++)
            for (int x = from; x < from + 360; x++) {
                int rgb = picture.getRGB(x, y);
                int difference = (rgb >> 16 & 255) - (rgb & 255);
                if (red ? difference > 80 : difference < -80) {
                    sum += x - from;
                    n++;
                }
            }
        return n == 0 ? -1 : (int) (sum / n);
    }

    @Test
    void leftIsLeftOrRightAsTheConventionSays() throws IOException {
        Path neurological = folder.resolve("n.png");
        Path radiological = folder.resolve("r.png");
        run(map("map.nii") + " threshold=1 maximum=6 point=0,0,0 crosshair=false output=" + neurological);
        run(map("map.nii") + " threshold=1 maximum=6 point=0,0,0 crosshair=false convention=radiological output="
                + radiological);
        assertEquals(180 + 3 * 24, column(neurological, true), 2);
        assertEquals(180 - 3 * 24, column(neurological, false), 2);
        assertEquals(180 - 3 * 24, column(radiological, true), 2);
        assertEquals(180 + 3 * 24, column(radiological, false), 2);
    }

    @Test
    void transformsMoveAnOverlayAsApplyTransformsWould() throws IOException {
        Path moved = folder.resolve("moved.png");
        run(map("map.nii") + " transforms=" + folder.resolve("move.txt")
                + " threshold=1 maximum=6 point=0,0,0 crosshair=false output=" + moved);
        assertEquals(180 + 3 * 40, column(moved, true), 2, "target(p) = source(p - 16 mm)");
    }

    @Test
    void severalOverlaysHaveLooksOfTheirOwn() throws IOException {
        Path both = folder.resolve("both.svg");
        String overlays = "overlay=[" + folder.resolve("map.nii") + ";" + folder.resolve("other.nii") + "]";
        String line =
                overlays + " threshold=1;2 maximum=6;4 colours=warm-cold;viridis opacity=1;0.5 signs=positive;both"
                        + " pixels_per_mm=1 output=" + both;
        run(line);
        String svg = Files.readString(both, StandardCharsets.UTF_8);
        assertEquals(5, svg.split("<image ", -1).length - 1, "three planes and two bars");
        for (String words : List.of("map.nii", "other.nii", ">L<", ">R<", ">S<", "neurological"))
            assertTrue(svg.contains(words), words);
        byte[] first = Files.readAllBytes(both);
        run(line);
        assertArrayEquals(first, Files.readAllBytes(both));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertSays("set output to the path of a picture", "");
        assertSays("ends in .png or .svg", "output=" + folder.resolve("x.jpg"));
        assertSays(
                "'threshold' is '1;2' with 2 values, but there are 1 overlays",
                map("map.nii") + " threshold=1;2 output=x.png");
        assertSays("colours must be one of", map("map.nii") + " colours=jet output=x.png");
        assertSays("'transforms' has 2 parts", map("map.nii") + " transforms=a;b output=x.png");
        assertSays("no open image and no file", map("gone.nii") + " output=x.png");
        assertSays("maximum must be above the threshold", map("map.nii") + " threshold=4 maximum=3 output=x.png");
        assertSays("volume must be 1 to 1", "volume=2 output=x.png");
        assertSays("zoom must be 1 to 16", "zoom=0.5 output=x.png");
        assertFalse(Files.exists(Path.of("x.png")));
    }

    private static void assertSays(String words, String options) {
        String message =
                assertThrows(RuntimeException.class, () -> run(options)).getMessage();
        assertTrue(message.contains(words), message);
    }
}
