package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** A cut of a download that another attempt may fix. */
final class CutException extends IOException {

    private static final long serialVersionUID = 1;

    CutException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a failed connection means. */
    static CutException of(Throwable cause) {
        return new CutException(reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        for (Throwable c = cause; c != null; c = c.getCause()) {
            if (c instanceof UnresolvedAddressException || c instanceof UnknownHostException)
                return "the server's name is unknown";
            if (c instanceof HttpConnectTimeoutException) return "the server does not answer";
            if (c instanceof ConnectException) return "no connection to the server";
        }
        return "the connection was cut" + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
    }
}
