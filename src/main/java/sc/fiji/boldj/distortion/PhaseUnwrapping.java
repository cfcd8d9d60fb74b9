package sc.fiji.boldj.distortion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Unwraps a phase image in three dimensions by merging regions.
 *
 * <p>The range of the phase is divided into {@link #INTERVALS} equal intervals; neighbouring voxels of one interval form a
 * region without wraps. Regions are merged in pairs, starting with the pair whose border determines the number of turns between
 * them most clearly: the one with the largest difference in cost between the second best and the best number of turns (Jenkinson 2003, Magnetic Resonance in
 * Medicine 49:193-197).
 *
 * <p>Disconnected parts of the mask are unwrapped separately; each is then shifted by whole turns so that its median is in
 * (-pi, pi]. Single-threaded and deterministic.
 */
final class PhaseUnwrapping {

    /** Parts of the range of the phase. */
    static final int INTERVALS = 6;

    private static final double TURN = 2 * Math.PI;

    private final int[] region;
    private final List<Map<Integer, double[]>> borders = new ArrayList<>();
    private final int[] parent;
    private final int[] turns;
    private final PriorityQueue<Border> queue = new PriorityQueue<>();

    /** What was known of a border when it was queued. */
    private record Border(int a, int b, double voxels, double gain) implements Comparable<Border> {
        @Override
        public int compareTo(Border other) {
            int order = Double.compare(other.gain, gain);
            if (order == 0) order = Integer.compare(a, other.a);
            return order == 0 ? Integer.compare(b, other.b) : order;
        }
    }

    private PhaseUnwrapping(float[] phase, Mask mask) {
        VoxelGrid grid = mask.grid();
        region = new int[grid.voxels()];
        int count = regions(phase, mask, region);
        parent = new int[count];
        turns = new int[count];
        for (int r = 0; r < count; r++) {
            parent[r] = r;
            borders.add(new TreeMap<>());
        }
        int[] step = {1, grid.sizeX(), grid.planeSize()};
        for (int v : mask.indices())
            for (int axis = 0; axis < 3; axis++) {
                if (!hasNext(grid, v, axis)) continue;
                int w = v + step[axis];
                if (!mask.contains(w) || region[w] == region[v]) continue;
                add(region[v], region[w], 1, phase[v] - phase[w]);
            }
        for (int a = 0; a < count; a++) for (int b : borders.get(a).keySet()) if (a < b) push(a, b);
    }

    /**
     * The unwrapped phase.
     *
     * @param phase radians; only voxels of the mask are read
     * @param mask where the phase means something
     * @return radians, 0 outside the mask
     * @throws IllegalArgumentException if a phase in the mask is not finite or lies far outside one turn
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static float[] of(float[] phase, Mask mask, Progress progress) {
        for (int v : mask.indices())
            if (!(Math.abs(phase[v]) <= 2 * TURN))
                throw new IllegalArgumentException("the phase must be in radians, got " + phase[v]);
        float[] wrapped = new float[phase.length];
        for (int v : mask.indices()) wrapped[v] = (float) (phase[v] - TURN * Math.rint(phase[v] / TURN));
        PhaseUnwrapping work = new PhaseUnwrapping(wrapped, mask);
        work.merge(progress);
        float[] result = new float[phase.length];
        for (int v : mask.indices()) result[v] = (float) (wrapped[v] + TURN * work.turnsOf(work.region[v]));
        work.centre(result, mask);
        return result;
    }

    private static boolean hasNext(VoxelGrid grid, int v, int axis) {
        return axis == 0
                ? v % grid.sizeX() + 1 < grid.sizeX()
                : axis == 1
                        ? v / grid.sizeX() % grid.sizeY() + 1 < grid.sizeY()
                        : v / grid.planeSize() + 1 < grid.sizeZ();
    }

    private static boolean hasPrevious(VoxelGrid grid, int v, int axis) {
        return axis == 0
                ? v % grid.sizeX() > 0
                : axis == 1 ? v / grid.sizeX() % grid.sizeY() > 0 : v >= grid.planeSize();
    }

    private static int interval(float phase) {
        return (int) Math.min(INTERVALS - 1, Math.max(0, Math.floor((phase + Math.PI) / TURN * INTERVALS)));
    }

    private static int regions(float[] phase, Mask mask, int[] region) {
        VoxelGrid grid = mask.grid();
        int[] step = {1, grid.sizeX(), grid.planeSize()};
        java.util.Arrays.fill(region, -1);
        int count = 0;
        ArrayDeque<Integer> open = new ArrayDeque<>();
        for (int start : mask.indices()) {
            if (region[start] >= 0) continue;
            int part = interval(phase[start]);
            region[start] = count;
            open.add(start);
            while (!open.isEmpty()) {
                int v = open.poll();
                for (int k = 0; k < 6; k++) {
                    int axis = k / 2;
                    if (k % 2 == 0 ? !hasNext(grid, v, axis) : !hasPrevious(grid, v, axis)) continue;
                    int w = k % 2 == 0 ? v + step[axis] : v - step[axis];
                    if (region[w] >= 0 || !mask.contains(w) || interval(phase[w]) != part) continue;
                    region[w] = count;
                    open.add(w);
                }
            }
            count++;
        }
        return count;
    }

    /** Notes pairs of voxels on the border of two regions: how many, and the sum of the first's phase less the second's. */
    private void add(int a, int b, double voxels, double difference) {
        double[] one = borders.get(a).computeIfAbsent(b, key -> new double[2]);
        one[0] += voxels;
        one[1] += difference;
        double[] other = borders.get(b).computeIfAbsent(a, key -> new double[2]);
        other[0] += voxels;
        other[1] -= difference;
    }

    private void push(int a, int b) {
        double[] border = borders.get(a).get(b);
        double between = border[1] / (TURN * border[0]);
        double gain = border[0] * (1 - 2 * Math.abs(between - Math.rint(between)));
        queue.add(new Border(Math.min(a, b), Math.max(a, b), border[0], gain));
    }

    private void merge(Progress progress) {
        while (!queue.isEmpty()) {
            progress.checkCancelled();
            Border next = queue.poll();
            double[] border = parent[next.a] == next.a && parent[next.b] == next.b
                    ? borders.get(next.a).get(next.b)
                    : null;
            if (border == null || border[0] != next.voxels) continue;
            boolean small = borders.get(next.a).size() < borders.get(next.b).size();
            join(small ? next.a : next.b, small ? next.b : next.a);
        }
    }

    /** Takes a region into another, turned so that they fit. */
    private void join(int from, int into) {
        double[] border = borders.get(into).remove(from);
        borders.get(from).remove(into);
        int more = (int) Math.rint(border[1] / (TURN * border[0]));
        parent[from] = into;
        turns[from] = more;
        for (Map.Entry<Integer, double[]> entry : borders.get(from).entrySet()) {
            int other = entry.getKey();
            double[] sums = entry.getValue();
            borders.get(other).remove(from);
            add(into, other, sums[0], sums[1] + TURN * more * sums[0]);
            push(into, other);
        }
        borders.get(from).clear();
    }

    private int root(int r) {
        int at = r;
        while (parent[at] != at) at = parent[at];
        return at;
    }

    private int turnsOf(int r) {
        int sum = 0;
        for (int at = r; parent[at] != at; at = parent[at]) sum += turns[at];
        return sum;
    }

    private void centre(float[] phase, Mask mask) {
        Map<Integer, List<Integer>> parts = new TreeMap<>();
        for (int v : mask.indices())
            parts.computeIfAbsent(root(region[v]), key -> new ArrayList<>()).add(v);
        for (List<Integer> part : parts.values()) {
            double[] sorted = part.stream().mapToDouble(v -> phase[v]).sorted().toArray();
            double shift = TURN * Math.rint(sorted[sorted.length / 2] / TURN);
            for (int v : part) phase[v] -= (float) shift;
        }
    }
}
