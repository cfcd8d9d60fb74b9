package sc.fiji.boldj.group;

import java.util.Arrays;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Trials of an outcome and ten connections, whose truth is known: within an arm score and connections have SD 1, connections
 * correlate by .3, the score after treatment by {@code stability} with the score before.
 *
 * @param treated participants under the drug
 * @param controls participants without it
 * @param stability correlation of the score after treatment with the score before, at slopes of 0
 * @param drug slope of the outcome on the first connection under the drug, in SD of the outcome for one SD of the connection
 * @param control the same without the drug
 * @param tracking correlation of the connections with the score of the day on which they were measured
 * @param spread SD of the noise of those under the drug over that of the others
 */
record ResponseTrials(
        int treated, int controls, double stability, double drug, double control, double tracking, double spread) {

    private static final int CONNECTIONS = 10;
    private static final double SHARED = 0.3;

    /** One trial. */
    record Trial(int[] arms, double[] before, double[] after, double[][] connections) {

        private BiomarkerTest test(int permutations, long seed) {
            return new BiomarkerTest(after, arms, new double[][] {before}, permutations, seed);
        }

        /** Corrected p of treatment by connection, for each connection. */
        double[] predictive(int permutations, long seed) {
            return test(permutations, seed).predictive(connections, 1, Progress.NONE).stream()
                    .mapToDouble(BiomarkerTest.Found::corrected)
                    .toArray();
        }

        /** Corrected p of the mean slope, for each connection. */
        double[] prognostic(int permutations, long seed) {
            return test(permutations, seed).prognostic(connections, 1, Progress.NONE).stream()
                    .mapToDouble(BiomarkerTest.Found::corrected)
                    .toArray();
        }

        /** p, not corrected, of the first connection with the score after treatment adjusted for the score before. */
        double adjusted(int permutations, long seed) {
            return test(permutations, seed)
                    .association(new double[][] {connections[0]}, Progress.NONE)
                    .get(0)
                    .p();
        }

        /** The same with the fall in percent of a score of mean 25 and SD 5, as it was done before. */
        double percent(int permutations, long seed) {
            double[] fall = new double[after.length];
            for (int i = 0; i < fall.length; i++) fall[i] = 100 * (5 * before[i] - 5 * after[i]) / (25 + 5 * before[i]);
            return new BiomarkerTest(fall, arms, new double[0][], permutations, seed)
                    .association(new double[][] {connections[0]}, Progress.NONE)
                    .get(0)
                    .p();
        }
    }

    Trial draw(long seed) {
        SplittableRandom random = Seeds.stream(seed, 0);
        int n = treated + controls;
        int[] arms = new int[n];
        Arrays.fill(arms, 0, treated, 1);
        double[][] connections = new double[CONNECTIONS][n];
        double[] before = new double[n];
        double[] after = new double[n];
        for (int i = 0; i < n; i++) {
            double[] draws = new double[CONNECTIONS + 3];
            Seeds.fillGaussian(random, draws);
            before[i] = draws[CONNECTIONS];
            for (int k = 0; k < CONNECTIONS; k++) {
                double own = Math.sqrt(SHARED) * draws[CONNECTIONS + 1] + Math.sqrt(1 - SHARED) * draws[k];
                connections[k][i] = tracking * before[i] + Math.sqrt(1 - tracking * tracking) * own;
            }
            double slope = arms[i] == 1 ? drug : control;
            double rest = Math.sqrt(Math.max(0, 1 - stability * stability - rest(slope)));
            after[i] = stability * before[i]
                    + slope * connections[0][i]
                    + rest * (arms[i] == 1 ? spread : 1) * draws[CONNECTIONS + 2]
                    + (arms[i] == 1 ? -1 : 0);
        }
        return new Trial(arms, before, after, connections);
    }

    /** What a slope takes of the outcome's variance, if both arms have one; a slope in one arm alone adds to it. */
    private double rest(double slope) {
        return drug != 0 && control != 0 ? slope * slope : 0;
    }
}
