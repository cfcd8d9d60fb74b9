package sc.fiji.boldj.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the bytes before the voxels and decides what they are. */
final class HeaderReader {

    /** More than this before the voxels is taken for a damaged header. */
    private static final int MOST_BYTES = 1 << 26;

    private HeaderReader() {}

    static NiftiHeader read(Path path) throws IOException {
        Path headerPath = ScanFile.isPairName(path) ? ScanFile.headerOf(path) : path;
        ScanFile file = ScanFile.of(headerPath);
        List<Finding> findings = new ArrayList<>();
        if (file.gzip() != file.namedGzip())
            findings.add(Finding.info(
                    "file",
                    file.gzip() ? "is gzip although its name does not end .gz" : "is not gzip although named .gz"));
        try (InputStream in = file.open()) {
            byte[] start = in.readNBytes(NiftiVersion.NIFTI2.headerBytes());
            ByteOrder order = byteOrder(start, file);
            NiftiVersion version = version(start, order, file);
            if (start.length < version.headerBytes())
                throw new NiftiException(
                        headerPath,
                        "sizeof_hdr",
                        "= " + version.headerBytes() + " but the file ends after " + start.length
                                + " bytes: was the copy or download interrupted?");
            boolean pair =
                    version == NiftiVersion.ANALYZE || magic(start, version).startsWith("ni");
            if (pair && !ScanFile.isPairName(path))
                findings.add(Finding.error(
                        "magic",
                        "= \"" + magic(start, version)
                                + "\" says the voxels are in an .img file, but the name ends otherwise",
                        "rename the file to .hdr beside its .img"));
            NiftiHeader bare = new NiftiHeader(headerPath, version, order, pair, start, List.of());
            int length = pair ? MOST_BYTES : frontBytes(bare, file, findings);
            byte[] bytes = front(start, length, version, in);
            if (!pair && bytes.length < length)
                findings.add(Finding.error(
                        "vox_offset",
                        "= " + length + " lies beyond the end of the file, " + bytes.length + " bytes",
                        "the header is damaged or the file truncated"));
            NiftiHeader header = new NiftiHeader(headerPath, version, order, pair, bytes, findings);
            return HeaderChecks.check(header, pair ? voxels(path, findings) : file, findings);
        }
    }

    /** Whether the header of a pair is there and starts with a size that NIfTI or Analyze headers have. */
    static boolean hasKnownStart(Path path) {
        Path header = ScanFile.headerOf(path);
        if (!Files.isRegularFile(header)) return false;
        try (InputStream in = ScanFile.of(header).open()) {
            ByteBuffer start = ByteBuffer.wrap(in.readNBytes(Integer.BYTES));
            return start.remaining() == Integer.BYTES && byteOrder(start) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static ByteOrder byteOrder(ByteBuffer start) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            int size = start.order(order).getInt(0);
            if (size == NiftiVersion.NIFTI1.headerBytes() || size == NiftiVersion.NIFTI2.headerBytes()) return order;
        }
        return null;
    }

    private static byte[] front(byte[] start, int length, NiftiVersion version, InputStream in) throws IOException {
        int wanted = Math.max(length, version.headerBytes());
        byte[] more = in.readNBytes(Math.max(0, wanted - start.length));
        byte[] bytes = new byte[Math.min(wanted, start.length + more.length)];
        System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
        if (more.length > 0) System.arraycopy(more, 0, bytes, start.length, more.length);
        return bytes;
    }

    private static ScanFile voxels(Path path, List<Finding> findings) throws IOException {
        Path voxels = ScanFile.voxelsOf(path);
        if (ScanFile.isPairName(path) && Files.exists(voxels)) return ScanFile.of(voxels);
        findings.add(
                Finding.error("file", "needs " + voxels + " for the voxels, which does not exist", "copy both files"));
        return null;
    }

    private static ByteOrder byteOrder(byte[] start, ScanFile file) throws NiftiException {
        if (start.length < 4)
            throw new NiftiException(
                    file.path(), "sizeof_hdr", "cannot be read: the file has " + start.length + " bytes only");
        ByteBuffer buffer = ByteBuffer.wrap(start);
        ByteOrder order = byteOrder(buffer);
        if (order != null) return order;
        int little = buffer.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
        throw new NiftiException(
                file.path(),
                "sizeof_hdr",
                "= " + little + " in either byte order is neither 348 (NIfTI-1, Analyze) nor 540 (NIfTI-2): "
                        + guess(start));
    }

    private static String guess(byte[] start) {
        String text = new String(start, 0, Math.min(start.length, 132), StandardCharsets.ISO_8859_1);
        if (text.length() == 132 && text.endsWith("DICM"))
            return "this is a DICOM file, convert it with dcm2niix first";
        if (text.chars().allMatch(c -> (c >= 32 && c < 127) || c == '\n' || c == '\r' || c == '\t'))
            return "this is a text file";
        return "this is no NIfTI file, or its header is damaged";
    }

    private static NiftiVersion version(byte[] start, ByteOrder order, ScanFile file) throws NiftiException {
        int size = ByteBuffer.wrap(start).order(order).getInt(0);
        if (size == NiftiVersion.NIFTI2.headerBytes()) {
            String signature = new String(start, 4, Math.min(8, start.length - 4), StandardCharsets.ISO_8859_1);
            if (signature.startsWith("n+2\0") || signature.startsWith("ni2\0")) {
                if (signature.endsWith("\r\n\u001a\n")) return NiftiVersion.NIFTI2;
                throw new NiftiException(
                        file.path(),
                        "magic",
                        "is NIfTI-2 without its bytes 0D 0A 1A 0A: the file was damaged by a transfer as text");
            }
            throw badMagic(file, signature, "n+2 or ni2");
        }
        if (start.length < NiftiVersion.NIFTI1.headerBytes()) return NiftiVersion.NIFTI1;
        String magic = new String(start, 344, 4, StandardCharsets.ISO_8859_1);
        if (magic.equals("n+1\0") || magic.equals("ni1\0")) return NiftiVersion.NIFTI1;
        if (ScanFile.isPairName(file.path()) && magic.charAt(0) != 'n') return NiftiVersion.ANALYZE;
        throw badMagic(file, magic, "n+1 or ni1");
    }

    private static NiftiException badMagic(ScanFile file, String magic, String expected) {
        String shown = magic.replaceAll("[^ -~]", "?");
        return new NiftiException(
                file.path(),
                "magic",
                "= \"" + shown + "\" but should be " + expected
                        + ": the header is damaged, or this is an Analyze header whose name does not end .hdr");
    }

    private static String magic(byte[] start, NiftiVersion version) {
        int at = version == NiftiVersion.NIFTI2 ? 4 : 344;
        return new String(start, at, 3, StandardCharsets.ISO_8859_1);
    }

    /** The bytes before the voxels of a single file; those of the header alone if vox_offset cannot be. */
    private static int frontBytes(NiftiHeader header, ScanFile file, List<Finding> findings) {
        double offset = header.number(NiftiField.VOX_OFFSET);
        int least = header.version().headerBytes() + 4;
        String problem = null;
        if (!Double.isFinite(offset) || offset != Math.rint(offset)) problem = "is not a whole number";
        else if (offset < least) problem = "points into the header, which ends at " + least;
        else if (offset > file.mostBytes())
            problem = "lies beyond the end of the file, " + file.length() + " bytes" + (file.gzip() ? " of gzip" : "");
        else if (offset > MOST_BYTES)
            problem = "would make the header " + Math.round(offset) + " bytes long, more than " + MOST_BYTES;
        if (problem == null) return (int) offset;
        findings.add(Finding.error(
                "vox_offset",
                "= " + header.decimal(NiftiField.VOX_OFFSET, 0) + " " + problem,
                "the header is damaged"));
        return header.version().headerBytes();
    }
}
