package sc.fiji.boldj.workflow.provenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.CanonicalJson;
import sc.fiji.boldj.io.FileDigest;

/**
 * The head of all logs as stored in {@code logs/head.json}, with a signature if there is a key.
 *
 * <p>Only a signature whose fingerprint is known from elsewhere, or a deposited digest of the head, shows that nobody
 * rebuilt everything: whoever can write the folder can also write an unsigned head.
 *
 * @param head the state of logs and files
 * @param key the public key as its X.509 encoding; empty if not signed
 * @param signature Ed25519 over the canonical bytes of the head; empty if not signed
 */
record SealedHead(LogHead head, byte[] key, byte[] signature) {

    /** Name of the file within the folder of logs. */
    static final String NAME = "head.json";

    /** Where the head of a folder of results stands. */
    static Path file(Path output) {
        return output.resolve(ProvenanceCheck.FOLDER).resolve(NAME);
    }

    /**
     * Writes the head of the present state, unless it stands there already with the same signature or none was asked for.
     *
     * @param key signs it; null leaves it unsigned
     * @return the SHA-256 of the head, to be deposited
     * @throws IOException if a log does not follow from the head that is there, or a file cannot be read or written
     */
    static String write(Path output, SigningKey key) throws IOException {
        Path file = file(output);
        Files.createDirectories(file.getParent());
        StudyLock lock = StudyLock.waitFor(file);
        try {
            requireContinuation(output);
            LogHead head = LogHead.of(output);
            Optional<SealedHead> before = read(output);
            boolean same = before.isPresent() && before.get().head().equals(head);
            if (same && (key == null || Arrays.equals(before.get().key(), key.publicBytes()))) return head.digest();
            byte[] bytes = head.toBytes();
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.set("head", head.toJson());
            if (key != null) {
                json.put("publicKey", HexFormat.of().formatHex(key.publicBytes()));
                json.put("signature", HexFormat.of().formatHex(key.sign(bytes)));
            }
            AtomicFile.writeText(file, CanonicalJson.of(json) + "\n");
            return head.digest();
        } finally {
            lock.close();
        }
    }

    /**
     * Requires that each log begins with what the head names: a run that was interrupted after it has only added lines.
     *
     * @throws IOException if a log was changed, shortened or removed since, or the head is damaged
     */
    static void requireContinuation(Path output) throws IOException {
        Optional<SealedHead> before = read(output);
        if (before.isEmpty()) return;
        for (Map.Entry<String, LogHead.State> each : before.get().head().logs().entrySet()) {
            Path log = output.resolve(ProvenanceCheck.FOLDER).resolve(each.getKey());
            String advice = ": keep a copy of the folder for those who must know, and start again in an empty folder";
            if (!Files.exists(log)) throw new IOException(log + ": this log was removed after it was sealed" + advice);
            byte[] bytes = Files.readAllBytes(log);
            long length = each.getValue().bytes();
            if (bytes.length < length
                    || !FileDigest.of(Arrays.copyOf(bytes, (int) length))
                            .equals(each.getValue().digest()))
                throw new IOException(log + ": this log was changed after it was sealed" + advice);
        }
    }

    /**
     * Reads the head of a folder of results.
     *
     * @return empty if there is none
     * @throws IOException if it cannot be read or is damaged
     */
    static Optional<SealedHead> read(Path output) throws IOException {
        Path file = file(output);
        if (!Files.exists(file)) return Optional.empty();
        byte[] bytes = Files.readAllBytes(file);
        try {
            JsonNode json = LogHead.parse(new String(bytes, StandardCharsets.UTF_8));
            if (!Arrays.equals((CanonicalJson.of(json) + "\n").getBytes(StandardCharsets.UTF_8), bytes))
                throw new IllegalArgumentException("it is not in the form that BoldJ writes");
            boolean signed = json.has("signature") || json.has("publicKey");
            if (json.size() != (signed ? 3 : 1))
                throw new IllegalArgumentException("it has fields too few or too many");
            return Optional.of(new SealedHead(
                    LogHead.of(json.path("head")), bytes(json.path("publicKey")), bytes(json.path("signature"))));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": this file is damaged (" + e.getMessage() + "): was it edited?", e);
        }
    }

    private static byte[] bytes(JsonNode hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.asText());
        if (!HexFormat.of().formatHex(bytes).equals(hex.asText()))
            throw new IllegalArgumentException("its digits are not in lower case");
        return bytes;
    }

    /** Whether somebody signed it; says nothing of whether the signature is right. */
    boolean isSigned() {
        return key.length > 0;
    }

    /** Whether the signature is that of the key over this head. */
    boolean isIntact() {
        return SigningKey.isSignature(key, head.toBytes(), signature);
    }

    /** The SHA-256 of the public key, 64 hexadecimal digits. */
    String fingerprint() {
        return FileDigest.of(key);
    }
}
