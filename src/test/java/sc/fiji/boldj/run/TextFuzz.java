package sc.fiji.boldj.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages texts and gives them to a reader, which may accept them or throw what it documents. Text {@code n} of a seed is
 * the same every time.
 */
public final class TextFuzz {

    private static final String[] TOKENS = {
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "'",
        ",",
        ";",
        ":",
        "[",
        "]",
        "{",
        "}",
        "=",
        "&",
        "-",
        "+",
        "*",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "1e9999",
        "-1",
        "0",
        "1e308",
        "4.9e-324",
        "n/a",
        "null",
        "true",
        "\u0000",
        "\ufeff",
        "\u001b[31m",
        "../",
        "\\",
        "\u0130",
        " ",
        "#",
        "99999999999999999999",
        "0x1p3",
        "1d",
        "2147483648",
        "onset",
        "index",
        "name",
        "SliceTiming",
        "Transform",
        "Parameters",
        "FixedParameters",
        "%",
        "$",
        "(a+)+"
    };

    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private TextFuzz() {}

    /** Reads one text; throws IOException or IllegalArgumentException with a message if it cannot. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads the text.
         *
         * @param file holds the text
         */
        void read(Path file) throws IOException;
    }

    /**
     * Gives damaged texts to a reader.
     *
     * @param file is written again each time
     * @throws AssertionError if the reader throws anything else, or without words of its own, or takes more than two seconds of
     *     processor time
     */
    public static void run(Path file, long count, long seed, List<String> texts, Reader reader) throws IOException {
        for (long n = 0; n < count; n++) {
            SplittableRandom random = Seeds.stream(seed, n);
            byte[] text = texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8);
            for (int change = 1 + random.nextInt(4); change > 0; change--) text = damaged(text, random);
            Files.write(file, text);
            String replay = "seed " + seed + ", text " + n + ": ";
            long start = CLOCK.getCurrentThreadCpuTime();
            try {
                reader.read(file);
            } catch (NumberFormatException | InvalidPathException e) {
                throw new AssertionError(replay + "no words of its own: " + e, e);
            } catch (IOException | IllegalArgumentException e) {
                if (e.getMessage() == null) throw new AssertionError(replay + "no words: " + e, e);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(replay + e, e);
            }
            double seconds = (CLOCK.getCurrentThreadCpuTime() - start) / 1e9;
            if (seconds > 2) throw new AssertionError(replay + seconds + " s of processor time");
        }
    }

    /** Fails if one of the numbers that a reader accepted is not finite. */
    public static void finite(double... numbers) {
        for (double number : numbers)
            if (!Double.isFinite(number)) throw new AssertionError("accepted " + Arrays.toString(numbers));
    }

    private static byte[] damaged(byte[] text, SplittableRandom random) {
        int at = random.nextInt(text.length + 1);
        switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = text.clone();
                if (text.length > 0) flipped[random.nextInt(text.length)] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 1 -> {
                return Arrays.copyOf(text, at);
            }
            case 2 -> {
                int end = Math.min(text.length, at + 1 + random.nextInt(40));
                return spliced(text, at, end, new byte[0]);
            }
            case 3 -> {
                int from = random.nextInt(text.length + 1);
                int to = Math.min(text.length, from + random.nextInt(60));
                return spliced(text, at, at, Arrays.copyOfRange(text, from, to));
            }
            default -> {
                String token = TOKENS[random.nextInt(TOKENS.length)];
                if (random.nextInt(500) == 0) token = token.repeat(2000);
                return spliced(text, at, at, token.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static byte[] spliced(byte[] text, int from, int to, byte[] between) {
        byte[] result = Arrays.copyOf(text, text.length - (to - from) + between.length);
        System.arraycopy(between, 0, result, from, between.length);
        System.arraycopy(text, to, result, from + between.length, text.length - to);
        return result;
    }
}
