package sc.fiji.boldj.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One master and its workers, each a process of its own, from the jars that the profile copied. */
final class StandaloneCluster implements AutoCloseable {

    private static final List<String> OPENS = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private final Path home;
    private final Path folder;
    private final List<Process> started = new ArrayList<>();
    private final List<Process> workers = new ArrayList<>();
    private final int port;

    /**
     * @param home holds {@code jars}
     * @param folder for logs and scratch files
     */
    StandaloneCluster(Path home, Path folder, int count, String memory) throws IOException, InterruptedException {
        this.home = home;
        this.folder = Files.createDirectories(folder);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        start("org.apache.spark.deploy.master.Master", "master", "--host", "127.0.0.1", "--port", "" + port);
        for (int i = 0; i < count; i++) addWorker(memory);
    }

    String master() {
        return "spark://127.0.0.1:" + port;
    }

    void addWorker(String memory) throws IOException, InterruptedException {
        String name = "worker" + workers.size();
        workers.add(start(
                "org.apache.spark.deploy.worker.Worker",
                name,
                "--cores",
                "1",
                "--memory",
                memory,
                "--work-dir",
                folder.resolve(name + "-work").toString(),
                master()));
    }

    /** Kills a worker at once, and the executors that it started: what a machine that loses power does. */
    void kill(int worker) throws InterruptedException {
        List<ProcessHandle> executors = workers.get(worker).descendants().toList();
        workers.get(worker).destroyForcibly();
        executors.forEach(ProcessHandle::destroyForcibly);
        workers.get(worker).waitFor(30, TimeUnit.SECONDS);
    }

    boolean hasExecutor(int worker) {
        return workers.get(worker).descendants().findAny().isPresent();
    }

    /** Whether an executor of a worker has written something to its log. */
    boolean hasLogged(int worker, String text) {
        Path place = folder.resolve("worker" + worker + "-work");
        try (Stream<Path> files = Files.exists(place) ? Files.walk(place) : Stream.<Path>empty()) {
            for (Path log : files.filter(file -> file.endsWith("stderr")).toList())
                if (Files.readString(log, StandardCharsets.ISO_8859_1).contains(text)) return true;
            return false;
        } catch (IOException | UncheckedIOException e) { // of a file that is being made
            return false;
        }
    }

    private Process start(String type, String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        for (String each : OPENS) command.add("--add-opens=java.base/" + each + "=ALL-UNNAMED");
        command.addAll(List.of(
                "-Dspark.master.rest.enabled=false",
                "-Dspark.master.ui.port=0",
                "-Dspark.worker.ui.port=0",
                "-Dspark.deploy.maxExecutorRetries=5",
                "-cp",
                home.resolve("jars") + "/*",
                type));
        command.addAll(List.of(arguments));
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment(home));
        Process process = builder.start();
        started.add(process);
        String said = name.equals("master") ? "I have been elected leader" : "Successfully registered with master";
        for (int i = 0; i < 600; i++) {
            if (!process.isAlive()
                    || (Files.exists(log) && Files.readString(log).contains(said))) break;
            Thread.sleep(200);
        }
        if (!process.isAlive()) throw new IOException(type + " ended: " + Files.readString(log));
        return process;
    }

    static Map<String, String> environment(Path home) {
        return Map.of(
                "SPARK_LOCAL_IP",
                "127.0.0.1",
                "SPARK_SCALA_VERSION",
                "2.13",
                "SPARK_HOME",
                home.toString(),
                "SPARK_NO_DAEMONIZE",
                "1");
    }

    @Override
    public void close() throws IOException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder())
                    .filter(file -> file.toString().contains("-work"))
                    .forEach(file -> {
                        try {
                            Files.deleteIfExists(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
