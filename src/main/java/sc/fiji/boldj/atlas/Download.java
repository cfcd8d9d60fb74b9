package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sc.fiji.boldj.run.Progress;

/**
 * Brings one file from a web server to a place, whole and checked, or not at all.
 *
 * <p>Data are written to {@code NAME.part} beside the target, which is deleted if no data arrive. After an interruption, now or in another run, only the rest is
 * asked for, if the server still has the same file (its ETag). Size and MD5 sum must be those that are known beforehand; no
 * more than that size is read, and no redirection is followed. Then the file is moved to its name in one step. Two programs
 * that want the same file at once wait for each other. Links are not followed.
 */
final class Download {

    private final URI address;
    private final Path target;
    private final Path part;
    private final PartTag tag;
    private final PinnedFiles.Pin pin;
    private final Duration patience;
    private final int attempts;

    Download(URI address, Path target, PinnedFiles.Pin pin, Duration patience, int attempts) {
        this.address = address;
        this.target = target.toAbsolutePath();
        part = this.target.resolveSibling(target.getFileName() + ".part");
        tag = new PartTag(this.target.resolveSibling(target.getFileName() + ".part.etag"));
        this.pin = pin;
        this.patience = patience;
        this.attempts = attempts;
    }

    void run(Progress progress) throws IOException {
        Files.createDirectories(target.getParent());
        try (FileChannel channel = FileChannel.open(
                        part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = DownloadLock.lock(channel, progress)) {
            // Another program may have finished it while this one waited; its part was then moved away.
            if (Files.isRegularFile(target) && Files.size(target) > 0) {
                if (lock.isValid() && channel.size() == 0) Files.deleteIfExists(part);
                return;
            }
            if (!Files.exists(part, LinkOption.NOFOLLOW_LINKS))
                throw new IOException(address + ": another program that was downloading it stopped; try again");
            try {
                fetch(channel, progress);
            } catch (IOException | CancellationException e) {
                if (channel.size() == 0) forgetAll();
                throw e;
            }
            channel.force(true);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            tag.forget();
        }
    }

    /** Deletes the partial file and its tag; a file that cannot be deleted is kept. */
    private void forgetAll() {
        try {
            tag.forget();
            Files.deleteIfExists(part);
        } catch (IOException e) {
            // some systems cannot delete an open file; it is empty
        }
    }

    private void fetch(FileChannel channel, Progress progress) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .proxy(new SystemProxy(System.getenv()))
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .build();
        for (int attempt = 1; ; attempt++) {
            try {
                attempt(client, channel, progress);
                break;
            } catch (CutException cut) {
                if (attempt < attempts) continue;
                long kept = channel.size();
                throw StoreAnswer.cut(address, target, kept, cut);
            }
        }
    }

    private void attempt(HttpClient client, FileChannel channel, Progress progress) throws IOException {
        long have = channel.size();
        String begun = tag.read();
        if (have > 0 && begun.isEmpty()) have = 0; // a part that nothing is known about
        if (have == pin.size() && Md5.of(part, progress).equals(pin.md5())) return; // ended before it was moved
        if (have >= pin.size()) have = 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(address).GET().timeout(patience);
        if (have > 0) request.header("Range", "bytes=" + have + "-").header("If-Range", begun);
        PartWriter writer = new PartWriter(channel, pin.size());
        HttpResponse<Long> response = send(client, request.build(), writer, progress);
        int status = response.statusCode();
        if (status == 416) { // asks for more than there is
            forget(channel);
            throw new CutException("the server has another file than the one begun", null);
        }
        StoreAnswer.require(address, response);
        check(channel, writer, progress);
    }

    /** Sends, and waits with an eye on the user and on the clock. */
    private HttpResponse<Long> send(HttpClient client, HttpRequest request, PartWriter writer, Progress progress)
            throws IOException {
        CompletableFuture<HttpResponse<Long>> pending = client.sendAsync(request, info -> {
            int status = info.statusCode();
            if (status != 200 && status != 206) return HttpResponse.BodySubscribers.replacing(0L);
            try {
                tag.keep(info.headers().firstValue("etag").orElse(""));
            } catch (IOException e) {
                writer.fail(e);
            }
            long length = info.headers().firstValueAsLong("content-length").orElse(-1);
            writer.begin(status == 206, length);
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
            if (writer.isTooLong()) {
                writer.close();
                tag.forget();
                throw damaged("more than " + pin.size() + " bytes");
            }
            if (writer.failure() != null) throw writer.failure();
            throw CutException.of(e.getCause());
        } catch (InterruptedException e) {
            pending.cancel(true);
            throw (IOException) new InterruptedIOException(address + ": interrupted").initCause(e);
        } finally {
            writer.close();
        }
    }

    private void check(FileChannel channel, PartWriter writer, Progress progress) throws IOException {
        long size = channel.size();
        if (writer.whole() >= 0 && size < writer.whole())
            throw new CutException("the connection was cut after " + size + " of " + writer.whole() + " bytes", null);
        if (size == 0) throw new CutException("the server sent nothing", null);
        if (size < pin.size() && writer.whole() < 0)
            throw new CutException("the connection was cut after " + size + " of " + pin.size() + " bytes", null);
        String found = size == pin.size() ? Md5.of(part, progress) : "";
        if (!found.equals(pin.md5())) {
            forget(channel);
            throw damaged(
                    found.isEmpty()
                            ? size + " bytes instead of " + pin.size()
                            : "its MD5 sum is " + found + " instead of " + pin.md5());
        }
        progress.update(1, 1);
    }

    private IOException damaged(String how) {
        return new IOException(
                address + ": what came is not the file that is known here: " + how
                        + ". It was thrown away: try again; if it happens again, something between here and the server changes files");
    }

    private void forget(FileChannel channel) throws IOException {
        channel.truncate(0);
        tag.forget();
    }
}
