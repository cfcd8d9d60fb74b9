package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** What the status of a server's answer means. */
final class StoreAnswer {

    private StoreAnswer() {}

    /**
     * Returns normally if the answer has content.
     *
     * @throws CutException if another try may help
     * @throws IOException if it would not
     */
    static void require(URI address, HttpResponse<Long> response) throws IOException {
        int status = response.statusCode();
        if (status == 404 || status == 403)
            throw new IOException(address + ": there is no such file on the server (status " + status
                    + "): is the name right, does this template have it?");
        if (status >= 500) throw new CutException("the server is in trouble (status " + status + ")", null);
        if (status >= 300 && status < 400)
            throw new IOException(address + ": the server sends to "
                    + response.headers().firstValue("location").orElse("?") + " instead, which is not followed");
        if (status != 200 && status != 206)
            throw new IOException(address + ": the server refused it (status " + status + ")");
    }

    /** Why a download ended before its time, and what to do. */
    static IOException cut(URI address, Path target, long kept, CutException cut) {
        return new IOException(
                address + ": " + cut.getMessage()
                        + (kept > 0 ? "; " + kept + " bytes are kept and the next try goes on from there" : "")
                        + ". Is there a connection, is a proxy needed (https_proxy, or -Dhttps.proxyHost)?"
                        + " Offline, put the file into " + target,
                cut);
    }
}
