package sc.fiji.boldj.glm;

import org.apache.commons.math3.analysis.interpolation.SplineInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;

/**
 * A response given by its values at equally spaced knots, a natural cubic spline between them (AFNI's CSPLIN). It takes
 * onsets between the scans as they are, and has no bias at the peak, which straight lines between knots have. Immutable.
 */
final class ResponseKnots {

    private final double spacing;
    private final PolynomialSplineFunction[] cardinal;

    /**
     * @param length seconds to cover: knots from 0 to the last at or before it
     * @param spacing seconds between knots, at most half the length
     */
    ResponseKnots(double length, double spacing) {
        this.spacing = spacing;
        int count = (int) Math.floor(length / spacing + 1e-9) + 1;
        cardinal = new PolynomialSplineFunction[count];
        double[] times = new double[count];
        for (int k = 0; k < count; k++) times[k] = k * spacing;
        for (int k = 0; k < count; k++) {
            double[] one = new double[count];
            one[k] = 1;
            cardinal[k] = new SplineInterpolator().interpolate(times, one);
        }
    }

    /** Number of knots. */
    int count() {
        return cardinal.length;
    }

    /** Seconds from the first knot to the last. */
    double end() {
        return (cardinal.length - 1) * spacing;
    }

    /** Seconds between knots. */
    double spacing() {
        return spacing;
    }

    /** The spline that is 1 at one knot and 0 at the others, at a time; 0 outside the knots. */
    double value(int knot, double time) {
        if (time < -1e-9 || time > end() + 1e-9) return 0;
        return cardinal[knot].value(Math.max(0, Math.min(end(), time)));
    }

    /**
     * The splines on a grid.
     *
     * @param bins bins between two knots
     * @return shape (knots, (knots - 1) * bins + 1)
     */
    double[][] basis(int bins) {
        double[][] basis = new double[count()][(count() - 1) * bins + 1];
        for (int k = 0; k < basis.length; k++)
            for (int b = 0; b < basis[k].length; b++) basis[k][b] = value(k, b * spacing / bins);
        return basis;
    }
}
