package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plain ImageJ on a virtual screen: the menu, a dialog, the recorder, and the recorded line replayed without a screen. */
class GuiIT {

    private static final Path FOLDER = Path.of("target", "gui").toAbsolutePath();

    @Test
    void whatTheRecorderWroteGivesTheSameBytesHeadless() throws Exception {
        assumeTrue(onPath("Xvfb"), "Xvfb is not installed: the menu and the dialogs are not tested");
        Path plugins = FOLDER.resolve("imagej/plugins");
        Files.createDirectories(plugins);
        Path jar = ourJar();
        Files.copy(jar, plugins.resolve("BoldJ_.jar"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(FOLDER.resolve("from-the-menu.nii"));
        Path scan = FOLDER.resolve("scan.nii");
        SmallScan.write(scan);

        try (VirtualScreen screen = VirtualScreen.open("1280x900", FOLDER.resolve("xvfb.log"))) {
            List<String> command = new ArrayList<>(AppProcess.java());
            command.addAll(List.of(
                    "-Dplugins.dir=" + FOLDER.resolve("imagej"),
                    "-Duser.home=" + FOLDER,
                    "-cp",
                    AppProcess.APP + File.separator + "*" + File.pathSeparator
                            + Path.of("target", "test-classes").toAbsolutePath(),
                    GuiSession.class.getName(),
                    scan.toString(),
                    FOLDER.toString()));
            ProcessBuilder builder = new ProcessBuilder(command);
            AppProcess.Result session = AppProcess.run(FOLDER, screen.show(builder));
            assertEquals(0, session.exit(), session.err());
        }

        List<String> menu = Files.readAllLines(FOLDER.resolve("menu.txt"), StandardCharsets.UTF_8);
        assertTrue(menu.contains("Plugins>BoldJ>File>Open NIfTI..."), menu.toString());
        assertTrue(menu.contains("Plugins>BoldJ>Connectivity>Seed Correlation..."), menu.toString());

        String recorded = Files.readString(FOLDER.resolve("recorded.ijm"), StandardCharsets.UTF_8);
        Matcher line = Pattern.compile("run\\(\"Gaussian Smoothing \\(FWHM\\)...\", \"input=scan.nii fwhm=6\"\\);")
                .matcher(recorded);
        assertTrue(line.find(), recorded);
        Path replayed = FOLDER.resolve("from-the-macro.nii");
        Path macro = FOLDER.resolve("replay.ijm");
        Files.writeString(macro, recorded.replace("from-the-menu.nii", "from-the-macro.nii"), StandardCharsets.UTF_8);
        AppProcess.Result headless = AppProcess.launcher(FOLDER, "macro", macro.toString());
        assertEquals(0, headless.exit(), headless.err());
        assertArrayEquals(Files.readAllBytes(FOLDER.resolve("from-the-menu.nii")), Files.readAllBytes(replayed));
    }

    static Path ourJar() throws Exception {
        try (Stream<Path> files = Files.list(AppProcess.APP)) {
            return files.filter(f -> f.getFileName().toString().startsWith("BoldJ_"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static boolean onPath(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1))
            if (Files.isExecutable(Path.of(folder, program))) return true;
        return false;
    }
}
