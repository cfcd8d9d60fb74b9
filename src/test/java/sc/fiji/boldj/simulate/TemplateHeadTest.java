package sc.fiji.boldj.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

class TemplateHeadTest {

    private static final Template BUILT_IN = Template.builtIn();
    private static final TemplateHead.Template TEMPLATE =
            new TemplateHead.Template(BUILT_IN.gm(), BUILT_IN.wm(), BUILT_IN.maskImage());

    @Test
    void theOuterDistanceIsThatOfTheNearestPointInside() {
        Lattice lattice = new Lattice(0, 0, 0, 1.5, 9, 7, 8);
        boolean[] inside = new boolean[lattice.points()];
        List<int[]> members = List.of(new int[] {1, 2, 3}, new int[] {7, 6, 0}, new int[] {4, 0, 7});
        for (int[] p : members) inside[lattice.index(p[0], p[1], p[2])] = true;
        float[] distance = OuterDistance.of(inside, lattice);
        for (int z = 0; z < 8; z++)
            for (int y = 0; y < 7; y++)
                for (int x = 0; x < 9; x++) {
                    double nearest = Double.MAX_VALUE;
                    for (int[] p : members)
                        nearest = Math.min(
                                nearest,
                                Math.sqrt((x - p[0]) * (x - p[0]) + (y - p[1]) * (y - p[1]) + (z - p[2]) * (z - p[2])));
                    assertEquals(1.5 * nearest, distance[lattice.index(x, y, z)], 1e-5);
                }
    }

    @Test
    void aShapeNeverFoldsAndStaysWithinItsReach() {
        for (int seed = 0; seed < 40; seed++) {
            HeadShape shape = HeadShape.draw(seed);
            double h = 0.01;
            double reach = shape.reach();
            for (double x = -70; x <= 70; x += 20)
                for (double y = -90; y <= 90; y += 20)
                    for (double z = -70; z <= 70; z += 20) {
                        double[] here = map(shape, x, y, z);
                        double[] dx = map(shape, x + h, y, z);
                        double[] dy = map(shape, x, y + h, z);
                        double[] dz = map(shape, x, y, z + h);
                        double[] rows = new double[12];
                        for (int r = 0; r < 3; r++) {
                            rows[4 * r] = (dx[r] - here[r]) / h;
                            rows[4 * r + 1] = (dy[r] - here[r]) / h;
                            rows[4 * r + 2] = (dz[r] - here[r]) / h;
                        }
                        double volume = Affine.of(rows).determinant();
                        assertTrue(volume > 0.4 && volume < 2.2, "seed " + seed + ": " + volume);
                        double moved = Math.sqrt(
                                Math.pow(here[0] - x, 2) + Math.pow(here[1] - y, 2) + Math.pow(here[2] - z, 2));
                        assertTrue(moved <= reach, "seed " + seed + ": " + moved + " of " + reach);
                    }
        }
    }

    private static double[] map(HeadShape shape, double x, double y, double z) {
        double[] p = {x, y, z};
        shape.apply(p, p);
        return p;
    }

    @Test
    void theBrainIsThatOfTheTemplateWhereItsShapePutsIt() {
        HeadShape shape = HeadShape.draw(3);
        TemplateHead head = new TemplateHead(TEMPLATE, shape, 0);
        HeadAnatomy.Sample sample = new HeadAnatomy.Sample();
        VoxelGrid grid = BUILT_IN.grid();
        Affine toVoxels = grid.affine().inverse();
        float[] white = BUILT_IN.wm().volume(0);
        float[] grey = BUILT_IN.gm().volume(0);
        int compared = 0;
        double difference = 0;
        for (double x = -60; x <= 60; x += 7)
            for (double y = -90; y <= 60; y += 7)
                for (double z = -30; z <= 60; z += 7) {
                    double[] v = toVoxels.apply(map(shape, x, y, z)[0], map(shape, x, y, z)[1], map(shape, x, y, z)[2]);
                    int i = grid.index((int) Math.rint(v[0]), (int) Math.rint(v[1]), (int) Math.rint(v[2]));
                    if (!BUILT_IN.mask().contains(i)) continue;
                    assertTrue(head.at(x, y, z, 3, sample));
                    if (sample.brain < 0.9) continue;
                    assertEquals(1, sample.grey + sample.white + sample.fluid, 1e-6);
                    difference += Math.abs(sample.white - white[i]) + Math.abs(sample.grey - grey[i]);
                    compared++;
                }
        assertTrue(compared > 1000, "compared " + compared);
        assertTrue(difference / compared < 0.25, "the nearest voxel differs by " + difference / compared);
    }

    @Test
    void theAnatomicalImageHasTheContrastOfT1() {
        VoxelGrid grid = new VoxelGrid(44, 59, 52, Affine.of(4, 0, 0, -86, 0, 4, 0, -124, 0, 0, 4, -104));
        TemplateHead head = new TemplateHead(TEMPLATE, HeadShape.NONE, 0);
        NeuroImage image = AnatomicalScan.of(head, grid, new AnatomicalScan.Options(0, 0, 1), Progress.NONE);
        float[] values = image.volume(0);
        double[] sums = new double[4];
        int[] counts = new int[4];
        HeadAnatomy.Sample sample = new HeadAnatomy.Sample();
        for (int z = 0; z < grid.sizeZ(); z++)
            for (int y = 0; y < grid.sizeY(); y++)
                for (int x = 0; x < grid.sizeX(); x++) {
                    double[] p = grid.affine().apply(x, y, z);
                    int kind = !head.at(p[0], p[1], p[2], 0, sample)
                            ? 3
                            : sample.white > 0.9 ? 0 : sample.grey > 0.9 ? 1 : sample.fluid > 0.95 ? 2 : -1;
                    if (kind < 0) continue;
                    sums[kind] += values[grid.index(x, y, z)];
                    counts[kind]++;
                }
        double[] means = new double[4];
        for (int k = 0; k < 4; k++) means[k] = sums[k] / counts[k];
        assertTrue(
                means[0] > 1.3 * means[1] && means[1] > 1.3 * means[2] && means[2] > 5 * means[3],
                Arrays.toString(means));
    }

    @Test
    void aPlanHasBalancedArmsAndTheEffectIsWhereTheDrugIs() {
        TrialPlan plan = TrialPlan.draw(new TrialPlan.Options(TrialPlan.Kind.PARALLEL, 200, 1, 5));
        double[] change = new double[2];
        int responders = 0;
        int drug = 0;
        for (TrialPlan.Participant person : plan.participants()) {
            boolean treated = person.group().equals("drug");
            drug += treated ? 1 : 0;
            responders += person.responder() ? 1 : 0;
            change[treated ? 1 : 0] += (person.sessions().get(1).medial()
                            - person.sessions().get(0).medial())
                    / 100;
            assertTrue(treated || !person.responder());
        }
        assertEquals(100, drug);
        assertEquals(0, change[0], 0.05);
        assertEquals(1.5, change[1], 0.05);
        assertTrue(responders > 30 && responders < 70, "responders " + responders);
        TrialPlan none = TrialPlan.draw(new TrialPlan.Options(TrialPlan.Kind.CROSSOVER, 200, 0, 5));
        double difference = 0;
        for (TrialPlan.Participant person : none.participants())
            difference += (person.sessions().get(1).medial()
                            - person.sessions().get(0).medial())
                    / 200;
        assertEquals(0, difference, 0.05);
    }
}
