package sc.fiji.boldj.ica;

/**
 * The function of a source by which FastICA measures how far it is from Gaussian (Hyvärinen 1999).
 *
 * <p>The exponential in two of them is computed by our own loop that processors run on several numbers at once; its
 * relative error is below 1e-11.
 */
public enum Contrast {
    /** G(u) = u^4 / 4, g(u) = u^3: kurtosis. Fast, but one outlying voxel can decide. */
    POW3(0.75) {
        @Override
        double[] derive(double[] u, int count, double[] scratch) {
            for (int i = 0; i < count; i++) scratch[i] = 3 * u[i] * u[i];
            for (int i = 0; i < count; i++) u[i] = u[i] * u[i] * u[i];
            return scratch;
        }

        @Override
        double value(double u) {
            return 0.25 * u * u * u * u;
        }
    },

    /** G(u) = log cosh u, g(u) = tanh u. A good general choice. */
    LOG_COSH(0.3745672074914381) {
        @Override
        double[] derive(double[] u, int count, double[] scratch) {
            for (int i = 0; i < count; i++) scratch[i] = -2 * u[i];
            exp(scratch, count);
            for (int i = 0; i < count; i++) u[i] = (1 - scratch[i]) / (1 + scratch[i]);
            for (int i = 0; i < count; i++) scratch[i] = 1 - u[i] * u[i];
            return scratch;
        }

        @Override
        double value(double u) {
            double size = Math.abs(u);
            return size + StrictMath.log1p(Math.exp(-2 * size)) - LOG_2;
        }
    },

    /** G(u) = -exp(-u^2 / 2), g(u) = u exp(-u^2 / 2). The most robust. */
    GAUSS(-Math.sqrt(0.5)) {
        @Override
        double[] derive(double[] u, int count, double[] scratch) {
            for (int i = 0; i < count; i++) scratch[i] = -0.5 * u[i] * u[i];
            exp(scratch, count);
            for (int i = 0; i < count; i++) {
                double e = scratch[i];
                scratch[i] = (1 - u[i] * u[i]) * e;
                u[i] *= e;
            }
            return scratch;
        }

        @Override
        double value(double u) {
            return -Math.exp(-0.5 * u * u);
        }
    };

    private static final double LOG_2 = Math.log(2);
    /** 1 / n!, the Taylor series of the exponential. */
    private static final double[] TAYLOR = new double[14];

    static {
        TAYLOR[0] = 1;
        for (int n = 1; n < TAYLOR.length; n++) TAYLOR[n] = TAYLOR[n - 1] / n;
    }

    private final double ofGaussian;

    Contrast(double ofGaussian) {
        this.ofGaussian = ofGaussian;
    }

    /** The mean of G over a standard normal variable. */
    double ofGaussian() {
        return ofGaussian;
    }

    /** G(u). */
    abstract double value(double u);

    /**
     * Replaces each u by g(u).
     *
     * @param scratch as long as {@code u}
     * @return {@code scratch}, which then holds the derivatives g'(u)
     */
    abstract double[] derive(double[] u, int count, double[] scratch);

    /** Replaces each x by exp(x), with x limited to [-40, 40]. No branches, so that the loop runs on vectors. */
    static void exp(double[] x, int count) {
        double c2 = TAYLOR[2];
        double c3 = TAYLOR[3];
        double c4 = TAYLOR[4];
        double c5 = TAYLOR[5];
        double c6 = TAYLOR[6];
        double c7 = TAYLOR[7];
        double c8 = TAYLOR[8];
        double c9 = TAYLOR[9];
        double c10 = TAYLOR[10];
        double c11 = TAYLOR[11];
        double c12 = TAYLOR[12];
        double c13 = TAYLOR[13];
        for (int i = 0; i < count; i++) x[i] = Math.max(-40, Math.min(40, x[i]));
        for (int i = 0; i < count; i++) {
            double r = x[i] * (1 / 64.0);
            double high = c8 + r * (c9 + r * (c10 + r * (c11 + r * (c12 + r * c13))));
            double p = 1 + r * (1 + r * (c2 + r * (c3 + r * (c4 + r * (c5 + r * (c6 + r * (c7 + r * high)))))));
            double p2 = p * p;
            double p4 = p2 * p2;
            double p8 = p4 * p4;
            double p16 = p8 * p8;
            double p32 = p16 * p16;
            x[i] = p32 * p32;
        }
    }
}
