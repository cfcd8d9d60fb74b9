package sc.fiji.boldj.simulate;

import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Shifts the signal of a volume along its phase-encoding axis, as an echo-planar readout does: what lies at voxel {@code y}
 * appears at {@code y + perHertz * f(y)}, signal piles up where lines meet, and what leaves the field of view is lost.
 *
 * <p>Each voxel is cut into {@link #PIECES} pieces, which take brightness and field from cubic curves through the line's
 * voxels; a piece falls into the voxel around its new place.
 */
public final class EchoPlanarDistortion {

    /** Pieces of a voxel. */
    public static final int PIECES = 32;

    private EchoPlanarDistortion() {}

    /**
     * The distorted volume.
     *
     * @param volume shape (Z, Y, X) of the grid
     * @param field Hz, same shape
     * @param axis phase-encoding axis, 0 to 2
     * @param perHertz signed total readout time: voxels of displacement by Hz
     * @return a new array
     */
    public static float[] of(
            float[] volume, float[] field, VoxelGrid grid, int axis, double perHertz, Progress progress) {
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        int[] step = {1, size[0], size[0] * size[1]};
        int across = (axis + 1) % 3;
        int beyond = (axis + 2) % 3;
        float[] distorted = new float[volume.length];
        FixedChunks.forEach(
                size[across] * size[beyond],
                64,
                (from, to) -> {
                    double[] line = new double[size[axis]];
                    double[] shift = new double[size[axis]];
                    for (int l = from; l < to; l++) {
                        int start = l % size[across] * step[across] + l / size[across] * step[beyond];
                        for (int i = 0; i < size[axis]; i++) {
                            line[i] = volume[start + i * step[axis]];
                            shift[i] = perHertz * field[start + i * step[axis]];
                        }
                        double[] moved = line(line, shift);
                        for (int i = 0; i < size[axis]; i++) distorted[start + i * step[axis]] = (float) moved[i];
                    }
                },
                progress);
        return distorted;
    }

    private static double[] line(double[] line, double[] shift) {
        double[] moved = new double[line.length];
        for (int i = 0; i < line.length; i++)
            for (int k = 0; k < PIECES; k++) {
                double t = (k + 0.5) / PIECES - 0.5;
                double signal = curve(line, i, t);
                int place = (int) Math.floor(i + t + curve(shift, i, t) + 0.5);
                if (place >= 0 && place < moved.length) moved[place] += signal / PIECES;
            }
        return moved;
    }

    /** A Catmull-Rom curve at {@code i + t}. */
    private static double curve(double[] a, int i, double t) {
        int j = t < 0 ? i - 1 : i;
        double u = t < 0 ? t + 1 : t;
        double p = at(a, j - 1);
        double q = at(a, j);
        double r = at(a, j + 1);
        double s = at(a, j + 2);
        return q + 0.5 * u * (r - p + u * (2 * p - 5 * q + 4 * r - s + u * (3 * (q - r) + s - p)));
    }

    private static double at(double[] a, int i) {
        return a[Math.max(0, Math.min(a.length - 1, i))];
    }
}
