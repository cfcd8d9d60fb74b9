package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** Interprets the status of a server's response. */
final class StoreAnswer {

    private StoreAnswer() {}

    /**
     * Returns normally if the response has content.
     *
     * @throws CutException if another attempt may help
     * @throws IOException if it would not
     */
    static void require(URI address, HttpResponse<Long> response) throws IOException {
        int status = response.statusCode();
        if (status == 404 || status == 403)
            throw new IOException(address + ": there is no such file on the server (status " + status
                    + "); check the name and whether this template has it");
        if (status >= 500) throw new CutException("server error (status " + status + ")", null);
        if (status >= 300 && status < 400)
            throw new IOException(address + ": the server redirects to "
                    + response.headers().firstValue("location").orElse("?") + "; redirects are not followed");
        if (status != 200 && status != 206)
            throw new IOException(address + ": the server refused the request (status " + status + ")");
    }

    /** Why a download was interrupted, and what to do. */
    static IOException cut(URI address, Path target, long kept, CutException cut) {
        return new IOException(
                address + ": " + cut.getMessage()
                        + (kept > 0 ? "; " + kept + " bytes are kept and the next attempt continues from there" : "")
                        + ". Check the connection and whether a proxy is needed (https_proxy or -Dhttps.proxyHost)."
                        + " Offline, put the file into " + target,
                cut);
    }
}
