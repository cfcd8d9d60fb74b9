package sc.fiji.boldj.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;

class SliceViewTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(20, 24, 12, Affine.of(3, 0, 0, -30, 0, 3, 0, -36, 0, 0, 3, -18));

    /** A brain whose lower front is missing, as above the eyes. */
    private static final Mask BRAIN = brain();

    private static Mask brain() {
        boolean[] inside = new boolean[GRID.voxels()];
        for (int z = 2; z < 10; z++)
            for (int y = 4; y < (z < 6 ? 12 : 20); y++) for (int x = 5; x < 15; x++) inside[GRID.index(x, y, z)] = true;
        return Mask.of(GRID, inside);
    }

    private static int bright(Picture picture) {
        int bright = 0;
        for (int y = 0; y < picture.height(); y++)
            for (int x = 0; x < picture.width(); x++) if (picture.get(x, y) != 0) bright++;
        return bright;
    }

    /** Eyes: beside the brain, within the part of the slices that is drawn. */
    @Test
    void anatomyFarFromTheBrainIsNotShown() {
        float[] eyes = new float[GRID.voxels()];
        for (int z = 2; z < 4; z++)
            for (int y = 14; y < 19; y++) for (int x = 7; x < 13; x++) eyes[GRID.index(x, y, z)] = 100;
        SliceView view = new SliceView(GRID, BRAIN);
        assertTrue(bright(view.grey(eyes, 0, 100)) > 100, "the place is drawn");
        assertEquals(0, bright(view.anatomy(eyes, BRAIN, 100)));
    }

    /** The edge of the brain and what adjoins it are needed to judge an alignment. */
    @Test
    void theBrainAndItsEdgeAreShownAsTheyAre() {
        float[] head = new float[GRID.voxels()];
        for (int v = 0; v < head.length; v++) head[v] = BRAIN.contains(v) ? 80 : 0;
        head[GRID.index(4, 8, 4)] = 100;
        head[GRID.index(15, 8, 8)] = 100;
        SliceView view = new SliceView(GRID, BRAIN);
        Picture all = view.grey(head, 0, 100);
        Picture shown = view.anatomy(head, BRAIN, 100);
        for (int y = 0; y < all.height(); y++)
            for (int x = 0; x < all.width(); x++) assertEquals(all.get(x, y), shown.get(x, y));
    }
}
