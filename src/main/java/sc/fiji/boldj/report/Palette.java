package sc.fiji.boldj.report;

/** Colours of values, made to be read also by participants who see few colours. */
final class Palette {

    /** Dark blue over green to yellow, evenly brighter (viridis). */
    public static final Palette RISING =
            new Palette(0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725);

    /** Blue over white to red. */
    public static final Palette DIVERGING =
            new Palette(0x2166ac, 0x67a9cf, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xef8a62, 0xb2182b);

    private final int[] stops;

    private Palette(int... stops) {
        this.stops = stops;
    }

    /** The colour of a share, 0 to 1, as 0xRRGGBB; below and above are the ends; NaN is grey. */
    public int at(double share) {
        if (Double.isNaN(share)) return 0x999999;
        double place = Math.max(0, Math.min(1, share)) * (stops.length - 1);
        int below = Math.min(stops.length - 2, (int) place);
        double rest = place - below;
        int colour = 0;
        for (int c = 16; c >= 0; c -= 8) {
            double value = (1 - rest) * (stops[below] >> c & 255) + rest * (stops[below + 1] >> c & 255);
            colour |= (int) Math.round(value) << c;
        }
        return colour;
    }
}
