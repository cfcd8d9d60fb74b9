package sc.fiji.boldj.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;
import ij.plugin.PlugIn;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scijava.io.location.FileLocation;

/** In a Fiji that runs on an old Java every menu entry says so in one sentence. */
class OldJavaTest {

    private static final int JAVA_8 = 52;
    private static final String VERSION = "java.specification.version";

    /** What is loaded by name: behind the menu, from SciJava's index, and by HandleExtraFileTypes. */
    @Test
    void whatFijiLoadsByNameRunsOnJava8() throws Exception {
        List<Path> files;
        try (Stream<Path> entries = Files.list(classes().resolve("sc/fiji/boldj/entry"))) {
            files = entries.filter(file -> file.toString().endsWith(".class")).toList();
        }
        assertTrue(files.size() >= 6, "found only " + files);
        for (Path file : files) assertEquals(JAVA_8, version(Files.newInputStream(file)), file.toString());
        for (String name : List.of("Nifti_Reader.class", "HandleExtraFileTypes.class"))
            assertEquals(JAVA_8, version(Files.newInputStream(classes().resolve(name))), name);
        assertTrue(
                version(Files.newInputStream(classes().resolve("sc/fiji/boldj/command/CommandMenu.class"))) > JAVA_8);
        for (String line : Files.readAllLines(Path.of("plugins.config"), StandardCharsets.UTF_8))
            if (!line.isBlank() && !line.startsWith("#"))
                assertTrue(line.contains("sc.fiji.boldj.entry.MenuEntry(") || line.endsWith(" Nifti_Reader"), line);
    }

    /** SciJava makes an object of each plugin that is no command, at start and each time a file is opened. */
    @Test
    void theIndexHasNothingButCommandsForANewerJava() throws Exception {
        Path index = classes().resolve("META-INF/json/org.scijava.plugin.Plugin");
        String text = Files.readString(index, StandardCharsets.UTF_8);
        int others = 0;
        for (String entry : text.split("(?=\\{\"class\":)", -1)) {
            if (entry.isBlank() || entry.contains("\"type\":\"org.scijava.command.Command\"")) continue;
            // with -Pscifio: SCIFIO logs a format that it cannot load and goes on
            if (entry.contains("\"type\":\"io.scif.")) continue;
            others++;
            String name = entry.replaceAll("(?s)^\\{\"class\":\"([^\"]+)\".*", "$1");
            assertTrue(name.startsWith("sc.fiji.boldj.entry."), name + " would fail to load on Java 8");
        }
        assertEquals(4, others, text);
        assertFalse(Files.exists(classes().resolve("net/imagej")), "the signatures we compile against are packaged");
    }

    @Test
    void theSentenceNamesBothVersions() throws Exception {
        assertEquals(8, Delegate.major("1.8"));
        assertEquals(17, Delegate.major("17"));
        assertEquals(25, Delegate.major("25"));
        assertTrue(Delegate.isJavaNewEnough());
        on("1.8", () -> {
            String said = saidBy(new MenuEntry(), "SmoothingCommand");
            assertTrue(said.contains("BoldJ needs Java 17 or newer; this Fiji runs on 8"), said);
            assertFalse(Nifti.canOpen(new FileLocation(new File("scan.nii"))));
            assertFalse(new NiftiFormat().supportsSave(new FileLocation(new File("scan.nii"))));
        });
        on("11", () -> assertTrue(saidBy(new MenuEntry(), "SmoothingCommand").contains("this Fiji runs on 11")));
    }

    /** As an old Java does: the class behind the entry is of a later version than it can load. */
    @Test
    void aClassOfALaterVersionIsNotAStackTrace() throws Exception {
        ClassLoader old = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.startsWith("sc.fiji.boldj.")) return super.loadClass(name, resolve);
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) return loaded;
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = in.readAllBytes();
                    if (!name.startsWith("sc.fiji.boldj.entry.")) bytes[7] = 99;
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        PlugIn entry = assertInstanceOf(
                PlugIn.class,
                old.loadClass(MenuEntry.class.getName()).getConstructor().newInstance());
        String said = saidBy(entry, "SmoothingCommand");
        assertTrue(said.contains("BoldJ needs Java 17 or newer"), said);
        assertFalse(said.contains("UnsupportedClassVersionError"), said);
    }

    /** What a menu entry says without a screen before it stops the macro. */
    private static String saidBy(PlugIn entry, String argument) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream both = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
        try {
            RuntimeException stopped = assertThrows(RuntimeException.class, () -> entry.run(argument));
            assertEquals(Macro.MACRO_CANCELED, stopped.getMessage(), "what stops a macro");
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void on(String java, Runnable what) {
        String real = System.setProperty(VERSION, java);
        try {
            what.run();
        } finally {
            System.setProperty(VERSION, real);
        }
    }

    private static Path classes() throws Exception {
        return Path.of(MenuEntry.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static int version(InputStream stream) throws IOException {
        try (DataInputStream in = new DataInputStream(stream)) {
            in.readInt();
            in.readUnsignedShort();
            return in.readUnsignedShort();
        }
    }
}
