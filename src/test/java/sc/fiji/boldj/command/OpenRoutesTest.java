package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.io.Opener;
import ij.measure.Calibration;
import ij.plugin.PlugIn;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.io.IOService;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

/** Whichever way a file is opened, the image keeps its place, timing, calibration and scaled values. */
class OpenRoutesTest {

    private static final VoxelGrid GRID =
            new VoxelGrid(4, 3, 5, Affine.of(-3, 0, 0.25, 5, 0, 3, 0.5, -7, 0, -0.5, 4, 1));
    private static final List<String> NAMES = List.of("a.nii", "b.nii.gz", "c.hdr", "d.img");

    @TempDir
    private Path folder;

    private float[] volume;

    @BeforeEach
    void write() throws Exception {
        NeuroImage image = NeuroImage.floats("scan", GRID, 2, SeriesTiming.every(0.8));
        volume = new float[60];
        for (int v = 0; v < 60; v++) volume[v] = 0.5f * v - 3;
        image.writeVolume(1, volume);
        for (String name : NAMES)
            NiftiWriter.write(image, folder.resolve(name), NiftiWriter.Options.DEFAULT, Progress.NONE);
    }

    /** What plain ImageJ's {@code open()}, and the chooser of Fiji's {@code File>Open}, do in the end. */
    @Test
    void plainImageJOpens() throws Exception {
        for (String name : NAMES) {
            check(name, new Opener().openImage(folder + "/", name));
            check(name, IJ.openImage(folder.resolve(name).toString()));
        }
    }

    /** What {@code bin/boldj} and an {@code ij.jar} without other plugins do; the class of the tests hides ours from them here. */
    @Test
    void bareImageJOpens() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "text");
        URL classes = ImageDoor.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader loader = new OwnFirst(classes, "HandleExtraFileTypes")) {
            Class<?> type = loader.loadClass("HandleExtraFileTypes");
            for (String name : NAMES) {
                ImagePlus opened = opened(type, name);
                assertNotNull(opened.getProp("BoldJ.affine"), "a macro can ask at once");
                check(name, opened);
            }
            assertEquals(0, opened(type, "notes.txt").getWidth(), "ImageJ says that it cannot open it");
            Files.writeString(folder.resolve("broken.nii"), "this is no scan");
            RuntimeException thrown = assertThrows(RuntimeException.class, () -> opened(type, "broken.nii"));
            assertEquals(Macro.MACRO_CANCELED, thrown.getMessage());
        }
    }

    private ImagePlus opened(Class<?> type, String name) throws Exception {
        ImagePlus image = (ImagePlus) type.getConstructor().newInstance();
        ((PlugIn) image).run(folder.resolve(name).toString());
        return image;
    }

    /** Takes one class from BoldJ and all others from the tests. */
    private static final class OwnFirst extends URLClassLoader {

        private final String own;

        OwnFirst(URL classes, String own) {
            super(new URL[] {classes}, OpenRoutesTest.class.getClassLoader());
            this.own = own;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(own)) return super.loadClass(name, resolve);
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    /** What Fiji does with a path, a recent file, a dropped file and the command line. */
    @Test
    void fijiOpens() throws Exception {
        Object opener = fijiOpener();
        for (String name : NAMES) check(name, (ImagePlus) open(opener, folder.resolve(name)));
        Files.writeString(folder.resolve("envi.hdr"), "ENVI\nsamples = 4\n");
        Files.write(folder.resolve("envi.img"), new byte[400]);
        Files.writeString(folder.resolve("notes.txt"), "text");
        for (String other : List.of("envi.hdr", "envi.img", "notes.txt", "missing.nii"))
            assertNull(open(opener, folder.resolve(other)), other + " is for other readers");
        assertNull(open(opener, null), "the chooser is Fiji's");
        Files.writeString(folder.resolve("broken.nii"), "this is no scan");
        InvocationTargetException thrown =
                assertThrows(InvocationTargetException.class, () -> open(opener, folder.resolve("broken.nii")));
        assertEquals(Macro.MACRO_CANCELED, thrown.getCause().getMessage());
    }

    @Test
    void scriptsOpenAndSave() throws Exception {
        try (Context context = new Context(IOService.class, org.scijava.convert.ConvertService.class)) {
            IOService io = context.service(IOService.class);
            for (String name : NAMES)
                check(
                        name,
                        assertInstanceOf(
                                ImagePlus.class, io.open(folder.resolve(name).toString())));
            assertFalse(
                    context.service(org.scijava.plugin.PluginService.class)
                            .getPlugin("sc.fiji.boldj.entry.NiftiFormat")
                            .is("eager"),
                    "Fiji shows nothing of what an eager plugin opens");
            String path = folder.resolve("saved.nii.gz").toString();
            IOException thrown = assertThrows(IOException.class, () -> io.save("a text", path));
            assertTrue(thrown.getMessage().contains("saved.nii.gz"), thrown.getMessage());
            ImagePlus lost = IJ.createImage("lost", 4, 3, 5, 32);
            assertThrows(IllegalArgumentException.class, () -> io.save(lost, path), "left and right would be a guess");
            assertFalse(Files.exists(Path.of(path)));
            io.save(io.open(folder.resolve("a.nii").toString()), path);
            check("saved.nii.gz", (ImagePlus) io.open(path));
        }
    }

    private void check(String name, ImagePlus opened) {
        assertNotNull(opened, name);
        assertEquals(name, opened.getTitle());
        Calibration calibration = opened.getCalibration();
        assertEquals(GRID.voxelSize(0), calibration.pixelWidth, 1e-6, name);
        assertEquals(GRID.voxelSize(2), calibration.pixelDepth, 1e-6, name);
        assertEquals("mm", calibration.getUnit(), name);
        assertEquals(0.8, calibration.frameInterval, 1e-6, name);
        NeuroImage back = ImageDoor.read(opened);
        assertEquals(GRID, back.grid(), name);
        assertArrayEquals(volume, back.volume(1), name);
        assertEquals(0.8, back.timing().repetitionTime(), 1e-7, name);
        ImageDoor.requirePlaced(opened, name);
    }

    private static Object open(Object opener, Path path) throws Exception {
        Method open = opener.getClass().getMethod("open", String.class, int.class, boolean.class);
        return open.invoke(opener, path == null ? null : path.toString(), -1, false);
    }

    /** Our plugin for Fiji, with Fiji's type as we compiled against it, for that is in no jar of the build. */
    private Object fijiOpener() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("stubs"));
        String path = jar(org.scijava.Context.class);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        path,
                        "-d",
                        classes.toString(),
                        "src/stubs/java/net/imagej/legacy/plugin/LegacyOpener.java");
        assertEquals(0, failed);
        ClassLoader fiji = new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                boolean stub = name.startsWith("net.imagej.legacy.");
                if (!stub && !name.startsWith("sc.fiji.boldj.entry.")) return super.loadClass(name, resolve);
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null) return loaded;
                String file = name.replace('.', '/') + ".class";
                try (InputStream in = stub ? Files.newInputStream(classes.resolve(file)) : getResourceAsStream(file)) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };
        return fiji.loadClass("sc.fiji.boldj.entry.NiftiOpener")
                .getConstructor()
                .newInstance();
    }

    private static String jar(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }
}
