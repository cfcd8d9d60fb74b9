package sc.fiji.boldj.atlas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The server's name (ETag) of the file that a part belongs to, kept beside the part in {@code NAME.part.etag}. Links are not followed. */
final class PartTag {

    /** Characters of an ETag; longer ones are not kept. */
    private static final int LONGEST = 200;

    private final Path file;

    PartTag(Path file) {
        this.file = file;
    }

    /** The kept tag; empty if there is none or the file is not one of ours. */
    String read() throws IOException {
        boolean small = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LONGEST;
        return small ? Files.readString(file).strip() : "";
    }

    /** Keeps a tag; one that is empty or too long to be true is not kept, nor is the one before. */
    void keep(String tag) throws IOException {
        if (tag.isEmpty() || tag.length() > LONGEST) forget();
        else
            Files.write(
                    file,
                    tag.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    LinkOption.NOFOLLOW_LINKS);
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
    }
}
