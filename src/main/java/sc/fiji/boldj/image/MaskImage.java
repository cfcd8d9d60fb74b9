package sc.fiji.boldj.image;

import java.util.Locale;

/**
 * The set of voxels that an image represents, decided by its values; NaN is outside.
 *
 * <table>
 * <caption>Kinds of image</caption>
 * <tr><td>one value above 0, all else 0 or NaN</td><td>that value</td></tr>
 * <tr><td>fractions up to 1, as probabilities or resampled masks have</td><td>above 1/2</td></tr>
 * <tr><td>whole numbers, none below 0, as labels are</td><td>above 0</td></tr>
 * <tr><td>other values, none below 0</td><td>above 0</td></tr>
 * <tr><td>values below 0, as statistics and weights have</td><td>none: refused</td></tr>
 * </table>
 *
 * <p>Interpolation can move the values of a mask slightly outside 0 to 1: fractions from {@value #LEAST} to {@value #MOST} count as such.
 *
 * @param mask the voxels inside, at least one
 * @param note how an image that is not a binary mask was interpreted, for the user; empty for a binary mask
 */
public record MaskImage(Mask mask, String note) {

    private static final double LEAST = -0.25;
    private static final double MOST = 1.25;
    private static final double HALF = 0.5;

    /**
     * Reads a mask.
     *
     * @param image one volume
     * @throws IllegalArgumentException if it has several volumes, no voxel is inside, or it holds values below 0
     */
    public static MaskImage read(NeuroImage image) {
        if (image.volumes() != 1)
            throw new IllegalArgumentException("a mask is one volume, but " + image.name() + " has " + image.volumes());
        float[] values = image.volume(0);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double only = 0;
        boolean plain = true;
        boolean whole = true;
        int between = 0;
        for (float value : values) {
            if (Float.isNaN(value)) continue;
            least = Math.min(least, value);
            most = Math.max(most, value);
            whole &= value == Math.rint(value);
            if (value > 0 && value < 1) between++;
            if (value == 0) continue;
            if (only == 0) only = value;
            plain &= value == only && value > 0;
        }
        VoxelGrid grid = image.grid();
        if (plain || (least >= 0 && whole)) {
            String note = plain
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "contains integers up to %.0f, like a label image: all voxels above 0 are inside the mask",
                            most);
            return new MaskImage(Mask.above(grid, values, 0).requireNotEmpty(image.name()), note);
        }
        if (least >= LEAST && most <= MOST) {
            Mask half = Mask.above(grid, values, HALF);
            if (half.count() == 0)
                throw new IllegalArgumentException(image.name()
                        + " has no voxel above 1/2: the mask is empty (its values are fractions, up to " + most + ")");
            return new MaskImage(
                    half,
                    "contains fractions (" + between + " voxels between 0 and 1): the " + half.count()
                            + " voxels above 1/2 are inside the mask");
        }
        String range = String.format(Locale.ROOT, "contains values from %.4g to %.4g", least, most);
        if (least < 0)
            throw new IllegalArgumentException(image.name() + " " + range
                    + " and is not a mask: threshold it, so that it is 1 inside and 0 outside");
        return new MaskImage(
                Mask.above(grid, values, 0).requireNotEmpty(image.name()),
                range + " and is not a binary mask: all voxels above 0 are inside the mask");
    }
}
