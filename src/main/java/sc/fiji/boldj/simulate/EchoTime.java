package sc.fiji.boldj.simulate;

/**
 * An echo of a gradient-echo series: how bright tissue is at its time, relative to the time of a run with one echo.
 *
 * <p>Signal decays with the T2* of its tissue; what susceptibility takes away decays further, and the BOLD effect grows in proportion to
 * the echo time.
 *
 * @param seconds after the excitation, above 0, at most 0.2
 */
public record EchoTime(double seconds) {

    /** T2* of grey matter, s (3 T; Wansapura et al. 1999). */
    public static final double GREY = 0.048;

    /** Of white matter. */
    public static final double WHITE = 0.045;

    /** Of cerebrospinal fluid, within the limits of a fit. */
    public static final double FLUID = 0.4;

    /** Of scalp, muscle and eyes. */
    public static final double REST = 0.03;

    /** The echo of a run with one echo. */
    public static final EchoTime SINGLE = new EchoTime(0.03);

    public EchoTime {
        if (!(seconds > 0 && seconds <= 0.2))
            throw new IllegalArgumentException("an echo time must be above 0 and at most 0.2 s, got " + seconds);
    }

    /** Brightness relative to the single echo, of a tissue with this T2* in seconds. */
    double decay(double t2star) {
        return StrictMath.exp((SINGLE.seconds - seconds) / t2star);
    }

    /** What is left where susceptibility leaves a share of the single echo. */
    double kept(double share) {
        return seconds == SINGLE.seconds ? share : StrictMath.pow(share, relative());
    }

    /** The echo time relative to the single echo: the BOLD effect in percent is proportional to it. */
    double relative() {
        return seconds / SINGLE.seconds;
    }
}
