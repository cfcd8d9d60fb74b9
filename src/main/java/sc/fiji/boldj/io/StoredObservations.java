package sc.fiji.boldj.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReferenceArray;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Observations;

/**
 * Observations in a file, in blocks of elements, each with all its rows one after the other (float32, little-endian): a block is
 * mapped into memory when it is read, takes no heap, and is given back once it is not read any more. It can be serialised; whoever
 * reads it needs the file at the same path.
 */
public final class StoredObservations implements Observations {

    private static final long serialVersionUID = 1;

    private final String file;
    private final int rows;
    private final int elements;
    private final int block;
    private transient volatile AtomicReferenceArray<WeakReference<FloatBuffer>> mapped;

    private StoredObservations(String file, int rows, int elements, int block) {
        this.file = file;
        this.rows = rows;
        this.elements = elements;
        this.block = block;
    }

    /** Writes a row of elements into the blocks; rows may be given in any order. */
    @FunctionalInterface
    public interface Rows {
        /** Writes the values of a row, shape (elements). */
        void read(int row, float[] target);
    }

    /**
     * Writes observations, a row at a time.
     *
     * @param block elements in a block
     * @param source gives the rows; numbers are stored as float32
     * @throws IOException if the file cannot be written
     */
    public static StoredObservations write(Path file, int rows, int elements, int block, Rows source, Progress progress)
            throws IOException {
        if (rows < 1 || elements < 1 || block < 1 || 4L * rows * block > Integer.MAX_VALUE)
            throw new IllegalArgumentException("cannot store " + rows + " rows of " + elements
                    + " elements in blocks of " + block + ": a block must be smaller than 2 GB");
        float[] values = new float[elements];
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(4 * block).order(ByteOrder.LITTLE_ENDIAN);
            for (int r = 0; r < rows; r++) {
                progress.checkCancelled();
                source.read(r, values);
                for (int from = 0; from < elements; from += block) {
                    int width = Math.min(block, elements - from);
                    bytes.clear();
                    bytes.asFloatBuffer().put(values, from, width);
                    bytes.limit(4 * width);
                    long at = 4L * rows * from + 4L * r * width;
                    while (bytes.hasRemaining()) at += channel.write(bytes, at);
                }
                progress.update(r + 1L, rows);
            }
        } catch (IOException e) {
            throw NoSpaceException.of(file, e);
        }
        return new StoredObservations(file.toAbsolutePath().normalize().toString(), rows, elements, block);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int elements() {
        return elements;
    }

    @Override
    public double rounding() {
        return 0x1p-24;
    }

    @Override
    public void read(int row, int from, int to, double[] target, int offset) {
        float[] values = new float[Math.min(block, to - from)];
        int at = from;
        while (at < to) {
            int b = at / block;
            int first = b * block;
            int width = Math.min(block, elements - first);
            int some = Math.min(to, first + width) - at;
            buffer(b, width).get(row * width + at - first, values, 0, some);
            for (int k = 0; k < some; k++) target[offset + at - from + k] = values[k];
            at += some;
        }
    }

    private FloatBuffer buffer(int index, int width) {
        AtomicReferenceArray<WeakReference<FloatBuffer>> known = mapped;
        if (known == null) mapped = known = new AtomicReferenceArray<>((elements + block - 1) / block);
        WeakReference<FloatBuffer> before = known.get(index);
        FloatBuffer buffer = before == null ? null : before.get();
        if (buffer != null) return buffer;
        try (FileChannel channel = FileChannel.open(Path.of(file), StandardOpenOption.READ)) {
            buffer = channel.map(FileChannel.MapMode.READ_ONLY, 4L * rows * index * block, 4L * rows * width)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + ": cannot be read here (" + e.getMessage() + "): do all workers see this folder?", e);
        }
        known.set(index, new WeakReference<>(buffer));
        return buffer;
    }
}
