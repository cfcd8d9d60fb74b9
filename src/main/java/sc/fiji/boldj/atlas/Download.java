package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sc.fiji.boldj.run.Progress;

/**
 * Brings one file from a web server to a place, whole and checked, or not at all.
 *
 * <p>What comes is written to {@code NAME.part} beside the place. After a cut, now or in another run, only the rest is
 * asked for, if the server still has the same file (its ETag). The length must be what the server said, and where the ETag
 * is an MD5 sum, as for files of Amazon S3 stored in one piece, the bytes must have it. Then the file is moved to its name
 * in one step. Two programs that want the same file at once wait for each other.
 */
final class Download {

    private final URI address;
    private final Path target;
    private final Path part;
    private final Path tagFile;
    private final Duration patience;
    private final int attempts;

    Download(URI address, Path target, Duration patience, int attempts) {
        this.address = address;
        this.target = target.toAbsolutePath();
        part = this.target.resolveSibling(target.getFileName() + ".part");
        tagFile = this.target.resolveSibling(target.getFileName() + ".part.etag");
        this.patience = patience;
        this.attempts = attempts;
    }

    /** A cut that another attempt may fix. */
    private static final class CutException extends IOException {
        private static final long serialVersionUID = 1;

        CutException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    void run(Progress progress) throws IOException {
        Files.createDirectories(target.getParent());
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = DownloadLock.lock(channel, progress)) {
            // Another program may have finished it while this one waited; its part was then moved away.
            if (Files.isRegularFile(target) && Files.size(target) > 0) {
                if (lock.isValid() && channel.size() == 0) Files.deleteIfExists(part);
                return;
            }
            HttpClient client = HttpClient.newBuilder()
                    .proxy(new SystemProxy(System.getenv()))
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .connectTimeout(patience)
                    .build();
            for (int attempt = 1; ; attempt++) {
                try {
                    attempt(client, channel, progress);
                    break;
                } catch (CutException cut) {
                    if (attempt < attempts) continue;
                    long kept = channel.size();
                    throw new IOException(
                            address + ": " + cut.getMessage()
                                    + (kept > 0
                                            ? "; " + kept + " bytes are kept and the next try goes on from there"
                                            : "")
                                    + ". Is there a connection, is a proxy needed (https_proxy, or -Dhttps.proxyHost)?"
                                    + " Offline, put the file into " + target,
                            cut);
                }
            }
            channel.force(true);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(tagFile);
        }
    }

    private void attempt(HttpClient client, FileChannel channel, Progress progress) throws IOException {
        long have = channel.size();
        String tag = Files.isRegularFile(tagFile) ? Files.readString(tagFile).strip() : "";
        if (have > 0 && tag.isEmpty()) have = 0; // a part that nothing is known about
        String sum = Md5.ofTag(tag);
        if (have > 0 && !sum.isEmpty() && Md5.of(part, progress).equals(sum)) return; // ended before it was moved
        HttpRequest.Builder request = HttpRequest.newBuilder(address).GET().timeout(patience);
        if (have > 0) request.header("Range", "bytes=" + have + "-").header("If-Range", tag);
        PartWriter writer = new PartWriter(channel);
        HttpResponse<Long> response = send(client, request.build(), writer, progress);
        int status = response.statusCode();
        if (status == 416) { // asks for more than there is
            forget(channel);
            throw new CutException("the server has another file than the one begun", null);
        }
        if (status == 404 || status == 403)
            throw new IOException(address + ": there is no such file on the server (status " + status
                    + "): is the name right, does this template have it?");
        if (status >= 500) throw new CutException("the server is in trouble (status " + status + ")", null);
        if (status != 200 && status != 206)
            throw new IOException(address + ": the server refused it (status " + status + ")");
        check(channel, writer, progress);
    }

    /** Sends, and waits with an eye on the user and on the clock. */
    private HttpResponse<Long> send(HttpClient client, HttpRequest request, PartWriter writer, Progress progress)
            throws IOException {
        CompletableFuture<HttpResponse<Long>> pending = client.sendAsync(request, info -> {
            int status = info.statusCode();
            if (status != 200 && status != 206) return HttpResponse.BodySubscribers.replacing(0L);
            String tag = info.headers().firstValue("etag").orElse("");
            try {
                if (tag.isEmpty()) Files.deleteIfExists(tagFile);
                else Files.write(tagFile, tag.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                writer.fail(e);
            }
            long length = info.headers().firstValueAsLong("content-length").orElse(-1);
            writer.begin(status == 206, length, tag);
            return writer;
        });
        try {
            while (true) {
                try {
                    return pending.get(DownloadLock.POLL_MS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException waiting) {
                    if (progress.isCancelled()) pending.cancel(true);
                    progress.checkCancelled();
                    if (writer.idle().compareTo(patience) > 0) {
                        pending.cancel(true);
                        throw new CutException("nothing came for " + patience.toSeconds() + " s", null);
                    }
                    progress.update(writer.size(), Math.max(1, writer.whole()));
                }
            }
        } catch (ExecutionException e) {
            if (writer.failure() != null) throw writer.failure();
            throw new CutException(reason(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            throw (IOException) new InterruptedIOException(address + ": interrupted").initCause(e);
        } finally {
            writer.close();
        }
    }

    private static String reason(Throwable cause) {
        for (Throwable c = cause; c != null; c = c.getCause()) {
            if (c instanceof java.nio.channels.UnresolvedAddressException || c instanceof java.net.UnknownHostException)
                return "the server's name is unknown";
            if (c instanceof HttpConnectTimeoutException) return "the server does not answer";
            if (c instanceof java.net.ConnectException) return "no connection to the server";
        }
        return "the connection was cut" + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
    }

    private void check(FileChannel channel, PartWriter writer, Progress progress) throws IOException {
        long size = channel.size();
        if (writer.whole() >= 0 && size < writer.whole())
            throw new CutException("the connection was cut after " + size + " of " + writer.whole() + " bytes", null);
        if (size == 0) throw new CutException("the server sent nothing", null);
        boolean tooLong = writer.whole() >= 0 && size > writer.whole();
        String expected = Md5.ofTag(writer.tag());
        String found = expected.isEmpty() || tooLong ? "" : Md5.of(part, progress);
        if (tooLong || !found.equals(expected)) {
            forget(channel);
            throw new IOException(
                    address + ": what came is damaged: "
                            + (tooLong
                                    ? size + " bytes instead of " + writer.whole()
                                    : "its MD5 sum is " + found + " instead of " + expected)
                            + ". It was thrown away: try again; if it happens again, something between here and the server changes files");
        }
        progress.update(1, 1);
    }

    private void forget(FileChannel channel) throws IOException {
        channel.truncate(0);
        Files.deleteIfExists(tagFile);
    }
}
