package sc.fiji.boldj.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlanarStore;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Writes the voxels of one image behind the bytes of its header. */
final class VoxelOutput {

    /** Bytes in one block, the unit of work. */
    private static final int BLOCK = 1 << 20;

    private final NeuroImage image;
    private final Storage storage;
    private final ByteOrder order;
    private final PlaneEncoder encoder;
    private final boolean asIs;
    private final int planeSize;
    private final long total;
    private final int perBlock;

    VoxelOutput(NeuroImage image, Storage storage, ByteOrder order) {
        this.image = image;
        this.storage = storage;
        this.order = order;
        encoder = new PlaneEncoder(storage.type(), storage.slope(), storage.intercept());
        asIs = storage.isThatOf(image);
        planeSize = image.grid().planeSize();
        total = (long) planeSize * image.grid().sizeZ() * image.volumes();
        perBlock = BLOCK / storage.type().bytes();
    }

    private int blocks() {
        return Math.toIntExact((total + perBlock - 1) / perBlock);
    }

    /** Writes plain: each block at its place. */
    void plain(Path file, byte[] front, Progress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            put(channel, ByteBuffer.wrap(front), 0);
            FixedChunks.forEach(
                    blocks(),
                    1,
                    (block, end) -> {
                        try {
                            long at = front.length
                                    + (long) block * perBlock * storage.type().bytes();
                            put(channel, block(block), at);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    progress);
        } catch (RuntimeException e) {
            VoxelInput.throwIfIo(e);
            throw e;
        }
    }

    /** Writes gzip: blocks are compressed in parallel, a batch at a time, and joined in order. */
    @SuppressWarnings("ByteBufferBackingArray") // a block has an array of its own
    void gzip(Path file, byte[] front, int level, Progress progress) throws IOException {
        int batch = 16;
        int blocks = blocks();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            GzipBlocks gzip = new GzipBlocks(out);
            gzip.append(GzipBlocks.compress(front, front.length, level));
            for (int from = 0; from < blocks; from += batch) {
                int first = from;
                progress.checkCancelled();
                for (GzipBlocks.Block block : FixedChunks.map(
                        Math.min(batch, blocks - first),
                        1,
                        (i, end) -> {
                            ByteBuffer bytes = block(first + i);
                            return GzipBlocks.compress(bytes.array(), bytes.limit(), level);
                        },
                        progress.stage((double) first / blocks, Math.min(1, (double) (first + batch) / blocks))))
                    gzip.append(block);
            }
            gzip.finish();
        }
    }

    private static void put(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        while (bytes.hasRemaining()) channel.write(bytes, position + bytes.position());
    }

    private ByteBuffer block(int index) {
        long first = (long) index * perBlock;
        int count = (int) Math.min(perBlock, total - first);
        ByteBuffer target = ByteBuffer.allocate(count * storage.type().bytes()).order(order);
        float[] values = asIs ? null : new float[Math.min(count, planeSize)];
        int done = 0;
        while (done < count) {
            int plane = (int) ((first + done) / planeSize);
            int from = (int) ((first + done) % planeSize);
            int length = Math.min(planeSize - from, count - done);
            int z = plane % image.grid().sizeZ();
            int t = plane / image.grid().sizeZ();
            if (asIs) {
                copy((PlanarStore) image.voxels(), z, t, from, length, target);
            } else {
                image.voxels().read(z, t, from, length, values, 0);
                encoder.encode(values, length, target);
            }
            done += length;
        }
        return target.flip();
    }

    private void copy(PlanarStore store, int z, int t, int from, int count, ByteBuffer target) {
        Object plane = store.plane(z, t);
        if (!store.rowsReversed()) {
            copy(plane, from, count, target);
            return;
        }
        int sizeX = store.size(0);
        for (int done = 0; done < count; ) {
            int x = (from + done) % sizeX;
            int length = Math.min(sizeX - x, count - done);
            copy(plane, (store.size(1) - 1 - (from + done) / sizeX) * sizeX + x, length, target);
            done += length;
        }
    }

    private void copy(Object plane, int from, int count, ByteBuffer target) {
        int start = target.position();
        if (plane instanceof byte[] array) target.put(array, from, count);
        else if (plane instanceof short[] array) target.asShortBuffer().put(array, from, count);
        else if (plane instanceof int[] array) target.asIntBuffer().put(array, from, count);
        else if (plane instanceof long[] array) target.asLongBuffer().put(array, from, count);
        else if (plane instanceof float[] array) target.asFloatBuffer().put(array, from, count);
        else target.asDoubleBuffer().put((double[]) plane, from, count);
        target.position(start + count * storage.type().bytes());
    }
}
