package sc.fiji.boldj.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.report.MatrixPicture;
import sc.fiji.boldj.report.Svg;
import sc.fiji.boldj.report.TwoSidedColours;

class ConnectivityPicturesTest {

    private static final String HOSTILE = "<script>alert('x')</script> & \"R\" \u0000\u0007";
    private static final double[][] MATRIX = {{1, 0.8, Double.NaN}, {0.8, 1, -0.4}, {Double.NaN, -0.4, 1}};
    private static final List<String> NAMES = List.of(HOSTILE, "left", "right");

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static String brain(int edges) {
        VoxelGrid grid = new VoxelGrid(10, 12, 8, Affine.of(10, 0, 0, -45, 0, 10, 0, -55, 0, 0, 10, -35));
        List<GlassBrainPicture.Node> nodes = List.of(
                new GlassBrainPicture.Node(HOSTILE, -30, 0, 0, HOSTILE),
                new GlassBrainPicture.Node("left", 30, 0, 0, "net"),
                new GlassBrainPicture.Node("right", 30, 40, 20, ""));
        return GlassBrainPicture.draw(
                nodes, MATRIX, Mask.all(grid), new GlassBrainPicture.Options(HOSTILE, HOSTILE, edges));
    }

    @Test
    void namesAreTextAndNeverMarkup() throws Exception {
        String map = MatrixPicture.draw(MATRIX, NAMES, new MatrixPicture.Options(HOSTILE, HOSTILE, 1, false));
        for (String svg : List.of(map, brain(5))) {
            assertFalse(svg.contains("<script"), "markup came through");
            Document document = parsed(svg);
            assertEquals(0, document.getElementsByTagName("script").getLength());
            assertTrue(document.getElementsByTagName("title")
                    .item(0)
                    .getTextContent()
                    .startsWith("<script>alert('x')"));
        }
    }

    @Test
    void aHeatMapShowsSignMissingValuesAndLeavesTheDiagonalOut() throws Exception {
        Document map = parsed(MatrixPicture.draw(MATRIX, NAMES, new MatrixPicture.Options("t", "r", 0.8, false)));
        String red = TwoSidedColours.of(TwoSidedColours.STEPS);
        String blue = TwoSidedColours.of(-TwoSidedColours.STEPS / 2);
        String[][] fills = {{"#ffffff", red, "#b8b8b8"}, {red, "#ffffff", blue}, {"#b8b8b8", blue, "#ffffff"}};
        NodeList cells = map.getElementsByTagName("rect");
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++) {
                // the first rectangle is the white ground
                org.w3c.dom.Node cell = cells.item(1 + 3 * i + j);
                assertEquals(
                        fills[i][j], cell.getAttributes().getNamedItem("fill").getNodeValue(), i + ", " + j);
                String value = Double.isNaN(MATRIX[i][j]) ? "n/a" : TwoSidedColours.rounded(MATRIX[i][j]);
                String hint = cell.getTextContent();
                assertTrue(hint.endsWith(": " + value), hint);
                if (i > 0 && j > 0) assertEquals(NAMES.get(i) + " and " + NAMES.get(j) + ": " + value, hint);
            }
    }

    @Test
    void aLargeHeatMapHasOnePathForEachColour() throws Exception {
        int n = 61;
        double[][] matrix = new double[n][n];
        for (double[] row : matrix) Arrays.fill(row, 1);
        Document map = parsed(
                MatrixPicture.draw(matrix, Collections.nCopies(n, "x"), new MatrixPicture.Options("t", "r", 1, false)));
        String red = path(map, TwoSidedColours.of(TwoSidedColours.STEPS));
        assertTrue(red.startsWith("M1 0h60v1h-60zM0 1h1v1h-1zM2 1h59v1h-59z"), red);
        assertTrue(path(map, "#ffffff").startsWith("M0 0h1v1h-1zM1 1h1v1h-1z"));
    }

    private static String path(Document document, String fill) {
        NodeList paths = document.getElementsByTagName("path");
        for (int i = 0; i < paths.getLength(); i++)
            if (paths.item(i)
                    .getAttributes()
                    .getNamedItem("fill")
                    .getNodeValue()
                    .equals(fill))
                return paths.item(i).getAttributes().getNamedItem("d").getNodeValue();
        return "";
    }

    @Test
    void aGlassBrainDrawsTheStrongestAndTheLeftOnTheLeft() throws Exception {
        // each of the three views draws each line once; the legend has three for each sign
        assertEquals(3 + 3, parsed(brain(1)).getElementsByTagName("line").getLength());
        assertEquals(6 + 6, parsed(brain(2)).getElementsByTagName("line").getLength());
        assertEquals(6 + 6, parsed(brain(100)).getElementsByTagName("line").getLength());
        assertEquals(0, parsed(brain(0)).getElementsByTagName("line").getLength());
        NodeList discs = parsed(brain(0)).getElementsByTagName("circle");
        double[] coronal = {x(discs, 3), x(discs, 4)};
        double[] axial = {x(discs, 6), x(discs, 7)};
        assertTrue(coronal[0] < coronal[1] && axial[0] < axial[1], "x = -30 mm stands right of x = 30 mm");
        assertTrue(x(discs, 2) > x(discs, 1), "the front is not to the right in the view from the right");
    }

    private static double x(NodeList discs, int at) {
        return Double.parseDouble(
                discs.item(at).getAttributes().getNamedItem("cx").getNodeValue());
    }

    @Test
    void numbersAreShort() {
        assertEquals("0", Svg.number(-0.001));
        assertEquals("-1.5", Svg.number(-1.499999));
        assertEquals("12.05", Svg.number(12.05));
        assertEquals("-0.01", Svg.number(-0.0095));
        assertEquals("100", Svg.number(100));
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        var options = new MatrixPicture.Options("t", "r", 0, false);
        assertThrows(IllegalArgumentException.class, () -> MatrixPicture.draw(MATRIX, List.of("a"), options));
        assertThrows(
                IllegalArgumentException.class, () -> MatrixPicture.draw(new double[2][3], List.of("a", "b"), options));
        assertThrows(IllegalArgumentException.class, () -> new MatrixPicture.Options("t", "r", -1, false));
        assertThrows(IllegalArgumentException.class, () -> new GlassBrainPicture.Options("t", "r", -1));
    }
}
