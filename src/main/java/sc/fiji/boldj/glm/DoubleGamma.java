package sc.fiji.boldj.glm;

import org.apache.commons.math3.special.Gamma;

/** The difference of two gamma densities, cut off at {@link Hrf#LENGTH} and scaled to the integral 1. */
final class DoubleGamma implements Hrf.Basis {

    static final DoubleGamma SPM = new DoubleGamma(6, 1, 16, 1, 1.0 / 6);
    static final DoubleGamma GLOVER = new DoubleGamma(6, 0.9, 12, 0.9, 0.35);
    static final DoubleGamma GAMMA = new DoubleGamma(6, 1.5, 12, 1, 0);

    /** How far the dispersion is changed for its derivative, as in SPM. */
    private static final double WIDER = 0.01;

    private final double peak;
    private final double width;
    private final double dip;
    private final double dipWidth;
    private final double share;
    private final double total;

    /**
     * A response.
     *
     * @param peak delay of the response in seconds: shape {@code peak / width}, scale {@code width}
     * @param width dispersion of the response in seconds
     * @param dip delay of the undershoot in seconds
     * @param dipWidth dispersion of the undershoot in seconds
     * @param share height of the undershoot's density relative to the response's
     */
    DoubleGamma(double peak, double width, double dip, double dipWidth, double share) {
        this.peak = peak;
        this.width = width;
        this.dip = dip;
        this.dipWidth = dipWidth;
        this.share = share;
        total = cumulative(Hrf.LENGTH);
    }

    @Override
    public String suffix() {
        return "";
    }

    @Override
    public double value(double t) {
        return t < 0 || t > Hrf.LENGTH ? 0 : density(t) / total;
    }

    @Override
    public double integral(double t) {
        if (t >= Hrf.LENGTH) return 1;
        return t <= 0 ? 0 : cumulative(t) / total;
    }

    private double density(double t) {
        return gamma(t, peak / width, width) - (share == 0 ? 0 : share * gamma(t, dip / dipWidth, dipWidth));
    }

    private double cumulative(double t) {
        return Gamma.regularizedGammaP(peak / width, t / width)
                - (share == 0 ? 0 : share * Gamma.regularizedGammaP(dip / dipWidth, t / dipWidth));
    }

    private double slope(double t) {
        return (slope(t, peak / width, width) - (share == 0 ? 0 : share * slope(t, dip / dipWidth, dipWidth))) / total;
    }

    private static double gamma(double t, double shape, double scale) {
        if (t <= 0) return 0;
        double x = t / scale;
        return Math.exp((shape - 1) * Math.log(x) - x - Gamma.logGamma(shape)) / scale;
    }

    private static double slope(double t, double shape, double scale) {
        return t <= 0 ? 0 : gamma(t, shape, scale) * ((shape - 1) / t - 1 / scale);
    }

    /** The slope of the response: what a response that comes earlier has more of. */
    Hrf.Basis timeDerivative() {
        DoubleGamma main = this;
        return new Hrf.Basis() {
            @Override
            public String suffix() {
                return "_derivative";
            }

            @Override
            public double value(double t) {
                return t < 0 || t > Hrf.LENGTH ? 0 : main.slope(t);
            }

            @Override
            public double integral(double t) {
                return t <= 0 ? 0 : main.value(Math.min(t, Hrf.LENGTH));
            }
        };
    }

    /** What a narrower response has more of: the difference to one of a dispersion 0.01 s larger, over 0.01. */
    Hrf.Basis dispersionDerivative() {
        DoubleGamma main = this;
        DoubleGamma wider = new DoubleGamma(peak, width + WIDER, dip, dipWidth, share);
        return new Hrf.Basis() {
            @Override
            public String suffix() {
                return "_dispersion";
            }

            @Override
            public double value(double t) {
                return (main.value(t) - wider.value(t)) / WIDER;
            }

            @Override
            public double integral(double t) {
                return (main.integral(t) - wider.integral(t)) / WIDER;
            }
        };
    }
}
