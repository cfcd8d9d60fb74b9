package sc.fiji.boldj.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.FDistribution;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.run.DataException;

/**
 * The variance between participants and from session to session of a participant, from values with a mean for each condition. Immutable.
 *
 * <p>The model is {@code value = mean of the condition + participant + rest}, with participants and rests independent. Both mean squares
 * come from fitting constants (Henderson 1953, Biometrics 9, method 3): that of the rest from the residuals after conditions and
 * participants, that of participants from what participants explain after conditions. With balanced data these are the mean squares of
 * the analysis of variance, and the variances those of restricted maximum likelihood unless an estimate is below 0, where the
 * variance between participants is reported as 0.
 *
 * @param meanSquareBetween mean square of participants, adjusted for conditions
 * @param degreesBetween its degrees of freedom
 * @param meanSquareWithin mean square of the rest; NaN if no participant has two values
 * @param degreesWithin its degrees of freedom; 0 if no participant has two values
 * @param sessions the number of values per participant that counts: the coefficient of the variance between participants in the mean square
 */
public record PilotVariance(
        double meanSquareBetween, int degreesBetween, double meanSquareWithin, int degreesWithin, double sessions) {

    /**
     * Estimates the variances.
     *
     * @param values finite
     * @param person a number for each value: equal numbers are one participant
     * @param condition a number for each value: equal numbers share a mean
     * @throws IllegalArgumentException if lengths differ or a value is not finite
     * @throws DataException if there are too few participants, or values do not differ between them
     */
    public static PilotVariance of(double[] values, int[] person, int[] condition) {
        int n = values.length;
        if (person.length != n || condition.length != n)
            throw new IllegalArgumentException(
                    "participants and conditions need one number for each of " + n + " values");
        for (double x : values) if (!Double.isFinite(x)) throw new IllegalArgumentException("a value is not finite");
        int[] people = numbered(person);
        int[] cells = numbered(condition);
        int persons = Arrays.stream(people).max().orElse(-1) + 1;
        int conditions = Arrays.stream(cells).max().orElse(-1) + 1;
        double total = squares(centred(values, cells, conditions));
        double[] own = centred(values, people, persons);
        double[] design = new double[n * conditions];
        for (int k = 0; k < conditions; k++) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) column[i] = cells[i] == k ? 1 : 0;
            column = centred(column, people, persons);
            for (int i = 0; i < n; i++) design[i * conditions + k] = column[i];
        }
        LeastSquares.Fit fit = LeastSquares.solve(design, n, conditions, own, 1);
        double rest = 0;
        for (int i = 0; i < n; i++) {
            double left = own[i];
            for (int k = 0; k < conditions; k++) left -= design[i * conditions + k] * fit.coefficients()[k];
            rest += left * left;
        }
        int within = n - persons - fit.rank();
        int between = n - conditions - within;
        if (between < 1)
            throw new DataException("there are too few participants to estimate how they differ: " + persons + " in "
                    + conditions + " conditions");
        double explained = total - (within > 0 ? rest : 0);
        if (!(explained > 1e-12 * squares(values)))
            throw new DataException("the values do not differ between participants");
        return new PilotVariance(
                explained / between,
                between,
                within > 0 ? rest / within : Double.NaN,
                Math.max(0, within),
                trace(people, persons, cells, conditions) / between);
    }

    private static int[] numbered(int[] numbers) {
        int[] known = Arrays.stream(numbers).distinct().toArray();
        return Arrays.stream(numbers)
                .map(number -> {
                    int k = 0;
                    while (known[k] != number) k++;
                    return k;
                })
                .toArray();
    }

    private static double[] centred(double[] values, int[] group, int groups) {
        double[] mean = new double[groups];
        int[] count = new int[groups];
        for (int i = 0; i < values.length; i++) {
            mean[group[i]] += values[i];
            count[group[i]]++;
        }
        double[] centred = new double[values.length];
        for (int i = 0; i < values.length; i++) centred[i] = values[i] - mean[group[i]] / count[group[i]];
        return centred;
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double x : values) sum += x * x;
        return sum;
    }

    /** What the participants' columns keep after conditions are removed from them: the coefficient of their variance. */
    private static double trace(int[] people, int persons, int[] cells, int conditions) {
        double[] size = new double[conditions];
        double[][] counts = new double[conditions][persons];
        for (int i = 0; i < people.length; i++) {
            size[cells[i]]++;
            counts[cells[i]][people[i]]++;
        }
        double trace = people.length;
        for (int k = 0; k < conditions; k++) trace -= squares(counts[k]) / size[k];
        return trace;
    }

    /** Whether some participant has two values, so that both variances are known. */
    public boolean hasRepeats() {
        return degreesWithin > 0;
    }

    /** Variance between participants; 0 if its estimate is below. */
    public double between() {
        return hasRepeats() ? Math.max(0, (meanSquareBetween - meanSquareWithin) / sessions) : meanSquareBetween;
    }

    /** Variance of one value of a participant drawn at random. */
    public double total() {
        return hasRepeats() ? between() + meanSquareWithin : meanSquareBetween;
    }

    /** Correlation of two sessions of a participant, the intraclass correlation: reliability of one session; NaN if unknown. */
    public double correlation() {
        return hasRepeats() ? between() / total() : Double.NaN;
    }

    /**
     * The interval of the intraclass correlation from the F distribution (McGraw and Wong 1996, Psychological Methods 1), exact for
     * balanced data.
     *
     * @param level in (0, 1)
     * @return lower and upper end, at least 0; NaN if unknown
     */
    public double[] correlationInterval(double level) {
        if (!hasRepeats()) return new double[] {Double.NaN, Double.NaN};
        double f = meanSquareBetween / meanSquareWithin;
        double upper = new FDistribution(null, degreesBetween, degreesWithin, 1e-12)
                .inverseCumulativeProbability((1 + level) / 2);
        double lower = new FDistribution(null, degreesWithin, degreesBetween, 1e-12)
                .inverseCumulativeProbability((1 + level) / 2);
        return new double[] {share(f / upper), share(f * lower)};
    }

    private double share(double f) {
        return Math.max(0, (f - 1) / (f + sessions - 1));
    }

    /**
     * The degrees of freedom of a variance that is a function of both mean squares (Satterthwaite 1946, Biometrics Bulletin 2): exact if
     * it is a multiple of one of them.
     *
     * @param slopeBetween derivative by the variance between participants
     * @param slopeWithin derivative by the variance of the rest
     */
    public double degrees(double variance, double slopeBetween, double slopeWithin) {
        if (!hasRepeats()) return degreesBetween;
        double a = between() > 0 ? slopeBetween / sessions * meanSquareBetween : 0;
        double b = (slopeWithin - (between() > 0 ? slopeBetween / sessions : 0)) * meanSquareWithin;
        return variance * variance / (a * a / degreesBetween + b * b / degreesWithin);
    }

    /**
     * The interval of a standard deviation from chi square.
     *
     * @param degrees degrees of freedom of its square
     * @param level in (0, 1)
     * @return lower and upper end
     */
    public static double[] interval(double deviation, double degrees, double level) {
        ChiSquaredDistribution chi = new ChiSquaredDistribution(null, degrees, 1e-12);
        return new double[] {
            deviation * Math.sqrt(degrees / chi.inverseCumulativeProbability((1 + level) / 2)),
            deviation * Math.sqrt(degrees / chi.inverseCumulativeProbability((1 - level) / 2))
        };
    }
}
