package sc.fiji.boldj.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Text files as scanners, spreadsheets and participants write them: UTF-8; UTF-16 where its byte order mark says so; else the
 * Western code page of Windows.
 */
public final class TextFiles {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private TextFiles() {}

    /**
     * A text and how it was stored.
     *
     * @param content without byte order mark
     * @param charset what the bytes were read as
     */
    record Text(String content, Charset charset) {}

    /**
     * The content of a text file, without its byte order mark.
     *
     * @throws IOException if it cannot be read, or holds bytes of 0 as no text does; names the file
     */
    public static String read(Path file) throws IOException {
        return decode(file).content();
    }

    /** The lines of {@link #read}. */
    public static List<String> lines(Path file) throws IOException {
        return read(file).lines().toList();
    }

    static Text decode(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Text text = decode(bytes);
        if (text.content().indexOf('\0') >= 0)
            throw new IOException(file + ": is not a text file (it contains zero bytes): is it an image?");
        return text;
    }

    private static Text decode(byte[] bytes) {
        boolean wide = bytes.length > 1 && ((bytes[0] == -1 && bytes[1] == -2) || (bytes[0] == -2 && bytes[1] == -1));
        if (wide) return new Text(new String(bytes, StandardCharsets.UTF_16), StandardCharsets.UTF_16);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new Text(text.startsWith("\ufeff") ? text.substring(1) : text, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return new Text(new String(bytes, WINDOWS), WINDOWS);
        }
    }
}
