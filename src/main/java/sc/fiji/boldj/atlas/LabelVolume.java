package sc.fiji.boldj.atlas;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.RealType;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * A parcellation: one whole number per voxel, 0 for the background, with the names of the labels. Immutable.
 *
 * <p>Labels go up to 2147483647. They are read from the stored numbers in double precision, so that labels above 255,
 * 32767 or 16777216 stay what they are.
 */
public final class LabelVolume {

    /** Voxels; what rounding of headers may move a centre that lies half-way between two voxels. */
    private static final double HALF_WAY = 1e-4;

    private final VoxelGrid grid;
    private final int[] values;
    private final int[] labels;
    private final LabelTable table;
    private final Space space;

    private LabelVolume(VoxelGrid grid, int[] values, int[] labels, LabelTable table, Space space) {
        this.grid = grid;
        this.values = values;
        this.labels = labels;
        this.table = table;
        this.space = space;
    }

    /**
     * Reads a label image.
     *
     * @param image one volume of whole numbers from 0 to 2147483647; NaN is treated as 0
     * @param table names; labels it lists that the image lacks stay regions, with no voxel
     * @throws IllegalArgumentException if there are several volumes, a value is no label, or there is no label at all
     */
    public static LabelVolume of(NeuroImage image, LabelTable table) {
        if (image.volumes() != 1)
            throw new IllegalArgumentException(
                    "a label image is one volume, but " + image.name() + " has " + image.volumes());
        VoxelGrid grid = image.grid();
        int[] values = new int[grid.voxels()];
        RandomAccess<? extends RealType<?>> access = image.img().randomAccess();
        access.setPosition(0, 3);
        for (int z = 0, v = 0; z < grid.sizeZ(); z++) {
            access.setPosition(z, 2);
            for (int y = 0; y < grid.sizeY(); y++) {
                access.setPosition(y, 1);
                for (int x = 0; x < grid.sizeX(); x++, v++) {
                    access.setPosition(x, 0);
                    double value = access.get().getRealDouble();
                    if (Double.isNaN(value)) continue;
                    if (value != Math.rint(value) || value < 0 || value > Integer.MAX_VALUE)
                        throw new IllegalArgumentException(image.name() + " holds " + value + " at voxel (" + x + ", "
                                + y + ", " + z + ") but labels are whole numbers from 0 to 2147483647: is it a "
                                + "probability map, or was it resampled with interpolation?");
                    values[v] = (int) value;
                }
            }
        }
        return of(grid, values, table, image.name()).withSpace(image.space());
    }

    /**
     * A parcellation with the given values.
     *
     * @param values shape (Z, Y, X), x fastest, 0 or above; copied
     * @param name for messages
     * @throws IllegalArgumentException if the length or a value is wrong or there is no label at all
     */
    public static LabelVolume of(VoxelGrid grid, int[] values, LabelTable table, String name) {
        if (values.length != grid.voxels())
            throw new IllegalArgumentException(
                    "the grid has " + grid.voxels() + " voxels but " + name + " " + values.length);
        int[] sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted[0] < 0) throw new IllegalArgumentException(name + " holds the label " + sorted[0] + ", below 0");
        int[] labels = IntStream.concat(
                        Arrays.stream(sorted), table.names().keySet().stream().mapToInt(label -> label))
                .filter(label -> label > 0)
                .distinct()
                .sorted()
                .toArray();
        if (labels.length == 0) throw new IllegalArgumentException(name + " has no voxel above 0: there is no region");
        return new LabelVolume(grid, values.clone(), labels, table, Space.UNKNOWN);
    }

    /** The same with a word on the space that its millimetres belong to. */
    LabelVolume withSpace(Space newSpace) {
        return new LabelVolume(grid, values, labels, table, newSpace);
    }

    /** The space that its millimetres belong to. */
    public Space space() {
        return space;
    }

    /** Where the voxels are. */
    public VoxelGrid grid() {
        return grid;
    }

    /** The labels, of the voxels and of the table, ascending, without 0; a new array. */
    public int[] labels() {
        return labels.clone();
    }

    /** The names. */
    public LabelTable table() {
        return table;
    }

    /** The label of a voxel by flat index, 0 for background. */
    public int label(int voxel) {
        return values[voxel];
    }

    /**
     * The centre of each label's voxels, RAS+ millimetres, in the order of {@link #labels}; NaN for a label without voxel.
     *
     * @return shape (labels, 3), a new array
     */
    public double[][] centres() {
        double[][] sums = new double[labels.length][3];
        int[] counts = new int[labels.length];
        for (int v = 0; v < values.length; v++) {
            if (values[v] == 0) continue;
            int region = Arrays.binarySearch(labels, values[v]);
            counts[region]++;
            sums[region][0] += v % grid.sizeX();
            sums[region][1] += v / grid.sizeX() % grid.sizeY();
            sums[region][2] += grid.z(v);
        }
        for (int r = 0; r < labels.length; r++) {
            for (int axis = 0; axis < 3; axis++) sums[r][axis] /= counts[r];
            grid.affine().apply(sums[r], sums[r]);
        }
        return sums;
    }

    /** The label at a place in RAS+ millimetres: that of the nearest voxel, 0 for background and outside the volume. */
    public int labelAt(double x, double y, double z) {
        return nearest(grid.affine().inverse().apply(x, y, z));
    }

    /** The name at a place in RAS+ millimetres; empty for background and outside the volume. */
    public String nameAt(double x, double y, double z) {
        int label = labelAt(x, y, z);
        return label == 0 ? "" : table.name(label);
    }

    /**
     * The label nearest to a place that lies in the background: peaks often stand just outside a parcel.
     *
     * @param within how far to look, in millimetres, 0 or above
     * @return the label whose voxel centre is nearest (the smaller label if two are equally near); 0 if none is within
     */
    public int nearestLabel(double x, double y, double z, double within) {
        if (!(within >= 0)) throw new IllegalArgumentException("cannot look within " + within + " mm");
        int here = labelAt(x, y, z);
        if (here != 0) return here;
        int best = 0;
        double least = within * within;
        double[] point = new double[3];
        for (int v = 0; v < values.length; v++) {
            if (values[v] == 0) continue;
            point[0] = v % grid.sizeX();
            point[1] = v / grid.sizeX() % grid.sizeY();
            point[2] = grid.z(v);
            grid.affine().apply(point, point);
            double dx = point[0] - x;
            double dy = point[1] - y;
            double dz = point[2] - z;
            double distance = dx * dx + dy * dy + dz * dz;
            if (distance < least || (distance == least && (best == 0 || values[v] < best))) {
                least = distance;
                best = values[v];
            }
        }
        return best;
    }

    /**
     * The same parcellation on another grid of the same space: each voxel takes the label at its centre.
     *
     * <p>Small regions may lose all their voxels; they stay regions all the same.
     */
    public LabelVolume onGrid(VoxelGrid target) {
        if (target.isSameAs(grid)) return this;
        Affine toIndex = grid.affine().inverse().times(target.affine());
        int[] moved = new int[target.voxels()];
        double[] point = new double[3];
        for (int v = 0; v < moved.length; v++) {
            point[0] = v % target.sizeX();
            point[1] = v / target.sizeX() % target.sizeY();
            point[2] = target.z(v);
            toIndex.apply(point, point);
            moved[v] = nearest(point);
        }
        return new LabelVolume(target, moved, labels, table, space);
    }

    /** The value at the nearest voxel; halves go to the higher index. */
    private int nearest(double[] index) {
        double x = Math.floor(index[0] + 0.5 + HALF_WAY);
        double y = Math.floor(index[1] + 0.5 + HALF_WAY);
        double z = Math.floor(index[2] + 0.5 + HALF_WAY);
        boolean inside = x >= 0 && y >= 0 && z >= 0 && x < grid.sizeX() && y < grid.sizeY() && z < grid.sizeZ();
        return inside ? values[grid.index((int) x, (int) y, (int) z)] : 0;
    }
}
