package sc.fiji.boldj.simulate;

import java.util.Arrays;

/** Distance of each point of a lattice to the nearest one inside, exact (Felzenszwalb and Huttenlocher 2012). */
final class OuterDistance {

    private static final double FAR = 1e12;

    private OuterDistance() {}

    /**
     * The distance of each point from the nearest one inside.
     *
     * @param inside shape (nz, ny, nx); at least one point is inside
     * @return in mm, 0 inside
     */
    static float[] of(boolean[] inside, Lattice lattice) {
        int[] size = {lattice.nx(), lattice.ny(), lattice.nz()};
        double[] squared = new double[inside.length];
        for (int i = 0; i < squared.length; i++) squared[i] = inside[i] ? 0 : FAR;
        int stride = 1;
        for (int axis = 0; axis < 3; axis++) {
            int n = size[axis];
            double[] line = new double[n];
            double[] out = new double[n];
            int[] place = new int[n];
            double[] bound = new double[n + 1];
            for (int start = 0; start < squared.length; start++) {
                if (start / stride % n != 0) continue;
                for (int i = 0; i < n; i++) line[i] = squared[start + i * stride];
                envelope(line, out, place, bound);
                for (int i = 0; i < n; i++) squared[start + i * stride] = out[i];
            }
            stride *= n;
        }
        float[] distance = new float[squared.length];
        for (int i = 0; i < distance.length; i++) distance[i] = (float) (lattice.step() * Math.sqrt(squared[i]));
        return distance;
    }

    /** The lower envelope of parabolas, in steps of the lattice. */
    private static void envelope(double[] line, double[] out, int[] place, double[] bound) {
        int k = 0;
        place[0] = 0;
        Arrays.fill(bound, Double.POSITIVE_INFINITY);
        bound[0] = Double.NEGATIVE_INFINITY;
        for (int q = 1; q < line.length; q++) {
            double cut = cut(line, place[k], q);
            while (cut <= bound[k]) cut = cut(line, place[--k], q);
            place[++k] = q;
            bound[k] = cut;
            bound[k + 1] = Double.POSITIVE_INFINITY;
        }
        k = 0;
        for (int q = 0; q < line.length; q++) {
            while (bound[k + 1] < q) k++;
            double d = q - place[k];
            out[q] = d * d + line[place[k]];
        }
    }

    private static double cut(double[] line, int a, int b) {
        return (line[b] + (double) b * b - line[a] - (double) a * a) / (2.0 * (b - a));
    }
}
