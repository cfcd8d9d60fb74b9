package sc.fiji.boldj.explore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.report.Svg;
import sc.fiji.boldj.report.TwoSidedColours;

/**
 * Regions as discs, larger with more lines, and the strongest of their connections as lines, seen through a brain from the right, the back and
 * the top, in scalable vector graphics. The patient's left is on the left where both sides are seen, and is marked.
 */
public final class GlassBrainPicture {

    private static final double SCALE = 2.1;
    private static final double GAP = 26;
    private static final double TOP = 52;
    private static final String[] NETWORK_COLOURS = {
        "#d62728", "#1f77b4", "#2ca02c", "#ff7f0e", "#9467bd", "#17becf", "#8c564b", "#e377c2", "#bcbd22", "#7f7f7f"
    };

    /** Right, back and top: what goes to the right, what goes up (RAS+ axes) and which sign goes to the right. */
    private static final int[][] VIEWS = {{1, 2}, {0, 2}, {0, 1}};

    /**
     * A region.
     *
     * @param name any text
     * @param x RAS+ millimetres
     * @param group network or other set that gives its colour; empty for none
     */
    public record Node(String name, double x, double y, double z, String group) {

        private double along(int axis) {
            return axis == 0 ? x : axis == 1 ? y : z;
        }
    }

    /**
     * Choices.
     *
     * @param title over the picture
     * @param unit of the connections, for the legend
     * @param edges how many connections are drawn, the strongest by size; 0 or more
     */
    public record Options(String title, String unit, int edges) {

        public Options {
            if (edges < 0) throw new IllegalArgumentException("the number of edges must be 0 or more, got " + edges);
        }
    }

    private record Edge(int i, int j, double value) {}

    private GlassBrainPicture() {}

    /**
     * Draws the picture.
     *
     * @param nodes the regions; one whose place is not a number is excluded
     * @param matrix shape (R, R), symmetric; NaN is no connection
     * @param brain its shadow is drawn behind
     * @return the content of an SVG file
     * @throws IllegalArgumentException if the shapes differ or the mask is empty
     */
    public static String draw(List<Node> nodes, double[][] matrix, Mask brain, Options options) {
        if (matrix.length != nodes.size())
            throw new IllegalArgumentException(
                    "a picture of " + nodes.size() + " regions needs as many rows, got " + matrix.length);
        brain.requireNotEmpty("the mask");
        double[][] box = box(nodes, brain);
        List<Edge> edges = strongest(nodes, matrix, options.edges());
        Range range = Range.of(edges);
        int[] degrees = new int[nodes.size()];
        for (Edge edge : edges) {
            degrees[edge.i()]++;
            degrees[edge.j()]++;
        }
        double width = GAP;
        double height = 0;
        for (int[] view : VIEWS) {
            width += SCALE * (box[1][view[0]] - box[0][view[0]]) + GAP;
            height = Math.max(height, SCALE * (box[1][view[1]] - box[0][view[1]]));
        }
        Set<String> groups = new LinkedHashSet<>();
        for (Node node : nodes) if (!node.group().isEmpty()) groups.add(node.group());
        Svg svg = new Svg(width + 80, TOP + height + GAP + 18 * Math.ceil(groups.size() / 5.0), options.title());
        svg.write(GAP, 22, 14, "start", 0, options.title());
        double left = GAP;
        for (int[] view : VIEWS) {
            View here = new View(view[0], view[1], left, TOP + height, box);
            shadow(svg, here, brain);
            for (Edge edge : edges) edge(svg, here, nodes.get(edge.i()), nodes.get(edge.j()), edge.value(), range);
            for (int i = 0; i < degrees.length; i++) disc(svg, here, nodes.get(i), degrees[i], new ArrayList<>(groups));
            String low = view[0] == 0 ? "L" : "P";
            String high = view[0] == 0 ? "R" : "A";
            svg.write(left, TOP - 6, 11, "start", 0, low);
            left += SCALE * (box[1][view[0]] - box[0][view[0]]);
            svg.write(left, TOP - 6, 11, "end", 0, high);
            left += GAP;
        }
        legend(svg, width, edges, range, options.unit());
        int n = 0;
        for (String group : groups) {
            double x = GAP + n % 5 * (width / 5);
            double y = TOP + height + GAP + 18 * (n / 5);
            svg.disc(x, y - 4, 5, colour(n), group);
            svg.write(x + 9, y, 11, "start", 0, group);
            n++;
        }
        return svg.end();
    }

    /** One of the three ways to look. */
    private record View(int right, int up, double left, double bottom, double[][] box) {

        double x(double millimetres) {
            return left + SCALE * (millimetres - box[0][right]);
        }

        double y(double millimetres) {
            return bottom - SCALE * (millimetres - box[0][up]);
        }
    }

    /** The limits of brain and regions in millimetres, with a margin. */
    private static double[][] box(List<Node> nodes, Mask brain) {
        double[][] box = {{1e9, 1e9, 1e9}, {-1e9, -1e9, -1e9}};
        double[] point = new double[3];
        for (int v : brain.indices()) {
            centre(brain, v, point);
            extend(box, point, 4);
        }
        for (Node node : nodes) if (isPlaced(node)) extend(box, new double[] {node.x(), node.y(), node.z()}, 6);
        return box;
    }

    private static void extend(double[][] box, double[] point, double margin) {
        for (int axis = 0; axis < 3; axis++) {
            box[0][axis] = Math.min(box[0][axis], point[axis] - margin);
            box[1][axis] = Math.max(box[1][axis], point[axis] + margin);
        }
    }

    private static void centre(Mask mask, int voxel, double[] point) {
        point[0] = voxel % mask.grid().sizeX();
        point[1] = voxel / mask.grid().sizeX() % mask.grid().sizeY();
        point[2] = mask.grid().z(voxel);
        mask.grid().affine().apply(point, point);
    }

    private static boolean isPlaced(Node node) {
        return Double.isFinite(node.x()) && Double.isFinite(node.y()) && Double.isFinite(node.z());
    }

    /** The connections of placed regions that are largest in size, the largest last. */
    private static List<Edge> strongest(List<Node> nodes, double[][] matrix, int count) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++)
            for (int j = i + 1; j < nodes.size(); j++)
                if (Double.isFinite(matrix[i][j])
                        && matrix[i][j] != 0
                        && isPlaced(nodes.get(i))
                        && isPlaced(nodes.get(j))) edges.add(new Edge(i, j, matrix[i][j]));
        edges.sort(Comparator.comparingDouble(edge -> Math.abs(edge.value())));
        return edges.subList(Math.max(0, edges.size() - count), edges.size());
    }

    /** The shadow on cells of 2 mm: a rim and a lighter body, so that it reads as an outline. */
    private static void shadow(Svg svg, View view, Mask brain) {
        double cell = 2;
        int columns = (int) Math.ceil((view.box()[1][view.right()] - view.box()[0][view.right()]) / cell) + 1;
        int rows = (int) Math.ceil((view.box()[1][view.up()] - view.box()[0][view.up()]) / cell) + 1;
        boolean[][] dark = new boolean[rows][columns];
        double reach = 0;
        for (int axis = 0; axis < 3; axis++)
            reach = Math.max(reach, brain.grid().voxelSize(axis) / 2);
        double[] point = new double[3];
        for (int v : brain.indices()) {
            centre(brain, v, point);
            double across = point[view.right()] - view.box()[0][view.right()];
            double along = point[view.up()] - view.box()[0][view.up()];
            int toRow = Math.min(rows - 1, (int) ((along + reach) / cell));
            int toColumn = Math.min(columns - 1, (int) ((across + reach) / cell));
            for (int row = Math.max(0, (int) ((along - reach) / cell)); row <= toRow; row++)
                for (int column = Math.max(0, (int) ((across - reach) / cell)); column <= toColumn; column++)
                    dark[row][column] = true;
        }
        StringBuilder data = new StringBuilder();
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) {
                if (!dark[row][column]) continue;
                int end = column;
                while (end < columns && dark[row][end]) end++;
                data.append('M')
                        .append(Svg.number(view.left() + SCALE * cell * column))
                        .append(' ')
                        .append(Svg.number(view.bottom() - SCALE * cell * (row + 1)))
                        .append('h')
                        .append(Svg.number(SCALE * cell * (end - column)))
                        .append('v')
                        .append(Svg.number(SCALE * cell))
                        .append("h-")
                        .append(Svg.number(SCALE * cell * (end - column)))
                        .append('z');
                column = end;
            }
        String path = data.toString();
        for (String[] outline : new String[][] {{"#9a9a9a", "9"}, {"#f1f1f1", "6.5"}})
            svg.path(
                    path,
                    "fill",
                    outline[0],
                    "stroke",
                    outline[0],
                    "stroke-width",
                    outline[1],
                    "stroke-linejoin",
                    "round");
    }

    /** The sizes of the connections that are drawn; the weakest is thin and pale, the strongest thick and dark. */
    private record Range(double weakest, double strongest) {

        static Range of(List<Edge> edges) {
            if (edges.isEmpty()) return new Range(0, 1);
            return new Range(
                    Math.abs(edges.get(0).value()),
                    Math.abs(edges.get(edges.size() - 1).value()));
        }

        String[] stroke(double value) {
            double share = strongest > weakest ? (Math.abs(value) - weakest) / (strongest - weakest) : 1;
            int step = (int) Math.rint(TwoSidedColours.STEPS * (0.4 + 0.6 * share));
            return new String[] {
                "stroke", TwoSidedColours.of(value < 0 ? -step : step),
                "stroke-width", Svg.number(0.8 + 2.2 * share),
                "stroke-opacity", Svg.number(0.55 + 0.4 * share),
                "stroke-linecap", "round"
            };
        }
    }

    private static void edge(Svg svg, View view, Node a, Node b, double value, Range range) {
        svg.line(
                view.x(a.along(view.right())),
                view.y(a.along(view.up())),
                view.x(b.along(view.right())),
                view.y(b.along(view.up())),
                range.stroke(value));
    }

    /** The strongest, the middle and the weakest line of each sign. */
    private static void legend(Svg svg, double x, List<Edge> edges, Range range, String unit) {
        if (edges.isEmpty()) return;
        svg.write(x, TOP + 8, 10, "start", 0, unit);
        double y = TOP + 24;
        for (int sign = 1; sign >= -1; sign -= 2) {
            int wanted = sign;
            if (edges.stream().noneMatch(edge -> edge.value() * wanted > 0)) continue;
            for (double share : new double[] {1, 0.5, 0}) {
                double value = sign * (range.weakest() + share * (range.strongest() - range.weakest()));
                svg.line(x, y - 3.5, x + 22, y - 3.5, range.stroke(value));
                svg.write(x + 28, y, 10, "start", 0, TwoSidedColours.rounded(value));
                y += 16;
            }
        }
    }

    private static void disc(Svg svg, View view, Node node, int degree, List<String> groups) {
        if (!isPlaced(node)) return;
        String colour = node.group().isEmpty() ? "#303030" : colour(groups.indexOf(node.group()));
        svg.disc(
                view.x(node.along(view.right())),
                view.y(node.along(view.up())),
                2.6 + Math.min(3, 0.5 * Math.sqrt(degree)),
                colour,
                node.name());
    }

    private static String colour(int group) {
        return NETWORK_COLOURS[group % NETWORK_COLOURS.length];
    }
}
