package sc.fiji.boldj.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The means of up to 9 x 9 x 9 blocks of a volume, 8 bits each: enough to tell whether voxels whose values changed are where
 * they were.
 *
 * <p>Blocks lie symmetrically, so that a flip maps blocks onto blocks. For each flip and turn the differences between the
 * pattern and the turned pattern, its asymmetry, are compared then and now: filters and arithmetic keep them (r near 1), a
 * mirrored volume has the opposite ones (r near -1). Voxels count as being where they were if r is {@value #LEAST} or more
 * for all, the pattern as a whole is still similar, and no small shift, turn or scaling (one voxel at the edge) fits
 * better. Before, the values now are mapped to those of then by the function that fits best, which
 * undoes arithmetic.
 */
final class BlockPattern {

    /** The least correlation of a pattern, and of its asymmetries, with what happened to them. */
    static final double LEAST = 0.5;

    /** A neighbouring position fits better if it leaves less than this share unexplained (1 - r). */
    private static final double BETTER = 0.8;

    /** What the rounding of the means to 8 bits may explain. */
    private static final double SLACK = 1e-4;

    /** Pieces of the function that undoes arithmetic. */
    private static final int PIECES = 24;

    private static final int MOST_BLOCKS = 9;

    private final int[] count;
    private final byte[] means;

    private BlockPattern(int[] count, byte[] means) {
        this.count = count;
        this.means = means;
    }

    /** The pattern of a volume. */
    static BlockPattern of(ShownVolume volume) {
        return of(volume, Move.NONE);
    }

    /** Where the value for a voxel is looked up: shifted, turned in the plane (radians), scaled in the plane. */
    private record Move(int dx, int dy, int dz, double angle, double scale) {
        static final Move NONE = new Move(0, 0, 0, 0, 1);
    }

    private static BlockPattern of(ShownVolume volume, Move move) {
        int[] count = new int[3];
        int[][] edges = new int[3][];
        for (int axis = 0; axis < 3; axis++) {
            count[axis] = Math.min(volume.size(axis), MOST_BLOCKS);
            edges[axis] = edges(volume.size(axis), count[axis]);
        }
        double middleX = (volume.size(0) - 1) / 2.0;
        double middleY = (volume.size(1) - 1) / 2.0;
        double cos = move.scale * Math.cos(move.angle);
        double sin = move.scale * Math.sin(move.angle);
        double[] means = new double[count[0] * count[1] * count[2]];
        for (int block = 0; block < means.length; block++) {
            int i = block % count[0];
            int j = block / count[0] % count[1];
            int k = block / count[0] / count[1];
            double sum = 0;
            for (int z = edges[2][k]; z < edges[2][k + 1]; z++)
                for (int y = edges[1][j]; y < edges[1][j + 1]; y++)
                    for (int x = edges[0][i]; x < edges[0][i + 1]; x++) {
                        double u = x - middleX;
                        double v = y - middleY;
                        sum += volume.value(
                                middleX + cos * u - sin * v + move.dx,
                                middleY + sin * u + cos * v + move.dy,
                                z + move.dz);
                    }
            means[block] = sum
                    / ((edges[0][i + 1] - edges[0][i])
                            * (double) (edges[1][j + 1] - edges[1][j])
                            * (edges[2][k + 1] - edges[2][k]));
        }
        return new BlockPattern(count, rounded(means));
    }

    /** Edges that lie symmetrically: the number of blocks is odd, or each is one voxel. */
    private static int[] edges(int size, int blocks) {
        int[] edges = new int[blocks + 1];
        for (int i = 0; i <= blocks / 2; i++) {
            edges[i] = (int) ((long) i * size / blocks);
            edges[blocks - i] = size - edges[i];
        }
        return edges;
    }

    private static byte[] rounded(double[] means) {
        double low = Arrays.stream(means).min().orElse(0);
        double high = Arrays.stream(means).max().orElse(0);
        byte[] rounded = new byte[means.length];
        for (int i = 0; i < means.length; i++)
            rounded[i] = (byte) (high > low ? Math.round(255 * (means[i] - low) / (high - low)) : 0);
        return rounded;
    }

    String text() {
        return count[0] + "x" + count[1] + "x" + count[2] + ":"
                + Base64.getEncoder().encodeToString(means);
    }

    /** @throws IllegalArgumentException if the text is damaged */
    static BlockPattern parse(String text) {
        String[] parts = text.split("[x:]", 4);
        if (parts.length != 4) throw new IllegalArgumentException("a damaged pattern");
        int[] count = new int[3];
        for (int axis = 0; axis < 3; axis++) count[axis] = Integer.parseInt(parts[axis]);
        byte[] means = Base64.getDecoder().decode(parts[3]);
        if (means.length != count[0] * count[1] * count[2]) throw new IllegalArgumentException("a damaged pattern");
        return new BlockPattern(count, means);
    }

    /** As {@link VoxelSignature#change}, for a volume whose values changed. */
    Optional<String> change(ShownVolume volume) {
        BlockPattern now = of(volume);
        if (!Arrays.equals(count, now.count)) return Optional.of("its shape changed");
        double[] then = centred(means);
        double[] values = matched(then, now.means);
        double same = correlation(then, values);
        Turn worst = worst(then, values);
        if (worst != null && worst.kept <= -LEAST)
            return Optional.of("it was " + worst.words() + ", and its values changed");
        String unclear = "its values changed, and flips and rotations cannot be ruled out";
        if (!(same >= LEAST)) return Optional.of(unclear);
        for (Move move : neighbours(volume)) {
            double other = correlation(then, matched(then, of(volume, move).means));
            if (1 - other < BETTER * (1 - same) - SLACK)
                return Optional.of(
                        "it was shifted, rotated or scaled within its frame, or its values changed in a similar way");
        }
        return worst != null && worst.kept >= LEAST ? Optional.empty() : Optional.of(unclear);
    }

    /**
     * How much of an asymmetry is left.
     *
     * @param turn in the plane, null: none
     * @param reversed whether slices are reversed too
     * @param kept correlation of the asymmetry then and now
     */
    private record Turn(PlaneTurn turn, boolean reversed, double kept) {
        String words() {
            String slices = reversed ? "reversed in the order of its slices" : "";
            if (turn == null) return slices;
            return reversed ? turn.words() + " and " + slices : turn.words();
        }
    }

    private static final List<PlaneTurn> TURNS = Stream.concat(
                    Stream.of((PlaneTurn) null), Arrays.stream(PlaneTurn.values()))
            .toList();

    /** The flip or turn whose asymmetry changed most; null if the volume has no blocks to turn. */
    private Turn worst(double[] then, double[] now) {
        Turn worst = null;
        for (boolean reversed : new boolean[] {false, true})
            for (PlaneTurn turn : TURNS) {
                boolean impossible = (turn == null && !reversed)
                        || (reversed && count[2] == 1)
                        || (turn != null && turn.swapsSides() && count[0] != count[1]);
                if (impossible) continue;
                double kept = correlation(asymmetry(then, turn, reversed), asymmetry(now, turn, reversed));
                if (Double.isNaN(kept)) kept = 0;
                if (worst == null || kept < worst.kept) worst = new Turn(turn, reversed, kept);
            }
        return worst;
    }

    private double[] asymmetry(double[] pattern, PlaneTurn turn, boolean reversed) {
        double[] difference = turned(pattern, turn, reversed);
        for (int i = 0; i < difference.length; i++) difference[i] = pattern[i] - difference[i];
        return difference;
    }

    /** What a pattern becomes by a turn (null: none) and a reversal of the slices. */
    private double[] turned(double[] pattern, PlaneTurn turn, boolean reversed) {
        double[] turned = new double[pattern.length];
        int plane = count[0] * count[1];
        for (int i = 0; i < pattern.length; i++) {
            int inPlane = i % plane;
            int to = turn == null ? inPlane : turn.index(inPlane % count[0], inPlane / count[0], count[0], count[1]);
            int z = reversed ? count[2] - 1 - i / plane : i / plane;
            turned[to + plane * z] = pattern[i];
        }
        return turned;
    }

    private static List<Move> neighbours(ShownVolume volume) {
        double edge = 2.0 / Math.max(8, Math.max(volume.size(0), volume.size(1)));
        List<Move> moves = new ArrayList<>();
        for (int step : new int[] {1, -1, 4, -4}) {
            moves.add(new Move(step, 0, 0, 0, 1));
            moves.add(new Move(0, step, 0, 0, 1));
            if (volume.size(2) > Math.abs(step)) moves.add(new Move(0, 0, step, 0, 1));
            moves.add(new Move(0, 0, 0, step * edge, 1));
            moves.add(new Move(0, 0, 0, 0, Math.pow(1 + edge, step)));
        }
        return moves;
    }

    /** The means less the mean of all. */
    private static double[] centred(byte[] means) {
        double[] centred = new double[means.length];
        double sum = 0;
        for (byte value : means) sum += value & 0xff;
        for (int i = 0; i < means.length; i++) centred[i] = (means[i] & 0xff) - sum / means.length;
        return centred;
    }

    /**
     * The function of {@code now} that comes closest to {@code then}, straight between the means of {@value #PIECES} groups of
     * equal size in the order of {@code now}: undoes arithmetic on the values. Its mean is 0.
     */
    private static double[] matched(double[] then, byte[] now) {
        int n = now.length;
        Integer[] order = new Integer[n];
        for (int i = 0; i < n; i++) order[i] = i;
        Arrays.sort(order, Comparator.comparingInt(i -> now[i] & 0xff));
        List<double[]> knots = new ArrayList<>();
        int pieces = Math.max(1, Math.min(PIECES, n / 4));
        for (int from = 0, piece = 1; piece <= pieces && from < n; piece++) {
            int to = (int) Math.max(from + 1, (long) piece * n / pieces);
            while (to < n && now[order[to]] == now[order[to - 1]]) to++;
            double[] knot = new double[2];
            for (int i = from; i < to; i++) {
                knot[0] += (now[order[i]] & 0xff) / (double) (to - from);
                knot[1] += then[order[i]] / (to - from);
            }
            knots.add(knot);
            from = to;
        }
        double[] matched = new double[n];
        double mean = 0;
        for (int i = 0, k = 0; i < n; i++) {
            double value = now[order[i]] & 0xff;
            while (k + 2 < knots.size() && value > knots.get(k + 1)[0]) k++;
            double[] left = knots.get(k);
            double[] right = knots.get(Math.min(k + 1, knots.size() - 1));
            double share = right[0] > left[0] ? (value - left[0]) / (right[0] - left[0]) : 0;
            matched[order[i]] = left[1] + share * (right[1] - left[1]);
            mean += matched[order[i]] / n;
        }
        for (int i = 0; i < n; i++) matched[i] -= mean;
        return matched;
    }

    /** The correlation of numbers whose mean is 0; NaN if either are constant. */
    private static double correlation(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }
}
