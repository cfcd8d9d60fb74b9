package sc.fiji.boldj.host;

/** A way to turn a slice onto itself: what ImageJ's flips and turns by 90 and 180 degrees do. */
enum PlaneTurn {
    MIRROR_X("mirrored left to right on the screen (Flip Horizontally)", -1, 0, 0, 1),
    MIRROR_Y("mirrored top to bottom (Flip Vertically)", 1, 0, 0, -1),
    HALF("rotated by 180 degrees", -1, 0, 0, -1),
    RIGHT("rotated by 90 degrees", 0, -1, 1, 0),
    LEFT("rotated by 90 degrees", 0, 1, -1, 0),
    TRANSPOSE("mirrored on the diagonal", 0, 1, 1, 0),
    ANTITRANSPOSE("mirrored on the diagonal", 0, -1, -1, 0);

    private final String words;
    private final int xx;
    private final int xy;
    private final int yx;
    private final int yy;

    PlaneTurn(String words, int xx, int xy, int yx, int yy) {
        this.words = words;
        this.xx = xx;
        this.xy = xy;
        this.yx = yx;
        this.yy = yy;
    }

    /** What happened, to follow "it was". */
    String words() {
        return words;
    }

    /** Whether width and height change places. */
    boolean swapsSides() {
        return xx == 0;
    }

    /** Where the value at (x, y) before the turn is now, x in 0 to width - 1, y in 0 to height - 1. */
    int index(int x, int y, int width, int height) {
        int u = 2 * x - (width - 1);
        int v = 2 * y - (height - 1);
        int toX = (xx * u + xy * v + width - 1) / 2;
        int toY = (yx * u + yy * v + height - 1) / 2;
        return toX + width * toY;
    }

    /** The slice as it was before the turn, a new array; a slice whose sides change places must be square. */
    float[] undone(float[] plane, int width) {
        int height = plane.length / width;
        float[] before = new float[plane.length];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) before[x + width * y] = plane[index(x, y, width, height)];
        return before;
    }
}
