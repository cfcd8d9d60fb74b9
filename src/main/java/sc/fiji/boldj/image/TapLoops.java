package sc.fiji.boldj.image;

/**
 * The inner loops of interpolation over runs of points, written out without branches. For one thread.
 *
 * <p>Each loop takes its taps from rows that lie apart, so that neighbouring points share no loads.
 */
final class TapLoops {

    private final float[] c;
    private final int step;
    private final float[][] y;
    private final float[] sum;

    /**
     * @param c coefficients
     * @param step between rows
     * @param y weights of the rows, one array for each tap
     * @param sum what is added to
     */
    TapLoops(float[] c, int step, float[][] y, float[] sum) {
        this.c = c;
        this.step = step;
        this.y = y;
        this.sum = sum;
    }

    /**
     * Adds the share of one tap along x and one along z to a run of points: {@code sum[i] += x[i] z[i] (c[at + i] y[0][i]
     * + c[at + step + i] y[1][i] + ...)}.
     *
     * @param taps rows, 1 to 9
     * @param n points
     */
    void add(int at, int taps, int n, float[] x, float[] z) {
        int done = 0;
        while (done < taps) {
            int from = at + done * step;
            int left = taps - done;
            if (left >= 4) {
                four(from, done, n, x, z);
                done += 4;
            } else if (left == 3) {
                three(from, done, n, x, z);
                done += 3;
            } else if (left == 2) {
                two(from, done, n, x, z);
                done += 2;
            } else {
                one(from, done, n, x, z);
                done++;
            }
        }
    }

    private void one(int at, int tap, int n, float[] x, float[] z) {
        float[] coefficients = c;
        float[] total = sum;
        float[] y0 = y[tap];
        for (int i = 0; i < n; i++) total[i] += coefficients[at + i] * y0[i] * (x[i] * z[i]);
    }

    private void two(int at0, int tap, int n, float[] x, float[] z) {
        float[] coefficients = c;
        float[] total = sum;
        int at1 = at0 + step;
        float[] y0 = y[tap];
        float[] y1 = y[tap + 1];
        for (int i = 0; i < n; i++)
            total[i] += (coefficients[at0 + i] * y0[i] + coefficients[at1 + i] * y1[i]) * (x[i] * z[i]);
    }

    private void three(int at0, int tap, int n, float[] x, float[] z) {
        float[] coefficients = c;
        float[] total = sum;
        int at1 = at0 + step;
        int at2 = at1 + step;
        float[] y0 = y[tap];
        float[] y1 = y[tap + 1];
        float[] y2 = y[tap + 2];
        for (int i = 0; i < n; i++)
            total[i] += (coefficients[at0 + i] * y0[i] + coefficients[at1 + i] * y1[i] + coefficients[at2 + i] * y2[i])
                    * (x[i] * z[i]);
    }

    private void four(int at0, int tap, int n, float[] x, float[] z) {
        float[] coefficients = c;
        float[] total = sum;
        int at1 = at0 + step;
        int at2 = at1 + step;
        int at3 = at2 + step;
        float[] y0 = y[tap];
        float[] y1 = y[tap + 1];
        float[] y2 = y[tap + 2];
        float[] y3 = y[tap + 3];
        for (int i = 0; i < n; i++) {
            float low = coefficients[at0 + i] * y0[i] + coefficients[at1 + i] * y1[i];
            float high = coefficients[at2 + i] * y2[i] + coefficients[at3 + i] * y3[i];
            total[i] += (low + high) * (x[i] * z[i]);
        }
    }
}
