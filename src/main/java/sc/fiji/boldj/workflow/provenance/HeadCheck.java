package sc.fiji.boldj.workflow.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import sc.fiji.boldj.io.FileDigest;

/**
 * The logs of a folder of results against the head that was written last.
 *
 * @param problems what is wrong, a sentence each
 * @param files the files that the head names besides the logs
 * @param words what is known of who wrote the logs
 */
record HeadCheck(List<String> problems, List<Path> files, String words) {

    private static final String FINGERPRINT = "[0-9a-f]{64}";

    static HeadCheck of(Path output, String trust) throws IOException {
        String wanted = trust.strip().toLowerCase(Locale.ROOT).replace(":", "");
        if (!wanted.isEmpty() && !wanted.matches(FINGERPRINT))
            throw new IllegalArgumentException(
                    "the fingerprint to trust must have 64 hexadecimal digits, as 'boldj key'" + " prints them, got '"
                            + trust.strip() + "'");
        List<String> problems = new ArrayList<>();
        Optional<SealedHead> found;
        try {
            found = SealedHead.read(output);
        } catch (IOException e) {
            return new HeadCheck(List.of(e.getMessage()), List.of(), "the head of the logs is damaged");
        }
        if (found.isEmpty()) {
            if (!wanted.isEmpty())
                problems.add(
                        SealedHead.file(output) + ": there is no head of the logs, so nobody signed these results");
            return new HeadCheck(
                    problems, List.of(), "not sealed: a log that was cut short or rebuilt would not be noticed");
        }
        SealedHead last = found.get();
        List<Path> files = compare(output, last.head(), problems);
        String head = "head " + last.head().digest();
        if (!last.isSigned()) {
            if (!wanted.isEmpty()) problems.add(SealedHead.file(output) + ": it is not signed");
            return new HeadCheck(problems, files, "internally consistent if no problem is listed, not signed; " + head);
        }
        if (!last.isIntact())
            problems.add(SealedHead.file(output) + ": the signature is not that of its key over this head");
        if (wanted.isEmpty())
            return new HeadCheck(
                    problems,
                    files,
                    "internally consistent if no problem is listed, signer unknown (fingerprint " + last.fingerprint()
                            + "; --trust compares it); " + head);
        if (!last.fingerprint().equals(wanted))
            problems.add(SealedHead.file(output) + ": signed by another key (fingerprint " + last.fingerprint()
                    + ") than the one to be trusted (" + wanted + ")");
        return new HeadCheck(problems, files, "compared with the trusted key " + wanted + "; " + head);
    }

    private static List<Path> compare(Path output, LogHead head, List<String> problems) throws IOException {
        LogHead now = LogHead.of(output);
        TreeSet<String> names = new TreeSet<>(head.logs().keySet());
        names.addAll(now.logs().keySet());
        for (String name : names) {
            Path log = output.resolve(ProvenanceCheck.FOLDER).resolve(name);
            LogHead.State before = head.logs().get(name);
            LogHead.State after = now.logs().get(name);
            if (before == null)
                problems.add(log + ": added after the logs were sealed: a run was interrupted, or somebody added it");
            else if (after == null) problems.add(log + ": this log was removed after the logs were sealed");
            else if (!before.equals(after))
                problems.add(log + ": changed after the logs were sealed: a run was interrupted, or it was edited");
        }
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> each : head.files().entrySet()) {
            Path file = output.resolve(each.getKey());
            files.add(file);
            if (!Files.exists(file)) problems.add(file + ": no longer exists");
            else if (!FileDigest.of(file).equals(each.getValue()))
                problems.add(file + ": its content differs from when the logs were sealed");
        }
        return files;
    }
}
