package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import sc.fiji.boldj.io.FileDigest;

/**
 * A key that signs the head of the logs: Ed25519 (RFC 8032), kept in a file outside the results.
 *
 * <p>The file has three lines: the public key, the salt and initialisation vector, and the private key encrypted by AES-256
 * in Galois/Counter Mode with a key derived from the passphrase (PBKDF2 with HMAC-SHA-256, 600 000 rounds), each in
 * hexadecimal digits. Only its owner may read it where the disk knows permissions.
 */
public final class SigningKey {

    private static final String FIRST_LINE = "BoldJ signing key 1";
    private static final int ROUNDS = 600_000;
    private static final int SALT = 16;
    private static final int VECTOR = 12;

    private final PrivateKey secret;
    private final byte[] publicBytes;

    private SigningKey(PrivateKey secret, byte[] publicBytes) {
        this.secret = secret;
        this.publicBytes = publicBytes;
    }

    /**
     * Makes a key and writes it to a new file.
     *
     * @param passphrase at least eight characters
     * @return the fingerprint: the SHA-256 of the public key, 64 hexadecimal digits
     * @throws IOException if the file exists or cannot be written
     */
    public static String create(Path file, char[] passphrase) throws IOException {
        if (passphrase.length < 8)
            throw new IllegalArgumentException("the passphrase needs at least 8 characters, got " + passphrase.length);
        if (Files.exists(file))
            throw new IOException(file + ": a file is there already; a signing key is never replaced");
        SigningKey key = generate();
        try {
            byte[] noise = new byte[SALT + VECTOR];
            new SecureRandom().nextBytes(noise);
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, noise, passphrase).doFinal(key.secret.getEncoded());
            HexFormat hex = HexFormat.of();
            String text = String.join(
                    "\n",
                    FIRST_LINE,
                    hex.formatHex(key.publicBytes),
                    hex.formatHex(noise),
                    hex.formatHex(encrypted),
                    "");
            if (file.toAbsolutePath().getParent() != null)
                Files.createDirectories(file.toAbsolutePath().getParent());
            FileAttribute<?>[] rights =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0];
            Files.createFile(file, rights);
            Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
            return key.fingerprint();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519, PBKDF2 and AES", e);
        }
    }

    /** A new key that exists only in memory. */
    static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    /**
     * Opens a key.
     *
     * @throws IOException if the file is not a key of {@link #create}, or the passphrase is not its own
     */
    public static SigningKey open(Path file, char[] passphrase) throws IOException {
        if (!Files.exists(file))
            throw new NoSuchFileException(file + ": there is no signing key; 'boldj key " + file + "' makes one");
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            if (lines.size() != 4 || !lines.get(0).equals(FIRST_LINE))
                throw new IllegalArgumentException("unknown first line");
            HexFormat hex = HexFormat.of();
            byte[] encoded = cipher(Cipher.DECRYPT_MODE, hex.parseHex(lines.get(2)), passphrase)
                    .doFinal(hex.parseHex(lines.get(3)));
            PrivateKey secret = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            SigningKey key = new SigningKey(secret, hex.parseHex(lines.get(1)));
            byte[] probe = FIRST_LINE.getBytes(StandardCharsets.US_ASCII);
            if (!isSignature(key.publicBytes, probe, key.sign(probe)))
                throw new IllegalArgumentException("public and private key do not belong together");
            return key;
        } catch (AEADBadTagException e) {
            throw new IOException(file + ": the passphrase is not that of this key, or the file is damaged", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + ": this is not a signing key of BoldJ, or it is damaged", e);
        }
    }

    private static Cipher cipher(int mode, byte[] noise, char[] passphrase) throws GeneralSecurityException {
        if (noise.length != SALT + VECTOR) throw new IllegalArgumentException("salt of the wrong length");
        byte[] salt = Arrays.copyOf(noise, SALT);
        PBEKeySpec spec = new PBEKeySpec(passphrase, salt, ROUNDS, 256);
        byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(spec)
                .getEncoded();
        spec.clearPassword();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(derived, "AES"), new GCMParameterSpec(128, noise, SALT, VECTOR));
        return cipher;
    }

    /** The Ed25519 signature of bytes. */
    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(secret);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java from 15 on has Ed25519", e);
        }
    }

    /** The X.509 encoding of the public key. */
    byte[] publicBytes() {
        return publicBytes.clone();
    }

    /** The SHA-256 of the public key, 64 hexadecimal digits. */
    public String fingerprint() {
        return FileDigest.of(publicBytes);
    }

    /** Whether a signature is that of a public key over bytes; false also if either is not well formed. */
    static boolean isSignature(byte[] publicBytes, byte[] bytes, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicBytes)));
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
