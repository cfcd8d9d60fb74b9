package sc.fiji.boldj.signal;

import org.apache.commons.math3.complex.Complex;

/** One second-order section: y = (b0 x + z0), with a0 = 1. */
record FilterSection(double b0, double b1, double b2, double a1, double a2) {

    /** The gain at a frequency, radians per sample. */
    double gain(double omega) {
        Complex z = new Complex(Math.cos(omega), -Math.sin(omega));
        Complex above = z.multiply(z.multiply(b2).add(b1)).add(b0);
        Complex below = z.multiply(z.multiply(a2).add(a1)).add(1);
        return above.abs() / below.abs();
    }

    FilterSection scaled(double factor) {
        return new FilterSection(b0 * factor, b1 * factor, b2 * factor, a1, a2);
    }
}
