package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each jar that BoldJ needs is in one of the lists of {@code src/fiji}: shipped to Fiji, there already, or neither. All
 * that is shipped has its licence in {@code THIRD-PARTY.txt}.
 */
class ShippedJarsTest {

    private static final Path LISTS = Path.of("src", "fiji");
    private static final Set<String> PLATFORMS =
            Set.of("linux-x86_64", "macosx-arm64", "macosx-x86_64", "windows-x86_64");
    private static final Pattern NATIVE =
            Pattern.compile(".*/(?:lib)?([^/]+?)(?:\\.so|\\.dll|\\.dylib|\\.\\d+\\.dylib|\\.jnilib).*");

    /** The jars that Maven puts beside ours, without the tests' own: those whose Maven scope is compile or runtime. */
    private static List<Path> needed() {
        List<Path> jars = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            String name = Path.of(part).getFileName().toString();
            if (!name.endsWith(".jar") || name.startsWith("BoldJ_")) continue;
            assumeFalse(
                    name.startsWith("scifio"),
                    "with -Pscifio Fiji's own jars are here too: the other build checks this");
            if (name.matches("(junit|opentest4j|apiguardian|archunit|jmh|jopt|slf4j|surefire|console).*")) continue;
            jars.add(Path.of(part));
        }
        return jars;
    }

    @Test
    void eachJarIsInOneList() throws IOException {
        List<Path> jars = needed();
        assertTrue(jars.size() > 10, jars.toString());
        for (Path jar : jars) {
            List<String> lists = new ArrayList<>();
            for (String list : List.of("shipped.txt", "in-fiji.txt", "never-shipped.txt"))
                if (isIn(list, jar)) lists.add(list);
            assertEquals(
                    1,
                    lists.size(),
                    jar.getFileName() + " is in " + lists + " of src/fiji; which does a current Fiji have?");
        }
    }

    @Test
    void eachShippedJarHasItsLicence() throws IOException {
        Set<String> expected = new TreeSet<>();
        for (Path jar : needed()) {
            String name = jar.getFileName().toString();
            if (isIn("never-shipped.txt", jar)) continue;
            expected.add(name);
            Matcher of =
                    Pattern.compile("(openblas|javacpp)-([\\d.-]+\\d)\\.jar").matcher(name);
            if (of.matches())
                for (String platform : PLATFORMS)
                    expected.add(of.group(1) + "-" + of.group(2) + "-" + platform + ".jar");
        }
        Set<String> entries = new TreeSet<>();
        for (String line : headings()) if (line.matches("\\S+\\.jar")) entries.add(line);
        assertEquals(expected, entries, "THIRD-PARTY.txt has other jars than BoldJ ships");
    }

    @Test
    void eachNativeLibraryHasItsLicence() throws IOException {
        String headings = String.join("\n", headings());
        int checked = 0;
        for (Path jar : needed())
            for (String library : libraries(jar)) {
                assertTrue(
                        headings.contains(library),
                        library + " of " + jar.getFileName() + " has no entry in THIRD-PARTY.txt");
                checked++;
            }
        assertTrue(checked > 3, "only " + checked + " native libraries found");
    }

    @Test
    void theTextsThatEntriesReferToAreThere() throws IOException {
        List<String> headings = headings();
        for (String text : List.of(
                "Text: Apache License 2.0",
                "Text: GCC Runtime Library Exception 3.1",
                "Text: GNU General Public License 3",
                "Text: GNU Library General Public License 2")) assertTrue(headings.contains(text), text);
        String all = Files.readString(Path.of("THIRD-PARTY.txt"), StandardCharsets.UTF_8);
        assertTrue(all.contains("GCC RUNTIME LIBRARY EXCEPTION"), "text of the exception");
        assertTrue(all.contains("END OF TERMS AND CONDITIONS"), "text of a licence");
    }

    /** Names of the native libraries in a jar, without {@code lib} and version. */
    static Set<String> libraries(Path jar) throws IOException {
        Set<String> names = new TreeSet<>();
        if (!PLATFORMS.stream().anyMatch(p -> jar.toString().endsWith("-" + p + ".jar"))) return names;
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> e = file.entries(); e.hasMoreElements(); ) {
                Matcher name = NATIVE.matcher(e.nextElement().getName());
                if (name.matches()) names.add(name.group(1).startsWith("api-ms-win") ? "api-ms-win-*" : name.group(1));
            }
        }
        return names;
    }

    static boolean isIn(String list, Path jar) throws IOException {
        for (String pattern : Files.readAllLines(LISTS.resolve(list), StandardCharsets.UTF_8))
            if (jar.getFileName().toString().matches(pattern.replace(".", "\\.").replace("*", "\\d.*"))) return true;
        return false;
    }

    /** The lines between two rulers. */
    static List<String> headings() throws IOException {
        List<String> headings = new ArrayList<>();
        boolean heading = false;
        boolean ruled = false;
        for (String line : Files.readAllLines(Path.of("THIRD-PARTY.txt"), StandardCharsets.UTF_8)) {
            if (line.matches("={120}")) {
                heading = !ruled;
                ruled = !ruled;
            } else if (heading) {
                headings.add(line);
            }
        }
        return headings;
    }
}
