package sc.fiji.boldj.group;

import java.util.List;

/**
 * The columns of a group design and the observations that they describe.
 *
 * @param words what the design is
 * @param columns names of the columns
 * @param matrix shape (observations, columns)
 * @param combination weights of the inputs in each observation, shape (observations, inputs); null where the inputs are
 *     the observations
 */
record DesignTerms(String words, List<String> columns, double[][] matrix, double[][] combination) {

    /** @throws IllegalArgumentException if two columns have one name, or a row is not as long as the names */
    DesignTerms {
        columns = List.copyOf(columns);
        for (int c = 0; c < columns.size(); c++)
            if (columns.indexOf(columns.get(c)) < c)
                throw new IllegalArgumentException(
                        "the design has two columns named " + columns.get(c) + ": give one another name");
        for (double[] row : matrix)
            if (row.length != columns.size())
                throw new IllegalArgumentException(
                        "the design has " + columns.size() + " column names but a row of " + row.length + " values");
    }

    /** Number of inputs: maps, matrices or rows of a table. */
    int inputs() {
        return combination == null ? matrix.length : combination[0].length;
    }

    /** One observation for each row of weights over the inputs. */
    DesignTerms combined(String how, double[][] weights) {
        double[][] rows = new double[weights.length][columns.size()];
        for (int o = 0; o < rows.length; o++)
            for (int c = 0; c < rows[o].length; c++) {
                double size = 0;
                for (int i = 0; i < matrix.length; i++) {
                    double part = weights[o][i] * matrix[i][c];
                    rows[o][c] += part;
                    size += Math.abs(part);
                }
                // what cancels must not stay as rounding: a column of it would be scaled up to a column of noise
                if (Math.abs(rows[o][c]) <= 1e-12 * size) rows[o][c] = 0;
            }
        return new DesignTerms(how, columns, rows, weights);
    }

    /** The same observations of some of the inputs, which must be all that have a weight. */
    DesignTerms of(int[] inputs) {
        double[][] weights = new double[combination.length][inputs.length];
        for (int o = 0; o < weights.length; o++)
            for (int k = 0; k < inputs.length; k++) weights[o][k] = combination[o][inputs[k]];
        return new DesignTerms(words, columns, matrix, weights);
    }

    /**
     * Numbers of inputs as numbers of observations.
     *
     * @param codes one for each input
     * @throws IllegalArgumentException if inputs of one observation have different numbers
     */
    int[] observed(int[] codes, String what) {
        if (codes.length != inputs())
            throw new IllegalArgumentException(
                    what + " need one entry for each of " + inputs() + " inputs, got " + codes.length);
        if (combination == null) return codes.clone();
        int[] observed = new int[combination.length];
        for (int o = 0; o < observed.length; o++) {
            boolean first = true;
            for (int i = 0; i < codes.length; i++) {
                if (combination[o][i] == 0) continue;
                if (!first && observed[o] != codes[i])
                    throw new IllegalArgumentException(what + " differ between the inputs that make observation "
                            + (o + 1) + " (input " + (i + 1) + " among them): they must be the same for a subject");
                observed[o] = codes[i];
                first = false;
            }
        }
        return observed;
    }
}
