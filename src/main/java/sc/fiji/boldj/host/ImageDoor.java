package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.ImageStack;
import ij.WindowManager;
import ij.measure.Calibration;
import ij.process.ImageStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.MaskImage;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SourceHeader;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.ResultImages;
import sc.fiji.boldj.run.Progress;

/**
 * The door between ImageJ's images and BoldJ's.
 *
 * <p>Both share the arrays of the slices: nothing is copied. An image of ours carries its grid, timing and order of rows
 * as ImageJ image properties, which survive duplicating and saving as TIFF, and its file's header as an object, which
 * lives as long as the image.
 */
public final class ImageDoor {

    /** The property that keeps the header of the file an image came from. */
    public static final String HEADER = "BoldJ.header";

    /** The property that keeps what the user was told of an image; true for what was made of an image without a place. */
    private static final String TOLD = "BoldJ.told";

    private static final String REMEDY =
            "Undo the change, open the NIfTI file with Open NIfTI..., or set its position with Set Space...";

    private ImageDoor() {}

    /**
     * Opens a file, and says what is doubtful in its header.
     *
     * @param options {@link NiftiReader.Options#IMAGEJ} for an image that is shown
     */
    public static ImagePlus open(Path file, NiftiReader.Options options, Progress progress) throws IOException {
        NeuroImage image = NiftiReader.read(file, options, progress)
                .withName(file.getFileName().toString());
        if (image.header().orElse(null) instanceof NiftiHeader)
            for (Finding finding : ((NiftiHeader) image.header().orElseThrow()).findings())
                if (finding.level() == Finding.Level.WARNING)
                    HostProgress.warn("warning: " + image.name() + ": " + finding.text());
        return toImagePlus(image);
    }

    /**
     * An image of ImageJ as one of ours. If its place is unknown or its timing was changed, one warning is logged.
     *
     * @throws IllegalArgumentException if it is RGB or has several channels
     */
    public static NeuroImage read(ImagePlus image) {
        if (image.getStack() instanceof NeuroStack) return stored(image);
        requireOneValue(image);
        ImageGeometry geometry = ImageGeometry.of(image);
        tell(image, geometry);
        VoxelGrid grid = geometry.grid();
        ImageStack stack = image.getStack();
        List<Object> planes = new ArrayList<>(stack.size());
        for (int n = 1; n <= stack.size(); n++) planes.add(stack.getPixels(n));
        ScalarType type = type(image);
        double[] line = valueOf(image);
        PlanarStore store = new PlanarStore(
                type,
                new int[] {grid.sizeX(), grid.sizeY(), grid.sizeZ(), stack.size() / grid.sizeZ()},
                planes,
                geometry.rowsReversed(),
                line[1],
                line[0]);
        NeuroImage read = NeuroImage.of(image.getTitle(), grid, store, geometry.timing())
                .withSpace(geometry.isPlaced() ? GeometryNotes.space(image) : Space.UNKNOWN);
        Object header = image.getProperty(HEADER);
        return header instanceof SourceHeader sourceHeader ? read.withHeader(sourceHeader) : read;
    }

    /**
     * As {@link #read}, for a step that needs the course of time.
     *
     * @throws IllegalArgumentException also if the image is one flat stack, of which nobody knows how many slices make a
     *     volume
     */
    public static NeuroImage readSeries(ImagePlus image) {
        if (image.getNFrames() == 1 && image.getNSlices() > 1 && image.getNChannels() == 1) {
            boolean flat = !(image.getStack() instanceof NeuroStack)
                    && !ImageGeometry.of(image).isPlaced();
            if (flat)
                throw new IllegalArgumentException("'" + image.getTitle() + "' is one volume of " + image.getNSlices()
                        + " slices to ImageJ, not a time series: if it holds several volumes, say so with"
                        + " Image>Hyperstacks>Stack to Hyperstack... (slices of a volume, frames), or open the NIfTI file"
                        + " with Open NIfTI...");
        }
        return read(image);
    }

    /** An image that is kept as its file stores it: ImageJ cannot change its voxels, only what it says of them. */
    private static NeuroImage stored(ImagePlus image) {
        NeuroImage stored = ((NeuroStack) image.getStack()).image().withName(image.getTitle());
        ImageGeometry geometry = ImageGeometry.of(image);
        if (!geometry.isPlaced() && stored.grid().placed())
            throw new IllegalArgumentException("'" + image.getTitle() + "' is shown as its file stores it, but "
                    + geometry.whyUnplaced() + ": duplicate it, and set the position of the copy with Set Space...");
        tell(image, geometry);
        return stored.withTiming(geometry.timing());
    }

    private static void requireOneValue(ImagePlus image) {
        String name = "'" + image.getTitle() + "'";
        if (image.getType() == ImagePlus.COLOR_RGB)
            throw new IllegalArgumentException(
                    name + " has colours; a scan has one value per voxel (Image>Type>32-bit makes one)");
        int channels = image.getNChannels();
        if (channels != 1)
            throw new IllegalArgumentException(name + " has " + channels + " channels x " + image.getNSlices()
                    + " slices x " + image.getNFrames()
                    + " frames; BoldJ takes slices and frames (volumes), channels are"
                    + " neither. If the channels are slices, set channels to 1, slices to " + channels
                    + " and frames to " + (long) image.getNSlices() * image.getNFrames()
                    + " in Image>Properties...; if they are volumes, use Image>Hyperstacks>Hyperstack to Stack and then"
                    + " Stack to Hyperstack... with order xytzc, 1 channel, " + image.getNSlices() + " slices and "
                    + (long) channels * image.getNFrames() + " frames");
    }

    /** Says once what was lost. */
    private static void tell(ImagePlus image, ImageGeometry geometry) {
        List<String> news = new ArrayList<>();
        if (!geometry.isPlaced())
            news.add("its position in millimetres is unknown (" + geometry.whyUnplaced()
                    + "): results have none either and cannot be saved as NIfTI. " + REMEDY);
        news.addAll(geometry.remarks());
        String text = String.join("; ", news);
        if (text.isEmpty() || text.equals(image.getProperty(TOLD))) return;
        boolean inherited = !geometry.isPlaced() && Boolean.TRUE.equals(image.getProperty(TOLD));
        image.setProperty(TOLD, text);
        if (!inherited) HostProgress.warn("warning: '" + image.getTitle() + "': " + text);
    }

    /**
     * Returns normally if the place of the image's voxels in the head is known.
     *
     * @param why what would go wrong otherwise, for the message
     */
    public static void requirePlaced(ImagePlus image, String why) {
        ImageGeometry geometry = ImageGeometry.of(image);
        if (!geometry.isPlaced())
            throw new IllegalArgumentException("'" + image.getTitle() + "' does not say where its voxels are in"
                    + " millimetres (" + geometry.whyUnplaced() + "): " + why + ". " + REMEDY);
    }

    private static ScalarType type(ImagePlus image) {
        return switch (image.getBitDepth()) {
            case 8 -> ScalarType.UINT8;
            case 16 -> ScalarType.UINT16;
            default -> ScalarType.FLOAT32;
        };
    }

    /** Intercept and slope from stored to calibrated numbers; ImageJ keeps signed 16-bit numbers 32768 too high. */
    private static double[] valueOf(ImagePlus image) {
        Calibration calibration = image.getCalibration();
        if (image.getBitDepth() == 32 || !calibration.calibrated()) return new double[] {0, 1};
        if (calibration.getFunction() != Calibration.STRAIGHT_LINE)
            throw new IllegalArgumentException("'" + image.getTitle()
                    + "' has a nonlinear calibration of its values; only linear calibrations are supported");
        return calibration.getCoefficients().clone();
    }

    /**
     * The voxels of a mask image by the rules of {@link MaskImage}, on the grid of {@code like}; says what it made of an
     * image that is no plain mask.
     *
     * @throws IllegalArgumentException if it is no mask, is empty, or lies on another grid
     */
    public static Mask mask(ImagePlus image, NeuroImage like) {
        NeuroImage source = read(image);
        source.grid().requireSameAs(like.grid(), "the mask '" + image.getTitle() + "'", "'" + like.name() + "'");
        MaskImage mask;
        try {
            mask = MaskImage.read(source);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the mask " + e.getMessage(), e);
        }
        if (!mask.note().isEmpty()) HostProgress.warn("warning: the mask '" + image.getTitle() + "' " + mask.note());
        return mask.mask();
    }

    /** As {@link #read}, null if there is no image. */
    public static NeuroImage readOrNull(ImagePlus image) {
        return image == null ? null : read(image);
    }

    /** As {@link #mask}, every voxel if there is no image. */
    public static Mask maskOrAll(ImagePlus image, NeuroImage like) {
        return image == null ? Mask.all(like.grid()) : mask(image, like);
    }

    /**
     * A new image for a result of {@code source}: same grid, timing and place, float, all 0.
     *
     * @param title its title, or empty for one made of the source's and {@code suffix}
     */
    public static NeuroImage create(NeuroImage source, String title, String suffix, int volumes) {
        return create(source, source.grid(), title, suffix, volumes);
    }

    /** As the other, on another grid. */
    public static NeuroImage create(NeuroImage source, VoxelGrid grid, String title, String suffix, int volumes) {
        String name = title.isBlank() ? WindowManager.makeUniqueName(stem(source.name()) + "_" + suffix) : title;
        return ResultImages.create(source, grid, name, suffix, volumes);
    }

    /** A title without the ending of its file. */
    public static String stem(String title) {
        return title.replaceAll("(?i)\\.(nii|hdr|img)(\\.gz)?$", "");
    }

    /** One of our images as one of ImageJ's, shown with the front or top up, contrast set from the middle of it. */
    public static ImagePlus toImagePlus(NeuroImage image) {
        ImageStack stack = stack(image);
        ImagePlus plus = new ImagePlus(image.name(), stack);
        VoxelGrid grid = image.grid();
        plus.setDimensions(1, grid.sizeZ(), image.volumes());
        plus.setOpenAsHyperStack(image.volumes() > 1);
        Calibration calibration = plus.getCalibration();
        calibration.pixelWidth = grid.voxelSize(0);
        calibration.pixelHeight = grid.voxelSize(1);
        calibration.pixelDepth = grid.voxelSize(2);
        calibration.setUnit("mm");
        if (image.timing().isKnown()) {
            calibration.frameInterval = image.timing().repetitionTime();
            calibration.setTimeUnit("s");
        }
        ImageGeometry.note(plus, image, rowsReversed(image));
        if (!grid.placed()) plus.setProperty(TOLD, true);
        image.header().ifPresent(header -> plus.setProperty(HEADER, header));
        if (!(stack instanceof NeuroStack)) showMiddle(plus, grid);
        return plus;
    }

    /** Whether the arrays of an image hold the last row of each slice first. */
    public static boolean rowsReversed(NeuroImage image) {
        return image.voxels() instanceof PlanarStore && ((PlanarStore) image.voxels()).rowsReversed();
    }

    private static ImageStack stack(NeuroImage image) {
        VoxelGrid grid = image.grid();
        boolean shared = image.voxels() instanceof PlanarStore
                && ((PlanarStore) image.voxels()).type() == ScalarType.FLOAT32
                && ((PlanarStore) image.voxels()).slope() == 1
                && ((PlanarStore) image.voxels()).intercept() == 0;
        if (!shared) return new NeuroStack(image);
        ImageStack stack = new ImageStack(grid.sizeX(), grid.sizeY());
        for (int t = 0; t < image.volumes(); t++)
            for (int z = 0; z < grid.sizeZ(); z++) stack.addSlice(null, ((PlanarStore) image.voxels()).plane(z, t));
        return stack;
    }

    private static void showMiddle(ImagePlus plus, VoxelGrid grid) {
        plus.setPosition(1, grid.sizeZ() / 2 + 1, 1);
        ImageStatistics range = plus.getProcessor().getStats();
        boolean twoSigns = range.min < 0
                && ResultLook.hasTwoSigns(finite((float[]) plus.getProcessor().getPixels()));
        double min = twoSigns || range.max <= 0 ? Math.min(0, range.min) : 0;
        double max = min < 0
                ? Math.max(range.max, -min)
                : robustMaximum((float[]) plus.getProcessor().getPixels());
        if (min < 0) min = -max;
        if (max > min) plus.setDisplayRange(min, max);
    }

    private static float[] finite(float[] slice) {
        float[] kept = new float[slice.length];
        int n = 0;
        for (float value : slice) if (Float.isFinite(value)) kept[n++] = value;
        return java.util.Arrays.copyOf(kept, n);
    }

    /** A value that 0.5 % of the finite voxels of a slice exceed. */
    private static double robustMaximum(float[] slice) {
        float[] sorted = finite(slice);
        if (sorted.length == 0) return 0;
        java.util.Arrays.sort(sorted);
        return Math.max(sorted[(int) Math.ceil(0.995 * (sorted.length - 1))], 0);
    }
}
