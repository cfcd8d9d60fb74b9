package sc.fiji.boldj.group;

import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.stats.Neighbourhood;
import sc.fiji.boldj.stats.Observations;

/** Maps as the columns of a test and back. */
public final class MaskedMaps {

    private MaskedMaps() {}

    /**
     * The voxels of a mask, one row for each volume of each image in turn.
     *
     * @throws IllegalArgumentException if there is no image, the grids differ or the mask is empty
     */
    public static Observations observations(List<NeuroImage> images, Mask mask) {
        if (images.isEmpty()) throw new IllegalArgumentException("a group test needs 1 map or more, got none");
        mask.requireNotEmpty("the mask of the group test");
        int rows = images.stream().mapToInt(NeuroImage::volumes).sum();
        float[][] data = new float[rows][mask.count()];
        float[] volume = new float[mask.grid().voxels()];
        int row = 0;
        for (NeuroImage image : images) {
            mask.grid().requireSameAs(image.grid(), "the mask", image.name());
            for (int t = 0; t < image.volumes(); t++) {
                image.readVolume(t, volume);
                for (int i = 0; i < mask.count(); i++) data[row][i] = volume[mask.voxel(i)];
                row++;
            }
        }
        return Observations.of(data);
    }

    /**
     * The voxels that are finite in every map and not 0 in all of them: the mask to use where none is given.
     *
     * @throws IllegalArgumentException if no voxel is left
     */
    public static Mask common(List<NeuroImage> images) {
        if (images.isEmpty()) throw new IllegalArgumentException("a group test needs 1 map or more, got none");
        VoxelGrid grid = images.get(0).grid();
        boolean[] finite = new boolean[grid.voxels()];
        boolean[] some = new boolean[grid.voxels()];
        Arrays.fill(finite, true);
        float[] volume = new float[grid.voxels()];
        for (NeuroImage image : images) {
            grid.requireSameAs(image.grid(), images.get(0).name(), image.name());
            for (int t = 0; t < image.volumes(); t++) {
                image.readVolume(t, volume);
                for (int v = 0; v < volume.length; v++) {
                    finite[v] &= Float.isFinite(volume[v]);
                    some[v] |= volume[v] != 0;
                }
            }
        }
        for (int v = 0; v < finite.length; v++) finite[v] &= some[v];
        return Mask.of(grid, finite).requireNotEmpty("what all maps have in common");
    }

    /** Number of voxels that are finite in some maps and missing or infinite in others. */
    public static int partlyMissing(List<NeuroImage> images) {
        int[] finite = new int[images.get(0).grid().voxels()];
        float[] volume = new float[finite.length];
        int maps = 0;
        for (NeuroImage image : images)
            for (int t = 0; t < image.volumes(); t++, maps++) {
                image.readVolume(t, volume);
                for (int v = 0; v < volume.length; v++) if (Float.isFinite(volume[v])) finite[v]++;
            }
        int all = maps;
        return (int) Arrays.stream(finite).filter(n -> n > 0 && n < all).count();
    }

    /** Which voxels of a mask touch: by faces (6), edges too (18) or corners too (26). */
    public static Neighbourhood neighbours(Mask mask, int connectivity) {
        VoxelGrid grid = mask.grid();
        return Neighbourhood.grid(grid.sizeX(), grid.sizeY(), grid.sizeZ(), mask.indices(), connectivity);
    }

    /**
     * A map of values on the grid of {@code like}.
     *
     * @param values one for each voxel of the mask
     * @param outside the value elsewhere and for NaN: 0 for statistics, 1 for probabilities
     */
    public static NeuroImage image(double[] values, Mask mask, float outside, NeuroImage like, String name) {
        mask.grid().requireSameAs(like.grid(), "the mask", like.name());
        float[] volume = new float[mask.grid().voxels()];
        Arrays.fill(volume, outside);
        for (int i = 0; i < values.length; i++) if (!Double.isNaN(values[i])) volume[mask.voxel(i)] = (float) values[i];
        NeuroImage image = like.createLike(name, 1);
        image.writeVolume(0, volume);
        return image;
    }
}
