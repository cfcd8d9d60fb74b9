package sc.fiji.boldj.io;

import java.util.List;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * How voxels are to be stored in a file.
 *
 * @param type the type of stored numbers
 * @param slope factor from stored numbers to values
 * @param intercept what is added to it
 */
record Storage(ScalarType type, double slope, double intercept) {

    static final Storage FLOAT = new Storage(ScalarType.FLOAT32, 1, 0);

    /** Whether the image's arrays are already the stored numbers. */
    boolean isThatOf(NeuroImage image) {
        if (!(image.voxels() instanceof PlanarStore)) return false;
        PlanarStore store = (PlanarStore) image.voxels();
        return store.type() == type && store.slope() == slope && store.intercept() == intercept;
    }

    /** Whether every value comes back the same from it. */
    boolean holds(NeuroImage image, Progress progress) {
        if (isThatOf(image)) return true;
        PlaneEncoder encoder = new PlaneEncoder(type, slope, intercept);
        int plane = image.grid().planeSize();
        int slices = image.grid().sizeZ();
        List<Boolean> held = FixedChunks.map(
                Math.multiplyExact(slices, image.volumes()),
                Math.max(1, (1 << 20) / plane),
                (from, to) -> {
                    float[] values = new float[plane];
                    for (int i = from; i < to; i++) {
                        image.voxels().read(i % slices, i / slices, 0, plane, values, 0);
                        if (!encoder.holds(values, plane)) return false;
                    }
                    return true;
                },
                progress);
        return held.stream().allMatch(each -> each);
    }

    /** Smallest and largest finite value and what else there is. */
    private record Extent(double min, double max, boolean whole, boolean nan, boolean infinite) {

        static Extent of(float[] values) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            boolean whole = true;
            boolean nan = false;
            boolean infinite = false;
            for (float value : values) {
                nan |= Float.isNaN(value);
                infinite |= Float.isInfinite(value);
                if (!Float.isFinite(value)) continue;
                min = Math.min(min, value);
                max = Math.max(max, value);
                whole &= value == Math.rint(value);
            }
            return new Extent(min, max, whole, nan, infinite);
        }

        Extent and(Extent other) {
            return new Extent(
                    Math.min(min, other.min),
                    Math.max(max, other.max),
                    whole && other.whole,
                    nan || other.nan,
                    infinite || other.infinite);
        }
    }

    /**
     * 16-bit integers: as they are if all values are integers that fit, else spread over the range so that each value
     * is met to half a {@code slope}. NaN is treated as 0.
     *
     * @throws IllegalArgumentException if a value is infinite
     */
    static Storage int16(NeuroImage image, Progress progress) {
        int slices = image.grid().sizeZ();
        int plane = image.grid().planeSize();
        Extent all = FixedChunks.map(
                        Math.multiplyExact(slices, image.volumes()),
                        Math.max(1, (1 << 20) / plane),
                        (from, to) -> {
                            Extent part = Extent.of(new float[0]);
                            float[] values = new float[plane];
                            for (int i = from; i < to; i++) {
                                image.voxels().read(i % slices, i / slices, 0, plane, values, 0);
                                part = part.and(Extent.of(values));
                            }
                            return part;
                        },
                        progress)
                .stream()
                .reduce(Extent.of(new float[0]), Extent::and);
        if (all.infinite)
            throw new IllegalArgumentException(
                    image.name() + " has infinite values, which 16-bit integers cannot hold: write it as float32");
        double min = all.nan ? Math.min(0, all.min) : all.min;
        double max = all.nan ? Math.max(0, all.max) : all.max;
        if (all.whole && min >= Short.MIN_VALUE && max <= Short.MAX_VALUE) return new Storage(ScalarType.INT16, 1, 0);
        float intercept = (float) (min + (max - min) / 2);
        double half = Math.max(max - intercept, intercept - min);
        float slope = Math.nextUp((float) (half / Short.MAX_VALUE));
        return new Storage(ScalarType.INT16, half == 0 ? 1 : slope, intercept);
    }
}
