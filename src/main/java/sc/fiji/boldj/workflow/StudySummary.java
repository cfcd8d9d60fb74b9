package sc.fiji.boldj.workflow;

import sc.fiji.boldj.stats.NullDistribution;
import sc.fiji.boldj.table.Table;

/**
 * What a group test says of itself on its page. Immutable.
 *
 * @param title heading
 * @param found whether anything is significant
 * @param words the verdict, the model and the permutations, warnings and methods
 * @param design with the contrasts
 * @param maximum what the result was compared with
 * @param findings clusters or components
 * @param inputs files and their hashes
 * @param options keys and values
 */
public record StudySummary(
        String title,
        boolean found,
        PageWords words,
        DrawnDesign design,
        Maximum maximum,
        Table findings,
        Table inputs,
        Table options) {

    /**
     * The null distribution of the maximum statistic.
     *
     * @param nulls the largest value under each permutation
     * @param alpha corrected p at or below this counts
     * @param measured what the null distribution is of
     */
    public record Maximum(NullDistribution nulls, double alpha, String measured) {}
}
