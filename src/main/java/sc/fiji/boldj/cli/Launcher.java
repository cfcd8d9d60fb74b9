package sc.fiji.boldj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import net.imagej.patcher.LegacyInjector;
import net.imglib2.parallel.Parallelization;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sc.fiji.boldj.command.CommandMenu;
import sc.fiji.boldj.host.CommandCalls;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.io.FileFaults;
import sc.fiji.boldj.run.NearestName;
import sc.fiji.boldj.run.Version;

/**
 * Runs BoldJ without a screen.
 *
 * <p>Exit code 0 only if everything asked for was done, 2 for a usage error, 1 for any other failure, with one line on
 * standard error that says what failed and why.
 */
@Command(
        name = "boldj",
        description = "Functional MRI from NIfTI files to group inference.",
        mixinStandardHelpOptions = true,
        versionProvider = Launcher.Versions.class,
        subcommands = {
            Launcher.MacroCall.class,
            Launcher.RunCall.class,
            Launcher.CommandsCall.class,
            StudyCalls.Participant.class,
            StudyCalls.Group.class,
            StudyCalls.Simulate.class,
            StudyCalls.Check.class,
            LockCalls.Lock.class,
            LockCalls.Unblind.class,
            LockCalls.Validate.class,
            SealCalls.Key.class,
            SealCalls.Sign.class,
            SealCalls.Verify.class
        })
public final class Launcher {

    /** Starts here. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        System.exit(execute(arguments));
    }

    /** Runs a call and gives its exit code. */
    public static int execute(String... arguments) {
        CommandLine line = new CommandLine(new Launcher());
        line.setExecutionExceptionHandler((e, command, result) -> {
            System.err.println("boldj: " + FileFaults.words(e).replaceAll("\\s*\\R\\s*", " "));
            boolean usage = e instanceof UsageException
                    || (e instanceof CommandFailure commandFailure && commandFailure.isUsage());
            return usage ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
        });
        line.setParameterExceptionHandler((e, words) -> {
            System.err.println("boldj: " + problem(e, arguments) + " (boldj --help lists the calls)");
            return CommandLine.ExitCode.USAGE;
        });
        if (arguments.length == 0) {
            line.usage(System.err);
            return CommandLine.ExitCode.USAGE;
        }
        if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) StudyCalls.explain(line);
        return line.execute(arguments);
    }

    /** The problem of a call; for an unknown call, also the closest known one. */
    private static String problem(CommandLine.ParameterException e, String[] words) {
        CommandLine line = e.getCommandLine();
        boolean unknown = e instanceof CommandLine.UnmatchedArgumentException
                && line.getParent() == null
                && !words[0].startsWith("-");
        return unknown
                ? "there is no call '" + words[0] + "': did you mean '"
                        + NearestName.of(words[0], line.getSubcommands().keySet()) + "'?"
                : e.getMessage();
    }

    /** What {@code --version} prints. */
    static final class Versions implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {
                "BoldJ " + Version.text(),
                "Java " + Runtime.version() + ", " + System.getProperty("java.vendor") + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "Native libraries: none"
            };
        }
    }

    /** How many cores to use; the results are the same for any number. */
    static final class Cores {

        @Option(names = "--threads", paramLabel = "N", description = "Cores to use; 0, the default: all.")
        private int threads;

        /** Runs work on so many threads. */
        void run(Work work) throws Exception {
            if (threads < 0) throw new UsageException("--threads must be 0 or more, got " + threads, null);
            if (threads == 0) {
                work.run();
                return;
            }
            Exception[] thrown = new Exception[1];
            Runnable task = () -> {
                try {
                    work.run();
                } catch (Exception e) {
                    thrown[0] = e;
                }
            };
            Parallelization.runWithNumThreads(threads, task);
            if (thrown[0] != null) throw thrown[0];
        }
    }

    interface Work {
        void run() throws Exception;
    }

    /** The call itself makes no sense. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    @Command(name = "macro", description = "Runs an ImageJ macro headless.", mixinStandardHelpOptions = true)
    static final class MacroCall implements Callable<Integer> {

        @Mixin
        private Cores cores;

        @Parameters(index = "0", paramLabel = "FILE", description = "The macro.")
        private Path file;

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "ARG",
                description = "Argument that getArgument() returns to the macro; several words are joined by spaces.")
        private String[] words = {};

        @Override
        public Integer call() throws Exception {
            if (!Files.isRegularFile(file)) throw new UsageException("there is no macro file '" + file + "'", null);
            LegacyInjector.preinit(Launcher.class.getClassLoader());
            cores.run(() -> MacroSession.run(file, String.join(" ", words)));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(name = "run", description = "Runs one command on files.", mixinStandardHelpOptions = true)
    static final class RunCall implements Callable<Integer> {

        @Mixin
        private Cores cores;

        @Parameters(index = "0", paramLabel = "LABEL", description = "The command, as in the menu.")
        private String label;

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "key=value",
                description = "Its parameters; images are paths; save=PATH writes the first image it makes.")
        private String[] options = {};

        @Override
        public Integer call() throws Exception {
            try (HostProgress progress = HostProgress.open(label.replace("...", ""))) {
                cores.run(() -> {
                    String text = CommandMenu.calls().run(label, String.join(" ", options), progress);
                    if (!text.isEmpty()) System.out.println(text);
                });
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage(), e);
            }
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "commands",
            description = "Lists the commands, or one with its keys, defaults and units.",
            mixinStandardHelpOptions = true)
    static final class CommandsCall implements Callable<Integer> {

        @Parameters(index = "0", arity = "0..1", paramLabel = "LABEL", description = "The command, as in the menu.")
        private String label;

        @Override
        public Integer call() throws IOException, UsageException {
            CommandCalls calls = CommandMenu.calls();
            try {
                if (label != null) System.out.print(calls.describe(label));
                else for (String each : calls.labels()) System.out.print(calls.describe(each));
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage(), e);
            }
            return CommandLine.ExitCode.OK;
        }
    }
}
