package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.LUT;
import java.util.Arrays;

/**
 * The initial display of a result: colours and display range only, never values, and the same with and without a screen.
 *
 * <p>A scan that was resampled or filtered keeps the display range of its source. A map with values of both signs gets colours from
 * blue over white to red, symmetric about 0 up to the absolute value that 0.5 % of the voxels other than 0 exceed.
 */
final class ResultLook {

    /** Voxels that are looked at, about. */
    private static final int SAMPLE = 200_000;

    /** The least share of the voxels other than 0 of the rarer sign in a map with two signs. */
    private static final double RARER_SIGN = 0.005;

    /** The least size of the values of one sign, as a share of the size of those of the other. */
    private static final double SMALLER_SIGN = 0.1;

    /** ColorBrewer RdBu, turned round. */
    private static final int[] STOPS = {
        0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f
    };

    private ResultLook() {}

    /**
     * Dresses a result that is about to be shown.
     *
     * @param source the image it was made of; null if there is none
     */
    static void dress(ImagePlus result, ImagePlus source) {
        if (result.getBitDepth() != 32 || result.getStack().isVirtual()) return;
        float[] values = sample(result);
        if (values.length == 0) return;
        double size = robustSize(values);
        if (!(size > 0)) return;
        if (source != null && isOfOneKind(source, result, size)) {
            double[] range = range(source);
            if (range[1] > range[0]) result.setDisplayRange(range[0], range[1]);
            return;
        }
        long positive = 0;
        long negative = 0;
        for (float value : values) {
            if (value > 0) positive++;
            if (value < 0) negative++;
        }
        if (result.getNFrames() > 1 && result.getCalibration().frameInterval > 0) return;
        if (Math.min(positive, negative) < RARER_SIGN * (positive + negative)) return;
        if (!hasTwoSigns(values)) return;
        result.setLut(diverging());
        result.setDisplayRange(-size, size);
    }

    /**
     * Whether the values of both signs are large enough to matter: an anatomical scan that was resampled has small
     * negative values in its background.
     */
    static boolean hasTwoSigns(float[] finite) {
        if (finite.length == 0) return false;
        float[] sorted = finite.clone();
        Arrays.sort(sorted);
        double low = -sorted[(int) Math.floor(0.01 * (sorted.length - 1))];
        double high = sorted[(int) Math.ceil(0.99 * (sorted.length - 1))];
        return Math.min(low, high) > SMALLER_SIGN * Math.max(low, high);
    }

    /** Whether a result is the scan itself, made anew: as many volumes, and values of about the same size. */
    private static boolean isOfOneKind(ImagePlus source, ImagePlus result, double size) {
        if (source.getBitDepth() == 24 || source.getNFrames() != result.getNFrames()) return false;
        float[] before = sample(source);
        double other = before.length == 0 ? 0 : robustSize(before);
        long negative = 0;
        for (float value : before) if (value < 0) negative++;
        return negative < RARER_SIGN * before.length && size > 0.5 * other && size < 2 * other;
    }

    /** The display range of an image in its calibrated values. */
    private static double[] range(ImagePlus image) {
        double low = image.getDisplayRangeMin();
        double high = image.getDisplayRangeMax();
        if (image.getBitDepth() == 32 || !image.getCalibration().calibrated()) return new double[] {low, high};
        return new double[] {
            image.getCalibration().getCValue(low), image.getCalibration().getCValue(high)
        };
    }

    /** Finite values other than 0 of the first volume, calibrated. */
    private static float[] sample(ImagePlus image) {
        ImageStack stack = image.getStack();
        int slices = Math.min(stack.size(), image.getNSlices());
        int plane = image.getWidth() * image.getHeight();
        int step = (int) Math.max(1, (long) plane * slices / SAMPLE);
        float[] kept = new float[(int) ((long) plane * slices / step) + 1];
        boolean calibrated = image.getBitDepth() != 32 && image.getCalibration().calibrated();
        int n = 0;
        for (int z = 0; z < slices; z++) {
            float[] values = ShownVolume.plane(stack, z + 1);
            for (long v = (step - (long) z * plane % step) % step; v < plane; v += step) {
                float value = values[(int) v];
                if (calibrated) value = (float) image.getCalibration().getCValue(value);
                if (Float.isFinite(value) && value != 0 && n < kept.length) kept[n++] = value;
            }
        }
        return Arrays.copyOf(kept, n);
    }

    private static double robustSize(float[] values) {
        float[] sizes = new float[values.length];
        for (int i = 0; i < sizes.length; i++) sizes[i] = Math.abs(values[i]);
        Arrays.sort(sizes);
        return sizes[(int) Math.ceil(0.995 * (sizes.length - 1))];
    }

    /** Blue over white to red. */
    static LUT diverging() {
        byte[][] table = new byte[3][256];
        for (int i = 0; i < 256; i++) {
            double place = i / 255.0 * (STOPS.length - 1);
            int below = Math.min(STOPS.length - 2, (int) place);
            double rest = place - below;
            for (int c = 0; c < 3; c++) {
                int shift = 16 - 8 * c;
                table[c][i] = (byte) Math.rint(
                        (1 - rest) * (STOPS[below] >> shift & 255) + rest * (STOPS[below + 1] >> shift & 255));
            }
        }
        return new LUT(table[0], table[1], table[2]);
    }
}
