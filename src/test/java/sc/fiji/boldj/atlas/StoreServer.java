package sc.fiji.boldj.atlas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine that answers as Amazon S3 does: ETag, Range and If-Range. */
final class StoreServer implements AutoCloseable {

    final Map<String, byte[]> files = new HashMap<>();
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    /** Bytes after which the next answers are cut, one entry an answer; -1 for none. */
    final List<Integer> cuts = Collections.synchronizedList(new ArrayList<>());

    volatile String wrongTag = "";
    volatile long stallMs;
    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();

    StoreServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(pool);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(java.security.MessageDigest.getInstance("MD5").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(1);
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(path + (range == null ? "" : " " + range));
        byte[] file = files.get(path);
        if (file == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        String tag = "\"" + (wrongTag.isEmpty() ? md5(file) : wrongTag) + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        int from = 0;
        if (range != null && tag.equals(exchange.getRequestHeaders().getFirst("If-Range")))
            from = Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= file.length) {
            exchange.sendResponseHeaders(416, -1);
            exchange.close();
            return;
        }
        int end = file.length;
        int cut = cuts.isEmpty() ? -1 : cuts.remove(0);
        if (cut >= 0) end = Math.min(end, from + cut);
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
        try {
            // Not closed by itself: only closing the exchange of an unfinished answer also closes the connection.
            OutputStream out = exchange.getResponseBody();
            out.write(file, from, end - from);
            out.flush();
            if (stallMs > 0) Thread.sleep(stallMs);
        } catch (IOException | InterruptedException e) {
            // the test's cut
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
