package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A file could not be written because its disk is full, or its owner may not fill it further. */
public final class NoSpaceException extends IOException {

    private static final long serialVersionUID = 1;

    private NoSpaceException(Path target, IOException cause) {
        super(
                "cannot write " + target + ": the disk is full (" + cause.getMessage()
                        + "): make room and call again; what is finished is kept",
                cause);
    }

    /** The same failure with the file and the remedy, if that is what it is; else as it was. */
    public static IOException of(Path target, IOException e) {
        if (e instanceof NoSpaceException) return e;
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        boolean full =
                text.contains("no space left") || text.contains("not enough space") || text.contains("quota exceeded");
        return full ? new NoSpaceException(target, e) : e;
    }
}
