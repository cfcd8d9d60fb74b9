package sc.fiji.boldj.io;

import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Maps in double precision that are written block of elements by block, all maps of a block at once, and read map by map: a file for each
 * block (little-endian), which is renamed into place when it is complete. Whoever reads it needs the folder at the same path.
 *
 * @param folder that exists
 * @param elements of a map
 * @param block elements in a block
 * @param layers values of each element: those of the first layer come first in a block's row
 */
public record StoredMaps(String folder, int elements, int block, int layers) implements Serializable {

    /**
     * Writes the maps in a block.
     *
     * @param index of the block, from 0
     * @param values shape (maps, layers * elements of the block)
     * @throws IOException if the file cannot be written
     */
    public void write(int index, double[][] values) throws IOException {
        AtomicFile.write(file(index), temporary -> {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(Double.BYTES * values[0].length)
                        .order(ByteOrder.LITTLE_ENDIAN);
                for (double[] row : values) {
                    bytes.clear();
                    bytes.asDoubleBuffer().put(row);
                    while (bytes.hasRemaining()) channel.write(bytes);
                }
            } catch (IOException e) {
                throw NoSpaceException.of(temporary, e);
            }
        });
    }

    /**
     * Reads a layer of maps {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @return shape (to - from, elements)
     * @throws IOException if a block is missing or incomplete
     */
    public double[][] read(int from, int to, int layer) throws IOException {
        double[][] maps = new double[to - from][elements];
        for (int index = 0; index * block < elements; index++) {
            int width = Math.min(block, elements - index * block);
            int row = width * layers;
            ByteBuffer bytes =
                    ByteBuffer.allocateDirect(Double.BYTES * row * maps.length).order(ByteOrder.LITTLE_ENDIAN);
            try (FileChannel channel = FileChannel.open(file(index), StandardOpenOption.READ)) {
                long at = (long) Double.BYTES * row * from;
                while (bytes.hasRemaining()) {
                    int read = channel.read(bytes, at + bytes.position());
                    if (read < 0) throw new IOException(file(index) + " is incomplete");
                }
            }
            DoubleBuffer numbers = bytes.flip().asDoubleBuffer();
            for (int i = 0; i < maps.length; i++) numbers.get(i * row + layer * width, maps[i], index * block, width);
        }
        return maps;
    }

    /** Deletes the files of all blocks. */
    public void delete() throws IOException {
        for (int index = 0; index * block < elements; index++) Files.deleteIfExists(file(index));
    }

    private Path file(int index) {
        return Path.of(folder, "block-" + index);
    }
}
