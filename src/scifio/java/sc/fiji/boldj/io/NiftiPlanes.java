package sc.fiji.boldj.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.Space;

/**
 * The slices of a NIfTI or Analyze file, plain or gzip, read one at a time and in any order; rows as in the file.
 *
 * <p>Integers of 8 to 32 bits and floats without scaling keep their type. Scaled ones become float, doubles double, and
 * integers of 64 bits double. One instance a thread.
 */
public final class NiftiPlanes implements Closeable {

    private final NiftiHeader header;
    private final ScalarType stored;
    private final ScalarType type;
    private final Path voxels;
    private FileChannel channel;
    private GzipIndex zipped;

    private NiftiPlanes(NiftiHeader header, ScalarType stored, Path voxels) {
        this.header = header;
        this.stored = stored;
        this.voxels = voxels;
        type = kept(header, stored);
    }

    /**
     * Reads the header; the voxels are not touched before the first slice is read.
     *
     * @throws IOException if the file cannot be trusted; names field, value and cause
     */
    public static NiftiPlanes open(Path path) throws IOException {
        NiftiHeader header = NiftiHeader.read(path);
        Optional<Finding> error = header.firstError();
        if (error.isPresent()) throw new NiftiException(path, error.get());
        Path voxels = header.isPair() ? ScanFile.voxelsOf(path) : path;
        return new NiftiPlanes(header, header.type().orElseThrow(), voxels);
    }

    private static ScalarType kept(NiftiHeader header, ScalarType stored) {
        boolean scaled = header.slope() != 1 || header.intercept() != 0;
        switch (stored) {
            case UINT64:
            case INT64:
            case FLOAT64:
                return ScalarType.FLOAT64;
            default:
                return scaled ? ScalarType.FLOAT32 : stored;
        }
    }

    /** What the file says of itself. */
    public NiftiHeader header() {
        return header;
    }

    /** The type that slices are read as. */
    public ScalarType type() {
        return type;
    }

    /** Slices in all volumes. */
    public int count() {
        return Math.toIntExact(header.size(3) * header.volumes());
    }

    /** Repetition and slice times, of header and BIDS sidecar. */
    public SeriesTiming timing() throws IOException {
        Sidecar sidecar = header.number(NiftiField.DIM, 0) >= 4 ? Sidecar.find(header.file()) : Sidecar.NONE;
        return NiftiReader.timing(header, sidecar, new ArrayList<>());
    }

    /** The space that the millimetres belong to. */
    public Space space() throws IOException {
        return ImageSpace.of(header.file(), header, true);
    }

    /** Byte order of what {@link #read} gives. */
    public ByteOrder byteOrder() {
        return header.byteOrder();
    }

    /**
     * Reads a slice.
     *
     * @param plane from 0: slice + slices * volume
     * @param target receives size x times size y voxels of {@link #type} in {@link #byteOrder}, x first
     */
    public void read(int plane, byte[] target) throws IOException {
        int voxelCount = Math.toIntExact(header.size(1) * header.size(2));
        byte[] bytes = type == stored && header.slope() == 1 && header.intercept() == 0
                ? target
                : new byte[voxelCount * stored.bytes()];
        int length = voxelCount * stored.bytes();
        fill(header.voxelOffset() + (long) plane * length, bytes, length);
        if (bytes != target) convert(bytes, voxelCount, target);
    }

    /** The first volume as float with the scaling applied, without an index: a gzip file is decoded no further than it. */
    public List<float[]> firstVolume() throws IOException {
        int voxelCount = Math.toIntExact(header.size(1) * header.size(2));
        byte[] bytes = new byte[voxelCount * stored.bytes()];
        PlaneDecoder decoder = new PlaneDecoder(stored, true, header.slope(), header.intercept());
        List<float[]> planes = new ArrayList<>();
        try (InputStream in = ScanFile.of(voxels).open()) {
            in.skipNBytes(header.voxelOffset());
            for (int z = 0; z < header.size(3); z++) {
                if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) throw tooShort();
                float[] plane = new float[voxelCount];
                decoder.decode(bytes, 0, voxelCount, byteOrder(), plane, 0);
                planes.add(plane);
            }
        }
        return planes;
    }

    private void convert(byte[] bytes, int count, byte[] target) {
        ByteBuffer out = ByteBuffer.wrap(target).order(byteOrder());
        if (type == ScalarType.FLOAT32) {
            float[] values = new float[count];
            new PlaneDecoder(stored, true, header.slope(), header.intercept())
                    .decode(bytes, 0, count, byteOrder(), values, 0);
            out.asFloatBuffer().put(values);
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(byteOrder());
        for (int i = 0; i < count; i++) {
            double value;
            if (stored == ScalarType.FLOAT64) value = in.getDouble();
            else {
                long whole = in.getLong();
                value = stored == ScalarType.INT64 || whole >= 0 ? whole : (whole >>> 1 | whole & 1) * 2.0;
            }
            out.putDouble(value * header.slope() + header.intercept());
        }
    }

    private void fill(long position, byte[] target, int length) throws IOException {
        if (channel == null && zipped == null) {
            if (ScanFile.of(voxels).gzip()) zipped = new GzipIndex(voxels);
            else channel = FileChannel.open(voxels);
        }
        int got = 0;
        if (zipped != null) got = zipped.read(position, target, 0, length);
        else
            while (got < length) {
                int n = channel.read(ByteBuffer.wrap(target, got, length - got), position + got);
                if (n < 0) break;
                got += n;
            }
        if (got < length) throw tooShort();
    }

    private NiftiException tooShort() {
        return new NiftiException(
                voxels, "dim", "needs more bytes than the file has: it is truncated, or the header is damaged");
    }

    /** The findings that a user should see. */
    public List<Finding> warnings() {
        return header.findings().stream()
                .filter(finding -> finding.level() == Finding.Level.WARNING)
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (channel != null) channel.close();
        if (zipped != null) zipped.close();
        channel = null;
        zipped = null;
    }
}
