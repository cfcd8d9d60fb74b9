package sc.fiji.boldj.simulate;

/**
 * What the scanner adds to the head.
 *
 * @param tsnr signal of grey matter at the middle of the coil over the standard deviation of the thermal noise, above 0;
 *     infinite for none
 * @param rician whether the noise acts on the complex signal and the magnitude is taken (air is then not black), or is
 *     simply added
 * @param bias how much brighter the coil sees the rim of the head than its middle, relative, 0 to 2
 * @param drift slow change of the signal over the run, in percent of it
 * @param steadyStart whether the first volume is in the steady state, or fully relaxed as after a pause
 * @param flipAngle of the excitation in degrees, above 0, at most 90; matters without {@code steadyStart} only
 * @param int16 whether values are rounded to whole numbers and limited to 0 to 32767, as scanners store them
 */
public record Scanner(
        double tsnr, boolean rician, double bias, double drift, boolean steadyStart, double flipAngle, boolean int16) {

    /** No noise, no bias, no drift, no rounding. */
    public static final Scanner IDEAL = new Scanner(Double.POSITIVE_INFINITY, false, 0, 0, true, 60, false);

    /** A 3 T scanner with a head coil and voxels of about 4.5 mm. */
    public static final Scanner DEFAULT = new Scanner(90, true, 0.35, 1.5, true, 77, false);

    /** The same with multiband, voxels of 3 mm and whole numbers. */
    public static final Scanner PROTOCOL = new Scanner(64, true, 0.35, 1.5, true, 52, true);

    private static final double T1_GREY = 1.4;
    private static final double T1_WHITE = 0.85;
    private static final double T1_FLUID = 4.2;

    public Scanner {
        if (!(tsnr > 0)) throw new IllegalArgumentException("tSNR must be above 0, got " + tsnr);
        if (!(bias >= 0 && bias <= 2)) throw new IllegalArgumentException("the bias must be in [0, 2], got " + bias);
        if (!(Math.abs(drift) < 100)) throw new IllegalArgumentException("drift is a percentage, got " + drift);
        if (!(flipAngle > 0 && flipAngle <= 90))
            throw new IllegalArgumentException("the flip angle must be in (0, 90] degrees, got " + flipAngle);
    }

    /** Another strength of the thermal noise. */
    public Scanner withTsnr(double newTsnr) {
        return new Scanner(newTsnr, rician, bias, drift, steadyStart, flipAngle, int16);
    }

    /** With the first volume fully relaxed or in the steady state. */
    public Scanner withSteadyStart(boolean steady) {
        return new Scanner(tsnr, rician, bias, drift, steady, flipAngle, int16);
    }

    /** Values rounded to whole numbers or not. */
    public Scanner withInt16(boolean rounded) {
        return new Scanner(tsnr, rician, bias, drift, steadyStart, flipAngle, rounded);
    }

    /** Standard deviation of the thermal noise. */
    double sigma() {
        return HeadAnatomy.GREY / tsnr;
    }

    /** Sensitivity of the coil at a place relative to the middle of the grid, in mm. It does not move with the head. */
    double sensitivity(double x, double y, double z) {
        double rim = x * x / (75 * 75) + y * y / (95 * 95) + z * z / (80 * 80);
        double tilt = 0.12 * (-0.7 * y / 95 + 0.3 * z / 80 + 0.2 * x / 75);
        return 1 + bias * (0.8 * rim / (1 + 0.35 * rim) + tilt);
    }

    /**
     * What the signal is multiplied with by drift.
     *
     * @param passed share of the run that has passed, 0 to 1
     * @param y place relative to the middle of the grid in mm
     */
    double gain(double passed, double y) {
        double wave = 0.3 * StrictMath.cos(2 * Math.PI * 1.3 * passed);
        return 1 + drift / 100 * (passed - 0.5 + wave) * (1 + 0.004 * y);
    }

    /** By how much the grey, white and fluid signal exceed the steady state in a volume, relative, shape (3). */
    double[] relaxation(int volume, double repetitionTime) {
        return new double[] {
            excess(volume, repetitionTime, T1_GREY),
            excess(volume, repetitionTime, T1_WHITE),
            excess(volume, repetitionTime, T1_FLUID)
        };
    }

    private double excess(int volume, double repetitionTime, double t1) {
        if (steadyStart) return 0;
        double recovered = StrictMath.exp(-repetitionTime / t1);
        double kept = recovered * StrictMath.cos(StrictMath.toRadians(flipAngle));
        double steady = (1 - recovered) / (1 - kept);
        return (1 / steady - 1) * StrictMath.pow(kept, volume);
    }
}
