package sc.fiji.boldj.image;

/** How a row of samples goes on beyond its ends: as its mirror image about the first and the last (... 2 1 0 1 2 ...). */
final class Mirror {

    private Mirror() {}

    /** The sample that stands at place {@code i} of a row of {@code n} samples, 1 or more, that goes on for ever. */
    static int index(int i, int n) {
        if (i >= 0 && i < n) return i;
        if (n == 1) return 0;
        int k = Math.floorMod(i, 2 * n - 2);
        return Math.min(k, 2 * n - 2 - k);
    }
}
