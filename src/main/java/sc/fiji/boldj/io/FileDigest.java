package sc.fiji.boldj.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import sc.fiji.boldj.image.NeuroImage;

/** SHA-256 of what went into a result, as 64 hexadecimal digits. */
public final class FileDigest {

    private FileDigest() {}

    /** Of the bytes of a file. */
    public static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) digest.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Of some bytes. */
    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** Of the values of an image without a file: float32, little-endian, x fastest. */
    public static String of(NeuroImage image) {
        MessageDigest digest = sha256();
        float[] volume = new float[image.grid().voxels()];
        ByteBuffer bytes = ByteBuffer.allocate(4 * volume.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int t = 0; t < image.volumes(); t++) {
            image.readVolume(t, volume);
            bytes.clear();
            bytes.asFloatBuffer().put(volume);
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
