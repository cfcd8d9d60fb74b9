package sc.fiji.boldj.explore;

/** The scale of a layer as a row of colours over a linear axis; what is not drawn is dark. */
final class ColourBar {

    private static final int NOT_DRAWN = 0x383838;

    private ColourBar() {}

    /** The value at the left end: a scale with two sides of which one is drawn begins or ends at 0. */
    static double low(LayerStyle style) {
        if (!style.colours().isTwoSided()) return style.threshold();
        return style.signs() == LayerStyle.Signs.POSITIVE ? 0 : -style.maximum();
    }

    /** The value at the right end. */
    static double high(LayerStyle style) {
        return style.colours().isTwoSided() && style.signs() == LayerStyle.Signs.NEGATIVE ? 0 : style.maximum();
    }

    /** The colours from the left to the right end, 0xRRGGBB. */
    static int[] colours(LayerStyle style, int width) {
        int[] rgb = new int[width];
        double low = low(style);
        for (int i = 0; i < width; i++) {
            double value = low + (high(style) - low) * (i + 0.5) / width;
            rgb[i] = style.draws(value) ? style.colour(value) : NOT_DRAWN;
        }
        return rgb;
    }

    /** The values that are written below the bar, each with its share of the way from left to right: {value, share}. */
    static double[][] marks(LayerStyle style) {
        double low = low(style);
        double high = high(style);
        if (!style.colours().isTwoSided()) return new double[][] {{low, 0}, {high, 1}};
        double t = style.threshold();
        if (style.signs() != LayerStyle.Signs.BOTH) {
            double mark = low < 0 ? -t : t;
            double place = (mark - low) / (high - low);
            if (t < 0.12 * style.maximum() || place < 0.12 || place > 0.88) return new double[][] {{low, 0}, {high, 1}};
            return new double[][] {{low, 0}, {mark, place}, {high, 1}};
        }
        double share = (t + high) / (2 * high);
        if (t < 0.12 * high) return new double[][] {{low, 0}, {0, 0.5}, {high, 1}};
        return new double[][] {{low, 0}, {-t, 1 - share}, {t, share}, {high, 1}};
    }
}
