package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Who is predicted from what. Features are not copied and must not change. */
public final class PredictionProblem {
    private final double[][] features;
    private final double[] response;
    private final boolean classes;
    private final int[] groups;
    private final List<FeatureStep> steps;

    private PredictionProblem(
            double[][] features, double[] response, boolean classes, int[] groups, List<FeatureStep> steps) {
        this.features = features;
        this.response = response;
        this.classes = classes;
        this.groups = groups;
        this.steps = steps;
    }

    /**
     * Two classes.
     *
     * @param features shape (subjects, features), finite
     * @param responder one for each subject
     */
    public static PredictionProblem ofClasses(double[][] features, boolean[] responder) {
        double[] y = new double[responder.length];
        for (int i = 0; i < y.length; i++) y[i] = responder[i] ? 1 : -1;
        return checked(features, y, true);
    }

    /** A response in numbers. */
    public static PredictionProblem ofNumbers(double[][] features, double[] response) {
        return checked(features, response.clone(), false);
    }

    private static PredictionProblem checked(double[][] features, double[] y, boolean classes) {
        if (features.length != y.length)
            throw new IllegalArgumentException(
                    "prediction needs one response for each subject, got " + y.length + " for " + features.length);
        if (features.length < 8 || features[0].length == 0)
            throw new IllegalArgumentException(
                    "prediction needs 8 subjects and 1 feature or more, got " + features.length + " subjects");
        for (int i = 0; i < y.length; i++) {
            if (features[i].length != features[0].length)
                throw new IllegalArgumentException("subject " + (i + 1) + " has " + features[i].length
                        + " features, the first " + features[0].length);
            for (double x : features[i])
                if (!Double.isFinite(x))
                    throw new IllegalArgumentException("subject " + (i + 1)
                            + " has a feature that is not finite: exclude features that some subjects lack");
            if (!Double.isFinite(y[i]))
                throw new IllegalArgumentException("the response of subject " + (i + 1) + " is not finite");
        }
        if (Arrays.stream(y).distinct().count() < 2)
            throw new IllegalArgumentException("all subjects have the same response: there is nothing to predict");
        return new PredictionProblem(
                features, y, classes, IntStream.range(0, y.length).toArray(), List.of());
    }

    /** The same, with a step before selection and scaling. Steps run in the order they are added. */
    public PredictionProblem with(FeatureStep step) {
        List<FeatureStep> more = new ArrayList<>(steps);
        more.add(step);
        return new PredictionProblem(features, response, classes, groups, List.copyOf(more));
    }

    /**
     * The same, keeping rows of one number (scans of one subject, members of a family) in one fold.
     *
     * @throws IllegalArgumentException if rows of one number differ in response
     */
    public PredictionProblem withGroups(int[] numbers) {
        if (numbers.length != response.length)
            throw new IllegalArgumentException("groups need one number for each of " + response.length + " rows");
        for (int i = 0; i < numbers.length; i++)
            for (int j = 0; j < i; j++)
                if (numbers[i] == numbers[j] && response[i] != response[j])
                    throw new IllegalArgumentException("rows " + (j + 1) + " and " + (i + 1)
                            + " are of one group but differ in response: model them with a group test instead");
        return new PredictionProblem(features, response, classes, numbers.clone(), steps);
    }

    PredictionProblem withResponse(double[] other) {
        return new PredictionProblem(features, other, classes, groups, steps);
    }

    /**
     * Some rows of this problem, some of them several times; copies keep their group and so stay in one fold.
     *
     * @param rows numbers of rows
     */
    PredictionProblem resampled(int[] rows) {
        List<FeatureStep> own = new ArrayList<>();
        for (FeatureStep step : steps) own.add(resampled(step, rows, response.length));
        return new PredictionProblem(
                Arrays.stream(rows).mapToObj(i -> features[i]).toArray(double[][]::new),
                Arrays.stream(rows).mapToDouble(i -> response[i]).toArray(),
                classes,
                Arrays.stream(rows).map(i -> groups[i]).toArray(),
                own);
    }

    /** A step that knows rows by their numbers here, for rows that are taken from here. */
    private static FeatureStep resampled(FeatureStep step, int[] rows, int all) {
        return (x, y, training) -> {
            double[][] features = new double[all][x[0].length];
            double[] response = new double[all];
            for (int i = 0; i < rows.length; i++) {
                features[rows[i]] = x[i];
                response[rows[i]] = y[i];
            }
            FeatureStep.Fitted fitted = step.fit(
                    features,
                    response,
                    Arrays.stream(training).map(i -> rows[i]).toArray());
            return (subject, row) -> fitted.apply(rows[subject], row);
        };
    }

    PredictionProblem corrupted(int[] rows) {
        double[][] worse = features.clone();
        double[] y = response.clone();
        for (int i : rows) {
            worse[i] = new double[features[i].length];
            for (int f = 0; f < worse[i].length; f++) worse[i][f] = 1e3 * (((i + f) % 7) - 3) - features[i][f];
            y[i] = classes ? -y[i] : 10 - 3 * y[i];
        }
        return new PredictionProblem(worse, y, classes, groups, steps);
    }

    double[][] features() {
        return features;
    }

    double[] response() {
        return response;
    }

    boolean classes() {
        return classes;
    }

    int[] groups() {
        return groups;
    }

    List<FeatureStep> steps() {
        return steps;
    }
}
