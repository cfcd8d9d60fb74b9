package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The curve of true against false positives as the score that is treated as positive falls. Immutable.
 *
 * @param points from none to all counted as positive; equal scores make one step
 */
public record RocCurve(List<Point> points) {

    /**
     * One point.
     *
     * @param threshold scores at or above this count as positive; infinite for the first point
     * @param falsePositives share of the negative class, 0 to 1
     * @param truePositives share of the positive class, 0 to 1
     */
    public record Point(double threshold, double falsePositives, double truePositives) {}

    /** Copies the points. */
    public RocCurve {
        points = List.copyOf(points);
    }

    /**
     * The curve of some scores.
     *
     * @param scores larger for the positive class, finite
     * @param positive same length, some true and some false
     * @throws IllegalArgumentException if lengths differ or a class is empty
     */
    public static RocCurve of(double[] scores, boolean[] positive) {
        double yes = 0;
        for (boolean p : positive) if (p) yes++;
        double no = positive.length - yes;
        if (scores.length != positive.length || yes == 0 || no == 0)
            throw new IllegalArgumentException("a ROC curve needs a class for each of " + scores.length
                    + " scores and both classes, got " + positive.length + " with " + (int) yes + " positive");
        List<Integer> order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .toList();
        List<Point> points = new ArrayList<>(List.of(new Point(Double.POSITIVE_INFINITY, 0, 0)));
        double hit = 0;
        double miss = 0;
        for (int k = 0; k < order.size(); k++) {
            if (positive[order.get(k)]) hit++;
            else miss++;
            boolean tied = k + 1 < order.size() && scores[order.get(k)] == scores[order.get(k + 1)];
            if (!tied) points.add(new Point(scores[order.get(k)], miss / no, hit / yes));
        }
        return new RocCurve(points);
    }

    /** The area under the curve by trapezia. */
    public double area() {
        double area = 0;
        for (int k = 1; k < points.size(); k++)
            area += (points.get(k).falsePositives - points.get(k - 1).falsePositives)
                    * (points.get(k).truePositives + points.get(k - 1).truePositives)
                    / 2;
        return area;
    }
}
