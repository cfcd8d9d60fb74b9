package sc.fiji.boldj.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Reads a gzip file (RFC 1952, one member or several) at any position of its content.
 *
 * <p>The first read decodes it once, checks length and CRC of each member, and notes the start of a block about every
 * 2 MB with the 32 KB before it; after that a read decodes 2 MB at most before what it wants. Reads in order decode
 * nothing twice. An index of 1 GB takes 16 MB. One instance a thread.
 */
public final class GzipIndex implements Closeable {

    private static final long SPACING = 1 << 21;

    /** A place to start from: positions in the content and, in bits, in the file, and the content before it. */
    private record Point(long content, long bit, byte[] window) {}

    private final FileChannel channel;
    private final DeflateReader in;
    private final byte[] scratch = new byte[1 << 16];
    private List<Point> points;
    private long at = -1;
    private boolean ended;

    /** Opens a file; nothing is decoded yet. */
    public GzipIndex(Path file) throws IOException {
        channel = FileChannel.open(file);
        in = new DeflateReader(channel, file);
    }

    /**
     * Reads bytes of the content.
     *
     * @return how many; fewer than asked only at the end
     * @throws IOException if the file is damaged; names it
     */
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (points == null) index();
        if (at < 0 || position < at || position - at > SPACING) {
            Point from = point(position);
            in.seek(from.bit(), from.window());
            at = from.content();
            ended = false;
        }
        while (at < position) {
            int n = next(scratch, 0, (int) Math.min(scratch.length, position - at), null);
            if (n < 0) return 0;
        }
        int got = 0;
        while (got < count) {
            int n = next(target, offset + got, count - got, null);
            if (n < 0) break;
            got += n;
        }
        return got;
    }

    private Point point(long position) {
        int low = 0;
        int high = points.size() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (points.get(middle).content() <= position) low = middle;
            else high = middle - 1;
        }
        return points.get(low);
    }

    private void index() throws IOException {
        List<Point> found = new ArrayList<>();
        Check check = new Check();
        in.seek(0, new byte[0]);
        if (!beginMember()) throw in.damaged("the signature is missing");
        at = 0;
        found.add(new Point(0, in.bit(), new byte[0]));
        while (next(scratch, 0, scratch.length, check) >= 0)
            if (in.isAtBlock() && at - found.get(found.size() - 1).content() >= SPACING)
                found.add(new Point(at, in.bit(), in.window()));
        points = found;
        at = -1;
    }

    /** Checksum and length of a member while the index is made. */
    private static final class Check {
        private final CRC32 crc = new CRC32();
        private long count;
    }

    /** As {@link DeflateReader#read}, across members; 0 is no end. */
    private int next(byte[] target, int offset, int count, Check check) throws IOException {
        int n = in.read(target, offset, count);
        if (n > 0) {
            at += n;
            if (check != null) {
                check.crc.update(target, offset, n);
                check.count += n;
            }
        }
        if (n >= 0) return n;
        if (ended) return -1;
        in.align();
        long crc = in.bits(16) | (long) in.bits(16) << 16;
        long size = in.bits(16) | (long) in.bits(16) << 16;
        if (check != null) {
            if (crc != check.crc.getValue()) throw in.damaged("the checksum is wrong");
            if (size != (check.count & 0xffffffffL)) throw in.damaged("the length is wrong");
            check.crc.reset();
            check.count = 0;
        }
        ended = in.atEnd() || !beginMember();
        return ended ? -1 : 0;
    }

    /** Reads the header of a member; false if there is none, as with padding after the last one. */
    private boolean beginMember() throws IOException {
        if (in.bits(8) != 0x1f || in.bits(8) != 0x8b) return false;
        int method = in.bits(8);
        if (method != 8) throw in.damaged("compression method " + method + " is unknown, only 8 is in use");
        int flags = in.bits(8);
        for (int i = 0; i < 6; i++) in.bits(8);
        if ((flags & 4) != 0) for (int extra = in.bits(16); extra > 0; extra--) in.bits(8);
        for (int flag = 8; flag <= 16; flag <<= 1)
            if ((flags & flag) != 0)
                while (in.bits(8) != 0) {
                    // the name or comment ends with a 0
                }
        if ((flags & 2) != 0) in.bits(16);
        in.beginStream();
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
