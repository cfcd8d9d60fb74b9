package sc.fiji.boldj.stats;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.run.DataException;

/**
 * Which observations may take each other's place: a tree of blocks within blocks (Winkler et al. 2015, NeuroImage 123).
 * Immutable.
 *
 * <p>The children of an exchangeable node may change places, as wholes; the children of another may not. When a block
 * moves as a whole, its k-th observation takes the place of the other block's k-th, in the order of the rows.
 */
public final class ExchangeTree implements Serializable {

    /** A block or, without children, one observation. */
    record Node(boolean exchangeable, List<Node> children, int observation) implements Serializable {
        boolean isLeaf() {
            return children.isEmpty();
        }

        /** The structure without the observations: only blocks of one shape can change places. */
        String shape() {
            if (isLeaf()) return ".";
            StringBuilder text = new StringBuilder(exchangeable ? "[" : "(");
            for (Node child : children) text.append(child.shape());
            return text.append(exchangeable ? ']' : ')').toString();
        }
    }

    private final Node root;
    private final int observations;
    private final String words;

    private ExchangeTree(Node root, int observations, String words) {
        this(root, observations, words, true);
    }

    private ExchangeTree(Node root, int observations, String words, boolean shaped) {
        this.root = root;
        this.observations = observations;
        this.words = words;
        if (shaped) requireShapes(root);
    }

    /** All observations may change places. */
    public static ExchangeTree free(int observations) {
        if (observations < 1)
            throw new IllegalArgumentException("a permutation test needs 1 observation or more, got " + observations);
        return new ExchangeTree(new Node(true, leaves(range(observations)), -1), observations, "freely");
    }

    /** Observations may change places within their block. */
    public static ExchangeTree within(int[] block) {
        return blocks(block, false, true, "within " + count(block) + " blocks");
    }

    /** Blocks of equal size may change places as wholes. */
    public static ExchangeTree whole(int[] block) {
        return blocks(block, true, false, "in " + count(block) + " blocks that are exchanged as wholes");
    }

    /** Blocks of equal size may change places as wholes, and observations within their block. */
    public static ExchangeTree wholeAndWithin(int[] block) {
        return blocks(
                block, true, true, "in " + count(block) + " blocks that are exchanged as wholes, and within them");
    }

    /**
     * Blocks within blocks, as PALM's multi-level block files say it.
     *
     * @param levels shape (levels, observations), the outermost first: observations with equal numbers down to a level
     *     are in one block; the sign of the number says whether the parts of that block (blocks of the next level, or
     *     observations) may change places (positive) or not (negative). Several blocks on the first level keep their
     *     places
     */
    public static ExchangeTree nested(int[][] levels) {
        if (levels.length == 0) throw new IllegalArgumentException("nested blocks need one level or more");
        int n = levels[0].length;
        for (int[] level : levels)
            if (level.length != n)
                throw new IllegalArgumentException(
                        "each level of blocks needs " + n + " numbers, one has " + level.length);
        List<Node> parts = parts(levels, 0, range(n));
        Node root = parts.size() == 1 ? parts.get(0) : new Node(false, parts, -1);
        return new ExchangeTree(root, n, "in nested blocks of " + levels.length + " levels");
    }

    private static List<Node> parts(int[][] levels, int level, List<Integer> rows) {
        if (level == levels.length) return leaves(rows);
        List<Node> nodes = new ArrayList<>();
        groups(levels[level], rows).forEach((number, members) -> {
            if (number == 0)
                throw new IllegalArgumentException(
                        "block numbers must not be 0: the sign says whether parts may be exchanged");
            nodes.add(new Node(number > 0, parts(levels, level + 1, members), -1));
        });
        return nodes;
    }

    /** Blocks of any size whose signs are flipped as wholes; nothing is permuted. */
    public static ExchangeTree flipped(int[] block) {
        List<Node> nodes = new ArrayList<>();
        groups(block, range(block.length)).values().forEach(rows -> nodes.add(new Node(false, leaves(rows), -1)));
        String words = "together in each of " + count(block) + " blocks";
        return new ExchangeTree(new Node(true, nodes, -1), block.length, words, false);
    }

    private static ExchangeTree blocks(int[] block, boolean whole, boolean within, String words) {
        if (block.length == 0)
            throw new IllegalArgumentException("a permutation test needs 1 observation or more, got 0");
        List<Node> nodes = new ArrayList<>();
        groups(block, range(block.length)).values().forEach(rows -> nodes.add(new Node(within, leaves(rows), -1)));
        return new ExchangeTree(new Node(whole, nodes, -1), block.length, words);
    }

    private static Map<Integer, List<Integer>> groups(int[] numbers, List<Integer> rows) {
        Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
        for (int row : rows)
            groups.computeIfAbsent(numbers[row], k -> new ArrayList<>()).add(row);
        return groups;
    }

    private static int count(int[] block) {
        return (int) Arrays.stream(block).distinct().count();
    }

    private static List<Integer> range(int n) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < n; i++) all.add(i);
        return all;
    }

    private static List<Node> leaves(List<Integer> rows) {
        List<Node> leaves = new ArrayList<>();
        for (int row : rows) leaves.add(new Node(false, List.of(), row));
        return leaves;
    }

    private static void requireShapes(Node node) {
        for (Node child : node.children()) {
            requireShapes(child);
            if (node.exchangeable()
                    && !child.shape().equals(node.children().get(0).shape()))
                throw new DataException("blocks that are exchanged as wholes must have the same size and "
                        + "structure, but one is " + node.children().get(0).shape() + " and another " + child.shape()
                        + " (a dot is an observation): is a scan missing?");
        }
    }

    Node root() {
        return root;
    }

    /** Number of observations. */
    public int observations() {
        return observations;
    }

    /** Whether every observation may change places with every other. */
    public boolean isFree() {
        return root.exchangeable() && root.children().stream().allMatch(Node::isLeaf);
    }

    /** What may change places, in words that follow "permuted". */
    public String words() {
        return words;
    }

    /** For each observation the number of the set of observations it may change places with. */
    public int[] places() {
        return orbits();
    }

    /**
     * Observations that permutation can bring to the same place, numbered from 0 in the order of their first members.
     *
     * @return one number for each observation
     */
    int[] orbits() {
        int[] orbit = new int[observations];
        int[] next = {0};
        mark(root, orbit, next);
        return orbit;
    }

    private static void mark(Node node, int[] orbit, int[] next) {
        if (node.isLeaf()) {
            orbit[node.observation()] = next[0]++;
            return;
        }
        if (!node.exchangeable()) {
            for (Node child : node.children()) mark(child, orbit, next);
            return;
        }
        int start = next[0];
        int end = start;
        for (Node child : node.children()) {
            next[0] = start;
            mark(child, orbit, next);
            end = Math.max(end, next[0]);
        }
        next[0] = end;
    }
}
