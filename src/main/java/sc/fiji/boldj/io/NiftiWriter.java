package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.Deflater;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * Writes NIfTI images: {@code .nii}, {@code .nii.gz}, or a pair {@code .hdr} and {@code .img}, by the ending of the name.
 *
 * <p>What an image's {@link NiftiHeader} says is kept byte for byte where the image still agrees with it. Where the
 * grid, the number of volumes or the timing differ, the image wins and those fields alone are rewritten. The format is
 * NIfTI-2 if the header was or a size needs it, else NIfTI-1; an Analyze header stays one if it is written unchanged
 * as a pair. The file appears under its name only when it is complete.
 */
public final class NiftiWriter {

    /** Code of a form: aligned to another image. */
    private static final int ALIGNED = 2;

    private NiftiWriter() {}

    /** How voxels are stored. */
    public enum Type {
        /**
         * As the header says (type, scaling, byte order) if every value comes back the same from that; else float32.
         * Without a header: as in memory.
         */
        AS_STORED,
        /** 32-bit floating point without scaling. */
        FLOAT32,
        /**
         * 16-bit integers. Integers that fit are stored as they are; else values are spread over the range of the image
         * and come back to within half of scl_slope, which is range / 65534, plus the rounding to float. NaN becomes 0;
         * an infinite value is an IllegalArgumentException.
         */
        INT16
    }

    /**
     * How to write.
     *
     * @param type how voxels are stored
     * @param level how hard gzip works, 1 (fast) to 9
     * @param texts whether texts and extensions of the source's header are copied, which may name a person
     */
    public record Options(Type type, int level, boolean texts) {

        /** As stored, fast. */
        public static final Options DEFAULT = new Options(Type.AS_STORED, Deflater.BEST_SPEED);

        /** @throws IllegalArgumentException if the level is not 1 to 9 */
        public Options {
            if (type == null) throw new NullPointerException("type");
            if (level < 1 || level > 9)
                throw new IllegalArgumentException("the gzip level must be 1 to 9, got " + level);
        }

        /** With the texts of the source's header. */
        public Options(Type type, int level) {
            this(type, level, true);
        }

        /** The same without texts and extensions of the source's header. */
        public Options withoutTexts() {
            return new Options(type, level, false);
        }

        /** The given type at the fast level. */
        public static Options of(Type type) {
            return new Options(type, Deflater.BEST_SPEED);
        }
    }

    /** Whether a name is one that this writer can write: {@code .nii}, {@code .hdr} or {@code .img}, also with {@code .gz}. */
    public static boolean canWrite(Path path) {
        return ScanFile.isSingleName(path) || ScanFile.isPairName(path);
    }

    /**
     * Writes an image.
     *
     * @param path ends {@code .nii}, {@code .hdr} or {@code .img}, each also with {@code .gz}; of a pair both files are
     *     written
     * @return the header as written, from which the type and scaling can be seen
     * @throws IOException if the name has another ending or the file cannot be written; nothing is left behind
     * @throws IllegalArgumentException if the values cannot be stored as asked, or the place of the voxels is unknown
     * @throws java.util.concurrent.CancellationException if the progress is cancelled; nothing is left behind
     */
    public static NiftiHeader write(NeuroImage image, Path path, Options options, Progress progress)
            throws IOException {
        boolean pair = ScanFile.isPairName(path);
        boolean gzip = ScanFile.lower(path).endsWith(".gz");
        if (!canWrite(path))
            throw new NiftiException(path, "file", "must be named .nii, .nii.gz, .hdr or .img to be written");
        image.grid().requirePlaced("'" + image.name() + "'", "saving it as NIfTI would guess left and right");
        NiftiHeader source = sourceOf(image, options);
        Storage storage = storage(image, source, options.type(), progress.stage(0, 0.2));
        NiftiHeader header = header(image, source, storage, path, pair);
        VoxelOutput voxels = new VoxelOutput(image, storage, header.byteOrder());
        Progress writing = progress.stage(0.2, 1);
        byte[] front = header.bytes();
        if (!pair) {
            AtomicFile.write(path, temporary -> put(voxels, temporary, front, gzip, options, writing));
            return header;
        }
        byte[] padding = new byte[(int) header.voxelOffset()];
        AtomicFile.write(ScanFile.voxelsNamed(path), temporary -> {
            put(voxels, temporary, padding, gzip, options, writing);
            AtomicFile.write(
                    ScanFile.headerNamed(path), other -> GzipBlocks.writeWhole(other, front, gzip, options.level()));
        });
        return header;
    }

    private static void put(
            VoxelOutput voxels, Path file, byte[] front, boolean gzip, Options options, Progress progress)
            throws IOException {
        if (gzip) voxels.gzip(file, front, options.level(), progress);
        else voxels.plain(file, front, progress);
    }

    private static NiftiHeader sourceOf(NeuroImage image, Options options) {
        return image.header()
                .filter(NiftiHeader.class::isInstance)
                .map(NiftiHeader.class::cast)
                .map(header -> options.texts() ? header : header.withoutTexts())
                .filter(header -> header.firstError().isEmpty() && header.type().isPresent())
                .orElse(null);
    }

    private static Storage storage(NeuroImage image, NiftiHeader source, Type type, Progress progress) {
        if (type == Type.FLOAT32) return Storage.FLOAT;
        if (type == Type.INT16) return Storage.int16(image, progress);
        if (source == null) {
            if (!(image.voxels() instanceof PlanarStore)) return Storage.FLOAT;
            PlanarStore store = (PlanarStore) image.voxels();
            return new Storage(store.type(), store.slope(), store.intercept());
        }
        Storage stored = new Storage(source.type().orElseThrow(), source.slope(), source.intercept());
        return stored.holds(image, progress) ? stored : Storage.FLOAT;
    }

    private static NiftiHeader header(NeuroImage image, NiftiHeader source, Storage storage, Path path, boolean pair) {
        HeaderEditor editor = source == null ? HeaderEditor.fresh(path) : HeaderEditor.of(source);
        VoxelGrid grid = image.grid();
        boolean sameShape = source != null
                && source.size(1) == grid.sizeX()
                && source.size(2) == grid.sizeY()
                && source.size(3) == grid.sizeZ()
                && source.volumes() == image.volumes();
        boolean sameGrid = source != null && source.grid().equals(grid);
        boolean sameStorage = source != null
                && storage.equals(new Storage(source.type().orElseThrow(), source.slope(), source.intercept()));
        NiftiVersion version = source == null ? NiftiVersion.NIFTI1 : source.version();
        boolean unchanged = sameShape && sameGrid && sameStorage && pair;
        if (version == NiftiVersion.ANALYZE && !unchanged) version = NiftiVersion.NIFTI1;
        int largest = Math.max(Math.max(grid.sizeX(), grid.sizeY()), Math.max(grid.sizeZ(), image.volumes()));
        if (!sameShape && largest > Short.MAX_VALUE) version = NiftiVersion.NIFTI2;
        if (source == null || version != source.version() || pair != source.isPair()) editor.convert(version, pair);
        if (!sameStorage) editor.type(storage.type(), storage.slope(), storage.intercept());
        boolean otherAxis = sameShape && source.size(4) == 1 && image.volumes() > 1;
        if (!sameShape || (otherAxis && image.timing().isKnown())) editor.shape(grid, image.volumes());
        if (source == null || !sameGrid || (version != source.version() && source.version() == NiftiVersion.ANALYZE))
            editor.orientation(grid);
        timing(image.timing(), editor, source == null);
        space(image.space(), editor, version);
        return editor.build();
    }

    /** A header never says MNI of an image that is known to lie elsewhere, and always of one that lies there. */
    private static void space(Space space, HeaderEditor editor, NiftiVersion version) {
        if (version == NiftiVersion.ANALYZE) return;
        boolean sform = editor.get(NiftiField.SFORM_CODE, 0) > 0;
        double code = editor.get(sform ? NiftiField.SFORM_CODE : NiftiField.QFORM_CODE, 0);
        boolean says = code == ImageSpace.MNI152;
        if (space.isMni() && !says) editor.space(ImageSpace.MNI152);
        boolean elsewhere = !space.isMni() && !space.evidence().isEmpty();
        if (elsewhere && says) editor.space(ALIGNED);
    }

    private static void timing(SeriesTiming timing, HeaderEditor editor, boolean fresh) {
        SeriesTiming said = editor.build().timing();
        boolean series = editor.get(NiftiField.DIM, 0) >= 4;
        double wanted = timing.repetitionTime();
        double stated = said.repetitionTime();
        boolean same = Double.isNaN(wanted) ? Double.isNaN(stated) : Math.abs(wanted - stated) <= 1e-6 * wanted;
        if (fresh || (series && !same)) editor.repetitionTime(wanted);
        boolean slicesAgree =
                timing.hasSliceTimes() && said.hasSliceTimes() && agree(timing.sliceTimes(), said.sliceTimes());
        if ((said.hasSliceTimes() && !slicesAgree) || timing.startTime() != 0) editor.clearSlices();
    }

    private static boolean agree(double[] a, double[] b) {
        boolean agree = a.length == b.length;
        for (int i = 0; agree && i < a.length; i++) agree = Math.abs(a[i] - b[i]) <= 1e-3;
        return agree;
    }
}
