package sc.fiji.boldj.workflow;

import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.table.Table;

/**
 * What the page of a first-level model shows, as numbers and words.
 *
 * @param verdicts a sentence for each contrast
 * @param whitenessWords the whiteness in a sentence
 * @param warnings what the reader must know
 * @param mask where the model was fitted
 * @param background what to draw on
 * @param whiteness p of each voxel of the mask, NaN where it could not be fitted
 * @param questions the contrasts
 * @param columns names of the design's columns
 * @param design shape (volumes, columns)
 * @param weights rows of all contrasts, shape (rows, columns)
 * @param seriesNames columns whose correlations are drawn
 * @param series their values
 * @param inflation variance inflation of the responses
 * @param efficiency of the contrasts
 * @param percent what percent signal change means for each contrast
 * @param methods sentences for a paper
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of maps
public record TaskSheet(
        List<String> verdicts,
        String whitenessWords,
        List<String> warnings,
        Mask mask,
        NeuroImage background,
        float[] whiteness,
        List<Question> questions,
        List<String> columns,
        double[][] design,
        double[][] weights,
        List<String> seriesNames,
        List<double[]> series,
        Table inflation,
        Table efficiency,
        Table percent,
        String methods) {

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
