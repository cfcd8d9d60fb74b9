package sc.fiji.boldj.command;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Place and timing of an ImageJ image, kept in its image properties as text.
 *
 * <p>An image without them (not opened by BoldJ) gets the voxel size of its calibration and an unknown place: its centre
 * is the origin, and {@link #isPlaced} is false.
 */
final class ImageGeometry {

    private static final String SIZE = "BoldJ.size";
    private static final String AFFINE = "BoldJ.affine";
    private static final String ROWS = "BoldJ.rows";
    private static final String REPETITION_TIME = "BoldJ.repetition_time";
    private static final String SLICE_TIMES = "BoldJ.slice_times";
    private static final String START_TIME = "BoldJ.start_time";
    private static final String SPACE = "BoldJ.space";
    private static final String EVIDENCE = "BoldJ.space_evidence";
    private static final String REVERSED = "reversed";

    private final VoxelGrid grid;
    private final SeriesTiming timing;
    private final boolean rowsReversed;
    private final boolean placed;

    private ImageGeometry(VoxelGrid grid, SeriesTiming timing, boolean rowsReversed, boolean placed) {
        this.grid = grid;
        this.timing = timing;
        this.rowsReversed = rowsReversed;
        this.placed = placed;
    }

    /**
     * Reads the properties.
     *
     * @throws IllegalArgumentException if the image has another shape than they say
     */
    static ImageGeometry of(ImagePlus image) {
        int[] size = {image.getWidth(), image.getHeight(), image.getNSlices()};
        if (image.getStack() instanceof PlacedStack) ((PlacedStack) image.getStack()).handOver(image);
        if (image.getProp(AFFINE) == null) return unplaced(image, size);
        String noted = image.getProp(SIZE);
        if (!text(size).equals(noted))
            throw new IllegalArgumentException(
                    "'" + image.getTitle() + "' has " + text(size).replace(" ", "x")
                            + " voxels but its place in space was noted for "
                            + String.valueOf(noted).replace(" ", "x")
                            + ": it was cropped, scaled or re-sliced since it was opened");
        Affine affine = Affine.of(numbers(image.getProp(AFFINE)));
        SeriesTiming timing = SeriesTiming.UNKNOWN;
        if (image.getProp(REPETITION_TIME) != null)
            timing = SeriesTiming.every(Double.parseDouble(image.getProp(REPETITION_TIME)));
        if (image.getProp(START_TIME) != null)
            timing = timing.correctedTo(Double.parseDouble(image.getProp(START_TIME)));
        if (image.getProp(SLICE_TIMES) != null) timing = timing.withSliceTimes(numbers(image.getProp(SLICE_TIMES)));
        boolean reversed = REVERSED.equals(image.getProp(ROWS));
        return new ImageGeometry(new VoxelGrid(size[0], size[1], size[2], affine), timing, reversed, true);
    }

    private static ImageGeometry unplaced(ImagePlus image, int[] size) {
        Calibration calibration = image.getCalibration();
        double mm = millimetres(calibration.getUnit());
        Affine scaling =
                Affine.scaling(mm * calibration.pixelWidth, -mm * calibration.pixelHeight, mm * calibration.pixelDepth);
        Affine centred =
                scaling.times(Affine.translation(-(size[0] - 1) / 2.0, -(size[1] - 1) / 2.0, -(size[2] - 1) / 2.0));
        boolean timed = image.getNFrames() > 1 && calibration.frameInterval > 0;
        double unit = calibration.getTimeUnit().toLowerCase(Locale.ROOT).startsWith("ms") ? 1e-3 : 1;
        return new ImageGeometry(
                new VoxelGrid(size[0], size[1], size[2], centred),
                timed ? SeriesTiming.every(unit * calibration.frameInterval) : SeriesTiming.UNKNOWN,
                false,
                false);
    }

    private static double millimetres(String unit) {
        switch (unit.toLowerCase(Locale.ROOT)) {
            case "m":
                return 1000;
            case "cm":
                return 10;
            case "um":
            case "\u00b5m":
            case "micron":
            case "microns":
                return 1e-3;
            default:
                return 1;
        }
    }

    /** Writes the properties of an image. */
    static void note(ImagePlus image, VoxelGrid grid, SeriesTiming timing, boolean rowsReversed) {
        image.setProp(SIZE, text(new int[] {grid.sizeX(), grid.sizeY(), grid.sizeZ()}));
        double[] rows = new double[12];
        for (int i = 0; i < 12; i++) rows[i] = grid.affine().get(i / 4, i % 4);
        image.setProp(AFFINE, text(rows));
        image.setProp(ROWS, rowsReversed ? REVERSED : "as stored");
        image.setProp(REPETITION_TIME, timing.isKnown() ? String.valueOf(timing.repetitionTime()) : null);
        image.setProp(START_TIME, timing.startTime() != 0 ? String.valueOf(timing.startTime()) : null);
        image.setProp(SLICE_TIMES, timing.hasSliceTimes() ? text(timing.sliceTimes()) : null);
    }

    /** Writes the property that says which space the millimetres belong to. */
    static void note(ImagePlus image, Space space) {
        image.setProp(SPACE, space.name().isEmpty() ? null : space.name());
        image.setProp(EVIDENCE, space.evidence().isEmpty() ? null : space.evidence());
    }

    /** The space that the properties name. */
    static Space space(ImagePlus image) {
        String name = image.getProp(SPACE) == null ? "" : image.getProp(SPACE);
        return Space.named(name, image.getProp(EVIDENCE) == null ? "" : image.getProp(EVIDENCE));
    }

    private static String text(int[] values) {
        return Arrays.stream(values).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String text(double[] values) {
        return DoubleStream.of(values).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.strip().split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    /** Where the voxels are. */
    VoxelGrid grid() {
        return grid;
    }

    /** When the volumes were measured. */
    SeriesTiming timing() {
        return timing;
    }

    /** Whether the arrays hold the last row of each slice first. */
    boolean rowsReversed() {
        return rowsReversed;
    }

    /** Whether the place of the voxels in RAS+ millimetres is known. */
    boolean isPlaced() {
        return placed;
    }
}
