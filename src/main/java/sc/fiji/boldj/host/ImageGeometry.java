package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.measure.Calibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * Place and timing of an ImageJ image: what was noted when BoldJ opened or made it, if its voxels are still those.
 *
 * <p>An image is unplaced if nothing was noted, or if its shape, its voxel size or the order of its voxels changed since. It
 * then gets the voxel size of its calibration, its middle as the origin, and a grid that says so
 * ({@link VoxelGrid#placed}). A frame interval that was changed in {@code Image>Properties} is the repetition time.
 */
public final class ImageGeometry {

    /** Calibrations and grids may differ by this share: TIFF files round. */
    private static final double ROUNDING = 1e-3;

    private static final String FOREIGN = "it was not opened by BoldJ, or a step outside BoldJ dropped its position";

    private final VoxelGrid grid;
    private final SeriesTiming timing;
    private final boolean rowsReversed;
    private final String unplaced;
    private final List<String> remarks;

    private ImageGeometry(
            VoxelGrid grid, SeriesTiming timing, boolean rowsReversed, String unplaced, List<String> remarks) {
        this.grid = grid;
        this.timing = timing;
        this.rowsReversed = rowsReversed;
        this.unplaced = unplaced;
        this.remarks = remarks;
    }

    /** Reads the properties and compares them with the image. */
    public static ImageGeometry of(ImagePlus image) {
        GeometryNotes.fetch(image);
        List<String> remarks = new ArrayList<>();
        Optional<GeometryNotes.Place> place = GeometryNotes.place(image);
        String why = place.isPresent() ? lost(image, place.get()) : GeometryNotes.whyUnplaced(image);
        if (place.isEmpty() && why == null) why = FOREIGN;
        SeriesTiming timing = timing(image, remarks);
        if (why == null) {
            int[] size = place.get().size();
            VoxelGrid grid =
                    new VoxelGrid(size[0], size[1], size[2], place.get().affine());
            return new ImageGeometry(grid, timing, place.get().rowsReversed(), "", remarks);
        }
        if (place.isPresent() && timing.hasSliceTimes()) {
            remarks.add("its slice times are no longer used");
            timing = timing.correctedTo(0);
        }
        return new ImageGeometry(centred(image), timing, false, why, remarks);
    }

    private static int[] size(ImagePlus image) {
        return new int[] {image.getWidth(), image.getHeight(), image.getNSlices()};
    }

    /** Why the place that was noted is no longer that of the voxels; null if it still is. */
    private static String lost(ImagePlus image, GeometryNotes.Place place) {
        int[] size = size(image);
        if (!Arrays.equals(size, place.size())) return otherShape(image, place.size());
        VoxelGrid grid = new VoxelGrid(size[0], size[1], size[2], place.affine());
        double mm = Lengths.millimetres(image.getCalibration().getUnit());
        double[] now = edges(image);
        for (int axis = 0; axis < 3 && !Double.isNaN(mm); axis++) {
            double edge = grid.voxelSize(axis);
            if (size[axis] > 1 && Math.abs(mm * now[axis] - edge) > ROUNDING * edge)
                return "its voxel size was changed from " + text(grid) + " to "
                        + Lengths.text(mm * now[0], mm * now[1], mm * now[2]) + " (Image>Properties or scaling)";
        }
        if (image.getStack() instanceof NeuroStack) return null;
        if (place.signature() == null || place.signature().sizeZ() != size[2])
            return "it has no record of its voxels from when its position was stored";
        return place.signature().change(image.getStack()).orElse(null);
    }

    private static double[] edges(ImagePlus image) {
        Calibration calibration = image.getCalibration();
        return new double[] {calibration.pixelWidth, calibration.pixelHeight, calibration.pixelDepth};
    }

    private static String text(VoxelGrid grid) {
        return Lengths.text(grid.voxelSize(0), grid.voxelSize(1), grid.voxelSize(2));
    }

    private static String otherShape(ImagePlus image, int[] noted) {
        int[] size = size(image);
        if (size[0] == noted[0] && size[1] == noted[1] && image.getNFrames() == 1 && size[2] % noted[2] == 0)
            return "its " + size[2] + " slices are one flat stack now, but a volume has " + noted[2]
                    + ": Image>Hyperstacks>Stack to Hyperstack... with " + noted[2] + " slices and "
                    + size[2] / noted[2] + " frames brings the series back";
        return "it has " + shape(size) + " voxels, but its position was stored for " + shape(noted)
                + ": it was cropped, scaled, re-sliced or reordered since";
    }

    private static String shape(int[] size) {
        return Arrays.stream(size).mapToObj(String::valueOf).collect(Collectors.joining("x"));
    }

    /** The voxel size of the calibration, the middle at the origin, the first row at the back. */
    private static VoxelGrid centred(ImagePlus image) {
        int[] size = size(image);
        double mm = Lengths.millimetres(image.getCalibration().getUnit());
        if (Double.isNaN(mm)) mm = 1;
        double[] edge = edges(image);
        Affine centred = Affine.scaling(mm * edge[0], -mm * edge[1], mm * edge[2])
                .times(Affine.translation(-(size[0] - 1) / 2.0, -(size[1] - 1) / 2.0, -(size[2] - 1) / 2.0));
        return new VoxelGrid(size[0], size[1], size[2], centred, false);
    }

    private static SeriesTiming timing(ImagePlus image, List<String> remarks) {
        SeriesTiming noted = GeometryNotes.timing(image);
        Calibration calibration = image.getCalibration();
        double shown = calibration.frameInterval * Lengths.seconds(calibration.getTimeUnit());
        if (image.getNFrames() < 2 || !(shown > 0) || Double.isInfinite(shown)) return noted;
        double known = noted.repetitionTime();
        if (Math.abs(shown - known) <= ROUNDING * known) return noted;
        SeriesTiming changed = SeriesTiming.every(shown).correctedTo(noted.startTime());
        if (noted.isKnown())
            remarks.add("its repetition time is " + Lengths.text(shown)
                    + " s, the frame interval of Image>Properties, not " + Lengths.text(known) + " s as in its file");
        if (!noted.hasSliceTimes()) return changed;
        if (Arrays.stream(noted.sliceTimes()).allMatch(time -> time < shown))
            return changed.withSliceTimes(noted.sliceTimes());
        remarks.add("its slice times do not fit into that and are no longer used");
        return changed;
    }

    /** Writes place, timing and space of one of our images into the properties of the image that shows it. */
    public static void note(ImagePlus image, NeuroImage source, boolean rowsReversed) {
        if (source.grid().placed()) {
            GeometryNotes.write(image, source.grid(), rowsReversed);
            GeometryNotes.write(image, source.space());
        } else GeometryNotes.writeUnplaced(image, "it was made from an image without a position in millimetres");
        GeometryNotes.write(image, source.timing());
    }

    /** Where the voxels are. */
    public VoxelGrid grid() {
        return grid;
    }

    /** When the volumes were measured. */
    public SeriesTiming timing() {
        return timing;
    }

    /** Whether the arrays hold the last row of each slice first. */
    public boolean rowsReversed() {
        return rowsReversed;
    }

    /** Whether the place of the voxels in RAS+ millimetres is known. */
    public boolean isPlaced() {
        return unplaced.isEmpty();
    }

    /** Why the place is not known, a clause; empty if it is. */
    public String whyUnplaced() {
        return unplaced;
    }

    /** What the user should know of the timing, clauses. */
    public List<String> remarks() {
        return remarks;
    }
}
