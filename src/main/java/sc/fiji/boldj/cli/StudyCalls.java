package sc.fiji.boldj.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;
import sc.fiji.boldj.command.CommandMenu;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.table.AlignedTable;
import sc.fiji.boldj.workflow.provenance.StepTimes;

/** The calls of a study, as a BIDS App has them; options are the keys of the commands, {@code --max-fd 0.4}. */
final class StudyCalls {

    private StudyCalls() {}

    /** Adds to the help of each call the keys of its command, with units and defaults. */
    static void explain(CommandLine line) {
        Map.of(
                        "participant", "Run Participant...",
                        "group", "Run Group...",
                        "simulate", "Simulate Trial...",
                        "check", "Check Dataset...")
                .forEach((call, label) -> {
                    List<String> lines = new ArrayList<>(List.of("", "Options, with their defaults:"));
                    for (String each : CommandMenu.calls().options(label, List.of("bids", "output")))
                        lines.add(each.replace("%", "%%").replace("@|", "@ |"));
                    line.getSubcommands()
                            .get(call)
                            .getCommandSpec()
                            .usageMessage()
                            .width(110)
                            .footer(lines.toArray(new String[0]));
                });
    }

    /** Runs a command; options the call does not know itself are the command's keys. */
    abstract static class StudyCall implements Callable<Integer> {

        @Mixin
        private Launcher.Cores cores;

        @SuppressWarnings("UnusedVariable") // for the usage text
        @Option(
                names = "--memory",
                paramLabel = "SIZE",
                description = "Memory for Java, such as 4g; read by the launcher script.")
        private String memory = "";

        @Unmatched
        private List<String> options = new ArrayList<>();

        void run(String label, List<String> words) throws Exception {
            List<String> all = new ArrayList<>(words);
            all.addAll(keys(options, CommandMenu.calls().valued(label)));
            try (HostProgress progress = HostProgress.open(label.replace("...", ""))) {
                cores.run(() -> {
                    String text = CommandMenu.calls().run(label, String.join(" ", all), progress);
                    if (!text.isEmpty()) System.out.println(text);
                });
            } catch (IllegalArgumentException e) {
                throw new Launcher.UsageException(e.getMessage(), e);
            }
        }
    }

    /** {@code --max-fd 0.4 --nonlinear} as keys and values; several values of an option are joined by commas; flags need none. */
    static List<String> keys(List<String> options, List<String> valued) throws Launcher.UsageException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (!option.startsWith("--"))
                throw new Launcher.UsageException(
                        "'" + option + "' is not expected here: options are --name value", null);
            int equals = option.indexOf('=');
            String name = option.substring(2, equals < 0 ? option.length() : equals);
            List<String> values = new ArrayList<>();
            if (equals >= 0) values.add(option.substring(equals + 1));
            else while (i + 1 < options.size() && !options.get(i + 1).startsWith("--")) values.add(options.get(++i));
            if (values.isEmpty() && valued.contains(key(name)))
                throw new Launcher.UsageException("--" + name + ": a value is missing", null);
            keys.add(word(key(name), values.isEmpty() ? "true" : String.join(",", values)));
        }
        return keys;
    }

    private static String key(String name) {
        String key = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return key.equals("participant_label") ? "participant" : key;
    }

    static String word(String key, String value) throws Launcher.UsageException {
        int depth = 0;
        for (int i = 0; i < value.length() && depth >= 0; i++)
            depth += value.charAt(i) == '[' ? 1 : value.charAt(i) == ']' ? -1 : 0;
        if (depth != 0)
            throw new Launcher.UsageException(
                    "--" + key + " '" + value + "': [ and ] can be used here in pairs only", null);
        return key + "=[" + value + "]";
    }

    /** A level of the study, whose steps are timed and logged. */
    abstract static class Level extends StudyCall {
        @Mixin
        private SealCalls.Sealing sealing;

        @Option(
                names = "--timing",
                description = "Print how long each kind of step took, its processor time and its largest heap.")
        private boolean timing;

        /** Runs a level; prints the times of its steps if they are asked for, also when it fails. */
        void runLevel(String label, Path bids, Path output) throws Exception {
            sealing.around(output, () -> runTimed(label, bids, output));
        }

        @SuppressWarnings("try") // only closing matters; a table that cannot be read does not hide why the level failed
        private void runTimed(String label, Path bids, Path output) throws Exception {
            Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            try (Closeable table = () -> System.out.print(timing ? times(output, start) : "")) {
                run(label, List.of(word("bids", bids.toString()), word("output", output.toString())));
            }
        }

        /** The times of the steps that began since then. */
        private static String times(Path output, Instant start) throws IOException {
            List<StepTimes.Row> rows = StepTimes.of(output).stream()
                    .filter(row -> !row.start().isBefore(start))
                    .toList();
            return rows.isEmpty() ? "no step was run\n" : AlignedTable.of(StepTimes.summary(rows));
        }
    }

    @Command(
            name = "participant",
            description = "Processes participants from the raw scans to maps in standard space.",
            mixinStandardHelpOptions = true,
            footer = "Further options: boldj commands \"Run Participant...\"; --fwhm 5 is the key fwhm=5.")
    static final class Participant extends Level {
        @Parameters(index = "0", paramLabel = "BIDS", description = "The dataset.")
        private Path bids;

        @Parameters(index = "1", paramLabel = "OUT", description = "Folder for the results.")
        private Path output;

        @Override
        public Integer call() throws Exception {
            runLevel("Run Participant...", bids, output);
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "group",
            description = "Tests the treatment effect of a trial and writes the report.",
            mixinStandardHelpOptions = true,
            footer = "Further options: boldj commands \"Run Group...\"; --max-fd 0.4 is the key max_fd=0.4.")
    static final class Group extends Level {
        @Parameters(index = "0", paramLabel = "BIDS", description = "The dataset.")
        private Path bids;

        @Parameters(index = "1", paramLabel = "OUT", description = "Folder with the results of the participant level.")
        private Path output;

        @Override
        public Integer call() throws Exception {
            runLevel("Run Group...", bids, output);
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "simulate",
            description = "Writes a simulated trial as BIDS.",
            mixinStandardHelpOptions = true,
            footer =
                    "Further options: boldj commands \"Simulate Trial...\"; --design crossover is the key design=crossover.")
    static final class Simulate extends StudyCall {
        @Parameters(index = "0", paramLabel = "OUT", description = "Folder of the dataset.")
        private Path output;

        @Override
        public Integer call() throws Exception {
            run("Simulate Trial...", List.of(word("output", output.toString())));
            return CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "check",
            description = "Checks a dataset and reports what must be corrected.",
            mixinStandardHelpOptions = true)
    static final class Check extends StudyCall {
        @Parameters(index = "0", paramLabel = "BIDS", description = "The dataset.")
        private Path bids;

        @Parameters(index = "1", paramLabel = "OUT", description = "HTML page, or a folder for it.")
        private Path output;

        @Override
        public Integer call() throws Exception {
            run("Check Dataset...", List.of(word("bids", bids.toString()), word("output", output.toString())));
            return CommandLine.ExitCode.OK;
        }
    }
}
