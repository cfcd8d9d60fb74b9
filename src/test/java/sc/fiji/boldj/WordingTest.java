package sc.fiji.boldj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Labels, messages, pages, documentation, Javadoc and names use the field's terms. Each idiom is an expression of earlier
 * versions that {@code docs/glossary.md} replaces; keys and names of files are not affected.
 */
class WordingTest {

    /** In text and code alike: idiom, what to write instead, and phrases of earlier versions that it must find. */
    private static final String[][] IDIOMS = {
        {"\\bparted\\b", "separated, segmented", "labels parted by commas"},
        {
            "(is|are|was|were) taken out|\\btak(e|es|en|ing) out (of|the|its|a)\\b",
            "regressed out, removed, excluded",
            "the mean is taken out",
            "it takes out the drift"
        },
        {
            "\\bgo(es)? with (the|a|it|improvement|response)\\b",
            "is associated with, correlates with",
            "the connection goes with the fall of the score"
        },
        {"to be weighed", "warnings", "Findings to be weighed"},
        {"\\bmend(s|ed|ing)?\\b", "correct, fix", "to mend before computing"},
        {"spoilt|\\bspoil(s|ed)?\\b", "motion outlier, corrupted", "a spoilt volume", "motion spoils it"},
        {
            "left out\\b|\\bleaves? (it|them|one|some)? ?out\\b|\\bleaving out\\b",
            "excluded, omitted",
            "the session is left out",
            "leave them out",
            "by leaving out one subject"
        },
        {"\\bdealings?\\b|\\b(are|is) dealt\\b", "assignment to folds", "20 dealings", "subjects are dealt to folds"},
        {
            "\\bt(ell|old) apart\\b|cannot be told\\b",
            "distinguished, separated, confounded",
            "the two can be told apart",
            "what cannot be told from drift"
        },
        {"\\blaid over\\b|\\blay over\\b", "registered to", "the map is laid over the scan", "to lay over it"},
        {"\\blooked for\\b", "searched for", "the peak is looked for"},
        {"comma list", "separated by commas", "a comma list of names"},
        {"\\bfreed of\\b", "filtered for, regressed out", "displacement freed of breathing"},
        {"middle plane", "midsagittal plane", "mirrored at the middle plane"},
        {
            "\\bone an? (line|row|map|volume|scan|subject|column|region)\\b", "one per ...", "paths, one a line",
        },
        {
            "\\ba (row|column|volume|map) an? (line|row|map|volume|scan|subject|column|region|trial)\\b",
            "one ... per ...",
            "a table with a row a volume",
        },
        {
            "\\b(one|point|dot|value|observation|row|column|test) an? (person|participant|session|subject|block|edge|visit)\\b",
            "one ... per ...",
            "tested with one observation a subject",
            "a point a person"
        },
        {"\\bdo(es)? not count\\b", "is excluded", "a constant voxel does not count"},
        {"corrected by the largest", "FWE-corrected", "p corrected by the largest statistic"},
        {"p that counts", "significant", "the smallest p that counts"},
        {"\\bmade-up\\b", "simulated", "made-up scans"},
        {
            "(?<!\\bthere )\\bis no (level|score|condition|number|proof|column|voxel size)\\b",
            "is not a ...",
            "'2D' is no number"
        },
        {
            "\\b(bytes|models?|bins|trials|participants|people|pictures|pixels|whole number) an? (voxel|cell|arm|trial|second|plane|repetition time)\\b",
            "... per ...",
            "eight bytes a voxel",
        },
        {"\\baffine map alone\\b", "the affine transform alone", "after the affine map alone"},
        {
            "\\bbrought (in)?to (the|standard|MNI|its)\\b",
            "transformed to, resampled to, registered to",
            "a series brought to standard space"
        },
        {"\\bno table says\\b", "no table gives", "No table says the order of sessions"},
        {"\\bwhich are all possible\\b", "all possible ... were used", "100 flips, which are all possible ones"},
        {"\\bdecides? nothing\\b", "is descriptive", "the Bayes factor decides nothing"},
        {"\\bcomes? back at\\b", "is recovered with", "the component comes back at 0.95"},
        {"\\bway through (the|its) T1\\b", "normalisation via the T1", "the way through its T1"},
        {"\\b0: open\\b", "0: none", "upper edge of the pass band; 0: open"},
        {"not evidence that none is\\b", "not evidence that there is no ...", "This is not evidence that none is."},
        {"\\bnobody of\\b", "no participant of", "nobody of the drug arm"},
    };

    /** In what users read only: classes and options are named so. */
    private static final Pattern SHUFFLING = Pattern.compile("\\bshufflings?\\b");

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"");

    /** An idiom that no text can match would hold nothing. */
    @ParameterizedTest
    @MethodSource("samples")
    void eachIdiomIsFound(String idiom, String phrase) {
        for (String text : List.of(phrase, "It said: " + phrase.toUpperCase(Locale.ROOT) + "."))
            assertTrue(
                    Pattern.compile(idiom, Pattern.CASE_INSENSITIVE)
                            .matcher(text)
                            .find(),
                    idiom + " in: " + text);
        String broken = phrase.replaceFirst(" ", "\"\n                        + \" ");
        assertTrue(
                Pattern.compile(idiom, Pattern.CASE_INSENSITIVE)
                        .matcher(joined(broken))
                        .find(),
                idiom + " over two lines: " + broken);
    }

    static Stream<Arguments> samples() {
        List<Arguments> samples = new ArrayList<>();
        for (String[] idiom : IDIOMS) {
            assertTrue(idiom.length > 2, idiom[0] + " has no phrase that it must find");
            for (int k = 2; k < idiom.length; k++) samples.add(Arguments.of(idiom[0], idiom[k]));
        }
        return samples.stream();
    }

    @Test
    void plainSentencesHaveNoIdiom() {
        for (String text : List.of(
                "Volumes above the threshold are censored; the others remain.",
                "The mean was regressed out of each voxel, and participants without a value were excluded.",
                "There is no column of that name.",
                "One map per participant, one row per volume.",
                "Values are separated by commas."))
            for (String[] idiom : IDIOMS)
                assertFalse(
                        Pattern.compile(idiom[0], Pattern.CASE_INSENSITIVE)
                                .matcher(text)
                                .find(),
                        idiom[0] + " in: " + text);
        assertTrue(SHUFFLING.matcher("5000 shufflings").find());
        assertTrue(LITERAL.matcher("add(\"one shuffling\")").find());
    }

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
