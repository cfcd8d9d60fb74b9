package sc.fiji.boldj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every reference of our classes into the host's libraries resolves, against the versions that we compile with and
 * against the oldest that {@code HostVersions} lets pass. A call that came later than those shows here and not as a
 * {@code NoSuchMethodError} on a user's screen.
 */
class LinkageTest {

    private static final Map<String, String> PACKAGES =
            Map.of("ij", "ij/", "imglib2", "net/imglib2/", "scijava-common", "org/scijava/");
    private static final Path OLDEST = Path.of("target", "oldest-hosts");

    private static Set<String> classes;
    private static Set<String> members;

    @BeforeAll
    static void readOurReferences() throws IOException {
        classes = new TreeSet<>();
        members = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("target", "classes"))) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator)
                try (InputStream in = Files.newInputStream(file)) {
                    ClassFile read = ClassFile.read(in);
                    classes.addAll(read.classes());
                    members.addAll(read.references());
                }
        }
    }

    @Test
    void againstTheVersionsWeCompileWith() throws IOException {
        for (String library : PACKAGES.keySet()) assertResolves(library, onClassPath(library));
    }

    @Test
    void againstTheOldestVersionsThatAreLetPass() throws IOException {
        assumeTrue(Files.isDirectory(OLDEST), "no " + OLDEST + ": Maven's phase process-test-resources fills it");
        for (String library : PACKAGES.keySet()) {
            List<Path> found;
            try (Stream<Path> files = Files.list(OLDEST)) {
                found = files.filter(f -> f.getFileName().toString().matches(library + "-\\d.*\\.jar"))
                        .toList();
            }
            assertFalse(found.isEmpty(), "no " + library + " in " + OLDEST);
            for (Path jar : found) assertResolves(library, jar);
        }
    }

    @Test
    void whatAHostLacksIsFound() throws IOException {
        Map<String, ClassFile> ij = read(onClassPath("ij"));
        assertTrue(has(ij, "ij/ImagePlus", "show:()V"));
        assertTrue(has(ij, "ij/gui/ImageWindow", "setVisible:(Z)V"), "inherited from the JDK");
        assertFalse(has(ij, "ij/ImagePlus", "show:(Z)V"));
        assertFalse(has(ij, "ij/NoSuchClass", "show:()V"));
    }

    private static void assertResolves(String library, Path jar) throws IOException {
        String root = PACKAGES.get(library);
        Map<String, ClassFile> host = read(jar);
        int checked = 0;
        List<String> unresolved = new ArrayList<>();
        for (String name : classes) {
            if (!name.startsWith(root)) continue;
            checked++;
            if (!host.containsKey(name)) unresolved.add(name);
        }
        for (String reference : members) {
            int dot = reference.lastIndexOf('.', reference.indexOf(':'));
            String owner = reference.substring(0, dot);
            if (!owner.startsWith(root)) continue;
            checked++;
            if (!has(host, owner, reference.substring(dot + 1))) unresolved.add(reference);
        }
        assertTrue(checked > 5, "only " + checked + " references into " + library);
        assertEquals(List.of(), unresolved, checked + " references into " + jar.getFileName());
    }

    /** Whether a class or one above it, in the library or the JDK, declares a member. */
    private static boolean has(Map<String, ClassFile> host, String owner, String member) throws IOException {
        ClassFile at = host.containsKey(owner) ? host.get(owner) : ofJava(owner);
        if (at == null) return false;
        if (at.members().contains(member)) return true;
        for (String above : at.above()) if (has(host, above, member)) return true;
        return false;
    }

    private static ClassFile ofJava(String name) throws IOException {
        if (!name.startsWith("java")) return null;
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            return in == null ? null : ClassFile.read(in);
        }
    }

    private static Map<String, ClassFile> read(Path jar) throws IOException {
        Map<String, ClassFile> all = new HashMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (Enumeration<JarEntry> e = file.entries(); e.hasMoreElements(); ) {
                JarEntry entry = e.nextElement();
                if (!entry.getName().endsWith(".class") || entry.getName().startsWith("META-INF")) continue;
                try (InputStream in = file.getInputStream(entry)) {
                    ClassFile read = ClassFile.read(in);
                    all.put(read.name(), read);
                }
            }
        }
        return all;
    }

    private static Path onClassPath(String library) {
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1))
            if (Path.of(part).getFileName().toString().matches(library + "-\\d.*\\.jar")) return Path.of(part);
        throw new AssertionError(library + " is not on the class path");
    }
}
