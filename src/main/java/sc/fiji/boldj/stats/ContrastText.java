package sc.fiji.boldj.stats;

/**
 * A contrast that was read from a text.
 *
 * @param name what the user calls it, before {@code =}; empty without one
 * @param expression the expression as it stands in the text
 * @param weights shape (rows, columns), finite
 * @param label the expression as part of a file name, made of the {@link FileLabels labels} of its names
 * @param plain whether all names in it are plain, so that the label says all
 * @param named whether all rows are of names, none of weights alone
 * @param note what the reader must know of how it was read; empty if there is only one way
 */
public record ContrastText(
        String name, String expression, double[][] weights, String label, boolean plain, boolean named, String note) {}
