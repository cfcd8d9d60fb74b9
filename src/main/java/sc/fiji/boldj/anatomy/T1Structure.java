package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.Mask;

/** Distinguishes an anatomical scan from a constant or empty image. */
final class T1Structure {

    /** Neighbours in a scan of anything are correlated more than this. */
    private static final double LEAST_CORRELATION = 0.15;

    private T1Structure() {}

    /** Noise has no neighbours that are alike. */
    static void requireStructure(float[] values, Mask members, String name) {
        double sum = 0;
        double squares = 0;
        double products = 0;
        long pairs = 0;
        int n = members.count();
        for (int i = 0; i < n; i++) {
            double value = values[members.voxel(i)];
            sum += value;
            squares += value * value;
        }
        double mean = sum / n;
        double variance = squares / n - mean * mean;
        if (!(variance > 1e-12 * mean * mean))
            throw new IllegalArgumentException(
                    name + " is " + mean + " everywhere in the mask: no tissues to separate");
        for (int i = 1; i < n; i++) {
            int v = members.voxel(i);
            if (members.voxel(i - 1) != v - 1) continue;
            products += (values[v] - mean) * (values[v - 1] - mean);
            pairs++;
        }
        if (pairs > 0 && products / pairs < LEAST_CORRELATION * variance)
            throw new IllegalArgumentException(name
                    + " looks like noise: in the mask, neighbouring voxels correlate by "
                    + Math.round(100 * products / pairs / variance) / 100.0 + " only; is it a T1-weighted scan?");
    }
}
