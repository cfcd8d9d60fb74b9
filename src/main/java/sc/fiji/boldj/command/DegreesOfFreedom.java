package sc.fiji.boldj.command;

import ij.ImagePlus;
import sc.fiji.boldj.host.CommandKey;

/**
 * How many degrees of freedom cleaning left in a series, carried from command to command as an image property.
 *
 * <p>{@code Regress Confounds...} writes it, commands that keep the number of volumes and their order pass it on. It is
 * lost when the image is saved as NIfTI: the key {@code dof} gives it then.
 */
final class DegreesOfFreedom {

    private static final String PROPERTY = "BoldJ.degrees_of_freedom";

    private DegreesOfFreedom() {}

    /** Notes them on an image. */
    static void note(ImagePlus image, double degreesOfFreedom) {
        image.setProp(PROPERTY, String.valueOf(degreesOfFreedom));
    }

    /** Notes on a result what is known of its source. */
    static void carry(ImagePlus source, ImagePlus result) {
        if (source.getProp(PROPERTY) != null) result.setProp(PROPERTY, source.getProp(PROPERTY));
    }

    /** The degrees of freedom recorded with the image; NaN if there are none. */
    static double known(ImagePlus series) {
        String carried = series.getProp(PROPERTY);
        return carried == null ? Double.NaN : Double.parseDouble(carried);
    }

    /**
     * The degrees of freedom of a series.
     *
     * @param given the key {@code dof}; 0: what the image carries
     * @throws IllegalArgumentException if none are given or carried, or more than the series has volumes
     */
    static double of(ImagePlus series, double given, int volumes) {
        if (given < 0 || given > volumes - 1)
            throw new IllegalArgumentException("key 'dof' is '" + CommandKey.text(given) + "' but must be from 0 to "
                    + (volumes - 1) + ", the volumes of '" + series.getTitle() + "' less one");
        if (given > 0) return given;
        String carried = series.getProp(PROPERTY);
        if (carried == null)
            throw new IllegalArgumentException("measure=zscore needs the degrees of freedom of '" + series.getTitle()
                    + "', which are not stored with it: set dof= to the number that Regress Confounds... reported, or for a series that was neither filtered nor denoised to dof="
                    + (volumes - 1));
        return Double.parseDouble(carried);
    }
}
