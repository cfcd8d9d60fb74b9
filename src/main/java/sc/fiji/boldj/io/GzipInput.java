package sc.fiji.boldj.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads gzip (RFC 1952) of one or several members and checks length and CRC of each.
 *
 * <p>Bytes after the last member that begin no member are ignored, as gzip does. A damaged or short stream is an
 * {@link IOException} that names the file.
 */
final class GzipInput extends InputStream {

    private final InputStream in;
    private final Path file;
    private final byte[] buffer = new byte[1 << 17];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int position;
    private int limit;
    private boolean first = true;
    private boolean inMember;
    private boolean ended;

    GzipInput(InputStream in, Path file) {
        this.in = in;
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) return 0;
        while (!ended) {
            if (!inMember) {
                if (!nextMember()) break;
                inMember = true;
            }
            int n;
            try {
                n = inflater.inflate(target, offset, length);
            } catch (DataFormatException e) {
                throw damaged("the deflate stream is corrupt", e);
            }
            if (n > 0) {
                crc.update(target, offset, n);
                return n;
            }
            if (inflater.finished()) {
                position = limit - inflater.getRemaining();
                checkTrailer();
                inMember = false;
            } else if (inflater.needsDictionary()) {
                throw damaged("the deflate stream asks for a dictionary", null);
            } else if (inflater.needsInput()) {
                if (!fill()) throw truncated();
                inflater.setInput(buffer, 0, limit);
                position = limit;
            }
        }
        ended = true;
        return -1;
    }

    private boolean nextMember() throws IOException {
        if (position == limit && !fill()) {
            if (first) throw truncated();
            return false;
        }
        if ((buffer[position] & 0xff) != 0x1f && !first) return false;
        int magic1 = next();
        int magic2 = position == limit && !fill() ? -1 : next();
        if (magic1 != 0x1f || magic2 != 0x8b) {
            if (first) throw damaged("the signature is missing", null);
            return false;
        }
        int method = next();
        if (method != 8) throw damaged("compression method " + method + " is unknown, only 8 is in use", null);
        int flags = next();
        for (int i = 0; i < 6; i++) next();
        if ((flags & 4) != 0) for (int extra = next() | next() << 8; extra > 0; extra--) next();
        for (int flag = 8; flag <= 16; flag <<= 1) if ((flags & flag) != 0) for (int c = next(); c != 0; ) c = next();
        if ((flags & 2) != 0) for (int i = 0; i < 2; i++) next();
        first = false;
        inflater.reset();
        crc.reset();
        inflater.setInput(buffer, position, limit - position);
        return true;
    }

    private void checkTrailer() throws IOException {
        long storedCrc = nextInt();
        long storedLength = nextInt();
        if (storedCrc != crc.getValue())
            throw damaged(
                    String.format(Locale.ROOT, "the checksum is %08x but should be %08x", crc.getValue(), storedCrc),
                    null);
        if (storedLength != (inflater.getBytesWritten() & 0xffffffffL))
            throw damaged(
                    "the content has " + inflater.getBytesWritten() + " bytes, not the " + storedLength + " it states",
                    null);
    }

    private long nextInt() throws IOException {
        long value = 0;
        for (int i = 0; i < 4; i++) value |= (long) next() << (8 * i);
        return value;
    }

    private int next() throws IOException {
        if (position == limit && !fill()) throw truncated();
        return buffer[position++] & 0xff;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private IOException truncated() {
        return damaged("the stream ends early", null);
    }

    private IOException damaged(String what, Exception cause) {
        NiftiException e =
                new NiftiException(file, "gzip", "is damaged: " + what + "; was the copy or download interrupted?");
        if (cause != null) e.initCause(cause);
        return e;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
