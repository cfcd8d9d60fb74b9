package sc.fiji.boldj.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip file of one member put together from blocks that were compressed apart, as pigz does.
 *
 * <p>The blocks depend on their content alone and the header has no time, so the bytes are the same for any number of
 * threads and on any day.
 */
final class GzipBlocks {

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

    /** An empty last block of deflate with fixed codes. */
    private static final byte[] END = {3, 0};

    private final OutputStream out;
    private final CRC32 crc = new CRC32();
    private long length;

    GzipBlocks(OutputStream out) throws IOException {
        this.out = out;
        out.write(HEADER);
    }

    /** Bytes and what they became. Arrays may be longer than the lengths say. */
    static final class Block {
        private final byte[] content;
        private final int contentLength;
        private final byte[] compressed;
        private final int compressedLength;

        private Block(byte[] content, int contentLength, byte[] compressed, int compressedLength) {
            this.content = content;
            this.contentLength = contentLength;
            this.compressed = compressed;
            this.compressedLength = compressedLength;
        }
    }

    /** Compresses a block so that another can follow; may be called by several threads. */
    static Block compress(byte[] content, int length, int level) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setInput(content, 0, length);
            byte[] target = new byte[length + length / 1000 + 64];
            int n = 0;
            while (true) {
                n += deflater.deflate(target, n, target.length - n, Deflater.SYNC_FLUSH);
                if (n < target.length) return new Block(content, length, target, n);
                target = Arrays.copyOf(target, 2 * target.length);
            }
        } finally {
            deflater.end();
        }
    }

    /** Adds the next block. */
    void append(Block block) throws IOException {
        crc.update(block.content, 0, block.contentLength);
        length += block.contentLength;
        out.write(block.compressed, 0, block.compressedLength);
    }

    /** Ends the member; the stream stays open. */
    void finish() throws IOException {
        out.write(END);
        for (long value : new long[] {crc.getValue(), length})
            for (int i = 0; i < 4; i++) out.write((int) (value >>> (8 * i)) & 0xff);
    }

    /** Writes a small file at once, gzip or not. */
    static void writeWhole(Path file, byte[] content, boolean zipped, int level) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            if (!zipped) {
                out.write(content);
                return;
            }
            GzipBlocks gzip = new GzipBlocks(out);
            gzip.append(compress(content, content.length, level));
            gzip.finish();
        }
    }
}
