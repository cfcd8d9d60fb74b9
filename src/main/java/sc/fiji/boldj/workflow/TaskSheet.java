package sc.fiji.boldj.workflow;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.table.Table;

/**
 * What the page of a first-level model shows, as numbers and words.
 *
 * @param words verdicts, whiteness, warnings and methods
 * @param mask where the model was fitted
 * @param background what to draw on
 * @param whiteness p of each voxel of the mask, NaN where it could not be fitted
 * @param questions the contrasts
 * @param design its columns and contrasts
 * @param collinearity of its columns
 * @param efficiency of the contrasts
 * @param percent what percent signal change means for each contrast
 */
public record TaskSheet(
        PageWords words,
        Mask mask,
        NeuroImage background,
        float[] whiteness,
        List<Question> questions,
        DrawnDesign design,
        Collinearity collinearity,
        Table efficiency,
        Table percent) {

    /**
     * How similar the columns of a design are.
     *
     * @param names of the columns whose correlations are drawn
     * @param series their values
     * @param inflation variance inflation of the responses
     */
    public record Collinearity(List<String> names, List<double[]> series, Table inflation) {}

    /**
     * One contrast.
     *
     * @param letter t or F
     * @param statistic of each voxel of the mask
     * @param shown the voxels that reach the false discovery rate
     * @param rows how many rows of weights it has
     */
    public record Question(String name, String letter, double[] statistic, boolean[] shown, Table clusters, int rows) {}
}
