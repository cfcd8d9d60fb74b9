package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Decodes deflate (RFC 1951) from any bit of a file, given the 32 KB before it. Java's own Inflater can neither start
 * within a byte nor say where a block begins, and both are needed to jump about in a gzip file.
 */
final class DeflateReader {

    static final int WINDOW = 1 << 15;

    private static final int RING = 1 << 17;
    private static final int PIECE = 1 << 16;
    private static final int CODE_BITS = 15;
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASE = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };
    private static final int[] LENGTHS_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final FileChannel channel;
    private final Path file;
    private final byte[] input = new byte[1 << 16];
    private long inputAt;
    private int position;
    private int limit;
    private long hold;
    private int bits;

    private final byte[] ring = new byte[RING];
    private long produced;
    private long taken;

    private final short[] literals = new short[1 << CODE_BITS];
    private final short[] distances = new short[1 << CODE_BITS];
    private final int[] lengths = new int[320];
    private boolean inBlock;
    private boolean last;
    private int stored = -1;

    DeflateReader(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /**
     * Goes to the start of a block, or of anything that {@link #bits} reads.
     *
     * @param bit position in the file
     * @param window what was decoded before it, at most {@link #WINDOW} bytes
     */
    void seek(long bit, byte[] window) throws IOException {
        inputAt = bit >>> 3;
        position = 0;
        limit = 0;
        hold = 0;
        bits = 0;
        inBlock = false;
        last = false;
        stored = -1;
        System.arraycopy(window, 0, ring, 0, window.length);
        produced = window.length;
        taken = produced;
        bits((int) (bit & 7));
    }

    /** The bit of the file that is read next. */
    long bit() {
        return (inputAt + position) * 8 - bits;
    }

    /** Expects the first block of another stream at the next bit. */
    void beginStream() {
        last = false;
        inBlock = false;
    }

    /** Whether the next bit begins a block, and all that was decoded is taken. */
    boolean isAtBlock() {
        return !inBlock && !last && taken == produced;
    }

    /** The last bytes that were decoded since {@link #seek}, at most {@link #WINDOW} of them. */
    byte[] window() {
        byte[] window = new byte[(int) Math.min(WINDOW, produced)];
        for (int i = 0; i < window.length; i++) window[i] = ring[(int) (produced - window.length + i) & RING - 1];
        return window;
    }

    /**
     * Takes the next bytes of this stream, up to the end of a block.
     *
     * @return how many, at least 1; or 0 at the end of a block that is not the last; -1 at the end of the stream
     */
    int read(byte[] target, int offset, int length) throws IOException {
        if (taken == produced) {
            if (!inBlock && last) return -1;
            if (!inBlock) beginBlock();
            decode();
            if (taken == produced) return inBlock || !last ? 0 : -1;
        }
        int n = (int) Math.min(length, produced - taken);
        int at = (int) taken & RING - 1;
        n = Math.min(n, RING - at);
        System.arraycopy(ring, at, target, offset, n);
        taken += n;
        return n;
    }

    private void beginBlock() throws IOException {
        last = bits(1) == 1;
        int type = bits(2);
        stored = -1;
        if (type == 0) {
            bits(bits & 7);
            stored = bits(16);
            if (bits(16) != (~stored & 0xffff)) throw corrupt();
        } else if (type == 1) {
            Arrays.fill(lengths, 0, 144, 8);
            Arrays.fill(lengths, 144, 256, 9);
            Arrays.fill(lengths, 256, 280, 7);
            Arrays.fill(lengths, 280, 288, 8);
            table(literals, 0, 288);
            Arrays.fill(lengths, 0, 30, 5);
            table(distances, 0, 30);
        } else if (type == 2) {
            readTables();
        } else {
            throw corrupt();
        }
        inBlock = true;
    }

    private void readTables() throws IOException {
        int literalCount = bits(5) + 257;
        int distanceCount = bits(5) + 1;
        int codes = bits(4) + 4;
        if (literalCount > 286 || distanceCount > 30) throw corrupt();
        Arrays.fill(lengths, 0, 19, 0);
        for (int i = 0; i < codes; i++) lengths[LENGTHS_ORDER[i]] = bits(3);
        table(literals, 0, 19);
        int total = literalCount + distanceCount;
        for (int i = 0; i < total; ) {
            int symbol = symbol(literals);
            if (symbol < 16) {
                lengths[i++] = symbol;
                continue;
            }
            if (symbol == 16 && i == 0) throw corrupt();
            int value = symbol == 16 ? lengths[i - 1] : 0;
            int repeat = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
            if (i + repeat > total) throw corrupt();
            Arrays.fill(lengths, i, i + repeat, value);
            i += repeat;
        }
        if (lengths[256] == 0) throw corrupt();
        table(literals, 0, literalCount);
        table(distances, literalCount, distanceCount);
    }

    /** Canonical codes as a table by the next 15 bits: symbol times 16, plus the length of its code; 0 for none. */
    private void table(short[] table, int first, int count) throws IOException {
        int[] next = new int[CODE_BITS + 2];
        for (int i = first; i < first + count; i++) next[lengths[i] + 1]++;
        next[1] = 0;
        int code = 0;
        int left = 1;
        for (int length = 1; length <= CODE_BITS; length++) {
            int n = next[length + 1];
            left = 2 * left - n;
            if (left < 0) throw corrupt();
        }
        int[] start = new int[CODE_BITS + 1];
        for (int length = 1; length <= CODE_BITS; length++) {
            code = code + (length > 1 ? next[length] : 0) << 1;
            start[length] = code;
        }
        Arrays.fill(table, (short) 0);
        for (int i = first; i < first + count; i++) {
            int length = lengths[i];
            if (length == 0) continue;
            int reversed = Integer.reverse(start[length]++) >>> 32 - length;
            short entry = (short) (i - first << 4 | length);
            for (int at = reversed; at < table.length; at += 1 << length) table[at] = entry;
        }
    }

    /** Decodes up to a piece, or to the end of the block. */
    private void decode() throws IOException {
        long until = produced + PIECE;
        if (stored >= 0) {
            while (stored > 0 && produced < until) {
                ring[(int) produced++ & RING - 1] = (byte) bits(8);
                stored--;
            }
            if (stored == 0) inBlock = false;
            return;
        }
        while (produced < until) {
            int symbol = symbol(literals);
            if (symbol < 256) {
                ring[(int) produced++ & RING - 1] = (byte) symbol;
                continue;
            }
            if (symbol == 256) {
                inBlock = false;
                return;
            }
            if (symbol > 285) throw corrupt();
            int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
            int code = symbol(distances);
            if (code > 29) throw corrupt();
            int distance = DISTANCE_BASE[code] + bits(code < 2 ? 0 : (code >> 1) - 1);
            if (distance > produced) throw corrupt();
            for (int i = 0; i < length; i++, produced++)
                ring[(int) produced & RING - 1] = ring[(int) (produced - distance) & RING - 1];
        }
    }

    private int symbol(short[] table) throws IOException {
        if (bits < CODE_BITS) refill();
        int entry = table[(int) hold & (1 << CODE_BITS) - 1];
        int length = entry & 15;
        if (length == 0) throw corrupt();
        if (length > bits) throw truncated();
        hold >>>= length;
        bits -= length;
        return entry >> 4;
    }

    /** The next bits, at most 16, the first of them lowest. */
    int bits(int count) throws IOException {
        if (bits < count) refill();
        if (bits < count) throw truncated();
        int value = (int) hold & (1 << count) - 1;
        hold >>>= count;
        bits -= count;
        return value;
    }

    /** Drops the rest of a byte. */
    void align() throws IOException {
        bits(bits & 7);
    }

    /** Whether the file ends here. */
    boolean atEnd() throws IOException {
        if (bits < 8) refill();
        return bits < 8;
    }

    private void refill() throws IOException {
        while (bits <= 55) {
            if (position == limit) {
                inputAt += limit;
                position = 0;
                limit = Math.max(0, channel.read(ByteBuffer.wrap(input), inputAt));
                if (limit == 0) return;
            }
            hold |= (input[position++] & 0xffL) << bits;
            bits += 8;
        }
    }

    private NiftiException corrupt() {
        return damaged("the deflate stream is corrupt");
    }

    private NiftiException truncated() {
        return damaged("the stream ends early");
    }

    NiftiException damaged(String what) {
        return new NiftiException(file, "gzip", "is damaged: " + what + "; was the copy or download interrupted?");
    }
}
