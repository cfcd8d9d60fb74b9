package sc.fiji.boldj.simulate;

/**
 * An echo of a gradient-echo series: the signal of tissue at its echo time, relative to a run with one echo.
 *
 * <p>Signal decays with the T2* of the tissue. Signal loss due to susceptibility increases with the echo time, and the BOLD effect is
 * proportional to it.
 *
 * @param seconds after the excitation, above 0, at most 0.2
 */
public record EchoTime(double seconds) {

    /** T2* of grey matter, s (3 T; Wansapura et al. 1999). */
    public static final double GREY = 0.048;

    /** T2* of white matter, s. */
    public static final double WHITE = 0.045;

    /** T2* of cerebrospinal fluid, s; within the limits of a fit. */
    public static final double FLUID = 0.4;

    /** T2* of scalp, muscle and eyes, s. */
    public static final double REST = 0.03;

    /** The echo of a run with one echo. */
    public static final EchoTime SINGLE = new EchoTime(0.03);

    public EchoTime {
        if (!(seconds > 0 && seconds <= 0.2))
            throw new IllegalArgumentException("an echo time must be above 0 and at most 0.2 s, got " + seconds);
    }

    /** Signal relative to the single echo, of a tissue with this T2* in seconds. */
    double decay(double t2star) {
        return StrictMath.exp((SINGLE.seconds - seconds) / t2star);
    }

    /** The share of the signal that remains where susceptibility leaves this share in the single echo. */
    double kept(double share) {
        return seconds == SINGLE.seconds ? share : StrictMath.pow(share, relative());
    }

    /** The echo time relative to the single echo: the BOLD effect in percent is proportional to it. */
    double relative() {
        return seconds / SINGLE.seconds;
    }
}
