package sc.fiji.boldj.physio;

import java.util.Arrays;

/** Straight lines between points, held beyond the first and the last. */
final class Polyline {

    private Polyline() {}

    /** @param x ascending, one point or more */
    static double at(double[] x, double[] y, double place) {
        int found = Arrays.binarySearch(x, place);
        if (found >= 0) return y[found];
        int after = -found - 1;
        if (after == 0) return y[0];
        if (after == x.length) return y[x.length - 1];
        double share = (place - x[after - 1]) / (x[after] - x[after - 1]);
        return y[after - 1] + share * (y[after] - y[after - 1]);
    }
}
