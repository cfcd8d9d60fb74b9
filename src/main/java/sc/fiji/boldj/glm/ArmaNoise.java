package sc.fiji.boldj.glm;

import sc.fiji.boldj.linalg.Cholesky;
import sc.fiji.boldj.linalg.Matrix;
import sc.fiji.boldj.linalg.MatrixProduct;

/**
 * ARMA(1,1) noise, exactly: {@code r_t - a r_(t-1) = e_t + b e_(t-1)} with innovations of variance 1. The differences
 * on the left have a covariance of three diagonals, whose factor is found once.
 */
final class ArmaNoise implements VoxelNoise {

    private final ModelBasis basis;
    private final double a;
    private final double b;
    private final double[] link;
    private final double[] inverse;
    private final double logDeterminant;
    private final double[] square;
    private final double[] factor;
    private double[] bias;
    private EffectVariance effects;
    private SlowScore score;
    private double[][] slopes;
    private double[] slow;

    ArmaNoise(ModelBasis basis, double a, double b) {
        this.basis = basis;
        this.a = a;
        this.b = b;
        int n = basis.rows();
        link = new double[n];
        inverse = new double[n];
        double d = (1 + 2 * a * b + b * b) / (1 - a * a);
        double log = Math.log(d);
        inverse[0] = 1 / d;
        for (int t = 1; t < n; t++) {
            link[t] = b / d;
            d = 1 + b * b - b * link[t];
            inverse[t] = 1 / d;
            log += Math.log(d);
        }
        int rank = basis.rank();
        square = square();
        factor = square.clone();
        if (!Cholesky.factor(factor, rank))
            throw new ArithmeticException("the whitened design is not of full rank at a = " + a + ", b = " + b);
        logDeterminant = log + Cholesky.logDeterminant(factor, rank);
    }

    /** U' Q U, packed. */
    private double[] square() {
        int n = basis.rows();
        int rank = basis.rank();
        double[] white = whiteDesign();
        double[] full = new double[rank * rank];
        MatrixProduct.square(1, Matrix.of(white, rank, n), 0, Matrix.of(full, rank, rank));
        double[] packed = new double[Cholesky.size(rank)];
        for (int i = 0; i < rank; i++) for (int j = 0; j <= i; j++) packed[i * (i + 1) / 2 + j] = full[i * rank + j];
        return packed;
    }

    /** The whitened columns of U, shape (rank, rows). */
    private double[] whiteDesign() {
        int n = basis.rows();
        int rank = basis.rank();
        double[] u = basis.basis();
        double[] columns = new double[n * rank];
        for (int t = 0; t < n; t++) for (int c = 0; c < rank; c++) columns[c * n + t] = u[t * rank + c];
        double[] white = new double[n * rank];
        for (int c = 0; c < rank; c++) whiten(columns, c * n, white, c * n);
        return white;
    }

    double a() {
        return a;
    }

    double b() {
        return b;
    }

    /** Logarithm of |V| plus that of |U' Q U|. */
    double logDeterminant() {
        return logDeterminant;
    }

    @Override
    public int parameters() {
        return 2;
    }

    @Override
    public double[] factor() {
        return factor;
    }

    @Override
    public double precision(double[] r, int offset, double[] target, int to) {
        int n = basis.rows();
        double before = r[offset];
        double e = before;
        target[to] = e * inverse[0];
        double square = e * e * inverse[0];
        for (int t = 1; t < n; t++) {
            double now = r[offset + t];
            e = now - a * before - link[t] * e;
            before = now;
            double scaled = e * inverse[t];
            target[to + t] = scaled;
            square += e * scaled;
        }
        double next = target[to + n - 1];
        for (int t = n - 2; t >= 0; t--) {
            double x = target[to + t] - link[t + 1] * next;
            target[to + t + 1] = next;
            target[to + t] = x;
            next = x;
        }
        for (int t = 0; t < n - 1; t++) target[to + t] -= a * target[to + t + 1];
        return square;
    }

    @Override
    public void whiten(double[] r, int offset, double[] e, int to) {
        int n = basis.rows();
        double value = r[offset];
        e[to] = value * Math.sqrt(inverse[0]);
        for (int t = 1; t < n; t++) {
            value = r[offset + t] - a * r[offset + t - 1] - link[t] * value;
            e[to + t] = value * Math.sqrt(inverse[t]);
        }
    }

    @Override
    public synchronized double[] designBias(int lags) {
        if (bias != null && bias.length == lags) return bias;
        int n = basis.rows();
        int rank = basis.rank();
        double[] white = whiteDesign();
        double[] rows = new double[n * rank];
        for (int t = 0; t < n; t++) {
            for (int c = 0; c < rank; c++) rows[t * rank + c] = white[c * n + t];
            Cholesky.forward(factor, rank, rows, t * rank);
        }
        double[] found = new double[lags];
        for (int k = 1; k <= lags && k < n; k++) found[k - 1] = -ArNoise.dot(rows, 0, rows, k * rank, (n - k) * rank);
        bias = found;
        return bias;
    }

    @Override
    public synchronized SlowScore slowScore(GlmPlan plan) {
        if (score == null) score = SlowScore.of(plan, this);
        return score;
    }

    @Override
    public double[] known(GlmPlan plan) {
        ArmaPrior prior = prior(plan);
        return prior == null ? null : prior.precision(a, b);
    }

    @Override
    public double[][] pull(GlmPlan plan) {
        ArmaPrior prior = prior(plan);
        return prior == null ? new double[0][] : prior.pull(a, b);
    }

    @Override
    public double[] gradient(GlmPlan plan) {
        ArmaPrior prior = prior(plan);
        return prior == null ? new double[2] : prior.gradient(a, b);
    }

    private ArmaPrior prior(GlmPlan plan) {
        return plan.grid() == null || isWhite() ? null : plan.grid().prior();
    }

    /** Nothing: it is shared. */
    @Override
    public void forget() {}

    @Override
    public synchronized EffectVariance effects(GlmPlan plan, int contrasts, SlowPrior prior) {
        if (effects == null) {
            slopes = isWhite() ? null : differences();
            slow = plan.slow().square(whiteDesign());
            effects = EffectVariance.of(plan, this, contrasts, prior);
            slopes = null;
            slow = null;
        }
        return effects;
    }

    @Override
    public double[] logSlopes(NoiseSpectrum spectrum) {
        // White noise: a and b are not there to be uncertain.
        if (isWhite()) return new double[0];
        double[] logs = new double[2 * NoiseSpectrum.SIZE];
        for (int f = 0; f < NoiseSpectrum.SIZE; f++) {
            double c = spectrum.cos(f, 1);
            logs[2 * f] = 2 * (c - a) / (1 - 2 * a * c + a * a);
            logs[2 * f + 1] = 2 * (c + b) / (1 + 2 * b * c + b * b);
        }
        return logs;
    }

    private boolean isWhite() {
        return Math.abs(a + b) < 1e-9;
    }

    @Override
    public double[] inverseSpectrum(NoiseSpectrum spectrum) {
        double[] inverse = new double[NoiseSpectrum.SIZE];
        for (int f = 0; f < NoiseSpectrum.SIZE; f++) {
            double c = spectrum.cos(f, 1);
            inverse[f] = (1 - 2 * a * c + a * a) / (1 + 2 * b * c + b * b);
        }
        return inverse;
    }

    @Override
    public void slopes(double[] x, double[][] target) {
        if (isWhite()) return;
        double[][] both = slopes == null ? differences() : slopes;
        for (int i = 0; i < 2; i++) Cholesky.times(both[i], x, target[i], x.length);
    }

    private double[][] differences() {
        double[][] both = new double[2][square.length];
        for (int i = 0; i < 2; i++) {
            double step = 0.01 * (1 - Math.abs(i == 0 ? a : b));
            double[] up = new ArmaNoise(basis, a + (i == 0 ? step : 0), b + (i == 0 ? 0 : step)).square;
            double[] down = new ArmaNoise(basis, a - (i == 0 ? step : 0), b - (i == 0 ? 0 : step)).square;
            for (int k = 0; k < square.length; k++) both[i][k] = (up[k] - down[k]) / (2 * step);
        }
        return both;
    }

    @Override
    public double[] slow(SlowNoise law) {
        return slow == null ? law.square(whiteDesign()) : slow;
    }

    @Override
    public double slowBias(SlowNoise law) {
        double[] inverse = new double[square.length];
        Cholesky.inverse(factor, basis.rank(), inverse);
        for (int i = 0; i < basis.rank(); i++) for (int j = 0; j < i; j++) inverse[i * (i + 1) / 2 + j] *= 2;
        return -ArNoise.dot(inverse, 0, slow(law), 0, inverse.length);
    }
}
