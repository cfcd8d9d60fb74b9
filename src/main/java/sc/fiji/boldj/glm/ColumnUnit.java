package sc.fiji.boldj.glm;

/**
 * What percent signal change means for a column of a design: {@code 100 * coefficient * height / mean of the voxel}.
 *
 * @param height of the signal, in the unit of the data, for a coefficient of 1: above 0; NaN if there is no such height, and
 *     then no percent
 * @param words where the signal has this height, to follow the name of the column
 */
public record ColumnUnit(double height, String words) {

    /** One unit of the column itself. */
    public static final ColumnUnit COLUMN = new ColumnUnit(1, "for one unit of the column");

    /** Checks the height. */
    public ColumnUnit {
        if (height <= 0 || Double.isInfinite(height))
            throw new IllegalArgumentException("the height of a column must be above 0, got " + height);
    }
}
