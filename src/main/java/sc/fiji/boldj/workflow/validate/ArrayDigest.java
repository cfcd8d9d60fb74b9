package sc.fiji.boldj.workflow.validate;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of numbers, bit by bit. */
final class ArrayDigest {
    private final MessageDigest digest;

    ArrayDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void add(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        for (double value : values) bytes.putDouble(value);
        digest.update(bytes.array());
    }

    String text() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
