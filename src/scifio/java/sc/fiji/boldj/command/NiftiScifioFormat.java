package sc.fiji.boldj.command;

import io.scif.AbstractChecker;
import io.scif.AbstractFormat;
import io.scif.AbstractMetadata;
import io.scif.AbstractParser;
import io.scif.AbstractTranslator;
import io.scif.AbstractWriter;
import io.scif.ByteArrayPlane;
import io.scif.ByteArrayReader;
import io.scif.Format;
import io.scif.FormatException;
import io.scif.ImageMetadata;
import io.scif.Plane;
import io.scif.Translator;
import io.scif.config.SCIFIOConfig;
import io.scif.util.FormatTools;
import io.scif.util.SCIFIOMetadataTools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.imagej.axis.Axes;
import net.imglib2.Interval;
import org.scijava.Priority;
import org.scijava.io.handle.DataHandle;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.GeometryNotes;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.io.NiftiPlanes;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;

/**
 * NIfTI-1, NIfTI-2 and Analyze for SCIFIO, that is, for Fiji's {@code Dataset}: slices are read when they are looked at,
 * from a gzip file too.
 *
 * <p>A slice has its rows in the order of the file. The table of the metadata has affine, times and space under the keys
 * of {@link GeometryNotes}, and every field of the header; our commands find the former in a {@code Dataset}.
 */
@Plugin(type = Format.class, name = "NIfTI", priority = Priority.EXTREMELY_HIGH)
public final class NiftiScifioFormat extends AbstractFormat {

    @Override
    protected String[] makeSuffixArray() {
        return new String[] {"nii", "nii.gz", "hdr", "img", "hdr.gz", "img.gz"};
    }

    private static Path path(Location location) {
        File file = location instanceof FileLocation ? ((FileLocation) location).getFile() : null;
        return file == null ? null : file.toPath();
    }

    /** What SCIFIO knows of a file: one image. */
    public static final class Metadata extends AbstractMetadata {

        @Override
        public void populateImageMetadata() {
            for (ImageMetadata image : getAll()) {
                image.setPlanarAxisCount(2);
                image.setOrderCertain(true);
                image.setMetadataComplete(true);
            }
        }
    }

    /** Takes files by name and first bytes; other formats call files {@code .hdr} and {@code .img} too. */
    public static final class Checker extends AbstractChecker {

        @Override
        public boolean isFormat(Location location, SCIFIOConfig config) {
            Path path = path(location);
            if (path == null) return false;
            // a file that does not exist yet is one to be written
            return path.toFile().exists() ? NiftiReader.canRead(path) : NiftiWriter.canWrite(path);
        }

        @Override
        public boolean isFormat(DataHandle<Location> stream) {
            return isFormat(stream.get(), null);
        }
    }

    /** Reads the header and the first volume. */
    public static final class Parser extends AbstractParser<Metadata> {

        @Override
        protected void typedParse(DataHandle<Location> stream, Metadata metadata, SCIFIOConfig config)
                throws IOException, FormatException {
            Path path = path(stream.get());
            if (path == null) throw new FormatException(stream.get() + " is not a file on disk");
            try (NiftiPlanes planes = NiftiPlanes.open(path)) {
                for (Finding finding : planes.warnings()) log().warn(path.getFileName() + ": " + finding.text());
                metadata.createImageMetadata(1);
                ScifioImage.describe(planes, metadata.get(0));
                metadata.getTable().putAll(planes.header().fields());
                metadata.getTable().putAll(ScifioImage.notes(planes));
            }
        }
    }

    /** Reads slices. */
    public static final class Reader extends ByteArrayReader<Metadata> {

        private NiftiPlanes planes;

        @Override
        protected String[] createDomainArray() {
            return new String[] {FormatTools.MEDICAL_DOMAIN};
        }

        @Override
        public ByteArrayPlane openPlane(
                int imageIndex, long planeIndex, ByteArrayPlane plane, Interval bounds, SCIFIOConfig config)
                throws FormatException, IOException {
            Metadata metadata = getMetadata();
            FormatTools.checkPlaneForReading(metadata, imageIndex, planeIndex, plane.getData().length, bounds);
            if (planes == null) planes = NiftiPlanes.open(path(metadata.getSourceLocation()));
            ImageMetadata image = metadata.get(imageIndex);
            if (SCIFIOMetadataTools.wholePlane(imageIndex, metadata, bounds)) {
                planes.read((int) planeIndex, plane.getData());
                return plane;
            }
            byte[] whole = new byte[(int) image.getPlaneSize()];
            planes.read((int) planeIndex, whole);
            int bytes = FormatTools.getBytesPerPixel(image.getPixelType());
            int sizeX = (int) image.getAxisLength(Axes.X);
            int x = image.getAxisIndex(Axes.X);
            int y = image.getAxisIndex(Axes.Y);
            int length = (int) bounds.dimension(x) * bytes;
            for (int row = 0; row < bounds.dimension(y); row++) {
                int from = ((int) (bounds.min(y) + row) * sizeX + (int) bounds.min(x)) * bytes;
                System.arraycopy(whole, from, plane.getData(), row * length, length);
            }
            return plane;
        }

        @Override
        public void close(boolean fileOnly) throws IOException {
            super.close(fileOnly);
            if (planes != null) planes.close();
            planes = null;
        }
    }

    /** Hands place, times and space of one image to the next. */
    @Plugin(type = Translator.class, priority = Priority.HIGH)
    public static final class NotesTranslator extends AbstractTranslator<io.scif.Metadata, Metadata> {

        @Override
        public Class<? extends io.scif.Metadata> source() {
            return io.scif.Metadata.class;
        }

        @Override
        public Class<? extends io.scif.Metadata> dest() {
            return Metadata.class;
        }

        @Override
        protected void translateFormatMetadata(io.scif.Metadata source, Metadata dest) {
            for (Map.Entry<String, Object> entry : source.getTable().entrySet())
                if (entry.getKey().startsWith(GeometryNotes.PREFIX))
                    dest.getTable().put(entry.getKey(), entry.getValue());
        }

        @Override
        protected void translateImageMetadata(List<ImageMetadata> source, Metadata dest) {
            // sizes, axes and type are those of any image
        }
    }

    /** Gathers slices in any order and writes the file when it has the last of them. */
    public static final class Writer extends AbstractWriter<Metadata> {

        private ScifioImage image;

        @Override
        protected String[] makeCompressionTypes() {
            return new String[0];
        }

        @Override
        public boolean canDoStacks() {
            return true;
        }

        @Override
        public int[] getPixelTypes(String codec) {
            return ScifioImage.pixelTypes();
        }

        @Override
        protected void writePlane(int imageIndex, long planeIndex, Plane plane, Interval bounds)
                throws FormatException, IOException {
            checkParams(imageIndex, planeIndex, plane.getBytes(), bounds);
            Metadata metadata = getMetadata();
            if (!SCIFIOMetadataTools.wholePlane(imageIndex, metadata, bounds))
                throw new FormatException("NIfTI is written in whole slices, not in tiles");
            if (image == null) image = new ScifioImage(metadata.get(imageIndex), metadata.getTable());
            image.put(
                    (int) planeIndex, plane.getBytes(), metadata.get(imageIndex).isLittleEndian());
            if (!image.isComplete()) return;
            try {
                image.write(path(getHandle().get()));
            } catch (IllegalArgumentException e) {
                throw new FormatException(e.getMessage(), e);
            }
        }

        @Override
        public void close(boolean fileOnly) throws IOException {
            super.close(fileOnly);
            image = null;
        }
    }
}
