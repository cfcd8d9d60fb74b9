package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.NeuroImage;

/** Facts about the values of one volume. */
final class Intensities {

    private static final int BINS = 1024;

    private Intensities() {}

    /**
     * The values of a scan of one volume.
     *
     * @throws IllegalArgumentException if it has several, has nothing above 0 or is constant
     */
    static float[] volume(NeuroImage t1) {
        if (t1.volumes() != 1)
            throw new IllegalArgumentException(t1.name() + " has " + t1.volumes()
                    + " volumes but a structural scan of 1 volume is needed: is it a BOLD series?");
        float[] values = t1.volume(0);
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (float value : values)
            if (Float.isFinite(value)) {
                least = Math.min(least, value);
                largest = Math.max(largest, value);
            }
        if (!(largest > 0))
            throw new IllegalArgumentException(
                    t1.name() + " has no value above 0: a structural scan of a head is needed");
        if (least == largest)
            throw new IllegalArgumentException(
                    t1.name() + " is " + least + " everywhere: a structural scan of a head is needed");
        return values;
    }

    /**
     * The threshold that parts the values above 0 best into two classes (Otsu 1979), after the brightest thousandth is
     * cut off.
     */
    static double otsu(float[] values) {
        double top = quantile(values, 0.999);
        long[] counts = new long[BINS];
        for (float value : values)
            if (value > 0 && Float.isFinite(value)) counts[(int) Math.min(BINS - 1, value / top * BINS)]++;
        double total = 0;
        double moment = 0;
        for (int b = 0; b < BINS; b++) {
            total += counts[b];
            moment += (double) counts[b] * b;
        }
        double below = 0;
        double momentBelow = 0;
        double best = -1;
        int at = 0;
        for (int b = 0; b < BINS - 1; b++) {
            below += counts[b];
            momentBelow += (double) counts[b] * b;
            if (below == 0 || below == total) continue;
            double distance = momentBelow / below - (moment - momentBelow) / (total - below);
            double between = below * (total - below) * distance * distance;
            if (between > best) {
                best = between;
                at = b;
            }
        }
        return (at + 1) * top / BINS;
    }

    /** A quantile of the finite values above 0, to within a thousandth of their range. */
    static double quantile(float[] values, double share) {
        float largest = 0;
        for (float value : values) if (Float.isFinite(value)) largest = Math.max(largest, value);
        double top = largest;
        for (int pass = 0; pass < 2; pass++) {
            long[] counts = new long[BINS];
            long total = 0;
            for (float value : values)
                if (value > 0 && Float.isFinite(value)) {
                    counts[(int) Math.min(BINS - 1, value / top * BINS)]++;
                    total++;
                }
            long wanted = (long) Math.ceil(share * total);
            long seen = 0;
            int b = 0;
            while (b < BINS - 1 && seen + counts[b] < wanted) seen += counts[b++];
            double found = (b + 1) * top / BINS;
            if (found > top / 8 || pass == 1) return found;
            top = 2 * found; // a few very bright voxels took most of the bins: look closer
        }
        throw new AssertionError();
    }
}
