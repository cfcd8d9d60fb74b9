package sc.fiji.boldj.stats;

/** The elements {@code from} to {@code to} (exclusive) of all observations. */
record ElementRange(Observations all, int from, int to) implements Observations {
    @Override
    public int rows() {
        return all.rows();
    }

    @Override
    public int elements() {
        return to - from;
    }

    @Override
    public void read(int row, int first, int last, double[] target, int offset) {
        all.read(row, from + first, from + last, target, offset);
    }

    @Override
    public double rounding() {
        return all.rounding();
    }

    @Override
    public void magnitude(int row, int first, int last, double[] target, int offset) {
        all.magnitude(row, from + first, from + last, target, offset);
    }
}
