package sc.fiji.boldj.command;

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
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/**
 * The door between ImageJ's images and BoldJ's.
 *
 * <p>Both share the arrays of the slices: nothing is copied. An image of ours carries its grid, timing and order of rows
 * as ImageJ image properties, which survive duplicating and saving as TIFF, and its file's header as an object, which
 * lives as long as the image.
 */
final class ImageDoor {

    /** The property that keeps the header of the file an image came from. */
    static final String HEADER = "BoldJ.header";

    private ImageDoor() {}

    /**
     * Opens a file, and says what is doubtful in its header.
     *
     * @param options {@link NiftiReader.Options#IMAGEJ} for an image that is shown
     */
    static ImagePlus open(Path file, NiftiReader.Options options, Progress progress) throws IOException {
        NeuroImage image = NiftiReader.read(file, options, progress)
                .withName(file.getFileName().toString());
        if (image.header().orElse(null) instanceof NiftiHeader)
            for (Finding finding : ((NiftiHeader) image.header().orElseThrow()).findings())
                if (finding.level() == Finding.Level.WARNING)
                    HostProgress.warn("warning: " + image.name() + ": " + finding.text());
        return toImagePlus(image);
    }

    /**
     * An image of ImageJ as one of ours.
     *
     * @throws IllegalArgumentException if it is RGB, has several channels, or was cropped or resized since its place in
     *     space was noted
     */
    static NeuroImage read(ImagePlus image) {
        if (image.getStack() instanceof NeuroStack)
            return ((NeuroStack) image.getStack()).image().withName(image.getTitle());
        if (image.getType() == ImagePlus.COLOR_RGB || image.getNChannels() != 1)
            throw new IllegalArgumentException("'" + image.getTitle()
                    + "' has colour or several channels; a scan has one value a voxel (Image>Type>32-bit makes one)");
        ImageGeometry geometry = ImageGeometry.of(image);
        VoxelGrid grid = geometry.grid();
        ImageStack stack = image.getStack();
        List<Object> planes = new ArrayList<>(stack.size());
        for (int n = 1; n <= stack.size(); n++) planes.add(stack.getPixels(n));
        ScalarType type = type(image);
        double[] line = valueOf(image);
        PlanarStore store = new PlanarStore(
                type,
                grid.sizeX(),
                grid.sizeY(),
                grid.sizeZ(),
                stack.size() / grid.sizeZ(),
                planes,
                geometry.rowsReversed(),
                line[1],
                line[0]);
        NeuroImage read =
                NeuroImage.of(image.getTitle(), grid, store, geometry.timing()).withSpace(ImageGeometry.space(image));
        Object header = image.getProperty(HEADER);
        return header instanceof SourceHeader ? read.withHeader((SourceHeader) header) : read;
    }

    /**
     * Returns normally if the place of the image's voxels in the head is known.
     *
     * @param why what would go wrong otherwise, for the message
     */
    static void requirePlaced(ImagePlus image, String why) {
        if (!(image.getStack() instanceof NeuroStack)
                && !ImageGeometry.of(image).isPlaced())
            throw new IllegalArgumentException("'" + image.getTitle()
                    + "' does not say where its voxels are in millimetres: " + why + "; open it with Open NIfTI...");
    }

    private static ScalarType type(ImagePlus image) {
        switch (image.getBitDepth()) {
            case 8:
                return ScalarType.UINT8;
            case 16:
                return ScalarType.UINT16;
            default:
                return ScalarType.FLOAT32;
        }
    }

    /** Intercept and slope from stored to calibrated numbers; ImageJ keeps signed 16-bit numbers 32768 too high. */
    private static double[] valueOf(ImagePlus image) {
        Calibration calibration = image.getCalibration();
        if (image.getBitDepth() == 32 || !calibration.calibrated()) return new double[] {0, 1};
        if (calibration.getFunction() != Calibration.STRAIGHT_LINE)
            throw new IllegalArgumentException("'" + image.getTitle()
                    + "' has a curved calibration of its values; only a straight line is understood");
        return calibration.getCoefficients().clone();
    }

    /**
     * The voxels of a mask image by the rules of {@link MaskImage}, on the grid of {@code like}; says what it made of an
     * image that is no plain mask.
     *
     * @throws IllegalArgumentException if it is no mask, is empty, or lies on another grid
     */
    static Mask mask(ImagePlus image, NeuroImage like) {
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
    static NeuroImage readOrNull(ImagePlus image) {
        return image == null ? null : read(image);
    }

    /** As {@link #mask}, every voxel if there is no image. */
    static Mask maskOrAll(ImagePlus image, NeuroImage like) {
        return image == null ? Mask.all(like.grid()) : mask(image, like);
    }

    /**
     * A new image for a result of {@code source}: same grid, timing and place, float, all 0.
     *
     * @param title its title, or empty for one made of the source's and {@code suffix}
     */
    static NeuroImage create(NeuroImage source, String title, String suffix, int volumes) {
        return create(source, source.grid(), title, suffix, volumes);
    }

    /** As the other, on another grid. */
    static NeuroImage create(NeuroImage source, VoxelGrid grid, String title, String suffix, int volumes) {
        String name = title.isBlank() ? WindowManager.makeUniqueName(stem(source.name()) + "_" + suffix) : title;
        NeuroImage target = source.createOn(name, grid, volumes);
        return source.header().orElse(null) instanceof NiftiHeader
                ? target.withHeader(
                        ((NiftiHeader) source.header().orElseThrow()).forResult("BoldJ " + suffix.replace('_', ' ')))
                : target;
    }

    /** A title without the ending of its file. */
    static String stem(String title) {
        return title.replaceAll("(?i)\\.(nii|hdr|img)(\\.gz)?$", "");
    }

    /** One of our images as one of ImageJ's, shown with the front or top up, contrast set from the middle of it. */
    static ImagePlus toImagePlus(NeuroImage image) {
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
        boolean reversed = image.voxels() instanceof PlanarStore && ((PlanarStore) image.voxels()).rowsReversed();
        ImageGeometry.note(plus, grid, image.timing(), reversed);
        ImageGeometry.note(plus, image.space());
        image.header().ifPresent(header -> plus.setProperty(HEADER, header));
        if (!(stack instanceof NeuroStack)) showMiddle(plus, grid);
        return plus;
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
        double min = Math.min(0, range.min);
        double max = min < 0
                ? Math.max(range.max, -min)
                : robustMaximum((float[]) plus.getProcessor().getPixels());
        if (min < 0) min = -max;
        if (max > min) plus.setDisplayRange(min, max);
    }

    /** A value that 0.5 % of the finite voxels of a slice exceed. */
    private static double robustMaximum(float[] slice) {
        float[] sorted = new float[slice.length];
        int n = 0;
        for (float value : slice) if (Float.isFinite(value)) sorted[n++] = value;
        if (n == 0) return 0;
        java.util.Arrays.sort(sorted, 0, n);
        return Math.max(sorted[(int) Math.ceil(0.995 * (n - 1))], 0);
    }
}
