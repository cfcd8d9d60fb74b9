package sc.fiji.boldj.workflow;

import java.util.List;

/**
 * A design and its contrasts as a page draws them.
 *
 * @param columns names of the design's columns
 * @param values shape (observations or volumes, columns)
 * @param weights rows of all contrasts, shape (rows, columns)
 */
public record DrawnDesign(List<String> columns, double[][] values, double[][] weights) {}
