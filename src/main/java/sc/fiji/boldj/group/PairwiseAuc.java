package sc.fiji.boldj.group;

/**
 * The area under the ROC curve over pairs of subjects that were held out together: the share of (responder,
 * non-responder) pairs in one fold that are ordered rightly.
 *
 * <p>Scores of different folds come from different models and are not compared: pooling them makes chance look worse than
 * .5.
 */
final class PairwiseAuc {

    private final double[] response;
    private final double[][] right;
    private final int[][] seen;

    PairwiseAuc(double[] response) {
        this.response = response;
        right = new double[response.length][response.length];
        seen = new int[response.length][response.length];
    }

    /** Adds the scores of the rows held out together. */
    void add(int[] rows, double[] scores) {
        for (int a = 0; a < rows.length; a++)
            for (int b = 0; b < rows.length; b++) {
                if (!(response[rows[a]] > 0 && response[rows[b]] < 0)) continue;
                right[rows[a]][rows[b]] += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0;
                seen[rows[a]][rows[b]]++;
            }
    }

    /** The area; NaN if there was no pair. */
    double area() {
        double sum = 0;
        long pairs = 0;
        for (int i = 0; i < right.length; i++)
            for (int j = 0; j < right.length; j++) {
                sum += right[i][j];
                pairs += seen[i][j];
            }
        return sum / pairs;
    }
}
