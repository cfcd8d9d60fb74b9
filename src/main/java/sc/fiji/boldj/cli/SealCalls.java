package sc.fiji.boldj.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ResultSeal;
import sc.fiji.boldj.workflow.provenance.SigningKey;

/** Calls that sign results and check them. */
final class SealCalls {

    /** Environment variable that holds the passphrase where nobody can type it. */
    static final String PASSPHRASE = "BOLDJ_PASSPHRASE";

    private SealCalls() {}

    /** The passphrase, from the environment or typed unseen. */
    @SuppressWarnings("SystemConsoleNull") // without a terminal, readPassword gives null
    private static char[] passphrase(boolean twice) throws Launcher.UsageException {
        String given = System.getenv(PASSPHRASE);
        if (given != null) return given.toCharArray();
        Console console = System.console();
        if (console == null)
            throw new Launcher.UsageException(
                    "the passphrase of the signing key is needed: type it on a terminal or set " + PASSPHRASE, null);
        char[] first = console.readPassword("Passphrase of the signing key: ");
        if (first == null) throw new Launcher.UsageException("no passphrase was typed", null);
        if (twice && !Arrays.equals(first, console.readPassword("Repeat the passphrase: ")))
            throw new Launcher.UsageException("the two passphrases differ", null);
        return first;
    }

    /** The option of a level to sign what it wrote. */
    static final class Sealing {
        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "Signing key made by 'boldj key'; signs the head of all logs at the end.")
        private Path key;

        /** Opens the key first, so that a wrong passphrase costs no work. */
        void around(Path output, Launcher.Work work) throws Exception {
            SigningKey signing = key == null ? null : SigningKey.open(key, passphrase(false));
            work.run();
            finish(output, signing);
        }

        /** Does the same with work that needs the fingerprint, and signs what it wrote also if it fails. */
        void aroundAll(Path output, Signed work) throws Exception {
            SigningKey signing = key == null ? null : SigningKey.open(key, passphrase(false));
            try {
                work.run(signing == null ? "" : signing.fingerprint());
            } catch (IOException e) {
                if (ResultSeal.head(output).isPresent()) finish(output, signing);
                throw e;
            }
            finish(output, signing);
        }

        private static void finish(Path output, SigningKey signing) throws IOException {
            if (signing != null) print(output, signing);
            else
                ResultSeal.head(output)
                        .ifPresent(head -> System.err.println("boldj: head of the logs (not signed): " + head));
        }
    }

    /** Work that names who signs it. */
    interface Signed {
        void run(String fingerprint) throws Exception;
    }

    private static void print(Path output, SigningKey key) throws IOException {
        System.out.println("head of the logs: " + ResultSeal.sign(output, key));
        System.out.println("signed by the key with fingerprint " + key.fingerprint());
    }

    @Command(
            name = "key",
            description = "Makes a key that signs results.",
            mixinStandardHelpOptions = true,
            footer = "Keep the file away from the results and deposit the fingerprint elsewhere.")
    static final class Key implements Callable<Integer> {
        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "FILE",
                description = "File of the new key; the default is .boldj/signing.key in the home folder.")
        private Path file;

        @Override
        public Integer call() throws Exception {
            Path place = file != null ? file : Path.of(System.getProperty("user.home"), ".boldj", "signing.key");
            String fingerprint;
            try {
                fingerprint = SigningKey.create(place, passphrase(true));
            } catch (IllegalArgumentException e) {
                throw new Launcher.UsageException(e.getMessage(), e);
            }
            System.out.println(place);
            System.out.println("fingerprint " + fingerprint);
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "sign",
            description = "Signs the head of all logs of a folder of results.",
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "OUT", description = "Folder with results.")
        private Path output;

        @Option(names = "--key", paramLabel = "FILE", required = true, description = "Key made by 'boldj key'.")
        private Path key;

        @Override
        public Integer call() throws Exception {
            print(output, SigningKey.open(key, passphrase(false)));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "verify",
            description = "Compares results with the provenance logs and the logs with their signed head.",
            mixinStandardHelpOptions = true)
    static final class Verify implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "OUT", description = "Folder with results.")
        private Path output;

        @Option(names = "--bids", paramLabel = "BIDS", description = "The dataset, to compare its files too.")
        private Path bids;

        @Option(
                names = "--trust",
                paramLabel = "FINGERPRINT",
                description = "Fingerprint of the key that must have signed, as kept elsewhere.")
        private String trust = "";

        @Override
        public Integer call() throws Exception {
            ProvenanceCheck check;
            try {
                check = ProvenanceCheck.of(output, bids, trust);
            } catch (IllegalArgumentException e) {
                throw new Launcher.UsageException(e.getMessage(), e);
            }
            for (String problem : check.problems()) System.err.println("boldj: " + problem);
            System.out.println(check.counts() + ": "
                    + (check.problems().isEmpty()
                            ? "all files are as written"
                            : check.problems().size() + (check.problems().size() == 1 ? " problem" : " problems")));
            System.out.println(check.seal());
            try {
                LockedTrial.of(output).ifPresent(trial -> System.out.println(trial.words()));
            } catch (IOException e) {
                System.err.println("boldj: " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            return check.problems().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }
}
