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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each jar that BoldJ needs is in one of the lists of {@code src/fiji}: shipped to Fiji, there already, or neither. All
 * that is shipped has its licence in {@code THIRD-PARTY.txt}.
 */
class ShippedJarsTest {

    private static final Path LISTS = Path.of("src", "fiji");
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib)(\\.\\d+)*");

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
        }
        Set<String> entries = new TreeSet<>();
        for (String line : headings()) if (line.matches("\\S+\\.jar")) entries.add(line);
        assertEquals(expected, entries, "THIRD-PARTY.txt has other jars than BoldJ ships");
    }

    @Test
    void noShippedJarHasANativeLibrary() throws IOException {
        for (Path jar : needed())
            if (!isIn("never-shipped.txt", jar)) assertEquals(Set.of(), libraries(jar), jar.toString());
    }

    @Test
    void theTextsThatEntriesReferToAreThere() throws IOException {
        List<String> headings = headings();
        assertTrue(headings.contains("Text: Apache License 2.0"));
        String all = Files.readString(Path.of("THIRD-PARTY.txt"), StandardCharsets.UTF_8);
        assertTrue(all.contains("END OF TERMS AND CONDITIONS"), "text of a licence");
    }

    /** The native libraries in a jar. */
    static Set<String> libraries(Path jar) throws IOException {
        Set<String> names = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> e = file.entries(); e.hasMoreElements(); ) {
                String name = e.nextElement().getName();
                if (NATIVE.matcher(name).matches()) names.add(name);
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
