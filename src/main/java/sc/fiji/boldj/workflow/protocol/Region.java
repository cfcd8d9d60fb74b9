package sc.fiji.boldj.workflow.protocol;

import sc.fiji.boldj.run.NumberText;

/**
 * A sphere in MNI space.
 *
 * @param x mm, RAS+
 * @param y mm
 * @param z mm
 * @param radius mm, above 0
 */
public record Region(double x, double y, double z, double radius) {

    static final String FORM = "sphere:x,y,z,radius in MNI mm, such as sphere:0,-52,18,8";

    /** @throws IllegalArgumentException if it cannot be read */
    static Region parse(String text) {
        String[] parts = text.startsWith("sphere:") ? text.substring(7).split(",", -1) : new String[0];
        double[] values = new double[4];
        for (int i = 0; i < 4; i++) values[i] = parts.length == 4 ? NumberText.parse(parts[i]) : Double.NaN;
        for (double value : values)
            if (Double.isNaN(value))
                throw new IllegalArgumentException("'" + text + "' is not a region: write " + FORM);
        if (!(values[3] > 0)) throw new IllegalArgumentException("the radius of '" + text + "' must be above 0 mm");
        return new Region(values[0], values[1], values[2], values[3]);
    }
}
