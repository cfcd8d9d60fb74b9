package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lookup of known vulnerabilities never treats a missing response as a pass. */
class VulnerabilitiesScriptTest {

    @TempDir
    Path folder;

    private record Outcome(int code, String last) {}

    @BeforeEach
    void copy() throws IOException {
        Path script = Path.of(".ci/vulnerabilities");
        assumeTrue(Files.isExecutable(script) && Files.isExecutable(Path.of("/usr/bin/python3")), "needs Python");
        Files.createDirectories(folder.resolve(".ci"));
        Files.createDirectories(folder.resolve("target"));
        Files.copy(script, folder.resolve(".ci/vulnerabilities"));
        Files.writeString(
                folder.resolve("target/bom.json"),
                "{\"components\":[{\"name\":\"a\",\"version\":\"1\",\"purl\":\"pkg:maven/x/a@1?type=jar\"},"
                        + "{\"name\":\"b\",\"version\":\"2\",\"purl\":\"pkg:maven/x/b@2?type=jar\"}]}");
    }

    private Outcome run(int status, String answer) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return call("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        } finally {
            server.stop(0);
        }
    }

    private Outcome call(String address) throws IOException, InterruptedException {
        ProcessBuilder call = new ProcessBuilder(
                        "/usr/bin/python3",
                        folder.resolve(".ci/vulnerabilities").toString())
                .redirectErrorStream(true);
        call.environment().put("BOLDJ_OSV", address);
        call.environment().put("no_proxy", "127.0.0.1");
        Process process = call.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Outcome(process.waitFor(), said.substring(said.lastIndexOf('\n') + 1));
    }

    @Test
    void aVulnerabilityFailsUnlessItIsAccepted() throws IOException, InterruptedException {
        assertEquals(
                new Outcome(0, "2 components, 0 vulnerabilities that are not accepted"),
                run(200, "{\"results\":[{},{}]}"));
        String answer = "{\"results\":[{},{\"vulns\":[{\"id\":\"GHSA-1\"}]}]}";
        assertEquals(new Outcome(1, "2 components, 1 vulnerabilities that are not accepted"), run(200, answer));
        Files.writeString(folder.resolve(".ci/vulnerabilities-accepted"), "# reasons\nGHSA-1 not reachable\n");
        assertEquals(0, run(200, answer).code());
    }

    @Test
    void noAnswerIsNotAPass() throws IOException, InterruptedException {
        for (Outcome outcome : new Outcome[] {
            call("http://127.0.0.1:9/"), // nothing listens there
            run(503, "busy"),
            run(200, "<html>a page for signing in</html>"),
            run(200, "{}"),
            run(200, "{\"results\":[{}]}")
        }) {
            assertEquals(2, outcome.code(), outcome.last());
            assertTrue(outcome.last().startsWith("NOT CHECKED: "), outcome.last());
        }
    }
}
