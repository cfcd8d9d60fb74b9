package sc.fiji.boldj.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sc.fiji.boldj.run.Seeds;

/** Exact TFCE against closed forms, a brute-force integral, and another program's figures. */
class TfceTest {

    private static int[] all(int n) {
        int[] voxels = new int[n];
        for (int i = 0; i < n; i++) voxels[i] = i;
        return voxels;
    }

    private static double[] enhance(Neighbourhood graph, double[] map, Tail tail) {
        double[] target = new double[map.length];
        new Tfce(graph, Tfce.Options.DEFAULT).enhance(map, tail, target);
        return target;
    }

    @Test
    void aPlateauHasItsClosedForm() {
        for (int side : new int[] {3, 5}) {
            int height = side == 3 ? 4 : 5;
            double[] map = new double[9 * 9 * 9];
            int inside = 0;
            for (int z = 1; z <= side; z++)
                for (int y = 1; y <= side; y++)
                    for (int x = 1; x <= side; x++) {
                        inside = x + 9 * (y + 9 * z);
                        map[inside] = height;
                    }
            double[] out = enhance(Neighbourhood.grid(9, 9, 9, all(729), 6), map, Tail.TWO);
            double expected = Math.sqrt(side * side * side) * height * height * height / 3.0;
            assertEquals(expected, out[inside], 1e-9 * expected);
            assertEquals(side == 3 ? 110.851 : 465.847, out[inside], 5e-4);
            assertEquals(0, out[0]);
        }
    }

    /** Riemann sums of extent(h)^E h^H by flood fill, middle rule: error about step^2, and step at the jumps. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void equalsAFineStepSum(int seed) {
        int connectivity = new int[] {6, 18, 26}[seed % 3];
        SplittableRandom random = Seeds.stream(17, seed);
        double[] map = new double[6 * 5 * 4];
        Seeds.fillGaussian(random, map);
        for (int v = 1; v < map.length; v++) map[v] = 1.5 * (0.6 * map[v - 1] + 0.8 * map[v]);
        Neighbourhood graph = Neighbourhood.grid(6, 5, 4, all(map.length), connectivity);
        double[] exact = enhance(graph, map, Tail.TWO);
        double step = 2e-3;
        double top = Arrays.stream(map).map(Math::abs).max().orElse(0);
        double[] sum = new double[map.length];
        for (double h = step / 2; h < top; h += step) {
            int[] extent = floodExtents(graph, map, h);
            for (int v = 0; v < map.length; v++)
                if (Math.abs(map[v]) >= h) sum[v] += Math.sqrt(extent[v]) * h * h * step;
        }
        double largest = Arrays.stream(exact).map(Math::abs).max().orElse(0);
        for (int v = 0; v < map.length; v++) {
            assertEquals(sum[v], Math.abs(exact[v]), 3e-3 * largest + 1e-3, "seed " + seed + " voxel " + v);
            assertEquals(Math.signum(map[v]), Math.signum(exact[v]));
        }
    }

    private static int[] floodExtents(Neighbourhood graph, double[] map, double h) {
        int[] extent = new int[map.length];
        boolean[] seen = new boolean[map.length];
        int[] stack = new int[map.length];
        for (int start = 0; start < map.length; start++) {
            if (seen[start] || Math.abs(map[start]) < h) continue;
            int count = 0;
            int next = 0;
            stack[count++] = start;
            seen[start] = true;
            while (next < count) {
                int v = stack[next++];
                for (int k = graph.starts()[v]; k < graph.starts()[v + 1]; k++) {
                    int u = graph.neighbours()[k];
                    if (!seen[u] && Math.abs(map[u]) >= h && map[u] * map[v] > 0) {
                        seen[u] = true;
                        stack[count++] = u;
                    }
                }
            }
            for (int i = 0; i < count; i++) extent[stack[i]] = count;
        }
        return extent;
    }

    @Test
    void equalsTheReference() {
        double[] t = PermReference.masked("onesample_t.nii.gz")[0];
        for (int connectivity : new int[] {6, 18, 26}) {
            double[] expected = PermReference.masked("onesample_tfce_exact_conn" + connectivity + "_E0.5_H2.nii.gz")[0];
            double[] out = enhance(PermReference.neighbours(connectivity), t, Tail.POSITIVE);
            for (int v = 0; v < t.length; v++) assertEquals(expected[v], out[v], 1e-5 * Math.abs(expected[v]) + 1e-9);
        }
        double[] negative = PermReference.masked("onesample_tfce_exact_conn26_negative_tail.nii.gz")[0];
        double[] out = enhance(PermReference.neighbours(26), t, Tail.NEGATIVE);
        for (int v = 0; v < t.length; v++)
            assertEquals(Math.abs(negative[v]), Math.abs(out[v]), 1e-5 * Math.abs(negative[v]) + 1e-9);
        for (int connectivity : new int[] {6, 18, 26}) {
            PermReference.Image input = PermReference.image("tfce_diagonal_input.nii.gz");
            double[] map = input.volumes()[0];
            double[] expected = PermReference.image("tfce_diagonal_exact_conn" + connectivity + ".nii.gz")
                    .volumes()[0];
            int[] s = input.size();
            double[] found =
                    enhance(Neighbourhood.grid(s[0], s[1], s[2], all(map.length), connectivity), map, Tail.POSITIVE);
            for (int v = 0; v < map.length; v++) assertEquals(expected[v], found[v], 1e-6 * Math.abs(expected[v]));
        }
        PermReference.Image input = PermReference.image("tfce_plateau_input.nii.gz");
        int[] s = input.size();
        double[] map = input.volumes()[0];
        double[] found = new double[map.length];
        new Tfce(Neighbourhood.grid(s[0], s[1], s[2], all(map.length), 26), new Tfce.Options(1, 1))
                .enhance(map, Tail.POSITIVE, found);
        double[] expected =
                PermReference.image("tfce_plateau_exact_E1_H1.nii.gz").volumes()[0];
        for (int v = 0; v < map.length; v++) assertEquals(expected[v], found[v], 1e-6 * Math.abs(expected[v]));
    }

    /** Edges of a network by the trick of owners, against the same sum over the graph of all shared nodes. */
    @Test
    void networksJoinEdgesThatShareANode() {
        int nodes = 7;
        Neighbourhood network = Neighbourhood.edges(nodes);
        double[] map = new double[network.size()];
        Seeds.fillGaussian(Seeds.stream(5, 0), map);
        double[] out = enhance(network, map, Tail.TWO);
        double[] sum = new double[map.length];
        double step = 1e-3;
        for (double h = step / 2; h < 5; h += step)
            for (int e = 0; e < map.length; e++) {
                if (Math.abs(map[e]) < h) continue;
                boolean[] inside = new boolean[map.length];
                inside[e] = true;
                boolean grown = true;
                int extent = 1;
                while (grown) {
                    grown = false;
                    for (int a = 0; a < map.length; a++)
                        for (int b = 0; b < map.length && inside[a]; b++)
                            if (!inside[b]
                                    && Math.abs(map[b]) >= h
                                    && map[a] * map[b] > 0
                                    && (network.row(a) == network.row(b)
                                            || network.row(a) == network.column(b)
                                            || network.column(a) == network.row(b)
                                            || network.column(a) == network.column(b))) {
                                inside[b] = true;
                                extent++;
                                grown = true;
                            }
                }
                sum[e] += Math.sqrt(extent) * h * h * step;
            }
        for (int e = 0; e < map.length; e++) assertEquals(sum[e], Math.abs(out[e]), 2e-2, "edge " + e);
    }

    @Test
    void valuesThatAreEqualAsFloatKeepTheirOrder() {
        double[] map = {1 + 1e-12, 1, 1 + 3e-12, 1 + 2e-12};
        double[] out = enhance(Neighbourhood.grid(4, 1, 1, all(4), 6), map, Tail.POSITIVE);
        for (double x : out) assertEquals(2.0 / 3, x, 1e-11);
    }

    @Test
    void nanIsOutsideAndBadPowersAreRefused() {
        double[] map = {2, Double.NaN, 3};
        double[] out = enhance(Neighbourhood.grid(3, 1, 1, all(3), 26), map, Tail.TWO);
        assertEquals(0, out[1]);
        assertEquals(9, out[2], 1e-12);
        assertThrows(IllegalArgumentException.class, () -> new Tfce.Options(0, 2));
        assertThrows(IllegalArgumentException.class, () -> Neighbourhood.grid(3, 1, 1, all(3), 8));
    }
}
