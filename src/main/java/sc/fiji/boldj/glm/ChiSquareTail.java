package sc.fiji.boldj.glm;

import org.apache.commons.math3.special.Erf;

/** The upper tail of chi-square for whole degrees of freedom, as a finite sum of positive terms. */
final class ChiSquareTail {

    private ChiSquareTail() {}

    /** The probability of a value above {@code x}, 0 or more, with 1 or more degrees of freedom. NaN for NaN. */
    static double of(double x, int degrees) {
        double half = x / 2;
        double sum;
        double term;
        int k;
        if (degrees % 2 == 0) {
            term = Math.exp(-half);
            sum = term;
            k = 2;
        } else {
            sum = Erf.erfc(Math.sqrt(half));
            if (degrees == 1) return sum;
            term = Math.exp(-half) * Math.sqrt(4 * half / Math.PI);
            sum += term;
            k = 3;
        }
        for (; k < degrees; k += 2) {
            term *= x / k;
            sum += term;
        }
        return Math.min(1, sum);
    }
}
