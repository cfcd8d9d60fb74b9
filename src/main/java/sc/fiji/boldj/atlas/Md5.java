package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import sc.fiji.boldj.run.Progress;

/** The checksum that Amazon S3 gives: not for safety from an enemy, but for damage on the way. */
final class Md5 {

    private Md5() {}

    /** The sum that an ETag is, 32 hexadecimal digits; empty if it is none (a file stored in several pieces, another server). */
    static String ofTag(String etag) {
        String text = etag.replaceFirst("^W/", "").replace("\"", "").toLowerCase(Locale.ROOT);
        return text.matches("[0-9a-f]{32}") && !etag.startsWith("W/") ? text : "";
    }

    static String of(Path file, Progress progress) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                progress.checkCancelled();
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
