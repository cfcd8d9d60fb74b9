package sc.fiji.boldj.group;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Chooses among penalties by inner folds. */
final class PenaltyChoice {

    private PenaltyChoice() {}

    static int fewest(PredictionProblem problem, int[] rows) {
        double[] y = problem.response();
        int[] groups = problem.groups();
        if (!problem.classes())
            return Math.max(
                    2, (int) Arrays.stream(rows).map(i -> groups[i]).distinct().count());
        long up = Arrays.stream(rows)
                .filter(i -> y[i] > 0)
                .map(i -> groups[i])
                .distinct()
                .count();
        long down = Arrays.stream(rows)
                .filter(i -> y[i] < 0)
                .map(i -> groups[i])
                .distinct()
                .count();
        return (int) Math.max(2, Math.min(up, down));
    }

    /** The setting with the largest inner area under the curve, or the smallest squared error; ties to the simplest. */
    static int best(PredictionProblem problem, int[] training, int[] fold, int folds, double[][] scores) {
        double[] y = problem.response();
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < scores.length; s++) {
            double merit = 0;
            if (problem.classes()) {
                PairwiseAuc auc = new PairwiseAuc(y);
                for (int f = 0; f < folds; f++) {
                    int which = f;
                    int[] at = IntStream.range(0, training.length)
                            .filter(k -> fold[k] == which)
                            .toArray();
                    double[] own = scores[s];
                    auc.add(
                            Arrays.stream(at).map(k -> training[k]).toArray(),
                            Arrays.stream(at).mapToDouble(k -> own[k]).toArray());
                }
                merit = auc.area();
            } else
                for (int k = 0; k < training.length; k++) {
                    double miss = scores[s][k] - y[training[k]];
                    merit -= miss * miss;
                }
            if (merit > most) {
                most = merit;
                best = s;
            }
        }
        return best;
    }
}
