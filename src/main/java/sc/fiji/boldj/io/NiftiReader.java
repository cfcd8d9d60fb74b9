package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.image.VoxelStore;
import sc.fiji.boldj.run.Progress;

/**
 * Reads NIfTI-1, NIfTI-2 and Analyze 7.5 images of real numbers, plain or gzip, one file or a pair.
 *
 * <p>The image is in the order of the file's indices: left and right are never swapped. Positions are RAS+ mm whatever
 * unit the file uses. Axes from the fourth on become volumes. Whether a file is gzip is seen from its bytes, not from
 * its name. NaN and infinite voxels stay what they are.
 */
public final class NiftiReader {

    /** An image that is shown and takes more than this of the memory stays in its file. */
    private static final double SHARE_OF_MEMORY = 0.75;

    private NiftiReader() {}

    /** In which order the arrays in memory hold the rows of a slice. */
    public enum Rows {
        /** The last row first where the second voxel axis points mainly to the front or up: ImageJ then shows it upright. */
        AUTO,
        /** As in the file. */
        NEVER
    }

    /**
     * How to read.
     *
     * @param asFloat whether to keep float with the scaling applied, as ImageJ needs it; else the stored type
     * @param rows order of the rows in memory
     * @param sidecar whether to look for BIDS sidecars beside and above the file
     */
    public record Options(boolean asFloat, Rows rows, boolean sidecar) {

        /** The stored type, least memory, rows as in the file, with sidecars. */
        public static final Options DEFAULT = new Options(false, Rows.NEVER, true);

        /** What the ImageJ door wants: float, shown upright, with sidecars. */
        public static final Options IMAGEJ = new Options(true, Rows.AUTO, true);

        /** @throws NullPointerException if the order of rows is null */
        public Options {
            if (rows == null) throw new NullPointerException("rows");
        }
    }

    /**
     * Whether a file is for this reader: one named {@code .nii}, or of a pair whose header starts like one of NIfTI or
     * Analyze (other formats have files named {@code .hdr} and {@code .img} too), each also with {@code .gz}.
     */
    public static boolean canRead(Path path) {
        return ScanFile.isSingleName(path) || (ScanFile.isPairName(path) && HeaderReader.hasKnownStart(path));
    }

    /**
     * Reads an image.
     *
     * @param path {@code .nii}, or one of {@code .hdr} and {@code .img}, each also with {@code .gz}
     * @return the image, its {@link NeuroImage#header} a {@link NiftiHeader} with all findings
     * @throws IOException if the file cannot be read or trusted: names the file, the field, its value and the cause
     * @throws java.util.concurrent.CancellationException if the progress is cancelled
     */
    public static NeuroImage read(Path path, Options options, Progress progress) throws IOException {
        NiftiHeader header = NiftiHeader.read(path);
        Optional<Finding> error = header.firstError();
        if (error.isPresent()) throw new NiftiException(path, error.get());
        List<Finding> findings = new ArrayList<>();
        VoxelGrid grid = header.grid();
        Sidecar sidecar =
                options.sidecar() && header.number(NiftiField.DIM, 0) >= 4 ? Sidecar.find(path) : Sidecar.NONE;
        SeriesTiming timing = timing(header, sidecar, findings);
        boolean reversed = options.rows() == Rows.AUTO && pointsUp(grid.affine());
        ScalarType type = header.type().orElseThrow();
        boolean asFloat = options.asFloat();
        ScalarType kept = asFloat ? ScalarType.FLOAT32 : type;
        Path voxelFile = header.isPair() ? ScanFile.voxelsOf(path) : path;
        if (asFloat
                && memory(header, grid, kept)
                        > SHARE_OF_MEMORY * Runtime.getRuntime().maxMemory()
                && FileStore.canRead(voxelFile, header, type, grid.voxels())) {
            findings.add(Finding.info(
                    "dim",
                    "needs more memory than Java may use: voxels are read from the file on demand and cannot"
                            + " be changed in ImageJ"));
            VoxelStore onDisk =
                    FileStore.open(voxelFile, header, type, new int[] {grid.sizeX(), grid.sizeY(), grid.sizeZ()});
            return finished(path, options, header, sidecar, timing, findings, onDisk);
        }
        requireMemory(path, header, grid, kept);
        Object[] planes = new Object[grid.sizeZ() * header.volumes()];
        try {
            new VoxelInput(header, type, asFloat, reversed, planes).read(path, findings, progress);
        } catch (OutOfMemoryError e) {
            throw new NiftiException(path, "dim", "needs more memory than Java has left: give it more with -Xmx");
        }
        PlanarStore store = new PlanarStore(
                asFloat ? ScalarType.FLOAT32 : type,
                new int[] {grid.sizeX(), grid.sizeY(), grid.sizeZ(), header.volumes()},
                Arrays.asList(planes),
                reversed,
                asFloat ? 1 : header.slope(),
                asFloat ? 0 : header.intercept());
        return finished(path, options, header, sidecar, timing, findings, store);
    }

    private static NeuroImage finished(
            Path path,
            Options options,
            NiftiHeader header,
            Sidecar sidecar,
            SeriesTiming timing,
            List<Finding> findings,
            VoxelStore store) {
        return NeuroImage.of(path.getFileName().toString(), header.grid(), store, timing)
                .withSpace(ImageSpace.of(path, header, options.sidecar()))
                .withHeader(header.without(answered(header, sidecar, timing)).withFindings(findings));
    }

    static SeriesTiming timing(NiftiHeader header, Sidecar sidecar, List<Finding> findings) {
        SeriesTiming timing = header.timing();
        findings.addAll(sidecar.findings());
        return sidecar.isEmpty() ? timing : SidecarTiming.join(timing, sidecar, (int) header.size(3), findings);
    }

    /** What the header alone leaves open in time and the sidecar answers. */
    private static List<Finding> answered(NiftiHeader header, Sidecar sidecar, SeriesTiming timing) {
        List<Finding> open = new ArrayList<>();
        HeaderTiming.of(header, open);
        boolean slices = sidecar.isSliceTimingCorrected()
                || (timing.hasSliceTimes() && sidecar.sliceTiming().isPresent());
        boolean repetition = timing.isKnown() && sidecar.repetitionTime().isPresent();
        open.removeIf(finding -> finding.field().equals(HeaderTiming.SLICE_CODE) ? !slices : !repetition);
        return open;
    }

    /** Whether the second voxel axis points mainly to the front or up. */
    private static boolean pointsUp(Affine affine) {
        double x = Math.abs(affine.get(0, 1));
        double y = affine.get(1, 1);
        double z = affine.get(2, 1);
        double main = Math.abs(y) >= Math.abs(z) ? y : z;
        return Math.abs(main) >= x && main > 0;
    }

    /** Bytes that the voxels take. */
    private static double memory(NiftiHeader header, VoxelGrid grid, ScalarType kept) {
        return (double) grid.sizeZ() * header.volumes() * ((double) grid.planeSize() * kept.bytes() + 32);
    }

    private static void requireMemory(Path path, NiftiHeader header, VoxelGrid grid, ScalarType kept)
            throws NiftiException {
        double needed = memory(header, grid, kept);
        long most = Runtime.getRuntime().maxMemory();
        if (needed > most)
            throw new NiftiException(
                    path,
                    "dim",
                    String.format(
                            Locale.ROOT,
                            "= %s needs %.0f MB as %s but Java may use %.0f MB: give it more with -Xmx",
                            Arrays.toString(header.dims()),
                            needed / 1e6,
                            kept,
                            most / 1e6));
    }
}
