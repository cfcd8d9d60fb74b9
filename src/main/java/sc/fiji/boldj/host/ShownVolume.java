package sc.fiji.boldj.host;

import ij.ImageStack;
import ij.process.ImageProcessor;

/** The first volume of a stack in the order in which ImageJ shows it, as {@code float} without calibration. */
final class ShownVolume {

    private final float[][] planes;
    private final int width;
    private final int height;

    /**
     * Reads the first slices of a stack; those of a float stack are shared.
     *
     * @param sizeZ slices in a volume
     */
    ShownVolume(ImageStack stack, int sizeZ) {
        width = stack.getWidth();
        height = stack.getHeight();
        planes = new float[sizeZ][];
        for (int z = 0; z < sizeZ; z++) planes[z] = plane(stack, z + 1);
    }

    /**
     * One slice, shared with the stack if it holds float.
     *
     * @param n slice of the stack, from 1
     */
    static float[] plane(ImageStack stack, int n) {
        Object pixels = stack.getPixels(n);
        if (pixels instanceof float[] array) return array;
        ImageProcessor slice = stack.getProcessor(n);
        float[] plane = new float[slice.getPixelCount()];
        for (int i = 0; i < plane.length; i++) plane[i] = slice.getf(i);
        return plane;
    }

    /** Voxels along axis 0 (columns), 1 (rows) or 2 (slices). */
    int size(int axis) {
        return axis == 0 ? width : axis == 1 ? height : planes.length;
    }

    /** The value between four voxels of a slice, by their distance; 0 outside and where a value is not finite. */
    double value(double x, double y, int z) {
        if (z < 0 || z >= planes.length) return 0;
        int x0 = (int) Math.floor(x);
        int y0 = (int) Math.floor(y);
        double fx = x - x0;
        double fy = y - y0;
        double value = (1 - fx) * (1 - fy) * at(x0, y0, z);
        if (fx > 0) value += fx * (1 - fy) * at(x0 + 1, y0, z);
        if (fy > 0) value += (1 - fx) * fy * at(x0, y0 + 1, z);
        if (fx > 0 && fy > 0) value += fx * fy * at(x0 + 1, y0 + 1, z);
        return value;
    }

    private double at(int x, int y, int z) {
        if (x < 0 || y < 0 || x >= width || y >= height) return 0;
        float value = planes[z][x + width * y];
        return Float.isFinite(value) ? value : 0;
    }
}
