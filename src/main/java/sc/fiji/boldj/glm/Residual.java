package sc.fiji.boldj.glm;

import java.util.ArrayList;
import java.util.List;

/** The residual of a series after regression on others. */
final class Residual {

    /** Share of its length below which a column is treated as dependent on those before it. */
    private static final double DEPENDENT = 1e-9;

    private Residual() {}

    /** The series less its projection on the others, by Gram-Schmidt, twice for the rounding. */
    static double[] of(double[] series, List<double[]> others) {
        List<double[]> basis = new ArrayList<>();
        for (double[] other : others) {
            double[] rest = remove(other, basis);
            double length = Math.sqrt(dot(rest, rest));
            if (!(length > DEPENDENT * Math.sqrt(dot(other, other)))) continue;
            for (int t = 0; t < rest.length; t++) rest[t] /= length;
            basis.add(rest);
        }
        return remove(series, basis);
    }

    private static double[] remove(double[] series, List<double[]> basis) {
        double[] rest = series.clone();
        for (int pass = 0; pass < 2; pass++)
            for (double[] unit : basis) {
                double share = dot(unit, rest);
                for (int t = 0; t < rest.length; t++) rest[t] -= share * unit[t];
            }
        return rest;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int t = 0; t < a.length; t++) sum += a[t] * b[t];
        return sum;
    }
}
