package sc.fiji.boldj.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;
import sc.fiji.boldj.command.CommandMenu;
import sc.fiji.boldj.host.HostProgress;

/** Calls that lock the protocol of a trial, unblind it, and validate the installation. */
final class LockCalls {

    private LockCalls() {}

    private static void run(String label, List<String> words) throws Exception {
        try (HostProgress progress = HostProgress.open(label.replace("...", ""))) {
            System.out.println(CommandMenu.calls().run(label, String.join(" ", words), progress));
        } catch (IllegalArgumentException e) {
            throw new Launcher.UsageException(e.getMessage(), e);
        }
    }

    @Command(
            name = "lock",
            description = "Locks the protocol of a trial before its data are analysed.",
            mixinStandardHelpOptions = true,
            footer = "Further options are those of 'boldj participant' and 'boldj group'; they are locked, too.")
    static final class Lock implements Callable<Integer> {
        @Mixin
        private SealCalls.Sealing sealing;

        @Parameters(index = "0", paramLabel = "PROTOCOL", description = "The protocol, JSON.")
        private Path protocol;

        @Parameters(index = "1", paramLabel = "OUT", description = "Folder for the results of the trial.")
        private Path output;

        @Option(
                names = "--allocation",
                paramLabel = "FILE",
                description = "Who is given what, kept by a third person; its salted SHA-256 is stored.")
        private Path allocation;

        @Option(names = "--person", paramLabel = "NAME", description = "Who locks; by default the account.")
        private String person = "";

        @Unmatched
        private List<String> options = new ArrayList<>();

        @Override
        public Integer call() throws Exception {
            List<String> words = new ArrayList<>(List.of(
                    StudyCalls.word("protocol", protocol.toString()), StudyCalls.word("output", output.toString())));
            if (allocation != null) words.add(StudyCalls.word("allocation", allocation.toString()));
            words.add(StudyCalls.word("person", person));
            words.add(StudyCalls.word(
                    "options",
                    String.join(
                            " ", StudyCalls.keys(options, CommandMenu.calls().valued("Run Group...")))));
            sealing.around(output, () -> run("Lock Protocol...", words));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "unblind",
            description = "Opens the allocation of a blinded trial and logs this.",
            mixinStandardHelpOptions = true)
    static final class Unblind implements Callable<Integer> {
        @Mixin
        private SealCalls.Sealing sealing;

        @Parameters(index = "0", paramLabel = "OUT", description = "Folder with the results of the trial.")
        private Path output;

        @Option(
                names = "--allocation",
                paramLabel = "FILE",
                required = true,
                description = "The file that was sealed, with its .salt beside it.")
        private Path allocation;

        @Option(names = "--person", paramLabel = "NAME", description = "Who unblinds; by default the account.")
        private String person = "";

        @Override
        public Integer call() throws Exception {
            sealing.around(
                    output,
                    () -> run(
                            "Unblind...",
                            List.of(
                                    StudyCalls.word("output", output.toString()),
                                    StudyCalls.word("allocation", allocation.toString()),
                                    StudyCalls.word("person", person))));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "validate",
            description = "Runs phantoms with known truth through the steps and writes a certificate.",
            mixinStandardHelpOptions = true)
    static final class Validate implements Callable<Integer> {
        @Mixin
        private SealCalls.Sealing sealing;

        @SuppressWarnings("UnusedVariable") // for the usage text
        @Option(
                names = "--memory",
                paramLabel = "SIZE",
                description = "Memory for Java, such as 4g; read by the launcher script.")
        private String memory = "";

        @Parameters(index = "0", paramLabel = "OUT", description = "Folder for the certificate.")
        private Path output;

        @Option(names = "--steps", paramLabel = "NAMES", description = "Parts of names of steps; by default all.")
        private String steps = "";

        @Option(names = "--person", paramLabel = "NAME", description = "Who validates.")
        private String person = "";

        @Override
        public Integer call() throws Exception {
            sealing.aroundAll(
                    output,
                    signer -> run(
                            "Validate Installation...",
                            List.of(
                                    StudyCalls.word("output", output.toString()),
                                    StudyCalls.word("steps", steps),
                                    StudyCalls.word("person", person),
                                    StudyCalls.word("signer", signer))));
            return CommandLine.ExitCode.OK;
        }
    }
}
