package sc.fiji.boldj.registration;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import sc.fiji.boldj.image.NeuroImage;

/** A digest that identifies a scan by its grid and voxels. */
final class ScanDigest {

    private static final int BUFFER = 1 << 16;

    private ScanDigest() {}

    static String of(NeuroImage scan) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        bytes.putInt(scan.grid().sizeX())
                .putInt(scan.grid().sizeY())
                .putInt(scan.grid().sizeZ());
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 4; j++) bytes.putDouble(scan.grid().affine().get(i, j));
        for (float value : scan.volume(0)) {
            if (bytes.remaining() < Float.BYTES) {
                digest.update(bytes.flip());
                bytes.clear();
            }
            bytes.putFloat(value);
        }
        digest.update(bytes.flip());
        return HexFormat.of().formatHex(digest.digest());
    }
}
