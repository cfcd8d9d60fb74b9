package sc.fiji.boldj.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A level that runs in a process of its own, and the steps that it has begun. */
final class LevelProcess implements AutoCloseable {

    /** A step, and when it began, in milliseconds from the start of the process. */
    record Begun(String step, long after) {}

    private final Process process;
    private final long start = System.nanoTime();
    private final List<Begun> begun = new ArrayList<>();
    private final StringBuilder said = new StringBuilder();
    private final Thread reader;

    private LevelProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read, "standard error");
        reader.start();
    }

    static LevelProcess start(ProcessBuilder call) throws IOException {
        return new LevelProcess(
                call.redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    }

    private void read() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                synchronized (begun) {
                    said.append(line).append('\n');
                    if (line.matches(".*\\(\\d+ of \\d+\\).*"))
                        begun.add(new Begun(line.replaceFirst("^(.*/)?(\\S+) \\(.*", "$2"), millis()));
                    begun.notifyAll();
                }
        } catch (IOException e) {
            said.append(e);
        }
        synchronized (begun) {
            begun.notifyAll();
        }
    }

    /** Milliseconds since the start. */
    long millis() {
        return (System.nanoTime() - start) / 1000000;
    }

    List<Begun> begun() {
        synchronized (begun) {
            return List.copyOf(begun);
        }
    }

    /** The step that was begun last. */
    String step() {
        List<Begun> steps = begun();
        return steps.isEmpty() ? "the start" : steps.get(steps.size() - 1).step();
    }

    /**
     * Waits for the beginning of a step and some milliseconds more.
     *
     * @return whether the process still runs
     */
    boolean reaches(int step, long more) throws InterruptedException {
        synchronized (begun) {
            while (begun.size() < step && reader.isAlive() && process.isAlive()) begun.wait(100);
        }
        return !process.waitFor(more, TimeUnit.MILLISECONDS);
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
        reader.join();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Lets it run to its end. */
    AppProcess.Result finish() throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.MINUTES)) {
            kill();
            throw new IOException("still running after an hour: " + said);
        }
        reader.join();
        return new AppProcess.Result(process.exitValue(), "", said.toString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
