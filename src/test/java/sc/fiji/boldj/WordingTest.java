package sc.fiji.boldj;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Labels, messages, pages, documentation, Javadoc and names use the field's terms. Each idiom is an expression of earlier
 * versions that {@code docs/glossary.md} replaces; keys and names of files are not affected.
 */
class WordingTest {

    /** In text and code alike: idiom, and what to write instead. */
    private static final String[][] IDIOMS = {
        {"\\bparted\\b", "separated, segmented"},
        {"(is|are|was|were) taken out|\\btak(e|es|en|ing) out (of|the|its|a)\\b", "regressed out, removed, excluded"},
        {"\\bgo(es)? with (the|a|it|improvement|response)\\b", "is associated with, correlates with"},
        {"to be weighed", "warnings"},
        {"\\bmend(s|ed|ing)?\\b", "correct, fix"},
        {"spoilt|\\bspoil(s|ed)?\\b", "motion outlier, corrupted"},
        {"left out\\b|\\bleaves? (it|them|one|some)? ?out\\b|\\bleaving out\\b", "excluded, omitted"},
        {"\\bdealings?\\b|\\b(are|is) dealt\\b", "assignment to folds"},
        {"\\bt(ell|old) apart\\b|cannot be told\\b", "distinguished, separated, confounded"},
        {"\\blaid over\\b|\\blay over\\b", "registered to"},
        {"\\blooked for\\b", "searched for"},
        {"comma list", "separated by commas"},
        {"\\bfreed of\\b", "filtered for, regressed out"},
        {"middle plane", "midsagittal plane"},
        {"\\bone an? (line|row|map|volume|scan|subject|column|region)\\b", "one per ..."},
        {"\\ba (row|column|volume|map) an? (line|row|map|volume|scan|subject|column|region|trial)\\b", "one ... per ..."
        },
        {"\\bdo(es)? not count\\b", "is excluded"},
        {"corrected by the largest", "FWE-corrected"},
        {"p that counts", "significant"},
        {"\\bmade-up\\b", "simulated"},
        {"(?<!\\bthere )\\bis no (level|score|condition|number|proof|column|voxel size)\\b", "is not a ..."},
        {
            "\\b(bytes|models?|bins|trials|participants|people|pictures|pixels|whole number) an? (voxel|cell|arm|trial|second|plane|repetition time)\\b",
            "... per ..."
        },
    };

    /** In what users read only: classes and options are named so. */
    private static final Pattern SHUFFLING = Pattern.compile("\\bshufflings?\\b");

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");

    @Test
    void noPrivateIdioms() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            String text = joined(Files.readString(file));
            for (String[] idiom : IDIOMS) {
                Matcher matcher =
                        Pattern.compile(idiom[0], Pattern.CASE_INSENSITIVE).matcher(text);
                while (matcher.find()) found.add(file + ": " + around(text, matcher) + " (" + idiom[1] + ")");
            }
        }
        assertEquals("", String.join("\n", found));
    }

    @Test
    void permutationsInWhatUsersRead() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            String text = joined(Files.readString(file));
            boolean code = file.toString().endsWith(".java");
            if (code && file.startsWith("src/test")) continue;
            String words = code
                    ? String.join(
                            "\n",
                            LITERAL.matcher(text)
                                    .results()
                                    .map(hit -> hit.group())
                                    .toList())
                    : text.replaceAll("`[^`]*`", "");
            Matcher matcher = SHUFFLING.matcher(words);
            while (matcher.find()) found.add(file + ": " + around(words, matcher) + " (permutation, sign flip)");
        }
        assertEquals("", String.join("\n", found));
    }

    /** Sentences over several lines as one: concatenated literals, wrapped comments and paragraphs. */
    private static String joined(String text) {
        return text.replaceAll("\"\\s*\\+\\s*\"", "").replaceAll("\\s*\n\\s*(?:\\* |// )?", " ");
    }

    private static String around(String text, Matcher matcher) {
        return text.substring(Math.max(0, matcher.start() - 30), Math.min(text.length(), matcher.end() + 30));
    }

    private static List<Path> files() throws IOException {
        List<Path> files =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md"), Path.of("CONTRIBUTING.md")));
        for (String folder : List.of("src/main/java", "src/java8/java", "src/test/java", "docs", "macros"))
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(file -> file.toString().matches(".*\\.(java|md|ijm)"))
                        .filter(file -> !file.endsWith("glossary.md") && !file.endsWith("WordingTest.java"))
                        .sorted()
                        .forEach(files::add);
            }
        return files;
    }
}
