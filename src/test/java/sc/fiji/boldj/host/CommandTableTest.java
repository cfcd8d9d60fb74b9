package sc.fiji.boldj.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.command.CommandMenu;

/** The commands are found wherever BoldJ's jar stands on the class path. */
class CommandTableTest {

    @TempDir
    private Path folder;

    /** In Fiji the first file of that name is another plugin's. */
    @Test
    void anotherPluginsConfigComesFirst() throws Exception {
        Files.writeString(
                folder.resolve("plugins.config"),
                "Image>Adjust, \"Auto Threshold\", fiji.threshold.Auto_Threshold\nnot a line of a menu\n");
        List<URL> path = new ArrayList<>(List.of(folder.toUri().toURL()));
        path.addAll(classPath());
        try (URLClassLoader fiji = loader(path)) {
            String first =
                    new String(fiji.getResource("plugins.config").openStream().readAllBytes(), UTF_8);
            assertTrue(first.contains("Auto Threshold"), "the foreign file is to come first");
            assertEquals(CommandMenu.calls().labels(), labels(fiji));
        }
    }

    @Test
    void ourPluginsConfigIsNotThere() throws Exception {
        try (URLClassLoader bare = new URLClassLoader(classPath().toArray(new URL[0]), platform()) {
            @Override
            public URL findResource(String name) {
                return name.equals("plugins.config") ? null : super.findResource(name);
            }

            @Override
            public Enumeration<URL> findResources(String name) throws IOException {
                return name.equals("plugins.config") ? Collections.emptyEnumeration() : super.findResources(name);
            }
        }) {
            assertEquals(null, bare.getResource("plugins.config"));
            assertEquals(CommandMenu.calls().labels(), labels(bare));
        }
    }

    private static List<?> labels(ClassLoader loader) throws Exception {
        Class<?> menu = loader.loadClass(CommandMenu.class.getName());
        assertTrue(menu != CommandMenu.class, "the class of the other loader");
        Object calls = menu.getMethod("calls").invoke(null);
        return (List<?>) calls.getClass().getMethod("labels").invoke(calls);
    }

    private static URLClassLoader loader(List<URL> path) {
        return new URLClassLoader(path.toArray(new URL[0]), platform());
    }

    private static ClassLoader platform() {
        return ClassLoader.getPlatformClassLoader();
    }

    /** Where this test's classes come from, entry by entry. */
    private static List<URL> classPath() throws Exception {
        List<URL> urls = new ArrayList<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : path.split(File.pathSeparator, -1))
            urls.add(new File(entry).toURI().toURL());
        URL ours = CommandTable.class.getProtectionDomain().getCodeSource().getLocation();
        if (!urls.contains(ours)) urls.add(ours);
        for (Class<?> host : List.of(ij.IJ.class, org.scijava.Context.class))
            urls.add(host.getProtectionDomain().getCodeSource().getLocation());
        return urls;
    }
}
