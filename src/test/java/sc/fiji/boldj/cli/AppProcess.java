package sc.fiji.boldj.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the packaged program as a user would, in a process of its own. */
final class AppProcess {

    /** Where {@code mvn package} puts our jar and all it needs. */
    static final Path APP = Path.of("target", "app").toAbsolutePath();

    /** What a process left behind. */
    record Result(int exit, String out, String err) {
        /**
         * Standard error without the lines of progress, which appear only where the work takes longer than two seconds:
         * what a test may compare on a slow machine too.
         */
        String messages() {
            List<String> lines = new ArrayList<>();
            for (String line : err.split("\\R", -1)) if (!line.matches(".*: (\\d+ %|done)")) lines.add(line);
            return String.join("\n", lines).strip();
        }

        /** The lines of standard error that the launcher wrote of a failure. */
        List<String> failures() {
            List<String> lines = new ArrayList<>();
            for (String line : err.split("\\R", -1)) if (line.startsWith("boldj: ")) lines.add(line);
            return lines;
        }
    }

    private AppProcess() {}

    /** Runs the launcher with these arguments in a folder. */
    static Result launcher(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(folder, launcherOf(arguments));
    }

    /** The launcher with these arguments, not yet started; the build says which compiler of the JVM is used. */
    static ProcessBuilder launcherOf(String... arguments) {
        List<String> command = new ArrayList<>(java());
        String options = System.getProperty("boldj.test.jvm", "").strip();
        if (!options.isEmpty()) command.addAll(Arrays.asList(options.split(" +", -1)));
        command.addAll(List.of(
                "-Djava.awt.headless=true",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx1g",
                "-Dplugins.dir=" + APP,
                "-cp",
                APP + File.separator + "*",
                "sc.fiji.boldj.cli.Launcher"));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    /** The program {@code java} that runs this test. */
    static List<String> java() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }

    /** Runs a process to its end, an hour at most (a program that hangs, not a slow machine), or what {@code boldj.test.minutes} says. */
    static Result run(Path folder, ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        Process process = builder.directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int minutes = Integer.getInteger("boldj.test.minutes", 60);
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("still running after " + minutes + " minutes: " + builder.command());
        }
        Result result = new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
        Files.delete(out);
        Files.delete(err);
        return result;
    }
}
