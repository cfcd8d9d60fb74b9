package sc.fiji.boldj.ica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.Correlation;

/** The similarity of a time course to a model of head motion, averaged over random parts of the scan. */
final class MotionLikeness {

    /** Share of the volumes that each split looks at, and how many splits there are. */
    private static final double SPLIT = 0.9;

    private MotionLikeness() {}

    /** Six parameters, their differences, all of them one volume earlier and later, and the squares: 72 columns. */
    static double[][] motionModel(double[][] motion) {
        int volumes = motion.length;
        List<double[]> columns = new ArrayList<>();
        for (int c = 0; c < motion[0].length; c++) {
            double[] x = new double[volumes];
            double[] d = new double[volumes];
            for (int t = 0; t < volumes; t++) x[t] = motion[t][c];
            for (int t = 1; t < volumes; t++) d[t] = x[t] - x[t - 1];
            columns.add(x);
            columns.add(d);
        }
        int single = columns.size();
        for (int shift = -1; shift <= 1; shift += 2)
            for (int c = 0; c < single; c++) {
                double[] moved = new double[volumes];
                for (int t = 0; t < volumes; t++)
                    if (t - shift >= 0 && t - shift < volumes) moved[t] = columns.get(c)[t - shift];
                columns.add(moved);
            }
        return columns.toArray(new double[0][]);
    }

    static double motionCorrelation(double[] course, double[][] model, ArtefactFeatures.Options options) {
        int volumes = course.length;
        int part = (int) Math.round(SPLIT * volumes);
        int[] order = IntStream.range(0, volumes).toArray();
        double sum = 0;
        for (int s = 0; s < options.splits(); s++) {
            // the same splits for each component
            SplittableRandom random = Seeds.stream(options.seed(), s);
            int[] chosen = order.clone();
            for (int i = 0; i < part; i++) {
                int j = i + random.nextInt(volumes - i);
                int swap = chosen[i];
                chosen[i] = chosen[j];
                chosen[j] = swap;
            }
            int[] rows = Arrays.copyOf(chosen, part);
            double[] own = chosen(course, rows);
            double[] ownSquares = squares(own);
            double most = 0;
            for (double[] column : model) {
                double[] other = chosen(column, rows);
                most = Math.max(most, likeness(own, other));
                most = Math.max(most, likeness(ownSquares, squares(other)));
            }
            sum += most;
        }
        return sum / options.splits();
    }

    private static double[] chosen(double[] values, int[] rows) {
        double[] chosen = new double[rows.length];
        for (int i = 0; i < rows.length; i++) chosen[i] = values[rows[i]];
        return chosen;
    }

    private static double[] squares(double[] values) {
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) squares[i] = values[i] * values[i];
        return squares;
    }

    /** The absolute correlation; 0 if one is constant. */
    private static double likeness(double[] a, double[] b) {
        double r = Correlation.of(a, b);
        return Double.isNaN(r) ? 0 : Math.abs(r);
    }
}
