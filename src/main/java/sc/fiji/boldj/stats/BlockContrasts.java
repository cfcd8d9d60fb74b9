package sc.fiji.boldj.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Weights that reduce each block of observations (a participant) to its own value of a contrast, so that a block becomes one
 * observation for each row of the contrast. Immutable.
 *
 * <p>Conditions outside the contrast get weight 0: neither their values nor their errors enter the test.
 * The weights of a block sum to 0, so effects common to a block cancel.
 *
 * @param weights shape (blocks times rank, observations): a block's rows in turn; block after block in the order of their
 *     first observations
 * @param block for each of these rows the number of its block, as it was given
 * @param rank rows of the contrast
 */
public record BlockContrasts(double[][] weights, int[] block, int rank) {

    private static final double TINY = 1e-9;

    /** How a contrast relates to blocks. */
    public enum Kind {
        /** It compares observations of the same block, in every block that it names. */
        WITHIN,
        /** It does so in some blocks, but others lack a part of it. */
        INCOMPLETE,
        /** It compares blocks. */
        BETWEEN
    }

    /**
     * Whether a contrast compares observations within blocks.
     *
     * @param design shape (observations, columns)
     * @param contrast shape (rows, columns)
     * @param block a number for each observation
     */
    public static Kind kind(double[][] design, double[][] contrast, int[] block) {
        int[] counts = counts(raw(design, contrast), block);
        if (counts[0] > 0 && counts[1] == 0) return Kind.WITHIN;
        return counts[0] > 0 ? Kind.INCOMPLETE : Kind.BETWEEN;
    }

    /** The blocks that the contrast cannot be formed in, although it names some of their observations. */
    public static List<Integer> incomplete(double[][] design, double[][] contrast, int[] block) {
        List<Integer> some = new ArrayList<>();
        List<double[]> raw = raw(design, contrast);
        for (int b : new TreeSet<>(Arrays.stream(block).boxed().toList()))
            if (sum(raw, block, b) == State.OPEN) some.add(b);
        return some;
    }

    /**
     * The weights of a contrast; empty if it does not compare observations within blocks.
     *
     * <p>An observation's weight is the product of its row of the design with the contrast: of columns that stand for
     * conditions, the condition's weight. Where these do not sum to 0 (a factor coded 0 and 1), they are made orthogonal to
     * the other columns and to the blocks first.
     */
    public static Optional<BlockContrasts> of(double[][] design, double[][] contrast, int[] block) {
        List<double[]> vectors = raw(design, contrast);
        int[] counts = counts(vectors, block);
        if (counts[0] == 0) vectors = orthogonal(design, contrast, block);
        else if (counts[1] > 0) return Optional.empty();
        if (vectors.isEmpty()) return Optional.empty();
        if (vectors.size() > 1) vectors = Orthonormal.extend(List.of(), vectors);
        if (vectors.size() < contrast.length) return Optional.empty();
        List<double[]> rows = new ArrayList<>();
        List<Integer> of = new ArrayList<>();
        for (int b : Arrays.stream(block).distinct().toArray()) {
            if (sum(vectors, block, b) == State.NONE) continue;
            for (double[] vector : vectors) {
                double[] row = new double[block.length];
                for (int i = 0; i < row.length; i++) row[i] = block[i] == b ? vector[i] : 0;
                rows.add(row);
                of.add(b);
            }
        }
        return Optional.of(new BlockContrasts(
                rows.toArray(double[][]::new),
                of.stream().mapToInt(Integer::intValue).toArray(),
                vectors.size()));
    }

    /**
     * Whether blocks may be participants who had each condition once: no two rows of a block are the same in the columns that are
     * identical in all blocks. Blocks of several participants (sites) have such rows.
     */
    public static boolean arePeople(double[][] design, int[] block) {
        int[] names = Arrays.stream(block).distinct().toArray();
        List<Integer> alike = new ArrayList<>();
        for (int c = 0; c < design[0].length; c++) {
            double[] first = sorted(design, c, block, names[0]);
            boolean same = true;
            for (int name : names) same &= Arrays.equals(first, sorted(design, c, block, name));
            if (same) alike.add(c);
        }
        for (int i = 0; i < block.length; i++)
            for (int j = 0; j < i; j++) {
                if (block[i] != block[j]) continue;
                boolean same = true;
                for (int c : alike) same &= design[i][c] == design[j][c];
                if (same) return false;
            }
        return true;
    }

    private static double[] sorted(double[][] design, int column, int[] block, int name) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < block.length; i++) if (block[i] == name) values.add(design[i][column]);
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static List<double[]> raw(double[][] design, double[][] contrast) {
        List<double[]> raw = new ArrayList<>();
        for (double[] row : contrast) raw.add(Orthonormal.times(design, row));
        return raw;
    }

    /** The tested columns, orthogonal to the nuisance and to the blocks; none if that leaves nothing. */
    private static List<double[]> orthogonal(double[][] design, double[][] contrast, int[] block) {
        int[] names = Arrays.stream(block).distinct().toArray();
        int p = design[0].length;
        double[][] wide = new double[design.length][p + names.length];
        double[][] padded = new double[contrast.length][p + names.length];
        for (int r = 0; r < design.length; r++) {
            System.arraycopy(design[r], 0, wide[r], 0, p);
            for (int b = 0; b < names.length; b++) wide[r][p + b] = block[r] == names[b] ? 1 : 0;
        }
        for (int r = 0; r < contrast.length; r++) System.arraycopy(contrast[r], 0, padded[r], 0, p);
        try {
            return LinearModel.of(wide, padded).effects();
        } catch (IllegalArgumentException e) {
            return List.of(); // it compares blocks: nothing is left of it within them
        }
    }

    private enum State {
        /** The contrast names nothing of the block. */
        NONE,
        /** Its weights sum to 0 in the block. */
        CLOSED,
        /** They do not. */
        OPEN
    }

    private static State sum(List<double[]> vectors, int[] block, int name) {
        double largest = 0;
        double open = 0;
        for (double[] vector : vectors) {
            double scale = Arrays.stream(vector).map(Math::abs).max().orElse(0);
            double sum = 0;
            for (int i = 0; i < block.length; i++) {
                if (block[i] != name) continue;
                sum += vector[i];
                largest = Math.max(largest, scale == 0 ? 0 : Math.abs(vector[i]) / scale);
            }
            open = Math.max(open, scale == 0 ? 0 : Math.abs(sum) / scale);
        }
        return largest <= TINY ? State.NONE : open <= TINY ? State.CLOSED : State.OPEN;
    }

    /** Numbers of blocks in which the weights sum to 0, and in which they do not. */
    private static int[] counts(List<double[]> vectors, int[] block) {
        int[] counts = new int[2];
        for (int b : Arrays.stream(block).distinct().toArray())
            switch (sum(vectors, block, b)) {
                case CLOSED -> counts[0]++;
                case OPEN -> counts[1]++;
                default -> {}
            }
        return counts;
    }
}
