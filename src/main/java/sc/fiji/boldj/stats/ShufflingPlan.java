package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.stats.ExchangeTree.Node;

/**
 * The shufflings of a test, numbered from 0; number 0 is the identity. Immutable.
 *
 * <p>If the distinct shufflings are no more than asked, the plan holds each of them once. Else the others are drawn at
 * random, with replacement, and shuffling i depends on the seed and i alone: it is the same on every machine, for any
 * number of threads and for any number of shufflings.
 */
public final class ShufflingPlan implements Serializable {

    private final ExchangeTree tree;
    private final Shuffle shuffle;
    private final BigInteger distinct;
    private final Arrangements all;
    private final long identityRank;
    private final List<Shuffling> given;
    private final int size;
    private final long seed;

    private ShufflingPlan(
            ExchangeTree tree,
            Shuffle shuffle,
            BigInteger distinct,
            Arrangements all,
            List<Shuffling> given,
            int size,
            long seed) {
        this.tree = tree;
        this.shuffle = shuffle;
        this.distinct = distinct;
        this.all = all;
        identityRank = all == null ? 0 : all.identityRank();
        this.given = given;
        this.size = size;
        this.seed = seed;
    }

    /**
     * Plans the shufflings of a design.
     *
     * @param design shape (observations, columns): rows with equal values are interchangeable
     * @param asked shufflings wanted, the identity among them, 1 or more
     * @param seed of the random draws
     */
    public static ShufflingPlan of(ExchangeTree tree, Shuffle shuffle, double[][] design, int asked, long seed) {
        if (asked < 1) throw new IllegalArgumentException("permutations must be 1 or more, got " + asked);
        if (design.length != tree.observations())
            throw new IllegalArgumentException("the design has " + design.length + " rows but the blocks cover "
                    + tree.observations() + " observations");
        Arrangements arrangements = new Arrangements(tree, shuffle, design);
        BigInteger distinct = arrangements.count();
        boolean exhaustive = distinct.compareTo(BigInteger.valueOf(asked)) <= 0;
        return new ShufflingPlan(
                tree,
                shuffle,
                distinct,
                exhaustive ? arrangements : null,
                null,
                exhaustive ? distinct.intValueExact() : asked,
                seed);
    }

    /**
     * Plans the shufflings of a design whose rows all differ, for instance by a covariate with its own values at each voxel.
     *
     * @param asked shufflings wanted, the identity among them, 1 or more
     * @param seed of the random draws
     */
    public static ShufflingPlan ofDistinctRows(ExchangeTree tree, Shuffle shuffle, int asked, long seed) {
        return of(tree, shuffle, distinctRows(tree.observations()), asked, seed);
    }

    /**
     * Signs for whole blocks of any size, such as all visits of a participant: the wild bootstrap with Rademacher's weights.
     *
     * @param block a number for each observation
     * @param asked sets of signs wanted, the identity among them, 1 or more
     * @param seed of the random draws
     */
    static ShufflingPlan ofFlippedBlocks(int[] block, int asked, long seed) {
        return ofDistinctRows(ExchangeTree.flipped(block), Shuffle.FLIP, asked, seed);
    }

    /** Whether the plan treats all observations as different, or draws at random. */
    boolean tellsRowsApart() {
        return all == null
                || new Arrangements(tree, shuffle, distinctRows(tree.observations()))
                        .count()
                        .equals(distinct);
    }

    private static double[][] distinctRows(int n) {
        double[][] rows = new double[n][1];
        for (int i = 0; i < n; i++) rows[i][0] = i + 1.0;
        return rows;
    }

    /**
     * Shufflings made elsewhere.
     *
     * @param permutations shape (shufflings, observations), the identity first: row i of the shuffled data is row
     *     {@code permutations[k][i]} of the data; null for no permutation
     * @param signs same shape, 1 or -1, given to the data before they are permuted; null for no flips
     */
    public static ShufflingPlan given(int[][] permutations, int[][] signs) {
        int[][] any = permutations != null ? permutations : signs;
        List<Shuffling> list = new ArrayList<>();
        for (int k = 0; k < any.length; k++) {
            Shuffling shuffling = new Shuffling(any[k].length);
            for (int i = 0; i < any[k].length; i++) {
                int from = permutations == null ? i : permutations[k][i];
                shuffling.set(from, i, signs == null ? 1 : signs[k][from]);
            }
            list.add(shuffling);
        }
        Shuffle shuffle = permutations == null ? Shuffle.FLIP : signs == null ? Shuffle.PERMUTE : Shuffle.BOTH;
        int n = any[0].length;
        return new ShufflingPlan(
                ExchangeTree.free(n), shuffle, BigInteger.valueOf(any.length), null, List.copyOf(list), any.length, 0);
    }

    /** Number of shufflings, the identity among them. */
    public int size() {
        return size;
    }

    /** Number of observations. */
    public int observations() {
        return tree.observations();
    }

    /** Number of distinct shufflings there are, the identity among them. */
    public BigInteger distinct() {
        return distinct;
    }

    /** That number in words: exact up to 15 digits, then as a power of ten. */
    public String distinctWords() {
        return distinct.bitLength() <= 50
                ? distinct.toString()
                : "about "
                        + String.format(Locale.ROOT, "%.2e", new BigDecimal(distinct))
                                .replace("e+", "e");
    }

    /** Whether each distinct shuffling is in the plan once. */
    public boolean isExhaustive() {
        return all != null;
    }

    /** What is done to the observations. */
    public Shuffle shuffle() {
        return shuffle;
    }

    /** What is shuffled, a clause: "observations are permuted within 8 blocks". */
    public String words() {
        if (shuffle == Shuffle.FLIP && tree.isFree()) return "each observation may be " + shuffle.words();
        return "observations are " + shuffle.words() + " " + tree.words();
    }

    /** Which observations may take each other's place. */
    public ExchangeTree tree() {
        return tree;
    }

    /** Writes shuffling {@code i}. */
    public void draw(int i, Shuffling target) {
        if (i < 0 || i >= size) throw new IllegalArgumentException("there is no permutation " + i + " of " + size);
        if (given != null) {
            Shuffling source = given.get(i);
            for (int j = 0; j < source.size(); j++) target.set(j, source.row(j), source.sign(j));
        } else if (i == 0) {
            target.reset();
        } else if (all != null) {
            all.unrank(i == identityRank ? 0 : i, target);
        } else {
            random(tree.root(), tree.root(), 1, Seeds.stream(seed, i), target);
        }
    }

    private void random(Node position, Node source, int sign, SplittableRandom random, Shuffling target) {
        if (source.isLeaf()) {
            target.set(position.observation(), source.observation(), sign);
            return;
        }
        int n = source.children().size();
        int[] from = new int[n];
        for (int k = 0; k < n; k++) from[k] = k;
        if (source.exchangeable() && shuffle.permutes())
            for (int k = n - 1; k > 0; k--) {
                int other = random.nextInt(k + 1);
                int swap = from[k];
                from[k] = from[other];
                from[other] = swap;
            }
        for (int k = 0; k < n; k++) {
            int s = source.exchangeable() && shuffle.flips() && random.nextBoolean() ? -sign : sign;
            random(position.children().get(k), source.children().get(from[k]), s, random, target);
        }
    }
}
