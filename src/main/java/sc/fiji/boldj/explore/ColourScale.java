package sc.fiji.boldj.explore;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.report.Palette;

/**
 * Colours of the values of an image. Those with two sides keep the sign visible to viewers who see no red or no green: the
 * two sides differ in blue against yellow.
 */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never handed out
enum ColourScale {
    /** Black to white. */
    GREY(false, new int[] {0x000000, 0xffffff}),
    /** Positive: red to yellow. Negative: blue to cyan. */
    WARM_COLD(
            true, new int[] {0xa01400, 0xd94800, 0xff8c00, 0xfff04a}, new int[] {0x1430a0, 0x0a64d2, 0x22a8f0, 0x96f5ff
            }),
    /** White at 0; positive to dark red, negative to dark blue (ColorBrewer RdBu). */
    DIVERGING(true, Palette.DIVERGING.fromMiddle(true), Palette.DIVERGING.fromMiddle(false)),
    /** Dark blue over green to yellow, evenly brighter (viridis). */
    VIRIDIS(false, Palette.RISING.stops()),
    /** One colour for each whole number: neighbours in number differ. */
    LABELS(false, new int[] {0x4477aa, 0xccbb44, 0x66ccee, 0xaa3377, 0x228833, 0xee6677, 0xbbbbbb});

    private final boolean twoSided;
    private final int[] positive;
    private final int[] negative;

    ColourScale(boolean twoSided, int[] positive) {
        this(twoSided, positive, positive);
    }

    ColourScale(boolean twoSided, int[] positive, int[] negative) {
        this.twoSided = twoSided;
        this.positive = positive;
        this.negative = negative;
    }

    /**
     * The scale of a name.
     *
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    static ColourScale named(String name) {
        for (ColourScale scale : values()) if (scale.toString().equals(name.strip())) return scale;
        throw new IllegalArgumentException("colours must be one of " + names() + ", got '" + name + "'");
    }

    /** The names that macros use. */
    static List<String> names() {
        return Arrays.stream(values()).map(ColourScale::toString).toList();
    }

    /** Whether 0 is in its middle. */
    boolean isTwoSided() {
        return twoSided;
    }

    /**
     * The colour of a place on the scale, as 0xRRGGBB.
     *
     * @param share 0 to 1; beyond are the ends
     * @param below whether the value is negative; without meaning for scales of one side
     */
    int at(double share, boolean below) {
        int[] stops = below ? negative : positive;
        double place = Math.max(0, Math.min(1, share)) * (stops.length - 1);
        int first = Math.min(stops.length - 2, (int) place);
        double rest = place - first;
        int colour = 0;
        for (int c = 16; c >= 0; c -= 8) {
            double value = (1 - rest) * (stops[first] >> c & 255) + rest * (stops[first + 1] >> c & 255);
            colour |= (int) (value + 0.5) << c;
        }
        return colour;
    }

    /** The colour of a label, a whole number above 0. */
    int ofLabel(long label) {
        return positive[(int) Math.floorMod(label - 1, (long) positive.length)];
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
