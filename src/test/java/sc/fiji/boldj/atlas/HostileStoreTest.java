package sc.fiji.boldj.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.run.Progress;

/** A server that lies, and a folder that somebody else prepared. */
class HostileStoreTest {

    private static final byte[] CONTENT = "the true file".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(pool);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        pool.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        try (OutputStream body = exchange.getResponseBody()) {
            switch (name) {
                case "redirect" -> {
                    exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "file" -> {
                    exchange.getResponseHeaders().add("Location", "file:///etc/passwd");
                    exchange.sendResponseHeaders(301, -1);
                }
                case "endless" -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] block = new byte[1 << 16];
                    for (int i = 0; i < 1 << 14; i++) body.write(block);
                }
                case "tag" -> {
                    exchange.getResponseHeaders().add("ETag", "../../x" + "y".repeat(5000));
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    body.write(CONTENT);
                }
                case "other" -> {
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    body.write("the FALSE fil".getBytes(StandardCharsets.UTF_8));
                }
                default -> {
                    exchange.sendResponseHeaders(200, CONTENT.length);
                    body.write(CONTENT);
                }
            }
        } catch (IOException e) {
            // the client hung up, as it should on an endless body
        }
        exchange.close();
    }

    private Path fetch(String name) throws IOException {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        var pin = new PinnedFiles.Pin(CONTENT.length, StoreServer.md5(CONTENT));
        return new TemplateFlow(new TemplateFlow.Options(base, folder, Duration.ofSeconds(30), 2), Map.of(name, pin))
                .fetch(name, Progress.NONE);
    }

    private String refusal(String name) {
        String message = assertThrows(IOException.class, () -> fetch(name)).getMessage();
        assertFalse(Files.isRegularFile(folder.resolve(name)), message);
        return message;
    }

    @Test
    void nothingIsKeptOfWhatIsNotTheFile() throws IOException {
        assertTrue(
                refusal("redirect").contains("redirects to http://127.0.0.1:1/elsewhere; redirects are not followed"));
        assertTrue(refusal("file").contains("redirects to file:///etc/passwd;"));
        assertTrue(refusal("other").contains("instead of " + StoreServer.md5(CONTENT)));
        assertTrue(refusal("endless").contains("more than " + CONTENT.length + " bytes"));
        assertFalse(Files.exists(folder.resolve("endless.part")));
        assertEquals(CONTENT.length, Files.size(fetch("tag")), "a long ETag does no harm");
        assertFalse(Files.exists(folder.resolve("tag.part.etag")));
    }

    @Test
    void aFileThatNobodyKnowsIsNotFetched() {
        var client = new TemplateFlow(
                new TemplateFlow.Options(URI.create("https://example.org/"), folder, Duration.ofSeconds(1), 1));
        String message = assertThrows(IOException.class, () -> client.fetch("tpl-X/x.nii.gz", Progress.NONE))
                .getMessage();
        assertEquals("TemplateFlow has no file 'tpl-X/x.nii.gz' whose checksum is known here", message);
    }

    @Test
    void plainHttpIsRefused() {
        for (String address : new String[] {"http://example.org/", "ftp://example.org/", "file:///tmp/", "x/"})
            assertTrue(assertThrows(
                            IllegalArgumentException.class,
                            () -> new TemplateFlow.Options(URI.create(address), folder, Duration.ofSeconds(1), 1))
                    .getMessage()
                    .contains("must begin with https://"));
    }

    @Test
    void linksInTheFolderAreNotFollowed(@TempDir Path elsewhere) throws IOException {
        Path precious = Files.writeString(elsewhere.resolve("precious"), "precious");
        Files.createSymbolicLink(folder.resolve("a.part"), precious);
        assertThrows(IOException.class, () -> fetch("a"));
        Files.createSymbolicLink(folder.resolve("b.part.etag"), precious);
        fetch("b");
        Files.createSymbolicLink(folder.resolve("c"), precious);
        assertTrue(
                assertThrows(IOException.class, () -> fetch("c")).getMessage().contains("c is a link"));
        Files.createSymbolicLink(folder.resolve("d"), elsewhere);
        assertTrue(
                assertThrows(IOException.class, () -> fetch("d/x")).getMessage().contains("put the folder itself"));
        assertEquals("precious", Files.readString(precious));
        assertFalse(Files.exists(elsewhere.resolve("x")));
    }

    @Test
    void aFileThatWasPlantedInTheFolderIsFound() throws IOException {
        Files.writeString(folder.resolve("planted"), "the FALSE fil");
        String message = assertThrows(IOException.class, () -> fetch("planted")).getMessage();
        assertTrue(message.contains("planted is not TemplateFlow's file"), message);
        assertTrue(message.contains("Delete it"), message);
    }

    @Test
    void everyFileThatIsAskedForIsKnown() {
        for (String template : TemplateFlow.TEMPLATES) {
            String start = "tpl-" + template + "/tpl-" + template + "_";
            assertTrue(PinnedFiles.all().containsKey(start + "res-02_T1w.nii.gz"));
            assertTrue(PinnedFiles.all().containsKey(start + "res-02_desc-brain_mask.nii.gz"));
            for (int networks : new int[] {7, 17}) {
                String atlas = "atlas-Schaefer2018_desc-400Parcels" + networks + "Networks_dseg";
                assertTrue(PinnedFiles.all().containsKey(start + "res-02_" + atlas + ".nii.gz"));
                assertTrue(PinnedFiles.all().containsKey(start + atlas + ".tsv"));
            }
        }
    }
}
