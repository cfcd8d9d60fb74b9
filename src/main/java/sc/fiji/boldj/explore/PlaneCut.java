package sc.fiji.boldj.explore;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * Where the pixels of a plane lie. The plane stands across one axis of RAS+ millimetres; up on the screen is superior (sagittal,
 * coronal) or anterior (axial), anterior is on the right of a sagittal plane.
 *
 * @param axis the axis the plane stands across: 0 sagittal, 1 coronal, 2 axial
 * @param depth its place on that axis, mm
 * @param left the place of the left edge on the horizontal axis, mm
 * @param top the place of the upper edge on the vertical axis, mm
 * @param mm edge of a pixel
 * @param width columns
 * @param height rows
 * @param mirrored whether the horizontal axis runs to the left: radiological convention
 */
record PlaneCut(int axis, double depth, double left, double top, double mm, int width, int height, boolean mirrored) {

    /** The axis that runs across the screen. */
    int across() {
        return axis == 0 ? 1 : 0;
    }

    /** The axis that runs up the screen. */
    int up() {
        return axis == 2 ? 1 : 2;
    }

    private double step() {
        return mirrored ? -mm : mm;
    }

    /** The place of a pixel's centre, RAS+ mm, shape (3). */
    double[] place(double column, double row) {
        double[] place = new double[3];
        place[axis] = depth;
        place[across()] = left + (column + 0.5) * step();
        place[up()] = top - (row + 0.5) * mm;
        return place;
    }

    /** The column whose centre a place on the horizontal axis is nearest to, with fractions. */
    double column(double across) {
        return (across - left) / step() - 0.5;
    }

    /** The row of a place on the vertical axis, with fractions. */
    double row(double up) {
        return (top - up) / mm - 0.5;
    }

    /** From one column to the next, mm. */
    double[] right() {
        double[] direction = new double[3];
        direction[across()] = step();
        return direction;
    }

    /** From one row to the next, mm. */
    double[] down() {
        double[] direction = new double[3];
        direction[up()] = -mm;
        return direction;
    }

    /** The letters at the left, right, upper and lower edge. */
    String[] marks() {
        String[] sides = across() == 0 ? new String[] {"L", "R"} : new String[] {"P", "A"};
        String[] ends = up() == 1 ? new String[] {"A", "P"} : new String[] {"S", "I"};
        return mirrored
                ? new String[] {sides[1], sides[0], ends[0], ends[1]}
                : new String[] {sides[0], sides[1], ends[0], ends[1]};
    }

    /** The plane's name. */
    String name() {
        return axis == 0 ? "sagittal" : axis == 1 ? "coronal" : "axial";
    }

    /** Pixels of the plane, 0xRRGGBB row by row, as a picture. */
    BufferedImage image(int[] rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] target = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        System.arraycopy(rgb, 0, target, 0, target.length);
        return image;
    }
}
