package sc.fiji.boldj.explore;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * A picture of a map over a scan: sagittal, coronal and axial planes through a point, and rows of axial planes.
 *
 * <p>Planes are cut in RAS+ millimetres whatever the orientation of the voxels, at half a millimetre a pixel, with the
 * left of the head on the left (neurological convention; L and R are written on the picture). Scan and map are
 * interpolated linearly; they may lie on different grids. The map's values below the threshold in size are not drawn;
 * positive ones run from red to yellow, negative ones from blue to cyan.
 */
public final class OverlayPicture {

    private static final double PIXEL_MM = 0.75;
    private static final int GAP = 6;
    private static final int TEXT = 2;
    private static final int MOSAIC_COLUMNS = 6;
    private static final int MOSAIC_ROWS = 2;
    private static final int WHITE = 0xffffff;

    /**
     * Choices of the picture.
     *
     * @param threshold smallest absolute value of the map that is drawn, above 0
     * @param maximum size of the values drawn brightest; 0 for the largest in the map
     * @param point where the three planes meet, RAS+ mm, shape (3); empty for the map's largest value
     */
    public record Options(double threshold, double maximum, Point point) {
        /**
         * @throws IllegalArgumentException if the threshold is not above 0 or the maximum below it
         */
        public Options {
            if (!(threshold > 0)) throw new IllegalArgumentException("threshold must be above 0, got " + threshold);
            if (maximum != 0 && !(maximum > threshold))
                throw new IllegalArgumentException(
                        "maximum must be 0 or above the threshold " + threshold + ", got " + maximum);
        }
    }

    /** A place in RAS+ millimetres. */
    public record Point(double x, double y, double z) {}

    private final Plane scan;
    private final Plane map;
    private final double threshold;
    private final double maximum;
    private final double scanMaximum;
    private final double[] low = new double[3];
    private final double[] high = new double[3];
    private final Point point;

    private OverlayPicture(NeuroImage scan, NeuroImage map, Options options) {
        this.scan = new Plane(scan);
        this.map = new Plane(map);
        threshold = options.threshold();
        double largest = 0;
        int peak = 0;
        for (int v = 0; v < this.map.values.length; v++)
            if (Math.abs(this.map.values[v]) > largest) {
                largest = Math.abs(this.map.values[v]);
                peak = v;
            }
        maximum = options.maximum() > 0 ? options.maximum() : Math.max(largest, threshold * 1.01);
        VoxelGrid grid = map.grid();
        double[] at = grid.position(peak);
        point = options.point() == null ? new Point(at[0], at[1], at[2]) : options.point();
        float[] sorted = this.scan.values.clone();
        Arrays.sort(sorted);
        scanMaximum = Math.max(sorted[(int) (0.998 * (sorted.length - 1))], Float.MIN_NORMAL);
        bounds();
    }

    /**
     * Draws a map over a scan.
     *
     * @param scan its first volume is the background
     * @param map its first volume is drawn over it
     */
    public static BufferedImage draw(NeuroImage scan, NeuroImage map, Options options) {
        return new OverlayPicture(scan, map, options).draw();
    }

    /** The box in millimetres in which the scan is brighter than a twentieth of its brightest, and 4 mm around it. */
    private void bounds() {
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        VoxelGrid grid = scan.grid;
        for (int v = 0; v < scan.values.length; v++) {
            if (!(scan.values[v] > scanMaximum / 8)) continue;
            double[] at = grid.position(v);
            for (int d = 0; d < 3; d++) {
                low[d] = Math.min(low[d], at[d] - 4);
                high[d] = Math.max(high[d], at[d] + 4);
            }
        }
        if (low[0] > high[0]) throw new IllegalArgumentException("the scan has no value above 0: nothing to draw");
    }

    private int pixels(int axis) {
        return (int) Math.ceil((high[axis] - low[axis]) / PIXEL_MM);
    }

    private BufferedImage draw() {
        int w = pixels(0);
        int d = pixels(1);
        int h = pixels(2);
        int half = 2; // the rows of axial planes are drawn at half the size
        int columnWidth = w / half + GAP;
        int width = Math.max(d + w + w + 4 * GAP + 96, MOSAIC_COLUMNS * columnWidth + GAP);
        int top = Math.max(h, d) + 2 * GAP;
        int rowHeight = d / half + PixelFont.height(TEXT) + GAP;
        BufferedImage picture =
                new BufferedImage(width, top + GAP + MOSAIC_ROWS * rowHeight, BufferedImage.TYPE_INT_RGB);
        cut(picture, GAP, GAP, 1, new double[] {point.x, low[1], high[2]}, 1, 2);
        label(picture, "x=" + round(point.x), GAP, GAP);
        cut(picture, 2 * GAP + d, GAP, 1, new double[] {low[0], point.y, high[2]}, 0, 2);
        label(picture, "y=" + round(point.y), 2 * GAP + d, GAP);
        int axial = 3 * GAP + d + w;
        cut(picture, axial, GAP, 1, new double[] {low[0], high[1], point.z}, 0, 1);
        label(picture, "z=" + round(point.z), axial, GAP);
        label(picture, "L", axial, GAP + d / 2);
        label(picture, "R", axial + w - 12, GAP + d / 2);
        bar(picture, axial + w + GAP, GAP + 12, Math.min(h, d) - 40);
        int planes = MOSAIC_COLUMNS * MOSAIC_ROWS;
        for (int i = 0; i < planes; i++) {
            double z = low[2] + (high[2] - low[2]) * (i + 1.5) / (planes + 2);
            int x = GAP + i % MOSAIC_COLUMNS * columnWidth;
            int y = top + i / MOSAIC_COLUMNS * rowHeight;
            cut(picture, x, y + PixelFont.height(TEXT), half, new double[] {low[0], high[1], z}, 0, 1);
            label(picture, "z=" + round(z), x, y);
        }
        return picture;
    }

    /** Draws the plane that begins at {@code corner} and runs along one axis to the right and another downwards. */
    private void cut(BufferedImage picture, int x0, int y0, int step, double[] corner, int right, int down) {
        int w = pixels(right);
        int h = pixels(down);
        double[] at = corner.clone();
        for (int y = 0; y < h / step; y++)
            for (int x = 0; x < w / step; x++) {
                at[right] = corner[right] + PIXEL_MM * step * x;
                at[down] = corner[down] - PIXEL_MM * step * y;
                double grey = scan.at(at) / scanMaximum;
                double value = map.at(at);
                int rgb = Math.abs(value) >= threshold ? colour(value) : grey(grey);
                picture.setRGB(x0 + x, y0 + y, rgb);
            }
    }

    private static int grey(double share) {
        int level = (int) (225 * Math.max(0, Math.min(1, share)) + 0.5);
        return level << 16 | level << 8 | level;
    }

    private int colour(double value) {
        double share = Math.min(1, (Math.abs(value) - threshold) / (maximum - threshold));
        int ramp = (int) (255 * share);
        int base = 160 + (int) (95 * share);
        return value > 0 ? base << 16 | ramp << 8 | ramp / 6 : ramp << 8 | base | (ramp / 8) << 16;
    }

    private void bar(BufferedImage picture, int x, int y, int length) {
        int half = length / 2;
        for (int i = 0; i < half; i++) {
            double size = maximum - (maximum - threshold) * i / half;
            for (int c = 0; c < 12; c++) {
                picture.setRGB(x + c, y + i, colour(size));
                picture.setRGB(x + c, y + length - 1 - i, colour(-size));
            }
        }
        label(picture, number(maximum), x, y - 16);
        label(picture, "+-" + number(threshold), x + 14, y + half - 6);
        label(picture, "-" + number(maximum), x, y + length + 4);
    }

    private static void label(BufferedImage picture, String text, int x, int y) {
        PixelFont.draw(picture, text, x, y, TEXT, WHITE);
    }

    private static String round(double value) {
        return String.valueOf(Math.round(value));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Linear interpolation of one volume at places in millimetres. */
    private static final class Plane {
        private final VoxelGrid grid;
        private final Affine toVoxels;
        private final float[] values;
        private final double[] voxel = new double[3];

        Plane(NeuroImage image) {
            grid = image.grid();
            toVoxels = grid.affine().inverse();
            values = image.volume(0);
            for (int v = 0; v < values.length; v++) if (!Float.isFinite(values[v])) values[v] = 0;
        }

        double at(double[] place) {
            toVoxels.apply(place, voxel);
            int x = (int) Math.floor(voxel[0]);
            int y = (int) Math.floor(voxel[1]);
            int z = (int) Math.floor(voxel[2]);
            double sum = 0;
            for (int corner = 0; corner < 8; corner++) {
                int cx = x + (corner & 1);
                int cy = y + (corner >> 1 & 1);
                int cz = z + (corner >> 2);
                if (cx < 0 || cy < 0 || cz < 0 || cx >= grid.sizeX() || cy >= grid.sizeY() || cz >= grid.sizeZ())
                    continue;
                double weight =
                        (1 - Math.abs(voxel[0] - cx)) * (1 - Math.abs(voxel[1] - cy)) * (1 - Math.abs(voxel[2] - cz));
                sum += weight * values[grid.index(cx, cy, cz)];
            }
            return sum;
        }
    }
}
