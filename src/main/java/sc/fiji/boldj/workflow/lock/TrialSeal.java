package sc.fiji.boldj.workflow.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.provenance.ResultSeal;

/**
 * Locks, records and unblinds a trial. Each is an entry in the log of the trial, after which the head of all logs is
 * written.
 *
 * <p>Of the allocation, the results hold only SHA-256 of a secret salt and the bytes of the file. The salt stands beside
 * the allocation with whoever keeps it: without it, the few allocations that a small trial can have could be tried out.
 */
public final class TrialSeal {

    private static final int SALT = 32;

    private TrialSeal() {}

    /**
     * What is locked.
     *
     * @param protocol the protocol
     * @param options of the participant and group level, by key
     * @param allocation the file that a third person keeps; empty if the treatments are known
     * @param person who locks; empty: the account of the computer
     * @param program name and version
     */
    public record Request(
            ProtocolFile protocol,
            Map<String, Object> options,
            Optional<Path> allocation,
            String person,
            String program) {}

    private static String name(String person) {
        return person.isBlank() ? System.getProperty("user.name") : person.strip();
    }

    /** Where the salt of an allocation stands. */
    static Path salt(Path allocation) {
        return allocation.resolveSibling(allocation.getFileName() + ".salt");
    }

    /**
     * Locks a protocol, or amends it before unblinding.
     *
     * @param output folder of results; made if it is not there
     * @throws IOException if the trial was unblinded, or the allocation cannot be used; nothing is written then
     */
    public static LockedTrial lock(Path output, Request request) throws IOException {
        Optional<LockedTrial> before = LockedTrial.of(output);
        Optional<LockedTrial.Event> opened = before.flatMap(LockedTrial::unblinding);
        if (opened.isPresent())
            throw new IOException(output + ": the trial was unblinded on " + opened.get()
                    + ", so its protocol can no longer be locked: run the group level with the changed protocol, and the"
                    + " page says what was changed");
        String commitment = before.map(LockedTrial::commitment).orElse("");
        if (request.allocation().isPresent())
            commitment = commit(output, request.allocation().get(), request.protocol());
        Path file = LockedTrial.protocolFile(output);
        TreeMap<String, Object> options = new TreeMap<>();
        request.options().forEach((key, value) -> options.put(LockedTrial.OPTION + key, String.valueOf(value)));
        options.put(TrialLog.PERSON, name(request.person()));
        options.put("protocol", request.protocol().digest());
        options.put(LockedTrial.TEXT, request.protocol().canonical());
        options.put(LockedTrial.COMMITMENT, commitment);
        ResultSeal.around(output, () -> {
            Files.createDirectories(file.getParent());
            AtomicFile.writeText(file, request.protocol().canonical() + "\n");
            TrialLog.append(output, request.program(), TrialLog.LOCK, options, List.of(file));
        });
        return LockedTrial.of(output).orElseThrow();
    }

    private static String commit(Path output, Path allocation, ProtocolFile protocol) throws IOException {
        Allocation.read(allocation, protocol.protocol());
        if (allocation
                .toAbsolutePath()
                .normalize()
                .startsWith(output.toAbsolutePath().normalize()))
            throw new IOException(allocation + ": the allocation lies in the folder of the results: a third person must"
                    + " keep it elsewhere");
        Path salt = salt(allocation);
        if (!Files.exists(salt)) {
            byte[] noise = new byte[SALT];
            new SecureRandom().nextBytes(noise);
            AtomicFile.writeText(salt, HexFormat.of().formatHex(noise) + "\n");
        }
        return commitment(allocation);
    }

    /** The SHA-256 of the salt and the bytes of the allocation, 64 hexadecimal digits. */
    static String commitment(Path allocation) throws IOException {
        Path file = salt(allocation);
        if (!Files.exists(file))
            throw new IOException(
                    file + ": is missing: 'boldj lock' wrote it beside the allocation, and both are needed to unblind");
        byte[] salt;
        try {
            salt = HexFormat.of()
                    .parseHex(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": is not a salt that 'boldj lock' wrote", e);
        }
        byte[] content = Files.readAllBytes(allocation);
        byte[] both = java.util.Arrays.copyOf(salt, salt.length + content.length);
        System.arraycopy(content, 0, both, salt.length, content.length);
        return FileDigest.of(both);
    }

    /**
     * Records what is excluded while the trial is blinded, unless that is recorded already.
     *
     * @param exclusions reasons by name of the session, and members by name of the set
     */
    public static void record(LockedTrial trial, Map<String, String> exclusions, String program) throws IOException {
        if (!trial.isBlind() || (trial.recorded() && trial.exclusions().equals(exclusions))) return;
        Path file = TrialLog.folder(trial.output()).resolve("exclusions.tsv");
        TreeMap<String, Object> options = new TreeMap<>();
        StringBuilder table = new StringBuilder("name\texcluded\n");
        new TreeMap<>(exclusions).forEach((name, reason) -> {
            options.put(LockedTrial.EXCLUDED + name, reason);
            table.append(name)
                    .append('\t')
                    .append(reason.replaceAll("\\s+", " "))
                    .append('\n');
        });
        AtomicFile.writeText(file, table.toString());
        TrialLog.append(trial.output(), program, TrialLog.EXCLUSIONS, options, List.of(file));
    }

    /**
     * Opens the allocation: compares it with what was sealed, copies it to the results and logs that.
     *
     * @param person who unblinds; empty: the account of the computer
     * @throws IOException if nothing was sealed, it was opened before, exclusions were not recorded, or it is another file
     */
    public static LockedTrial unblind(Path output, Path allocation, String person, String program) throws IOException {
        LockedTrial trial = LockedTrial.of(output)
                .orElseThrow(() -> new IOException(output + ": no protocol was locked here: 'boldj lock' does it"));
        if (trial.commitment().isEmpty())
            throw new IOException(output + ": the protocol was locked without an allocation, so nothing is blinded");
        if (trial.unblinding().isPresent())
            throw new IOException(output + ": the trial was unblinded before, on "
                    + trial.unblinding().get());
        if (!trial.recorded())
            throw new IOException(
                    output + ": no exclusions are recorded: call 'boldj group BIDS OUT' first, which records"
                            + " them while the trial is blinded");
        Allocation.read(allocation, trial.protocol().protocol());
        String found = commitment(allocation);
        if (!found.equals(trial.commitment()))
            throw new IOException(allocation + ": is not the allocation that was sealed on "
                    + trial.lock().time() + ": its salted SHA-256 is " + found + ", that of the lock "
                    + trial.commitment());
        Path copy = trial.allocationFile();
        Path salt = salt(copy);
        ResultSeal.around(output, () -> {
            AtomicFile.write(copy, part -> Files.write(part, Files.readAllBytes(allocation)));
            AtomicFile.write(salt, part -> Files.write(part, Files.readAllBytes(salt(allocation))));
            TrialLog.append(
                    output,
                    program,
                    TrialLog.UNBLIND,
                    Map.of(TrialLog.PERSON, name(person), LockedTrial.COMMITMENT, found),
                    List.of(copy, salt));
        });
        return LockedTrial.of(output).orElseThrow();
    }
}
