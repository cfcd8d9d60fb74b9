package sc.fiji.boldj.report;

/** Colours of values, distinguished also by those who see few colours. */
public final class Palette {

    /** Dark blue over green to yellow, evenly brighter (viridis). */
    public static final Palette RISING =
            new Palette(0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725);

    /** Blue over white to red, in steps that look alike in size; ColorBrewer RdBu, turned round. */
    public static final Palette DIVERGING = new Palette(
            0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b,
            0x67001f);

    private final int[] stops;

    private Palette(int... stops) {
        this.stops = stops;
    }

    /** The colours that the others are mixed from, from the lowest share to the highest, a new array. */
    public int[] stops() {
        return stops.clone();
    }

    /** Those from the middle to the highest share, or to the lowest, a new array. */
    public int[] fromMiddle(boolean up) {
        int[] side = new int[stops.length / 2 + 1];
        for (int k = 0; k < side.length; k++) side[k] = stops[stops.length / 2 + (up ? k : -k)];
        return side;
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
