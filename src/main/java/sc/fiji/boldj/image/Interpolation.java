package sc.fiji.boldj.image;

/**
 * How values between voxel centres are found.
 *
 * <p>The three-dimensional kernel is the product of one kernel for each axis. B-splines pass through the voxels because
 * the voxels are turned into coefficients first ({@link BSplinePrefilter}).
 */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never handed out
public enum Interpolation {
    /** The value of the nearest voxel: for labels. Half-way points go to the higher index. */
    NEAREST(1),
    /** Tensor product of straight lines. */
    LINEAR(2),
    /** Cubic B-spline, exact for polynomials up to degree 3. */
    CUBIC(4, Math.sqrt(3) - 2),
    /** B-spline of degree 5, exact for polynomials up to degree 5. */
    QUINTIC(
            6,
            Math.sqrt(67.5 - Math.sqrt(4436.25)) + Math.sqrt(26.25) - 6.5,
            Math.sqrt(67.5 + Math.sqrt(4436.25)) - Math.sqrt(26.25) - 6.5),
    /** Sinc under a Lanczos window of radius 4 voxels, its weights divided by their sum. */
    SINC(8);

    private final int taps;
    private final double[] poles;

    Interpolation(int taps, double... poles) {
        this.taps = taps;
        this.poles = poles;
    }

    /**
     * The interpolation of a name.
     *
     * @param name nearest, linear, cubic, spline (of degree 5) or sinc
     * @throws IllegalArgumentException if it is none of these
     */
    public static Interpolation named(String name) {
        return switch (name) {
            case "nearest" -> NEAREST;
            case "linear" -> LINEAR;
            case "cubic" -> CUBIC;
            case "spline" -> QUINTIC;
            case "sinc" -> SINC;
            default ->
                throw new IllegalArgumentException(
                        "interpolation must be nearest, linear, cubic, spline or sinc, got '" + name + "'");
        };
    }

    /** Voxels along each axis that take part in one value. */
    public int taps() {
        return taps;
    }

    /** The poles of the filter that makes coefficients of voxels; none if the voxels are used as they are. */
    double[] poles() {
        return poles.clone();
    }

    /**
     * The weights of many points along one axis. A point between voxel {@code k} and {@code k + 1} takes voxels
     * {@code k + 1 - taps / 2} to {@code k + taps / 2}; NEAREST takes its own voxel alone.
     *
     * @param fraction how far each point is past voxel {@code k}, in [0, 1)
     * @param from first point
     * @param to point after the last
     * @param weights shape (taps, at least to), is filled between the two
     */
    void weights(float[] fraction, int from, int to, float[][] weights) {
        switch (this) {
            case NEAREST -> {
                for (int i = from; i < to; i++) weights[0][i] = 1;
            }
            case LINEAR -> linear(fraction, from, to, weights[0], weights[1]);
            case CUBIC -> cubic(fraction, from, to, weights[0], weights[1], weights[2], weights[3]);
            case QUINTIC -> quintic(fraction, from, to, weights);
            default -> sinc(fraction, from, to, weights);
        }
    }

    private static void linear(float[] fraction, int from, int to, float[] w0, float[] w1) {
        for (int i = from; i < to; i++) {
            w0[i] = 1 - fraction[i];
            w1[i] = fraction[i];
        }
    }

    private static void cubic(float[] fraction, int from, int to, float[] w0, float[] w1, float[] w2, float[] w3) {
        for (int i = from; i < to; i++) {
            float t = fraction[i];
            float s = 1 - t;
            w0[i] = s * s * s * (1 / 6f);
            w1[i] = 2 / 3f + t * t * (0.5f * t - 1);
            w2[i] = 2 / 3f + s * s * (0.5f * s - 1);
            w3[i] = t * t * t * (1 / 6f);
        }
    }

    private static void quintic(float[] fraction, int from, int to, float[][] weights) {
        outer(fraction, from, to, weights[0], weights[5]);
        middle(fraction, from, to, weights[1], weights[4]);
        inner(fraction, from, to, weights[2], weights[3]);
    }

    private static void outer(float[] fraction, int from, int to, float[] w0, float[] w5) {
        for (int i = from; i < to; i++) {
            float t = fraction[i];
            float s = 1 - t;
            w0[i] = s * s * s * s * s * (1 / 120f);
            w5[i] = t * t * t * t * t * (1 / 120f);
        }
    }

    /** The B-spline of degree 5 at distances 1 to 2. */
    private static void middle(float[] fraction, int from, int to, float[] w1, float[] w4) {
        for (int i = from; i < to; i++) {
            float a = 1 + fraction[i];
            float b = 2 - fraction[i];
            w1[i] = 17 / 40f + a * (5 / 8f + a * (-7 / 4f + a * (5 / 4f + a * (-3 / 8f + a * (1 / 24f)))));
            w4[i] = 17 / 40f + b * (5 / 8f + b * (-7 / 4f + b * (5 / 4f + b * (-3 / 8f + b * (1 / 24f)))));
        }
    }

    /** The B-spline of degree 5 at distances 0 to 1. */
    private static void inner(float[] fraction, int from, int to, float[] w2, float[] w3) {
        for (int i = from; i < to; i++) {
            float a = fraction[i];
            float b = 1 - a;
            float aa = a * a;
            float bb = b * b;
            w2[i] = 11 / 20f + aa * (-1 / 2f + aa * (1 / 4f - a * (1 / 12f)));
            w3[i] = 11 / 20f + bb * (-1 / 2f + bb * (1 / 4f - b * (1 / 12f)));
        }
    }

    private void sinc(float[] fraction, int from, int to, float[][] weights) {
        double[] w = new double[taps];
        double[] cosines = new double[taps];
        double[] sines = new double[taps];
        int radius = taps / 2;
        for (int k = 0; k < taps; k++) {
            cosines[k] = Math.cos(Math.PI * (radius - 1 - k) / radius);
            sines[k] = Math.sin(Math.PI * (radius - 1 - k) / radius);
        }
        for (int i = from; i < to; i++) {
            double sine = Math.sin(Math.PI * fraction[i]);
            double windowSine = Math.sin(Math.PI * fraction[i] / radius);
            double windowCosine = Math.cos(Math.PI * fraction[i] / radius);
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                double x = Math.PI * (fraction[i] + radius - 1 - k);
                double wave = (radius - 1 - k) % 2 == 0 ? sine : -sine;
                double window = windowSine * cosines[k] + windowCosine * sines[k];
                w[k] = Math.abs(x) < 1e-7 ? 1 : radius * wave * window / (x * x);
                sum += w[k];
            }
            for (int k = 0; k < taps; k++) weights[k][i] = (float) (w[k] / sum);
        }
    }
}
