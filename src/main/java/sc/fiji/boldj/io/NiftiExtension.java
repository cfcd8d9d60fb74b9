package sc.fiji.boldj.io;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One header extension: 4 is AFNI's, 6 a comment, 44 MRS, others as registered with the NIfTI group. Immutable. */
final class NiftiExtension {

    private final int code;
    private final byte[] content;

    NiftiExtension(int code, byte[] content) {
        this.code = code;
        this.content = content;
    }

    /** What kind it is. */
    public int code() {
        return code;
    }

    /** Its bytes with the padding at the end, a new array. */
    public byte[] content() {
        return content.clone();
    }

    /** The extensions in the bytes of a header. A size that cannot be ends the list and is a finding. */
    static List<NiftiExtension> parse(NiftiHeader header, List<Finding> findings) {
        List<NiftiExtension> extensions = new ArrayList<>();
        ByteBuffer buffer = header.buffer();
        int at = header.version().headerBytes();
        if (header.version() == NiftiVersion.ANALYZE || buffer.limit() < at + 4 || buffer.get(at) == 0)
            return extensions;
        at += 4;
        while (buffer.limit() - at >= 8) {
            int size = buffer.getInt(at);
            if (size < 8 || size > buffer.limit() - at) {
                boolean padding = size == 0 && !extensions.isEmpty();
                if (!padding)
                    findings.add(Finding.warning(
                            "extension",
                            "esize = " + size + " does not fit the " + (buffer.limit() - at)
                                    + " bytes before the voxels: it is not interpreted, its bytes are kept",
                            "write the file again with the program that made it"));
                return extensions;
            }
            byte[] content = new byte[size - 8];
            buffer.get(at + 8, content);
            extensions.add(new NiftiExtension(buffer.getInt(at + 4), content));
            at += size;
        }
        return extensions;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NiftiExtension niftiExtension
                && code == niftiExtension.code
                && Arrays.equals(content, niftiExtension.content);
    }

    @Override
    public int hashCode() {
        return 31 * code + Arrays.hashCode(content);
    }
}
