package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.SourceHeader;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * The header of a NIfTI-1, NIfTI-2 or Analyze 7.5 file with its extensions, byte for byte. Immutable.
 *
 * <p>Problems are data: {@link #findings} lists them, and a header with one of level ERROR has no {@link #grid}.
 */
public final class NiftiHeader implements SourceHeader {

    private final Path file;
    private final NiftiVersion version;
    private final ByteOrder order;
    private final boolean pair;
    private final byte[] bytes;
    private final List<Finding> findings;

    NiftiHeader(
            Path file,
            NiftiVersion version,
            ByteOrder order,
            boolean pair,
            byte[] bytes,
            List<Finding> containerFindings) {
        this.file = file;
        this.version = version;
        this.order = order;
        this.pair = pair;
        this.bytes = bytes;
        findings = List.copyOf(containerFindings);
    }

    /**
     * Reads the header alone: cheap, whatever the size of the file.
     *
     * @param path {@code .nii}, {@code .hdr} or {@code .img}, each also with {@code .gz}
     * @throws IOException if there is no NIfTI or Analyze header to speak of; what is wrong inside one is a finding
     */
    public static NiftiHeader read(Path path) throws IOException {
        return HeaderReader.read(path);
    }

    /** The file it was read from, of a pair the header file; may not exist for a header that was made. */
    public Path file() {
        return file;
    }

    /** Which header it is. */
    public NiftiVersion version() {
        return version;
    }

    /** Byte order of header and voxels. */
    public ByteOrder byteOrder() {
        return order;
    }

    /** Whether header and voxels are two files. */
    public boolean isPair() {
        return pair;
    }

    /** The bytes before the voxels: header, extensions, padding. Of a pair, the header file. A new array. */
    public byte[] bytes() {
        return bytes.clone();
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(order);
    }

    /**
     * A number as stored; 0 if this version of the header has no such field.
     *
     * @param index from 0, less than the field's count
     */
    public double number(NiftiField field, int index) {
        return field.isIn(version) ? field.get(buffer(), version, index) : 0;
    }

    /** The first number of a field, as stored. */
    public double number(NiftiField field) {
        return number(field, 0);
    }

    long whole(NiftiField field, int index) {
        return field.isIn(version) ? field.getLong(buffer(), version, index) : 0;
    }

    /** A number with the digits that were meant: a 32-bit float by its shortest decimal, so that 0.8f is 0.8. */
    double decimal(NiftiField field, int index) {
        double stored = number(field, index);
        return field.isSingle(version) && field.isIn(version) && Double.isFinite(stored)
                ? Double.parseDouble(Float.toString((float) stored))
                : stored;
    }

    /** A text up to its first 0 byte; empty if this version of the header has no such field. */
    public String text(NiftiField field) {
        return field.isIn(version) ? field.text(buffer(), version) : "";
    }

    @Override
    public String description() {
        return text(NiftiField.DESCRIP).strip();
    }

    /** The sizes along all axes in use, {@code dim[1]} to {@code dim[dim[0]]}, as stored. A new array. */
    public long[] dims() {
        int count = (int) Math.max(0, Math.min(7, whole(NiftiField.DIM, 0)));
        long[] dims = new long[count];
        for (int i = 0; i < count; i++) dims[i] = whole(NiftiField.DIM, i + 1);
        return dims;
    }

    /** The size along axis 1 to 7, 1 if the axis is not in use. */
    long size(int axis) {
        return axis <= whole(NiftiField.DIM, 0) ? whole(NiftiField.DIM, axis) : 1;
    }

    /** The number of volumes: all axes from the fourth on, flattened. */
    public int volumes() {
        return Math.toIntExact(size(4) * size(5) * size(6) * size(7));
    }

    /** How voxels are stored; empty for colour, complex, 128-bit and unknown types. */
    public Optional<ScalarType> type() {
        return NiftiType.scalar((int) number(NiftiField.DATATYPE));
    }

    /** Whether stored numbers must be scaled to become values: scl_slope finite and not 0. */
    public boolean isScaled() {
        double slope = number(NiftiField.SCL_SLOPE);
        return Double.isFinite(slope) && slope != 0;
    }

    /** The factor from stored numbers to values: scl_slope, or 1 if that says no scaling. */
    public double slope() {
        return isScaled() ? number(NiftiField.SCL_SLOPE) : 1;
    }

    /** What is added to scaled numbers: scl_inter, or 0 if scl_slope says no scaling. */
    public double intercept() {
        return isScaled() ? number(NiftiField.SCL_INTER) : 0;
    }

    /** Position of the first voxel in the file that has the voxels. */
    long voxelOffset() {
        return whole(NiftiField.VOX_OFFSET, 0);
    }

    /**
     * Where the voxels are: by sform if its code is above 0, else qform, else voxel sizes alone.
     *
     * @throws IllegalStateException if the header has a finding of level ERROR
     */
    public VoxelGrid grid() {
        Optional<Finding> error = firstError();
        if (error.isPresent()) throw new IllegalStateException(error.get().text());
        return new VoxelGrid(
                (int) size(1), (int) size(2), (int) size(3), NiftiSpace.of(this).affine());
    }

    /** Repetition time and slice times as the header alone says them. */
    public SeriesTiming timing() {
        return firstError().isPresent() ? SeriesTiming.UNKNOWN : HeaderTiming.of(this, new ArrayList<>());
    }

    /** What was noticed, in the order of the fields. */
    public List<Finding> findings() {
        return findings;
    }

    Optional<Finding> firstError() {
        return findings.stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .findFirst();
    }

    NiftiHeader without(List<Finding> settled) {
        List<Finding> rest = new ArrayList<>(findings);
        rest.removeAll(settled);
        return new NiftiHeader(file, version, order, pair, bytes, rest);
    }

    NiftiHeader withFindings(List<Finding> more) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(more);
        return new NiftiHeader(file, version, order, pair, bytes, all);
    }

    /** The header extensions, in order. */
    public List<NiftiExtension> extensions() {
        return Collections.unmodifiableList(NiftiExtension.parse(this, new ArrayList<>()));
    }

    /**
     * The header for a result computed from this scan: float32 without scaling, display range and intent cleared;
     * orientation, units and repetition time kept, other texts and extensions cleared.
     *
     * @param description what the result is; cut to 79 bytes
     */
    public NiftiHeader forResult(String description) {
        return HeaderEditor.of(this).result(description).build();
    }

    /** The same header without free texts and extensions, which may hold names and dates of the scanned person. */
    public NiftiHeader withoutTexts() {
        return HeaderEditor.of(this).anonymous().build();
    }

    /** Every field, name to text, in the order of the file, with version and extensions. */
    public Map<String, String> fields() {
        Map<String, String> table = new LinkedHashMap<>();
        table.put("format", version + (pair ? ", header and voxels apart" : ", one file"));
        table.put("byte order", order == ByteOrder.LITTLE_ENDIAN ? "little endian" : "big endian");
        for (NiftiField field : NiftiField.values()) {
            if (!field.isIn(version)) continue;
            if (field.isText()) {
                table.put(field.key(), text(field));
                continue;
            }
            StringBuilder values = new StringBuilder();
            for (int i = 0; i < field.count(); i++)
                values.append(i > 0 ? " " : "").append(number(decimal(field, i)));
            table.put(field.key(), values.toString());
        }
        table.put("storage", NiftiType.name((int) number(NiftiField.DATATYPE)));
        table.put("units", NiftiUnits.spaceName(this) + ", " + NiftiUnits.timeName(this));
        int i = 1;
        for (NiftiExtension extension : extensions())
            table.put(
                    "extension " + i++,
                    String.format(Locale.ROOT, "code %d, %d bytes", extension.code(), extension.content().length));
        return table;
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
