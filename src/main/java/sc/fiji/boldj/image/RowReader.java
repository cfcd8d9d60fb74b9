package sc.fiji.boldj.image;

import java.util.Arrays;

/**
 * Reads an {@link Interpolator} along straight rows of points. For one thread.
 *
 * <p>Where the points advance by about one voxel along x, as under rigid motion, whole runs are computed at once: the
 * points of a run share the voxel row they begin in, to within one voxel along y and z, and each tap is one pass over
 * contiguous memory. The arithmetic is {@code float}; positions are {@code double}.
 */
public final class RowReader {

    private static final int RUN = 64;

    private final Interpolator source;
    private final int taps;
    private final float[] fractionX = new float[RUN];
    private final float[] fractionY = new float[RUN];
    private final float[] fractionZ = new float[RUN];
    private final float[] upY = new float[RUN];
    private final float[] upZ = new float[RUN];
    private final float[] sum = new float[RUN];
    private final float[][] weightsX;
    private final float[][] weightsY;
    private final float[][] weightsZ;
    private final TapLoops loops;
    private int cornerX;
    private int cornerY;
    private int cornerZ;
    private boolean wideY;
    private boolean wideZ;

    RowReader(Interpolator source) {
        this.source = source;
        taps = source.method.taps();
        weightsX = new float[taps][RUN];
        weightsY = new float[taps + 1][RUN];
        weightsZ = new float[taps + 1][RUN];
        loops = new TapLoops(source.coefficients, source.stepY, weightsY, sum);
    }

    /**
     * Reads the points {@code start + i * step}, {@code i} from 0 to {@code count - 1}.
     *
     * @param start the first point, x, y and z in voxels of the source
     * @param step from one point to the next
     * @param target receives {@code count} values from {@code offset} on; 0 outside the field of view
     */
    public void read(double[] start, double[] step, int count, float[] target, int offset) {
        double x = start[0];
        double y = start[1];
        double z = start[2];
        double dx = step[0];
        double dy = step[1];
        double dz = step[2];
        int from = 0;
        while (from < count && !source.contains(x + from * dx, y + from * dy, z + from * dz)) from++;
        int to = count;
        while (to > from && !source.contains(x + (to - 1) * dx, y + (to - 1) * dy, z + (to - 1) * dz)) to--;
        Arrays.fill(target, offset, offset + from, 0);
        Arrays.fill(target, offset + to, offset + count, 0);
        while (from < to) {
            int points = gather(start, step, from, to);
            fillWeights(points);
            evaluate(points);
            System.arraycopy(sum, 0, target, offset + from, points);
            from += points;
        }
    }

    /** Collects the longest run that begins at point {@code from}; returns its number of points. */
    private int gather(double[] start, double[] step, int from, int to) {
        double half = taps == 1 ? 0.5 : 0;
        int lowY = 0;
        int highY = 0;
        int lowZ = 0;
        int highZ = 0;
        int limit = Math.min(RUN, to - from);
        int n = 0;
        for (; n < limit; n++) {
            double px = start[0] + (from + n) * step[0] + half;
            double py = start[1] + (from + n) * step[1] + half;
            double pz = start[2] + (from + n) * step[2] + half;
            int ix = floor(px, source.sizeX);
            int iy = floor(py, source.sizeY);
            int iz = floor(pz, source.sizeZ);
            if (n == 0) {
                cornerX = ix;
                lowY = iy;
                highY = iy;
                lowZ = iz;
                highZ = iz;
            } else {
                if (ix - n != cornerX) break;
                if (Math.max(highY, iy) - Math.min(lowY, iy) > 1 || Math.max(highZ, iz) - Math.min(lowZ, iz) > 1) break;
                lowY = Math.min(lowY, iy);
                highY = Math.max(highY, iy);
                lowZ = Math.min(lowZ, iz);
                highZ = Math.max(highZ, iz);
            }
            fractionX[n] = (float) (px - ix);
            fractionY[n] = (float) (py - iy);
            fractionZ[n] = (float) (pz - iz);
            upY[n] = iy;
            upZ[n] = iz;
        }
        cornerY = lowY;
        cornerZ = lowZ;
        wideY = highY > lowY;
        wideZ = highZ > lowZ;
        return n;
    }

    /** The voxel below a coordinate; the very edge of the field of view belongs to the outermost voxel. */
    private static int floor(double coordinate, int size) {
        return Math.min((int) Math.floor(coordinate), size - 1);
    }

    private void fillWeights(int n) {
        source.method.weights(fractionX, 0, n, weightsX);
        source.method.weights(fractionY, 0, n, weightsY);
        source.method.weights(fractionZ, 0, n, weightsZ);
        if (wideY) widen(weightsY, upY, cornerY, n);
        if (wideZ) widen(weightsZ, upZ, cornerZ, n);
    }

    /** Moves the weights of the points that begin one voxel higher up by one tap; the free tap gets weight 0. */
    private void widen(float[][] weights, float[] begin, int corner, int n) {
        Arrays.fill(weights[taps], 0, n, 0);
        for (int i = 0; i < n; i++) begin[i] -= corner;
        for (int k = taps; k > 0; k--) blend(weights[k], weights[k - 1], begin, n);
        float[] first = weights[0];
        for (int i = 0; i < n; i++) first[i] *= 1 - begin[i];
    }

    private static void blend(float[] here, float[] below, float[] up, int n) {
        for (int i = 0; i < n; i++) here[i] = (1 - up[i]) * here[i] + up[i] * below[i];
    }

    private void evaluate(int n) {
        Arrays.fill(sum, 0, n, 0);
        int before = (taps - 1) / 2;
        int base = source.origin()
                + cornerX
                - before
                + (cornerY - before) * source.stepY
                + (cornerZ - before) * source.stepZ;
        int tapsY = wideY ? taps + 1 : taps;
        int tapsZ = wideZ ? taps + 1 : taps;
        for (int k = 0; k < tapsZ; k++)
            for (int j = 0; j < taps; j++) loops.add(base + k * source.stepZ + j, tapsY, n, weightsX[j], weightsZ[k]);
    }
}
