package sc.fiji.boldj.workflow.protocol;

import java.util.Map;

/**
 * A comparison of cell means.
 *
 * @param name that it was given, or its expression
 * @param expression as written
 * @param weights by cell, none of them 0, in the order of cells
 */
public record CellContrast(String name, String expression, Map<Cell, Double> weights) {

    public CellContrast {
        weights = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(weights));
    }

    /** Whether the weights sum to 0, so that it compares and does not test a mean against 0. */
    public boolean isDifference() {
        double sum = 0;
        double size = 0;
        for (double weight : weights.values()) {
            sum += weight;
            size += Math.abs(weight);
        }
        return Math.abs(sum) <= 1e-12 * size;
    }

    /** The sum of both, without the cells whose weights cancel. */
    public CellContrast plus(CellContrast other) {
        Map<Cell, Double> sum = new java.util.LinkedHashMap<>(weights);
        other.weights.forEach((cell, weight) -> sum.merge(cell, weight, Double::sum));
        sum.values().removeIf(weight -> Math.abs(weight) < 1e-12);
        String words = "(" + expression + ") + (" + other.expression + ")";
        return new CellContrast(words, words, sum);
    }

    /** The sum of products with the weights of another. */
    public double dot(CellContrast other) {
        double sum = 0;
        for (Map.Entry<Cell, Double> each : weights.entrySet())
            sum += each.getValue() * other.weights.getOrDefault(each.getKey(), 0.0);
        return sum;
    }
}
