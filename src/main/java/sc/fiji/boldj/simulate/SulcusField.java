package sc.fiji.boldj.simulate;

import java.util.SplittableRandom;
import sc.fiji.boldj.run.Seeds;

/**
 * A smooth random field whose zeros form winding sheets, the sulci of the cortex.
 *
 * <p>The field is a sum of plane waves of similar length in directions spread over a sphere. The wave is made of
 * parabolas, which have no curvature jump worth seeing and need no sine.
 */
final class SulcusField {

    private final double[] kx;
    private final double[] ky;
    private final double[] kz;
    private final double[] phase;

    /**
     * @param waves how many plane waves
     * @param length mean wave length in mm
     */
    SulcusField(int waves, double length, long seed) {
        kx = new double[waves];
        ky = new double[waves];
        kz = new double[waves];
        phase = new double[waves];
        SplittableRandom random = Seeds.stream(seed, 0);
        for (int i = 0; i < waves; i++) {
            double up = (i + 0.5) / waves;
            double turn = 2.399963229728653 * i + random.nextDouble();
            double side = Math.sqrt(1 - up * up);
            double k = (0.8 + 0.4 * random.nextDouble()) / length;
            kx[i] = k * side * StrictMath.cos(turn);
            ky[i] = k * side * StrictMath.sin(turn);
            kz[i] = k * up;
            phase[i] = random.nextDouble();
        }
    }

    /** About how many millimetres the point is from the nearest sheet, with a sign. */
    double distance(double x, double y, double z) {
        double value = 0;
        double gx = 0;
        double gy = 0;
        double gz = 0;
        for (int i = 0; i < phase.length; i++) {
            double turns = kx[i] * x + ky[i] * y + kz[i] * z + phase[i];
            turns -= Math.rint(turns);
            double size = Math.abs(turns);
            value += 8 * turns * (1 - 2 * size);
            double slope = 8 - 32 * size;
            gx += slope * kx[i];
            gy += slope * ky[i];
            gz += slope * kz[i];
        }
        return value / Math.sqrt(gx * gx + gy * gy + gz * gz + 1e-2);
    }
}
