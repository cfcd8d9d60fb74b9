package sc.fiji.boldj.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import net.imglib2.parallel.Parallelization;
import sc.fiji.boldj.image.ScalarType;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Fills the slices of one image from its file: plain files in parallel, gzip with the conversion one block behind. */
final class VoxelInput {

    /** Bytes handled at once. */
    private static final int BLOCK = 1 << 20;

    /** Bytes after the voxels of a gzip file up to which the checksum is still searched for. */
    private static final long MOST_TRAILING = 1 << 26;

    private final NiftiHeader header;
    private final ScalarType type;
    private final boolean asFloat;
    private final boolean reversed;
    private final Object[] planes;
    private final int sizeX;
    private final int sizeY;
    private final int planeSize;
    private final LongAdder overflowed = new LongAdder();

    VoxelInput(NiftiHeader header, ScalarType type, boolean asFloat, boolean reversed, Object[] planes) {
        this.header = header;
        this.type = type;
        this.asFloat = asFloat;
        this.reversed = reversed;
        this.planes = planes;
        sizeX = (int) header.size(1);
        sizeY = (int) header.size(2);
        planeSize = sizeX * sizeY;
    }

    /** Reads all voxels; what is odd about the stream becomes a finding. */
    void read(Path path, List<Finding> findings, Progress progress) throws IOException {
        ScanFile file = ScanFile.of(header.isPair() ? ScanFile.voxelsOf(path) : path);
        try {
            if (file.gzip()) readGzip(file, findings, progress);
            else readPlain(file, progress);
            if (overflowed.sum() > 0)
                findings.add(Finding.warning(
                        "scl_slope",
                        "= " + header.slope() + ": " + overflowed.sum()
                                + " voxels are too large for 32-bit floating point and are read as infinite",
                        "check the scaling, or store smaller numbers"));
        } catch (RuntimeException e) {
            throwIfIo(e);
            throw e;
        }
    }

    /** Throws the input or output error that a thread wrapped into another, if there is one. */
    static void throwIfIo(RuntimeException e) throws IOException {
        for (Throwable cause = e; cause != null; cause = cause.getCause())
            if (cause instanceof IOException) throw (IOException) cause;
    }

    private PlaneDecoder decoder() {
        return new PlaneDecoder(type, asFloat, header.slope(), header.intercept());
    }

    private void readPlain(ScanFile file, Progress progress) throws IOException {
        int perChunk = (int) Math.max(1, 4L * BLOCK / ((long) planeSize * type.bytes()));
        try (FileChannel channel = FileChannel.open(file.path())) {
            FixedChunks.forEach(
                    planes.length,
                    perChunk,
                    (from, to) -> {
                        try {
                            readPlanes(file, channel, from, to);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    progress);
        }
    }

    private void readPlanes(ScanFile file, FileChannel channel, int from, int to) throws IOException {
        PlaneDecoder decoder = decoder();
        long voxel = (long) from * planeSize;
        long end = (long) to * planeSize;
        byte[] bytes = new byte[(int) Math.min(BLOCK, (end - voxel) * type.bytes())];
        while (voxel < end) {
            int count = (int) Math.min(bytes.length / type.bytes(), end - voxel);
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count * type.bytes());
            long position = header.voxelOffset() + voxel * type.bytes();
            while (buffer.hasRemaining())
                if (channel.read(buffer, position + buffer.position()) < 0)
                    throw tooShort(file, position + buffer.position());
            place(decoder, bytes, voxel, count);
            voxel += count;
        }
        overflowed.add(decoder.overflowed());
    }

    /** Hands a run of voxels to the slices they belong to. */
    private void place(PlaneDecoder decoder, byte[] bytes, long first, int count) {
        ByteOrder order = header.byteOrder();
        int done = 0;
        while (done < count) {
            int plane = (int) ((first + done) / planeSize);
            int within = (int) ((first + done) % planeSize);
            if (planes[plane] == null) planes[plane] = decoder.newPlane(planeSize);
            int length;
            int target;
            if (reversed) {
                int x = within % sizeX;
                length = Math.min(sizeX - x, count - done);
                target = (sizeY - 1 - within / sizeX) * sizeX + x;
            } else {
                length = Math.min(planeSize - within, count - done);
                target = within;
            }
            decoder.decode(bytes, done * type.bytes(), length, order, planes[plane], target);
            done += length;
        }
    }

    private void readGzip(ScanFile file, List<Finding> findings, Progress progress) throws IOException {
        long total = (long) planes.length * planeSize;
        PlaneDecoder decoder = decoder();
        try (InputStream in = file.open()) {
            for (long skipped = 0; skipped < header.voxelOffset(); ) {
                long n = in.skip(header.voxelOffset() - skipped);
                if (n <= 0) throw tooShort(file, skipped);
                skipped += n;
            }
            byte[] current = new byte[BLOCK];
            byte[] next = new byte[BLOCK];
            long voxel = 0;
            int count = fill(in, file, current, voxel, total);
            while (count > 0) {
                progress.checkCancelled();
                long first = voxel;
                long after = voxel + count;
                int ready = count;
                byte[] now = current;
                byte[] ahead = next;
                int[] filled = new int[1];
                Parallelization.getTaskExecutor()
                        .runAll(List.of(
                                () -> {
                                    try {
                                        filled[0] = fill(in, file, ahead, after, total);
                                    } catch (IOException e) {
                                        throw new UncheckedIOException(e);
                                    }
                                },
                                () -> place(decoder, now, first, ready)));
                voxel = after;
                count = filled[0];
                current = ahead;
                next = now;
                progress.update(voxel, total);
            }
            overflowed.add(decoder.overflowed());
            finish(file, in, findings);
        }
    }

    private int fill(InputStream in, ScanFile file, byte[] target, long voxel, long total) throws IOException {
        int wanted = (int) Math.min(target.length / type.bytes(), total - voxel) * type.bytes();
        int got = in.readNBytes(target, 0, wanted);
        if (got < wanted) throw tooShort(file, header.voxelOffset() + voxel * type.bytes() + got);
        return wanted / type.bytes();
    }

    /** Reads to the end of the stream, so that its checksum is looked at. */
    private void finish(ScanFile file, InputStream in, List<Finding> findings) throws IOException {
        byte[] rest = new byte[1 << 16];
        long trailing = 0;
        for (int n = in.read(rest); n > 0 && trailing < MOST_TRAILING; n = in.read(rest)) trailing += n;
        if (trailing == 0) return;
        for (Finding finding : header.findings())
            if (finding.field().equals(HeaderChecks.NO_ROOM) && finding.level() == Finding.Level.WARNING)
                throw new NiftiException(file.path(), finding.field(), finding.message() + "; " + finding.fix());
        findings.add(Finding.info("dim", "leaves " + trailing + " bytes or more at the end of the file unread"));
    }

    private NiftiException tooShort(ScanFile file, long length) {
        long needed = header.voxelOffset() + (long) planes.length * planeSize * type.bytes();
        return new NiftiException(
                file.path(),
                "dim",
                "needs " + needed + " bytes but the " + (file.gzip() ? "unzipped " : "") + "file ends after " + length
                        + ": the file is truncated, or the header is damaged");
    }
}
