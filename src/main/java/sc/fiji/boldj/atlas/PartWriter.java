package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Writes the body of an answer to a file as it comes, and knows when something last came. */
final class PartWriter implements HttpResponse.BodySubscriber<Long> {

    private final FileChannel channel;
    private final long most;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private volatile long last = System.nanoTime();
    private volatile long size;
    private volatile long whole = -1;
    private volatile IOException failure;
    private volatile boolean tooLong;
    private boolean closed;
    private Flow.Subscription subscription;

    /**
     * A writer to a file.
     *
     * @param most bytes that the file may have; what comes beyond ends the connection
     */
    PartWriter(FileChannel channel, long most) {
        this.channel = channel;
        this.most = most;
    }

    /**
     * Before the body comes.
     *
     * @param rest whether it is the rest of the file; else the file starts again
     * @param length bytes of the body, -1 if the server does not say
     */
    void begin(boolean rest, long length) {
        try {
            if (!rest) channel.truncate(0);
            size = channel.size();
            channel.position(size);
        } catch (IOException e) {
            fail(e);
        }
        whole = length < 0 ? -1 : size + length;
        last = System.nanoTime();
    }

    void fail(IOException e) {
        failure = e;
    }

    IOException failure() {
        return failure;
    }

    /** How long nothing has come. */
    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - last);
    }

    /** Bytes in the file. */
    long size() {
        return size;
    }

    /** Bytes that the whole file has, -1 if unknown. */
    long whole() {
        return whole;
    }

    /** Whether more came than the file may have. */
    boolean isTooLong() {
        return tooLong;
    }

    /** From now on nothing is written any more, whatever still comes. */
    synchronized void close() {
        closed = true;
        if (subscription != null) subscription.cancel();
    }

    @Override
    public CompletionStage<Long> getBody() {
        return done;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (failure != null) done.completeExceptionally(failure);
        else given.request(1);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        if (closed) return;
        try {
            long coming = 0;
            for (ByteBuffer buffer : buffers) coming += buffer.remaining();
            if (size + coming > most) {
                tooLong = true;
                channel.truncate(0);
                throw new IOException("more than " + most + " bytes came");
            }
            for (ByteBuffer buffer : buffers) while (buffer.hasRemaining()) size += channel.write(buffer);
        } catch (IOException e) {
            fail(e);
            subscription.cancel();
            done.completeExceptionally(e);
            return;
        }
        last = System.nanoTime();
        subscription.request(1);
    }

    @Override
    public void onError(Throwable cause) {
        done.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        done.complete(size);
    }
}
