package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A screen in memory for the tests of windows. The server picks a free display and reports it once it is ready. */
final class VirtualScreen implements AutoCloseable {

    private final Process server;
    private final String display;

    private VirtualScreen(Process server, String display) {
        this.server = server;
        this.display = display;
    }

    /**
     * Starts Xvfb and waits until it accepts windows. Skips the test where Xvfb is not installed.
     *
     * @param size such as {@code 1280x900}
     * @param log receives what the server prints
     */
    static VirtualScreen open(String size, Path log) throws IOException {
        assumeTrue(GuiIT.onPath("Xvfb"), "Xvfb is not installed: windows and dialogs are not tested");
        // -r: on a busy machine a key may be held long enough for the server to repeat it
        Process server = new ProcessBuilder("Xvfb", "-r", "-displayfd", "1", "-screen", "0", size + "x24")
                .redirectError(log.toFile())
                .start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
        String number = lines.readLine();
        if (number == null) throw new IOException("Xvfb did not start, see " + log);
        return new VirtualScreen(server, ":" + number.strip());
    }

    /** Makes a process show its windows here. */
    ProcessBuilder show(ProcessBuilder builder) {
        builder.environment().put("DISPLAY", display);
        return builder;
    }

    @Override
    public void close() {
        server.destroy();
    }
}
