package sc.fiji.boldj.stats;

import java.util.Arrays;

/** Sorts elements by the size of their value, largest first. Scratch space for one thread. */
final class DescendingOrder {

    private static final int BITS = 11;
    private static final int BUCKETS = 1 << BITS;

    private int[] order;
    private int[] spare;
    private int[] keys;
    private int[] spareKeys;
    private final int[] counts = new int[3 * BUCKETS];

    DescendingOrder(int capacity) {
        order = new int[capacity];
        spare = new int[capacity];
        keys = new int[capacity];
        spareKeys = new int[capacity];
    }

    /**
     * Sorts the elements that are used as evidence: not 0, not NaN, on a side of the tail. Equal values keep the order of
     * their indices.
     *
     * @return how many there are; their indices are the first entries of {@link #order()}
     */
    int sort(double[] values, Tail tail) {
        Arrays.fill(counts, 0);
        int n = 0;
        for (int v = 0; v < values.length; v++) {
            double x = values[v];
            if (!((x > 0 && tail != Tail.NEGATIVE) || (x < 0 && tail != Tail.POSITIVE))) continue;
            // Positive floats order like their bits; the complement makes the largest come first.
            int key = ~Float.floatToRawIntBits((float) Math.abs(x)) & 0x7fffffff;
            order[n] = v;
            keys[n++] = key;
            counts[key & BUCKETS - 1]++;
            counts[BUCKETS + (key >>> BITS & BUCKETS - 1)]++;
            counts[2 * BUCKETS + (key >>> (2 * BITS))]++;
        }
        for (int pass = 0; pass < 3; pass++) scatter(n, pass);
        settle(values, n);
        return n;
    }

    int[] order() {
        return order;
    }

    private void scatter(int n, int pass) {
        int base = pass * BUCKETS;
        int sum = 0;
        for (int b = base; b < base + BUCKETS; b++) {
            int count = counts[b];
            counts[b] = sum;
            sum += count;
        }
        for (int i = 0; i < n; i++) {
            int at = counts[base + (keys[i] >>> (pass * BITS) & BUCKETS - 1)]++;
            spare[at] = order[i];
            spareKeys[at] = keys[i];
        }
        int[] swap = order;
        order = spare;
        spare = swap;
        swap = keys;
        keys = spareKeys;
        spareKeys = swap;
    }

    /** Values that are equal as float are put in order as double. */
    private void settle(double[] values, int n) {
        for (int from = 0; from < n; ) {
            int to = from + 1;
            boolean sorted = true;
            while (to < n && keys[to] == keys[from]) {
                if (Math.abs(values[order[to]]) > Math.abs(values[order[to - 1]])) sorted = false;
                to++;
            }
            if (!sorted) settle(values, from, to);
            from = to;
        }
    }

    private void settle(double[] values, int from, int to) {
        if (to - from > 64) {
            Integer[] run = new Integer[to - from];
            for (int i = 0; i < run.length; i++) run[i] = order[from + i];
            Arrays.sort(run, (a, b) -> Double.compare(Math.abs(values[b]), Math.abs(values[a])));
            for (int i = 0; i < run.length; i++) order[from + i] = run[i];
            return;
        }
        for (int i = from + 1; i < to; i++) {
            int v = order[i];
            double x = Math.abs(values[v]);
            int j = i;
            while (j > from && Math.abs(values[order[j - 1]]) < x) {
                order[j] = order[j - 1];
                j--;
            }
            order[j] = v;
        }
    }
}
