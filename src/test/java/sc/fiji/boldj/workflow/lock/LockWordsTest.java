package sc.fiji.boldj.workflow.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that say that something was decided beforehand come from the lock of the protocol, and from nowhere else. */
class LockWordsTest {

    private static final Pattern WORDS = Pattern.compile(
            "\\bplanned\\b|pre-?specified|pre-?registered|\\ba priori\\b|confirmatory (test|result|analysis)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");

    @Test
    void noGeneratorButTheLockCallsAnythingPrespecified() throws IOException {
        List<String> found = new ArrayList<>();
        int literals = 0;
        for (String folder : List.of("src/main/java", "src/java8/java"))
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .filter(path -> !path.endsWith("LockStatement.java"))
                        .toList()) {
                    String text = Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", "");
                    for (String literal : LITERAL.matcher(text)
                            .results()
                            .map(hit -> hit.group())
                            .toList()) {
                        literals++;
                        if (WORDS.matcher(literal).find()) found.add(file + ": " + literal);
                    }
                }
            }
        assertEquals("", String.join("\n", found));
        assertTrue(literals > 5000, "only " + literals + " texts were read");
    }

    @Test
    void resourcesDoNotEither() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(txt|json|css|html)"))
                    .toList()) if (WORDS.matcher(Files.readString(file)).find()) found.add(file.toString());
        }
        assertEquals(List.of(), found);
    }
}
