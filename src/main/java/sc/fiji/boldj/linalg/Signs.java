package sc.fiji.boldj.linalg;

/** Fixes the sign that a decomposition leaves open. */
final class Signs {

    private Signs() {}

    /** The sign, -1 or 1, of the entry of largest magnitude in a vector; the first such entry. */
    static double ofLargest(double[] vector) {
        double largest = 0;
        for (double value : vector) if (Math.abs(value) > Math.abs(largest)) largest = value;
        return largest < 0 ? -1 : 1;
    }
}
