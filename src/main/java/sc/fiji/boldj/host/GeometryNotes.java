package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.io.FileInfo;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * The properties of an ImageJ image that say where and when its voxels were measured. They survive duplicating and saving
 * as TIFF, so that they may be those of another state of the image: {@link ImageGeometry} judges.
 */
public final class GeometryNotes {

    /** All keys begin so. */
    public static final String PREFIX = "BoldJ.";

    private static final String SIZE = "BoldJ.size";
    private static final String AFFINE = "BoldJ.affine";
    private static final String ROWS = "BoldJ.rows";
    private static final String SIGNATURE = "BoldJ.signature";
    private static final String UNPLACED = "BoldJ.unplaced";
    private static final String REPETITION_TIME = "BoldJ.repetition_time";
    private static final String SLICE_TIMES = "BoldJ.slice_times";
    private static final String START_TIME = "BoldJ.start_time";
    private static final String SPACE = "BoldJ.space";
    private static final String EVIDENCE = "BoldJ.space_evidence";
    private static final String REVERSED = "reversed";

    private GeometryNotes() {}

    /**
     * A place that was noted.
     *
     * @param size voxels along the three axes at that time
     * @param rowsReversed whether the arrays held the last row of each slice first
     * @param signature of the voxels at that time, null if there is none
     */
    public record Place(int[] size, Affine affine, boolean rowsReversed, VoxelSignature signature) {}

    /** Writes the place of an image and what its voxels look like now. */
    public static void write(ImagePlus image, VoxelGrid grid, boolean rowsReversed) {
        double[] rows = new double[12];
        for (int i = 0; i < 12; i++) rows[i] = grid.affine().get(i / 4, i % 4);
        image.setProp(SIZE, text(new int[] {grid.sizeX(), grid.sizeY(), grid.sizeZ()}));
        image.setProp(AFFINE, text(rows));
        image.setProp(ROWS, rowsReversed ? REVERSED : "as stored");
        image.setProp(
                SIGNATURE,
                image.getStack() instanceof NeuroStack
                        ? null
                        : VoxelSignature.of(image.getStack(), grid.sizeZ()).text());
        image.setProp(UNPLACED, null);
    }

    /** Writes that an image has no place. */
    public static void writeUnplaced(ImagePlus image, String why) {
        for (String key : new String[] {SIZE, AFFINE, ROWS, SIGNATURE, SPACE, EVIDENCE}) image.setProp(key, null);
        image.setProp(UNPLACED, why);
    }

    /** Writes when the volumes were measured. */
    public static void write(ImagePlus image, SeriesTiming timing) {
        image.setProp(REPETITION_TIME, timing.isKnown() ? String.valueOf(timing.repetitionTime()) : null);
        image.setProp(START_TIME, timing.startTime() != 0 ? String.valueOf(timing.startTime()) : null);
        image.setProp(SLICE_TIMES, timing.hasSliceTimes() ? text(timing.sliceTimes()) : null);
    }

    /** Writes which space the millimetres belong to. */
    public static void write(ImagePlus image, Space space) {
        image.setProp(SPACE, space.name().isEmpty() ? null : space.name());
        image.setProp(EVIDENCE, space.evidence().isEmpty() ? null : space.evidence());
    }

    /**
     * Fetches the properties that ImageJ left in the file (a TIFF opened as a virtual stack) or in the stack (a file opened
     * through ImageJ's own list of formats), or that Fiji wrote into the image's text when it made it of a {@code Dataset}.
     */
    public static void fetch(ImagePlus image) {
        if (image.getStack() instanceof PlacedStack) ((PlacedStack) image.getStack()).handOver(image);
        if (image.getProp(AFFINE) != null || image.getProp(UNPLACED) != null) return;
        fetchFromText(image);
        if (image.getProp(AFFINE) != null || !image.getStack().isVirtual()) return;
        FileInfo file = image.getOriginalFileInfo();
        if (file == null || file.properties == null) return;
        for (int i = 0; i + 1 < file.properties.length; i += 2)
            if (file.properties[i].startsWith(PREFIX)) image.setProp(file.properties[i], file.properties[i + 1]);
    }

    private static void fetchFromText(ImagePlus image) {
        String info = image.getInfoProperty();
        if (info == null || !info.contains(AFFINE + " = ")) return;
        for (String line : info.split("\n", -1)) {
            int equals = line.indexOf(" = ");
            if (equals > 0 && line.startsWith(PREFIX))
                image.setProp(
                        line.substring(0, equals), line.substring(equals + 3).strip());
        }
    }

    /** The place that was noted, if any. */
    public static Optional<Place> place(ImagePlus image) {
        String affine = image.getProp(AFFINE);
        String size = image.getProp(SIZE);
        if (affine == null || size == null) return Optional.empty();
        int[] voxels = Arrays.stream(numbers(size)).mapToInt(v -> (int) v).toArray();
        String signature = image.getProp(SIGNATURE);
        return Optional.of(new Place(
                voxels,
                Affine.of(numbers(affine)),
                REVERSED.equals(image.getProp(ROWS)),
                signature == null ? null : VoxelSignature.parse(signature).orElse(null)));
    }

    /** Why one of our images has no place; null if that was never noted. */
    public static String whyUnplaced(ImagePlus image) {
        return image.getProp(UNPLACED);
    }

    /** The timing that was noted, {@link SeriesTiming#UNKNOWN} if none was. */
    public static SeriesTiming timing(ImagePlus image) {
        SeriesTiming timing = SeriesTiming.UNKNOWN;
        if (image.getProp(REPETITION_TIME) != null)
            timing = SeriesTiming.every(Double.parseDouble(image.getProp(REPETITION_TIME)));
        if (image.getProp(START_TIME) != null)
            timing = timing.correctedTo(Double.parseDouble(image.getProp(START_TIME)));
        if (image.getProp(SLICE_TIMES) != null) timing = timing.withSliceTimes(numbers(image.getProp(SLICE_TIMES)));
        return timing;
    }

    /** The space that was noted. */
    public static Space space(ImagePlus image) {
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
}
