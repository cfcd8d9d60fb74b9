package sc.fiji.boldj.report;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.Morphology;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelNeighbourhood;

/**
 * Axial slices of a volume side by side, from the bottom to the top of the brain: left in the picture is left in the
 * head, up is its front. An oblique grid is drawn along its own axes, those that are nearest to the head's.
 */
final class SliceView {

    private static final int TILES = 14;
    private static final int COLUMNS = 7;
    private static final int TILE_WIDTH = 156;
    private static final int MARGIN = 2;

    /** For right, front and up: the voxel axis, its direction, and the part of it that is drawn. */
    private final int[] axis = new int[3];

    private final boolean[] reversed = new boolean[3];
    private final int[] from = new int[3];
    private final int[] count = new int[3];
    private final int[][] step = new int[3][];
    private final int[] slices;
    private final double[] scale = new double[2];
    private final int tileWidth;
    private final int tileHeight;

    /** Chooses slices and limits so that the brain fills the picture; all of the grid if the mask is empty. */
    public SliceView(VoxelGrid grid, Mask brain) {
        orient(grid.affine());
        int[] size = {grid.sizeX(), grid.sizeY(), grid.sizeZ()};
        limits(size, brain);
        steps(size);
        int tiles = Math.min(TILES, count[2]);
        slices = new int[tiles];
        for (int i = 0; i < tiles; i++) slices[i] = (int) ((i + 0.5) * count[2] / tiles);
        double width = count[0] * grid.voxelSize(axis[0]);
        double pixel = Math.max(width / TILE_WIDTH, grid.voxelSize(axis[0]) / 6);
        scale[0] = pixel / grid.voxelSize(axis[0]);
        scale[1] = pixel / grid.voxelSize(axis[1]);
        tileWidth = Math.max(1, (int) (count[0] / scale[0]));
        tileHeight = Math.max(1, (int) (count[1] / scale[1]));
    }

    private void orient(Affine affine) {
        boolean[] used = new boolean[3];
        for (int turn = 0; turn < 3; turn++) {
            int world = turn == 0 ? 2 : turn - 1;
            int best = -1;
            for (int d = 0; d < 3; d++)
                if (!used[d] && (best < 0 || share(affine, world, d) > share(affine, world, best))) best = d;
            used[best] = true;
            axis[world] = best;
            reversed[world] = affine.get(world, best) < 0;
        }
    }

    private static double share(Affine affine, int world, int d) {
        double length = Math.sqrt(affine.get(0, d) * affine.get(0, d)
                + affine.get(1, d) * affine.get(1, d)
                + affine.get(2, d) * affine.get(2, d));
        return Math.abs(affine.get(world, d)) / length;
    }

    private void limits(int[] size, Mask brain) {
        int[] low = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
        int[] high = {-1, -1, -1};
        for (int v : brain.indices()) {
            int[] place = {v % size[0], v / size[0] % size[1], v / (size[0] * size[1])};
            for (int d = 0; d < 3; d++) {
                low[d] = Math.min(low[d], place[d]);
                high[d] = Math.max(high[d], place[d]);
            }
        }
        for (int world = 0; world < 3; world++) {
            int d = axis[world];
            int margin = world == 2 ? 0 : MARGIN;
            from[world] = high[d] < 0 ? 0 : Math.max(0, low[d] - margin);
            int to = high[d] < 0 ? size[d] - 1 : Math.min(size[d] - 1, high[d] + margin);
            count[world] = to - from[world] + 1;
        }
    }

    /** An empty picture of the right size. */
    private Picture empty() {
        int rows = (slices.length + COLUMNS - 1) / COLUMNS;
        return new Picture(Math.min(COLUMNS, slices.length) * tileWidth, rows * tileHeight);
    }

    private interface Pixel {
        void at(int x, int y, int tile, double right, double front);
    }

    private void walk(Pixel pixel) {
        for (int tile = 0; tile < slices.length; tile++)
            for (int j = 0; j < tileHeight; j++)
                for (int i = 0; i < tileWidth; i++) {
                    double right = (i + 0.5) * scale[0] - 0.5;
                    double front = count[1] - 1 - ((j + 0.5) * scale[1] - 0.5);
                    pixel.at(tile % COLUMNS * tileWidth + i, tile / COLUMNS * tileHeight + j, tile, right, front);
                }
    }

    /** What each place to the right, front and top of the part that is drawn adds to the flat index of a voxel. */
    private void steps(int[] size) {
        int[] stride = {1, size[0], size[0] * size[1]};
        for (int world = 0; world < 3; world++) {
            step[world] = new int[count[world]];
            for (int place = 0; place < count[world]; place++) {
                int k = from[world] + (reversed[world] ? count[world] - 1 - place : place);
                step[world][place] = stride[axis[world]] * k;
            }
        }
    }

    /** The flat index of a voxel by its place to the right, front and top of the part that is drawn. */
    private int voxel(int right, int front, int tile) {
        return step[0][clamp(right, 0)] + step[1][clamp(front, 1)] + step[2][clamp(slices[tile], 2)];
    }

    private int clamp(int place, int world) {
        return Math.max(0, Math.min(count[world] - 1, place));
    }

    /** The slices in grey, black at {@code low} and white at {@code high}. */
    public Picture grey(float[] volume, double low, double high) {
        Picture picture = empty();
        walk((x, y, tile, right, front) ->
                picture.setGrey(x, y, (value(volume, tile, right, front) - low) / (high - low)));
        return picture;
    }

    /**
     * The slices of an anatomical image in grey. Pages are passed on, so voxels more than two layers away from the brain are black: no face
     * can be recognised.
     */
    public Picture anatomy(float[] volume, Mask brain, double high) {
        Mask shown = brain;
        for (int layer = 0; layer < MARGIN; layer++) shown = Morphology.dilate(shown, VoxelNeighbourhood.EDGES);
        float[] near = new float[volume.length];
        for (int v : shown.indices()) near[v] = volume[v];
        return grey(near, 0, high);
    }

    private double value(float[] volume, int tile, double right, double front) {
        int x = (int) Math.floor(right);
        int y = (int) Math.floor(front);
        double a = right - x;
        double b = front - y;
        int left = step[0][clamp(x, 0)];
        int next = step[0][clamp(x + 1, 0)];
        int back = step[2][clamp(slices[tile], 2)] + step[1][clamp(y, 1)];
        int ahead = step[2][clamp(slices[tile], 2)] + step[1][clamp(y + 1, 1)];
        return (1 - b) * ((1 - a) * volume[back + left] + a * volume[back + next])
                + b * ((1 - a) * volume[ahead + left] + a * volume[ahead + next]);
    }

    /** The slices in colour from {@code low} to {@code high}; black where the value is 0. */
    public Picture colour(float[] volume, double low, double high, Palette palette) {
        Picture picture = empty();
        walk((x, y, tile, right, front) -> {
            int nearest = voxel((int) Math.rint(right), (int) Math.rint(front), tile);
            if (volume[nearest] != 0) picture.set(x, y, palette.at((volume[nearest] - low) / (high - low)));
        });
        return picture;
    }

    /** Draws the edge of a mask. */
    public Picture outline(Picture picture, Mask mask, int rgb) {
        walk((x, y, tile, right, front) -> {
            if (!inside(mask, tile, right, front)) return;
            boolean edge = !inside(mask, tile, right - scale[0], front)
                    || !inside(mask, tile, right + scale[0], front)
                    || !inside(mask, tile, right, front - scale[1])
                    || !inside(mask, tile, right, front + scale[1]);
            if (edge) picture.set(x, y, rgb);
        });
        return picture;
    }

    private boolean inside(Mask mask, int tile, double right, double front) {
        return mask.contains(voxel((int) Math.rint(right), (int) Math.rint(front), tile));
    }
}
