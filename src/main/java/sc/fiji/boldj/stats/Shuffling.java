package sc.fiji.boldj.stats;

import java.io.Serializable;

/**
 * One rearrangement of a design: observation j of the data meets row {@code order[j]} of the design, times {@code
 * sign[j]}. Written over by each draw; the arrays belong to the reader for the length of one use.
 */
public final class Shuffling implements Serializable {

    private final int[] order;
    private final int[] sign;

    /** The identity of n observations. */
    public Shuffling(int n) {
        order = new int[n];
        sign = new int[n];
        reset();
    }

    void reset() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
            sign[i] = 1;
        }
    }

    void set(int observation, int row, int s) {
        order[observation] = row;
        sign[observation] = s;
    }

    /** Number of observations. */
    public int size() {
        return order.length;
    }

    /** The row of the design that an observation meets. */
    public int row(int observation) {
        return order[observation];
    }

    /** The sign it is given, 1 or -1. */
    public int sign(int observation) {
        return sign[observation];
    }
}
