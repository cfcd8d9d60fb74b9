package sc.fiji.boldj.physio;

import java.util.ArrayList;
import java.util.List;

/**
 * RETROICOR (Glover 2000) with the orders of Harvey 2008: sines and cosines of three multiples of the cardiac phase, four of the
 * respiratory phase, and of the sum and the difference of the two phases; 18 columns with both recordings, 6 with the pulse alone, 8 with breathing
 * alone. Immutable.
 */
public final class Retroicor {

    /** Multiples of the cardiac phase. */
    public static final int CARDIAC = 3;

    /** Multiples of the respiratory phase. */
    public static final int RESPIRATORY = 4;

    /** What names of columns begin with. */
    public static final String PREFIX = "retroicor_";

    private final Beats beats;
    private final RespiratoryPhase breathing;

    private Retroicor(Beats beats, RespiratoryPhase breathing) {
        this.beats = beats;
        this.breathing = breathing;
    }

    /**
     * The model of a run.
     *
     * @param beats of the heart, or null without a recording of the pulse
     * @param breaths or null without a recording of breathing
     * @throws IllegalArgumentException if both are null, or there are fewer than 2 beats
     */
    public static Retroicor of(Beats beats, Breaths breaths) {
        if (beats == null && breaths == null)
            throw new IllegalArgumentException("RETROICOR needs a recording of the pulse or of breathing");
        if (beats != null && beats.times().length < 2)
            throw new IllegalArgumentException(
                    "RETROICOR needs 2 heart beats or more, but the recording shows " + beats.times().length);
        return new Retroicor(beats, breaths == null ? null : new RespiratoryPhase(breaths));
    }

    /** The names of the columns in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (beats != null)
            for (int m = 1; m <= CARDIAC; m++)
                names.addAll(List.of(PREFIX + "cardiac_cos" + m, PREFIX + "cardiac_sin" + m));
        if (breathing != null)
            for (int m = 1; m <= RESPIRATORY; m++)
                names.addAll(List.of(PREFIX + "respiratory_cos" + m, PREFIX + "respiratory_sin" + m));
        if (beats != null && breathing != null)
            for (String sign : List.of("sum", "difference"))
                names.addAll(List.of(PREFIX + "interaction_cos_" + sign, PREFIX + "interaction_sin_" + sign));
        return names;
    }

    /**
     * The columns for what was measured at given times, such as those of one slice in all volumes.
     *
     * @param times seconds from the start of the first volume
     * @return shape (times, columns)
     */
    public double[][] columns(double... times) {
        double[][] rows = new double[times.length][];
        for (int t = 0; t < times.length; t++) rows[t] = row(times[t]);
        return rows;
    }

    private double[] row(double time) {
        double[] row = new double[names().size()];
        int c = 0;
        double heart = beats == null ? 0 : beats.phase(time);
        double breath = breathing == null ? 0 : breathing.at(time);
        if (beats != null) c = multiples(heart, CARDIAC, row, c);
        if (breathing != null) c = multiples(breath, RESPIRATORY, row, c);
        if (beats != null && breathing != null) {
            c = multiples(heart + breath, 1, row, c);
            multiples(heart - breath, 1, row, c);
        }
        return row;
    }

    private static int multiples(double phase, int most, double[] row, int from) {
        int c = from;
        for (int m = 1; m <= most; m++) {
            row[c++] = StrictMath.cos(m * phase);
            row[c++] = StrictMath.sin(m * phase);
        }
        return c;
    }
}
