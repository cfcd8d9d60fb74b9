package sc.fiji.boldj.explore;

import java.util.Arrays;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.signal.Periodogram;

/**
 * The time series of the voxel under the crosshair, with its spectrum.
 *
 * @param name of the image
 * @param values one per volume
 * @param repetitionTime seconds; 0 if unknown
 * @param seed a series to draw over it, scaled to it; null for none
 * @param remark a note on the series; empty if there is none
 * @param spectrum by Welch's method in segments of at most 256 volumes; null if the series has fewer than 8 finite values or the
 *     repetition time is unknown
 */
record Course(String name, double[] values, double repetitionTime, double[] seed, String remark, Periodogram spectrum) {

    private static final int SEGMENT = 256;
    private static final int LEAST = 8;

    /** Whether all values are the same. */
    boolean isConstant() {
        for (double value : values) if (value != values[0]) return false;
        return true;
    }

    /**
     * Reads the series of the voxel nearest to a place.
     *
     * @param seed a series to draw over it; null for none
     * @param remark a note on the series
     * @return null if the image has one volume or the place is outside it
     */
    static Course at(Layer layer, double[] place, double[] seed, String remark, Progress progress) {
        NeuroImage image = layer.image();
        if (image.volumes() < 2) return null;
        double[] at = place.clone();
        layer.worldMap().apply(at, at);
        image.grid().affine().inverse().apply(at, at);
        VoxelGrid grid = image.grid();
        int x = (int) Math.floor(at[0] + 0.5);
        int y = (int) Math.floor(at[1] + 0.5);
        int z = (int) Math.floor(at[2] + 0.5);
        if (x < 0 || y < 0 || z < 0 || x >= grid.sizeX() || y >= grid.sizeY() || z >= grid.sizeZ()) return null;
        double[] values = new double[image.volumes()];
        float[] one = new float[1];
        for (int t = 0; t < values.length; t++) {
            if (t % 64 == 0) progress.checkCancelled();
            image.voxels().read(z, t, x + grid.sizeX() * y, 1, one, 0);
            values[t] = one[0];
        }
        double step = image.timing().isKnown() ? image.timing().repetitionTime() : 0;
        boolean finite = Double.isFinite(Arrays.stream(values).sum());
        Periodogram spectrum =
                finite && step > 0 && values.length >= LEAST ? Periodogram.of(values, step, SEGMENT) : null;
        return new Course(image.name(), values, step, seed, remark, spectrum);
    }
}
