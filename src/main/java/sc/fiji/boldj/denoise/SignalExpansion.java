package sc.fiji.boldj.denoise;

/** A mean series with its backward difference and the squares of both, named as fMRIPrep names them. */
public final class SignalExpansion {

    private SignalExpansion() {}

    /**
     * Adds four columns: {@code name}, {@code name_derivative1}, {@code name_power2},
     * {@code name_derivative1_power2}. The difference of the first volume is NaN (n/a).
     *
     * @param series shape (T)
     */
    public static Confounds add(Confounds confounds, String name, double[] series) {
        return add(confounds, name, series, 0);
    }

    /**
     * The same for a run that begins before the steady state. The difference of the first steady volume is set to 0: it
     * would be the end of the transient, larger than all else in the column, and no indicator takes that volume out.
     *
     * @param skip volumes at the start that are not in the steady state
     */
    public static Confounds add(Confounds confounds, String name, double[] series, int skip) {
        int volumes = series.length;
        double[] derivative = new double[volumes];
        double[] square = new double[volumes];
        double[] derivativeSquare = new double[volumes];
        for (int t = 0; t < volumes; t++) {
            boolean fromTransient = t == skip && t > 0;
            derivative[t] = t == 0 ? Double.NaN : fromTransient ? 0 : series[t] - series[t - 1];
            square[t] = series[t] * series[t];
            derivativeSquare[t] = derivative[t] * derivative[t];
        }
        return confounds
                .with(name, series)
                .with(name + "_derivative1", derivative)
                .with(name + "_power2", square)
                .with(name + "_derivative1_power2", derivativeSquare);
    }
}
