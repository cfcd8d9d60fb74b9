package sc.fiji.boldj.registration;

import java.util.List;
import sc.fiji.boldj.image.Affine;

/**
 * The space midway between several rigid maps, which favours none of them.
 *
 * <p>The mean of rotations is the rotation nearest to the mean of their matrices (the chordal mean, which is the same from both
 * sides: the mean of {@code R_i Q} is the mean of {@code R_i} times {@code Q}).
 */
final class RigidMean {

    private static final int STEPS = 50;
    private static final double STILL = 1e-15;

    private RigidMean() {}

    /**
     * The rigid map {@code N} for which the maps {@code M_i N} have no rotation on average and leave a point where it is on
     * average.
     *
     * @param maps rigid, {@code M_i}
     * @param point RAS+ mm
     */
    static Affine centring(List<Affine> maps, double... point) {
        double[][] mean = new double[3][4];
        for (Affine map : maps)
            for (int i = 0; i < 3; i++) for (int j = 0; j < 4; j++) mean[i][j] += map.get(i, j) / maps.size();
        Affine rotation = nearestRotation(Affine.of(
                mean[0][0],
                mean[0][1],
                mean[0][2],
                0,
                mean[1][0],
                mean[1][1],
                mean[1][2],
                0,
                mean[2][0],
                mean[2][1],
                mean[2][2],
                0));
        Affine back = rotation.inverse();
        double[] from = Affine.of(mean).inverse().apply(point[0], point[1], point[2]);
        double[] turned = back.apply(point[0], point[1], point[2]);
        return Affine.translation(from[0] - turned[0], from[1] - turned[1], from[2] - turned[2])
                .times(back);
    }

    /** The rotation nearest to a matrix that is close to one, by Newton's iteration for the polar decomposition. */
    private static Affine nearestRotation(Affine matrix) {
        Affine rotation = matrix;
        for (int step = 0; step < STEPS; step++) {
            Affine inverse = rotation.inverse();
            double[] next = new double[12];
            double change = 0;
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++) {
                    next[4 * i + j] = (rotation.get(i, j) + inverse.get(j, i)) / 2;
                    change = Math.max(change, Math.abs(next[4 * i + j] - rotation.get(i, j)));
                }
            rotation = Affine.of(next);
            if (change < STILL) break;
        }
        return rotation;
    }
}
