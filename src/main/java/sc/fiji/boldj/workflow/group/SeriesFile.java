package sc.fiji.boldj.workflow.group;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.io.AtomicFile;

/**
 * A file of a compressed series. Little-endian: a key of 64 characters that identifies what it was made from, the
 * number of components, the proportion of variance kept, the numbers of the voxels, their loadings, the lengths of
 * their series, and the CRC-32C of all preceding bytes.
 */
final class SeriesFile {

    private static final int KEY = 64;
    private static final int HEADER = KEY + 4 + 8 + 4;
    private static final int CHUNK = 1 << 18;

    private SeriesFile() {}

    /**
     * Reads a series.
     *
     * @param key of what it must have been made from
     * @return empty if there is no such file, it was made from something else, or it is damaged
     */
    static Optional<CompressedSeries> read(Path file, String key, Mask mask) throws IOException {
        if (!Files.isRegularFile(file)) return Optional.empty();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            CRC32C sum = new CRC32C();
            ByteBuffer header = fill(channel, HEADER);
            sum.update(header.duplicate());
            byte[] own = new byte[KEY];
            header.get(own);
            int components = header.getInt();
            double kept = header.getDouble();
            int voxels = header.getInt();
            if (!key.equals(new String(own, StandardCharsets.US_ASCII)) || voxels != mask.count() || components < 1)
                return Optional.empty();
            long size = HEADER + 4L * voxels * (components + 1L) + 8;
            if (channel.size() != size) return Optional.empty();
            float[] loadings = floats(channel, components * voxels, sum);
            float[] lengths = floats(channel, voxels, sum);
            if (fill(channel, 8).getLong() != sum.getValue()) return Optional.empty();
            return Optional.of(CompressedSeries.of(mask, kept, loadings, lengths));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** Writes a series; the folder is made if it is missing. */
    static void write(Path file, String key, CompressedSeries series) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        AtomicFile.write(file, temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                CRC32C sum = new CRC32C();
                ByteBuffer header = buffer(HEADER);
                header.put(key.getBytes(StandardCharsets.US_ASCII))
                        .putInt(series.components())
                        .putDouble(series.kept())
                        .putInt(series.mask().count());
                store(channel, header, sum);
                store(channel, series.loadings(), sum);
                store(channel, series.lengths(), sum);
                store(channel, buffer(8).putLong(sum.getValue()), sum);
            }
        });
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer fill(FileChannel channel, int bytes) throws IOException {
        ByteBuffer target = buffer(bytes);
        while (target.hasRemaining()) if (channel.read(target) < 0) throw new EOFException();
        return target.flip();
    }

    private static float[] floats(FileChannel channel, int count, CRC32C sum) throws IOException {
        float[] values = new float[count];
        for (int from = 0; from < count; from += CHUNK) {
            int some = Math.min(CHUNK, count - from);
            ByteBuffer bytes = fill(channel, 4 * some);
            sum.update(bytes.duplicate());
            bytes.asFloatBuffer().get(values, from, some);
        }
        return values;
    }

    private static void store(FileChannel channel, float[] values, CRC32C sum) throws IOException {
        for (int from = 0; from < values.length; from += CHUNK) {
            int some = Math.min(CHUNK, values.length - from);
            ByteBuffer bytes = buffer(4 * some);
            bytes.asFloatBuffer().put(values, from, some);
            store(channel, bytes.position(4 * some), sum);
        }
    }

    private static void store(FileChannel channel, ByteBuffer bytes, CRC32C sum) throws IOException {
        bytes.flip();
        sum.update(bytes.duplicate());
        while (bytes.hasRemaining()) channel.write(bytes);
    }
}
