package sc.fiji.boldj.command;

import ij.ImagePlus;
import ij.ImageStack;
import io.scif.FormatException;
import io.scif.ImageMetadata;
import io.scif.util.FormatTools;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.imagej.axis.Axes;
import net.imagej.axis.AxisType;
import net.imagej.axis.CalibratedAxis;
import net.imagej.axis.DefaultLinearAxis;
import sc.fiji.boldj.host.GeometryNotes;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.ImageGeometry;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiPlanes;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.PlaneBytes;
import sc.fiji.boldj.io.SidecarWriter;
import sc.fiji.boldj.run.Progress;

/** Between SCIFIO's image metadata and ours; gathers the slices of an image that is written. */
final class ScifioImage {

    private static final List<AxisType> AXES = List.of(Axes.X, Axes.Y, Axes.Z, Axes.TIME);

    /** The types that NIfTI and SCIFIO both have. */
    private static final Map<ScalarType, Integer> TYPES = new EnumMap<>(Map.of(
            ScalarType.INT8, FormatTools.INT8,
            ScalarType.UINT8, FormatTools.UINT8,
            ScalarType.INT16, FormatTools.INT16,
            ScalarType.UINT16, FormatTools.UINT16,
            ScalarType.INT32, FormatTools.INT32,
            ScalarType.UINT32, FormatTools.UINT32,
            ScalarType.FLOAT32, FormatTools.FLOAT,
            ScalarType.FLOAT64, FormatTools.DOUBLE));

    private final int[] sizes = new int[4];
    private final double[] edges = {1, 1, 1, 1};
    private final ScalarType type;
    private final Map<String, Object> notes;
    private String unit = "mm";
    private final Object[] planes;
    private int missing;

    /**
     * @param notes may have the keys of {@link GeometryNotes}
     * @throws FormatException if it has other axes than X, Y, Z and time, or in another order
     */
    ScifioImage(ImageMetadata image, Map<String, Object> notes) throws FormatException {
        Arrays.fill(sizes, 1);
        int before = -1;
        for (CalibratedAxis axis : image.getAxes()) {
            int which = AXES.indexOf(axis.type());
            int size = (int) image.getAxisLength(axis);
            if (which < 0 && size == 1) continue;
            if (which <= before)
                throw new FormatException("NIfTI has the axes X, Y, Z and time in this order; this image has "
                        + axis.type().getLabel() + ", or another order");
            before = which;
            sizes[which] = size;
            edges[which] = axis.averageScale(0, 1);
            if (which < 3 && axis.unit() != null) unit = axis.unit();
        }
        type = scalar(image.getPixelType());
        this.notes = notes;
        planes = new Object[sizes[2] * sizes[3]];
        missing = planes.length;
    }

    static int[] pixelTypes() {
        return TYPES.values().stream().mapToInt(Integer::intValue).toArray();
    }

    private static ScalarType scalar(int pixelType) throws FormatException {
        for (Map.Entry<ScalarType, Integer> entry : TYPES.entrySet())
            if (entry.getValue() == pixelType) return entry.getKey();
        throw new FormatException("NIfTI has no voxels of type " + FormatTools.getPixelTypeString(pixelType));
    }

    /** Tells SCIFIO what a file has: axes in mm and seconds. */
    static void describe(NiftiPlanes planes, ImageMetadata image) throws IOException {
        VoxelGrid grid = planes.header().grid();
        image.setPixelType(TYPES.get(planes.type()));
        image.setBitsPerPixel(8 * planes.type().bytes());
        image.setLittleEndian(planes.byteOrder() == ByteOrder.LITTLE_ENDIAN);
        int volumes = planes.header().volumes();
        long[] sizes = {grid.sizeX(), grid.sizeY(), grid.sizeZ(), volumes};
        CalibratedAxis[] axes = new CalibratedAxis[volumes > 1 ? 4 : 3];
        for (int i = 0; i < 3; i++) axes[i] = new DefaultLinearAxis(AXES.get(i), "mm", grid.voxelSize(i));
        if (volumes > 1) {
            SeriesTiming timing = planes.timing();
            axes[3] = timing.isKnown()
                    ? new DefaultLinearAxis(Axes.TIME, "s", timing.repetitionTime())
                    : new DefaultLinearAxis(Axes.TIME);
        }
        image.setAxes(axes, Arrays.copyOf(sizes, axes.length));
        image.setPlanarAxisCount(2);
    }

    /** Place, times and space of a file, with what its first volume looks like, as properties of an ImageJ image. */
    static Map<String, String> notes(NiftiPlanes planes) throws IOException {
        VoxelGrid grid = planes.header().grid();
        ImageStack stack = new ImageStack(grid.sizeX(), grid.sizeY());
        for (float[] plane : planes.firstVolume()) stack.addSlice(null, plane);
        ImagePlus first = new ImagePlus("", stack);
        first.setDimensions(1, grid.sizeZ(), 1);
        ImageGeometry.note(
                first, NeuroImage.floats("", grid, 1, planes.timing()).withSpace(planes.space()), false);
        Map<String, String> notes = new LinkedHashMap<>();
        String[] pairs = first.getPropertiesAsArray();
        for (int i = 0; i + 1 < pairs.length; i += 2)
            if (pairs[i].startsWith(GeometryNotes.PREFIX)) notes.put(pairs[i], pairs[i + 1]);
        return notes;
    }

    void put(int plane, byte[] bytes, boolean littleEndian) {
        if (planes[plane] == null) missing--;
        planes[plane] = PlaneBytes.decode(
                bytes, sizes[0] * sizes[1], type, littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    boolean isComplete() {
        return missing == 0;
    }

    /**
     * Writes the file and its sidecar.
     *
     * @throws IllegalArgumentException if nothing says where the voxels are, or they moved since that was noted
     */
    void write(Path file) throws IOException {
        PlanarStore store = new PlanarStore(
                type, new int[] {sizes[0], sizes[1], sizes[2], sizes[3]}, Arrays.asList(planes), false, 1, 0);
        ImageStack stack = new ImageStack(sizes[0], sizes[1]);
        for (int z = 0; z < sizes[2]; z++) stack.addSlice(null, PlaneBytes.floats(planes[z], type));
        String name = file.getFileName().toString();
        ImagePlus first = new ImagePlus(name, stack);
        first.setDimensions(1, sizes[2], 1);
        first.getCalibration().pixelWidth = edges[0];
        first.getCalibration().pixelHeight = edges[1];
        first.getCalibration().pixelDepth = edges[2];
        first.getCalibration().setUnit(unit);
        notes.forEach((key, value) -> {
            if (key.startsWith(GeometryNotes.PREFIX)) first.setProp(key, String.valueOf(value));
        });
        ImageDoor.requirePlaced(first, "saving it as NIfTI would guess left and right");
        ImageGeometry geometry = ImageGeometry.of(first);
        NeuroImage image =
                NeuroImage.of(name, geometry.grid(), store, geometry.timing()).withSpace(GeometryNotes.space(first));
        NiftiWriter.write(image, file, NiftiWriter.Options.DEFAULT, Progress.NONE);
        SidecarWriter.write(file, image);
    }
}
