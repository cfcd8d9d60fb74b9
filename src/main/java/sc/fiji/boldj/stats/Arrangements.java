package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.stats.ExchangeTree.Node;

/**
 * The distinct arrangements of labelled rows under a tree of blocks: how many there are, and the i-th of them.
 *
 * <p>Rows with equal values are the same label, so 6 + 6 rows of two groups have 924 arrangements and not 12!. A label
 * and its negative count as one where signs are flipped. A block's arrangements are those of its parts, times the orders
 * of parts that differ, times 2 if flipping its sign gives something that moving its parts does not.
 */
final class Arrangements implements Serializable {

    private final ExchangeTree tree;
    private final Shuffle shuffle;
    private final int[] label;
    private final int[] negative;
    private final IdentityHashMap<Node, String> plus = new IdentityHashMap<>();
    private final IdentityHashMap<Node, BigInteger> counts = new IdentityHashMap<>();

    /** @param rows shape (observations, any): the rows of the design that are arranged */
    Arrangements(ExchangeTree tree, Shuffle shuffle, double[][] rows) {
        this.tree = tree;
        this.shuffle = shuffle;
        int n = tree.observations();
        label = new int[n];
        negative = new int[n];
        double largest = 0;
        for (double[] row : rows) for (double x : row) largest = Math.max(largest, Math.abs(x));
        Map<List<Long>, Integer> known = new HashMap<>();
        for (int i = 0; i < n; i++) {
            List<Long> key = new ArrayList<>();
            List<Long> opposite = new ArrayList<>();
            for (double x : rows[i]) {
                long rounded = largest == 0 ? 0 : Math.round(x / largest * 1e10);
                key.add(rounded);
                opposite.add(-rounded);
            }
            label[i] = known.computeIfAbsent(key, unknown -> known.size());
            negative[i] = known.computeIfAbsent(opposite, unknown -> known.size());
        }
    }

    /** Number of distinct arrangements, the identity among them. */
    BigInteger count() {
        return inner(tree.root());
    }

    /** Whether the rows can be arranged to look like other rows. */
    static boolean reachable(ExchangeTree tree, Shuffle shuffle, double[][] rows, double[][] others) {
        double[][] both = new double[2 * rows.length][];
        System.arraycopy(rows, 0, both, 0, rows.length);
        System.arraycopy(others, 0, both, rows.length, rows.length);
        Arrangements a = new Arrangements(tree, shuffle, rows, both, 0);
        Arrangements b = new Arrangements(tree, shuffle, rows, both, rows.length);
        return a.form(tree.root(), 1).equals(b.form(tree.root(), 1));
    }

    private Arrangements(ExchangeTree tree, Shuffle shuffle, double[][] rows, double[][] all, int from) {
        this.tree = tree;
        this.shuffle = shuffle;
        ExchangeTree flat = ExchangeTree.free(all.length);
        Arrangements joint = new Arrangements(flat, shuffle, all);
        label = Arrays.copyOfRange(joint.label, from, from + rows.length);
        negative = Arrays.copyOfRange(joint.negative, from, from + rows.length);
    }

    /** Text that is equal for two blocks if and only if moving parts makes them equal; sign 1 or -1. */
    private String form(Node node, int sign) {
        if (node.isLeaf()) return Integer.toString(sign > 0 ? label[node.observation()] : negative[node.observation()]);
        String[] parts = new String[node.children().size()];
        for (int k = 0; k < parts.length; k++) {
            Node child = node.children().get(k);
            parts[k] = node.exchangeable() && shuffle.flips() ? key(child) : form(child, sign);
        }
        if (node.exchangeable() && shuffle.permutes()) Arrays.sort(parts);
        return "(" + String.join(",", parts) + ")";
    }

    /** The form of a part of an exchangeable block: of either sign if signs are flipped. */
    private String key(Node child) {
        String known = plus.get(child);
        if (known != null) return known;
        String key = form(child, 1);
        if (shuffle.flips()) {
            String opposite = form(child, -1);
            if (opposite.compareTo(key) < 0) key = opposite;
        }
        plus.put(child, key);
        return key;
    }

    private boolean flipCounts(Node child) {
        return shuffle.flips() && !form(child, 1).equals(form(child, -1));
    }

    private BigInteger inner(Node node) {
        if (node.isLeaf()) return BigInteger.ONE;
        BigInteger known = counts.get(node);
        if (known != null) return known;
        BigInteger count = node.exchangeable() && shuffle.permutes() ? orders(classes(node)) : BigInteger.ONE;
        for (Node child : node.children()) count = count.multiply(part(node, child));
        counts.put(node, count);
        return count;
    }

    private BigInteger part(Node parent, Node child) {
        BigInteger count = inner(child);
        return parent.exchangeable() && flipCounts(child) ? count.shiftLeft(1) : count;
    }

    /** The class of each part of a block: parts of one class look the same after moving what is in them. */
    private int[] classes(Node node) {
        Map<String, Integer> known = new TreeMap<>();
        int[] classes = new int[node.children().size()];
        for (int k = 0; k < classes.length; k++) {
            String key = key(node.children().get(k));
            classes[k] = known.computeIfAbsent(key, unknown -> known.size());
        }
        return classes;
    }

    private static BigInteger orders(int[] classes) {
        return MultisetOrders.count(MultisetOrders.multiplicities(classes));
    }

    /** Writes arrangement {@code index} of {@link #count()}; the order of arrangements is fixed but arbitrary. */
    void unrank(long index, Shuffling target) {
        place(tree.root(), tree.root(), BigInteger.valueOf(index), 1, target);
    }

    /** The index of the arrangement that is the design itself. */
    long identityRank() {
        return identity(tree.root()).longValueExact();
    }

    private void place(Node position, Node source, BigInteger rank, int sign, Shuffling target) {
        if (source.isLeaf()) {
            target.set(position.observation(), source.observation(), sign);
            return;
        }
        List<Node> sources = source.children();
        BigInteger rest = rank;
        if (source.exchangeable() && shuffle.permutes()) {
            int[] classes = classes(source);
            BigInteger[] split = rest.divideAndRemainder(orders(classes));
            rest = split[0];
            int[] wanted = MultisetOrders.unrank(split[1], MultisetOrders.multiplicities(classes));
            sources = new ArrayList<>();
            int[] used = new int[wanted.length];
            for (int c : wanted) {
                int k = used[c];
                while (classes[k] != c) k++;
                used[c] = k + 1;
                sources.add(source.children().get(k));
            }
        }
        for (int k = 0; k < sources.size(); k++) {
            Node child = sources.get(k);
            BigInteger[] split = rest.divideAndRemainder(part(source, child));
            rest = split[0];
            BigInteger mine = split[1];
            int s = sign;
            if (source.exchangeable() && flipCounts(child)) {
                if (mine.testBit(0)) s = -s;
                mine = mine.shiftRight(1);
            }
            place(position.children().get(k), child, mine, s, target);
        }
    }

    private BigInteger identity(Node node) {
        if (node.isLeaf()) return BigInteger.ZERO;
        BigInteger rank = BigInteger.ZERO;
        for (int k = node.children().size() - 1; k >= 0; k--) {
            Node child = node.children().get(k);
            BigInteger mine = identity(child);
            if (node.exchangeable() && flipCounts(child)) mine = mine.shiftLeft(1);
            rank = rank.multiply(part(node, child)).add(mine);
        }
        if (node.exchangeable() && shuffle.permutes()) {
            int[] classes = classes(node);
            rank = rank.multiply(orders(classes)).add(MultisetOrders.rank(classes));
        }
        return rank;
    }
}
