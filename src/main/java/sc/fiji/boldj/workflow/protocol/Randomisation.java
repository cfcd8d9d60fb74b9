package sc.fiji.boldj.workflow.protocol;

import java.util.List;

/**
 * How treatments were assigned.
 *
 * @param strata columns of {@code participants.tsv} within which participants were randomised
 * @param blocks block size; 0 if not declared
 * @param sequences of a crossover: the orders of treatments that could be drawn; empty for parallel arms
 * @param period column of the sessions' tables with the number of the period, from 1; empty for parallel arms
 */
public record Randomisation(List<String> strata, int blocks, List<List<String>> sequences, String period) {

    /** Nothing is declared: permutation rests on exchangeability. */
    public static final Randomisation NONE = new Randomisation(List.of(), 0, List.of(), "");

    public Randomisation {
        strata = List.copyOf(strata);
        sequences = sequences.stream().map(List::copyOf).toList();
    }
}
