package sc.fiji.boldj.workflow;

import java.util.List;
import sc.fiji.boldj.stats.NullDistribution;
import sc.fiji.boldj.table.Table;

/**
 * What a group test says of itself on its page. Immutable.
 *
 * @param title heading
 * @param verdict the result in a sentence
 * @param found whether anything is significant
 * @param words the model, the shuffling and what it can reach
 * @param warnings what the reader must know
 * @param columns names of the design's columns
 * @param design shape (observations, columns)
 * @param contrast shape (rows, columns)
 * @param nulls the largest value under each shuffling
 * @param alpha corrected p at or below this counts
 * @param measured what the null distribution is of
 * @param findings clusters or components
 * @param methods sentences for a paper
 * @param inputs files and their hashes
 * @param options keys and values
 */
@SuppressWarnings("ArrayRecordComponent")
public record StudySummary(
        String title,
        String verdict,
        boolean found,
        String words,
        List<String> warnings,
        List<String> columns,
        double[][] design,
        double[][] contrast,
        NullDistribution nulls,
        double alpha,
        String measured,
        Table findings,
        String methods,
        Table inputs,
        Table options) {}
