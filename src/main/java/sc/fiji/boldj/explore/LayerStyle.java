package sc.fiji.boldj.explore;

import java.util.Locale;

/**
 * How the values of a layer become colours.
 *
 * @param colours the scale
 * @param threshold of a scale with two sides the smallest absolute value that is drawn, of another the smallest value
 * @param maximum the value (of two sides: the absolute value) at the end of the scale, above the threshold
 * @param signs which values of a scale with two sides are drawn
 * @param opacity 0 to 1
 * @param visible whether the layer is drawn
 */
record LayerStyle(ColourScale colours, double threshold, double maximum, Signs signs, double opacity, boolean visible) {

    private static final int STEPS = 255;

    /** Signs of values. */
    enum Signs {
        BOTH,
        POSITIVE,
        NEGATIVE;

        /** The signs of a name. */
        static Signs named(String name) {
            for (Signs signs : values()) if (signs.toString().equals(name.strip())) return signs;
            throw new IllegalArgumentException("signs must be both, positive or negative, got '" + name + "'");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    LayerStyle {
        if (!Double.isFinite(threshold) || !(maximum > threshold))
            throw new IllegalArgumentException(
                    "the maximum must be above the threshold, got " + maximum + " and " + threshold);
        if (colours.isTwoSided() && threshold < 0)
            throw new IllegalArgumentException("the threshold must be 0 or above, got " + threshold);
        if (!(opacity >= 0 && opacity <= 1))
            throw new IllegalArgumentException("the opacity must be 0 to 1, got " + opacity);
    }

    LayerStyle with(ColourScale other) {
        return new LayerStyle(other, Math.max(0, threshold), maximum, signs, opacity, visible);
    }

    /** The same between other limits; a maximum that is not above the threshold is moved. */
    LayerStyle between(double low, double high) {
        return new LayerStyle(
                colours, low, high > low ? high : low + Math.max(1e-6, Math.abs(low) / 100), signs, opacity, visible);
    }

    LayerStyle with(Signs other) {
        return new LayerStyle(colours, threshold, maximum, other, opacity, visible);
    }

    LayerStyle opaque(double share) {
        return new LayerStyle(colours, threshold, maximum, signs, Math.max(0, Math.min(1, share)), visible);
    }

    LayerStyle visible(boolean shown) {
        return new LayerStyle(colours, threshold, maximum, signs, opacity, shown);
    }

    /** Whether a value is drawn. */
    boolean draws(double value) {
        if (Double.isNaN(value)) return false;
        if (colours == ColourScale.LABELS) return value >= Math.max(threshold, 0.5);
        if (!colours.isTwoSided()) return colours == ColourScale.GREY || value >= threshold;
        if (value == 0 || Math.abs(value) < threshold) return false;
        return signs == Signs.BOTH || (signs == Signs.POSITIVE) == (value > 0);
    }

    /** The colour of a value, 0xRRGGBB, whether it is drawn or not; the scale has 256 steps. */
    int colour(double value) {
        if (colours == ColourScale.LABELS) return colours.ofLabel(Math.round(value));
        double size = colours.isTwoSided() ? Math.abs(value) : value;
        double share = (size - threshold) / (maximum - threshold);
        return colours.at(Math.rint(STEPS * Math.max(0, Math.min(1, share))) / STEPS, value < 0);
    }

    /** Draws values over colours: each that is drawn is mixed with the colour below it by the opacity. */
    void over(float[] values, int[] rgb) {
        if (colours == ColourScale.LABELS) {
            for (int i = 0; i < rgb.length; i++) if (draws(values[i])) rgb[i] = mix(colour(values[i]), rgb[i], part());
            return;
        }
        boolean both = colours.isTwoSided();
        int[] above = table(false);
        int[] below = both ? table(true) : above;
        float scale = (float) (STEPS / (maximum - threshold));
        float low = (float) threshold;
        float least =
                colours == ColourScale.GREY ? Float.NEGATIVE_INFINITY : both ? Math.max(low, Float.MIN_VALUE) : low;
        boolean up = !both || signs != Signs.NEGATIVE;
        boolean down = both && signs != Signs.POSITIVE;
        int part = part();
        for (int i = 0; i < rgb.length; i++) {
            float value = values[i];
            boolean negative = both && value < 0;
            float size = negative ? -value : value;
            if (!(size >= least) || !(negative ? down : up)) continue; // NaN is not drawn
            float step = (size - low) * scale + 0.5f;
            int at = step <= 0 ? 0 : step >= STEPS ? STEPS : (int) step;
            int colour = negative ? below[at] : above[at];
            rgb[i] = part == 256 ? colour : mix(colour, rgb[i], part);
        }
    }

    private int part() {
        return (int) Math.rint(256 * opacity);
    }

    private int[] table(boolean negative) {
        int[] table = new int[STEPS + 1];
        for (int i = 0; i <= STEPS; i++) table[i] = colours.at((double) i / STEPS, negative);
        return table;
    }

    private static int mix(int upper, int lower, int part) {
        int redBlue = ((upper & 0xff00ff) * part + (lower & 0xff00ff) * (256 - part)) >>> 8 & 0xff00ff;
        int green = ((upper & 0xff00) * part + (lower & 0xff00) * (256 - part)) >>> 8 & 0xff00;
        return redBlue | green;
    }
}
