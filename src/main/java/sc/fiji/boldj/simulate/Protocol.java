package sc.fiji.boldj.simulate;

import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * What is measured when.
 *
 * @param grid voxels of the scan; its middle is the centre of rotation and of the coil
 * @param timing repetition time and, if slices are taken one after the other, slice times
 * @param volumes number of volumes, 1 or more
 * @param reference volume in which the head is at rest
 */
public record Protocol(VoxelGrid grid, SeriesTiming timing, int volumes, int reference) {

    /** 40x48x28 voxels of 4.5 mm, 120 volumes, TR 2 s, interleaved slices. */
    public static final Protocol SMALL = new Protocol(
            new VoxelGrid(40, 48, 28, Affine.of(4.5, 0, 0, -87.75, 0, 4.5, 0, -121.75, 0, 0, 4.5, -43)),
            SliceSchedule.of(2, 28, 1, SliceSchedule.Order.INTERLEAVED),
            120,
            0);

    /** 64x64x52 voxels of 3 mm, 1000 volumes, TR 0.8 s, four slices at once. */
    public static final Protocol MULTIBAND = new Protocol(
            new VoxelGrid(64, 64, 52, Affine.of(3, 0, 0, -94.5, 0, 3, 0, -112.5, 0, 0, 3, -66)),
            SliceSchedule.of(0.8, 52, 4, SliceSchedule.Order.INTERLEAVED),
            1000,
            0);

    public Protocol {
        if (volumes < 1) throw new IllegalArgumentException("a run needs 1 volume or more, got " + volumes);
        if (reference < 0 || reference >= volumes)
            throw new IllegalArgumentException(
                    "the reference volume must be 0 to " + (volumes - 1) + ", got " + reference);
        if (!timing.isKnown()) throw new IllegalArgumentException("a run needs a repetition time");
        if (timing.hasSliceTimes()) check(timing, grid);
    }

    private static void check(SeriesTiming timing, VoxelGrid grid) {
        double[] times = timing.sliceTimes();
        if (times.length != grid.sizeZ())
            throw new IllegalArgumentException(grid.sizeZ() + " slices need as many slice times, got " + times.length);
        for (int z = 0; z < times.length; z++)
            if (!(times[z] >= 0 && times[z] < timing.repetitionTime()))
                throw new IllegalArgumentException("slice " + z + " is taken at " + times[z] + " s, outside [0, "
                        + timing.repetitionTime() + "): are the slice times in milliseconds?");
    }

    /** Full width at half maximum of the point spread: the mean voxel size, limited to 1 to 20 mm. */
    double resolution() {
        return Math.max(1, Math.min(20, StrictMath.cbrt(Math.abs(grid.affine().determinant()))));
    }
}
