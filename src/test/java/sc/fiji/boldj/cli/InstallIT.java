package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The zips that Maven makes: what is in them, and that plain ImageJ with them unpacked runs a command at first start. */
class InstallIT {

    private static final Path FOLDER = Path.of("target", "install").toAbsolutePath();

    private static Path fiji;
    private static Path plain;

    @BeforeAll
    static void findZips() throws IOException {
        fiji = zip("fiji");
        plain = zip("plain-imagej");
        assumeTrue(fiji != null && plain != null, "no zip in target: built with -Dboldj.zip.skip=true?");
    }

    @Test
    void theZipHasWhatFijiLacksAndNothingElse() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (String name : names(fiji)) kinds.add(name.replaceAll("-\\d[\\w.]*(-\\d[\\d.]*)?(-SNAPSHOT)?(?=[-.])", ""));
        Set<String> expected = new TreeSet<>(List.of(
                "plugins/BoldJ_.jar",
                "jars/JTransforms.jar",
                "jars/JLargeArrays.jar",
                "jars/commons-csv.jar",
                "licenses/BoldJ/LICENSE.txt",
                "licenses/BoldJ/THIRD-PARTY.txt"));
        assertEquals(expected, kinds);
        for (String name : names(fiji))
            assertTrue(!ShippedJarsTest.isIn("in-fiji.txt", Path.of(name)), name + " is in Fiji already");
        Set<String> libraries = names(plain);
        assertTrue(libraries.remove("jars/BoldJ-plain-imagej.jar"), "plain ImageJ cannot open NIfTI by itself");
        for (String name : libraries)
            assertTrue(ShippedJarsTest.isIn("in-fiji.txt", Path.of(name)), name + " is no library of Fiji");
        unpack(fiji, FOLDER.resolve("fiji"));
        try (Stream<Path> jars = Files.list(FOLDER.resolve("fiji/plugins"))) {
            for (Path jar : (Iterable<Path>) jars::iterator)
                assertFalse(names(jar).contains("HandleExtraFileTypes.class"), "Fiji has a class of this name");
        }
    }

    @Test
    void noZipHasANativeLibrary() throws IOException {
        for (Path zip : List.of(fiji, plain)) {
            Path folder = FOLDER.resolve("libraries");
            unpack(zip, folder);
            try (Stream<Path> jars = Files.list(folder.resolve("jars"))) {
                for (Path jar : (Iterable<Path>) jars::iterator)
                    assertEquals(Set.of(), ShippedJarsTest.libraries(jar), jar.toString());
            }
        }
    }

    @Test
    void plainImageJRunsACommandAtItsFirstStart() throws Exception {
        Path imagej = FOLDER.resolve("imagej");
        unpack(fiji, imagej);
        unpack(plain, imagej);
        AppProcess.Result result = macro(imagej);
        assertEquals(0, result.exit(), result.err());
        assertTrue(
                Files.isRegularFile(imagej.resolve("smooth.nii")) && Files.isRegularFile(imagej.resolve("svd.nii")),
                result.out() + result.err());
    }

    /** Opens, smooths, decomposes and saves in ImageJ with windows, on a screen in memory. */
    private static AppProcess.Result macro(Path imagej) throws Exception {
        Path ij = imagej.resolve("ij.jar");
        try (Stream<Path> app = Files.list(AppProcess.APP)) {
            Path found = app.filter(f -> f.getFileName().toString().matches("ij-\\d.*\\.jar"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(found, ij, StandardCopyOption.REPLACE_EXISTING);
        }
        Path scan = imagej.resolve("scan.nii");
        SmallScan.write(scan);
        for (String made : List.of("smooth.nii", "svd.nii")) Files.deleteIfExists(imagej.resolve(made));
        Path macro = imagej.resolve("first.ijm");
        Files.writeString(
                macro,
                String.join(
                        "\n",
                        "open(\"" + scan + "\");",
                        "run(\"Gaussian Smoothing (FWHM)...\", \"fwhm=6\");",
                        "run(\"Save NIfTI...\", \"path=[" + imagej.resolve("smooth.nii") + "]\");",
                        "run(\"Regress Confounds...\", \"detrend=1 low=0 high=0\");",
                        "run(\"Save NIfTI...\", \"path=[" + imagej.resolve("svd.nii") + "]\");",
                        "run(\"Quit\");"),
                StandardCharsets.UTF_8);
        try (VirtualScreen screen = VirtualScreen.open("1280x900", FOLDER.resolve("xvfb.log"))) {
            List<String> command = new ArrayList<>(AppProcess.java());
            command.addAll(List.of(
                    "-Duser.home=" + imagej,
                    "-cp",
                    ij.toString(),
                    "ij.ImageJ",
                    "-ijpath",
                    imagej.toString(),
                    "-macro",
                    macro.toString()));
            return AppProcess.run(imagej, screen.show(new ProcessBuilder(command)));
        }
    }

    private static void unpack(Path zip, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> e = file.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                Path target = folder.resolve(entry.getName()).normalize();
                assertTrue(target.startsWith(folder), entry.getName());
                if (entry.isDirectory()) continue;
                Files.createDirectories(target.getParent());
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static Set<String> names(Path zip) throws IOException {
        Set<String> names = new TreeSet<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            file.stream().filter(e -> !e.isDirectory()).forEach(e -> names.add(e.getName()));
        }
        return names;
    }

    private static Path zip(String kind) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(f -> f.getFileName().toString().matches("BoldJ-.*-" + kind + "\\.zip"))
                    .findFirst()
                    .map(Path::toAbsolutePath)
                    .orElse(null);
        }
    }
}
