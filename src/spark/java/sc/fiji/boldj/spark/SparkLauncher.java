package sc.fiji.boldj.spark;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.imglib2.parallel.Parallelization;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import sc.fiji.boldj.cli.Launcher;

/**
 * A call of {@code bin/boldj} whose heavy parts run on Spark's executors. Started by {@code spark-submit}, which knows the
 * master; the rest of the call is that of {@link Launcher}, and so are its results.
 */
public final class SparkLauncher {

    /**
     * An address that is no path, alone or as the value of a key: two letters or more before the colon, as one is a drive of
     * Windows.
     */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:^|[\\s=\\[])((?!file:)[a-z][a-z0-9+.-]+:/[^\\s\\]]*)", Pattern.CASE_INSENSITIVE);

    private SparkLauncher() {}

    /** Starts here. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        Optional<String> problem = problem(Arrays.asList(arguments));
        if (problem.isPresent()) {
            System.err.println("boldj: " + problem.get());
            System.exit(2);
        }
        SparkConf settings = new SparkConf()
                .setIfMissing("spark.app.name", "BoldJ " + arguments[0])
                .setIfMissing(SparkWorkers.FOLDER, folder(Arrays.asList(arguments)));
        int code = run(settings, arguments);
        if (!isShared()) System.exit(code);
        if (code != 0) throw new IllegalStateException("the call failed with code " + code + ": see above");
    }

    /** Databricks runs this in its own driver, whose context and process belong to others too. */
    private static boolean isShared() {
        return System.getenv("DATABRICKS_RUNTIME_VERSION") != null;
    }

    /** Why a call cannot run on Spark; empty if it can. */
    static Optional<String> problem(List<String> arguments) {
        if (arguments.isEmpty() || !List.of("participant", "group", "run").contains(arguments.get(0)))
            return Optional.of("--spark is an option of the calls participant, group and run");
        for (String argument : arguments) {
            if (argument.startsWith("--threads"))
                return Optional.of("--threads cannot be combined with --spark: the master decides the cores");
            Matcher address = ADDRESS.matcher(argument);
            if (address.find())
                return Optional.of("'" + address.group(1)
                        + "' is not a folder: BoldJ reads and writes files that all workers see under"
                        + " one path; mount the storage and give its path (docs/server.md)");
        }
        return Optional.empty();
    }

    /** A folder that all workers see: that of a study's results, or the one in which a command leaves its result. */
    static String folder(List<String> arguments) {
        if (!arguments.get(0).equals("run")) return results(arguments);
        Matcher key = Pattern.compile("(?:^| )output=(\\[[^]]*\\]|\\S+)").matcher(String.join(" ", arguments));
        if (!key.find()) return "";
        Path parent = Path.of(key.group(1).replaceAll("[\\[\\]]", "")).getParent();
        return parent == null ? "" : parent.toString();
    }

    /** The second argument that is no option; a call that lacks it is refused by {@link Launcher}. */
    private static String results(List<String> arguments) {
        try {
            return new CommandLine(new Launcher())
                    .parseArgs(arguments.toArray(new String[0]))
                    .subcommand()
                    .matchedPositionalValue(1, Path.of(""))
                    .toString();
        } catch (CommandLine.ParameterException e) {
            return "";
        }
    }

    /** Runs a call in a Spark application and gives its exit code. */
    static int run(SparkConf settings, String... arguments) {
        int[] code = {1};
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(SparkContext.getOrCreate(settings));
        try (SparkWorkers workers = new SparkWorkers(spark)) {
            Parallelization.runWithExecutor(workers, () -> {
                code[0] = Launcher.execute(arguments);
            });
        } finally {
            if (!isShared()) spark.close();
        }
        return code[0];
    }
}
