package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.FileDigest;

/**
 * The dialogs of a study on a virtual screen: each fits a screen of 1280 x 1000 and that of a laptop, and what the recorder wrote of two of them
 * gives the same bytes without a screen. Pictures are left in {@code target/dialogs}.
 *
 * <p>{@code mvn verify -Pstudies -Dit.test=StudyDialogsIT}.
 */
@Tag("study")
class StudyDialogsIT {

    private static final Path FOLDER = Path.of("target", "dialogs").toAbsolutePath();

    @Test
    void eachFitsTheScreenAndWhatTheRecorderWroteGivesTheSameBytes() throws Exception {
        assumeTrue(GuiIT.onPath("Xvfb"), "Xvfb is not installed: the dialogs are not tested");
        Path plugins = Files.createDirectories(FOLDER.resolve("imagej/plugins"));
        Files.copy(GuiIT.ourJar(), plugins.resolve("BoldJ_.jar"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        delete(FOLDER.resolve("trial"));
        delete(FOLDER.resolve("replayed"));
        Files.deleteIfExists(FOLDER.resolve("check.html"));
        try (VirtualScreen screen = VirtualScreen.open("1280x1000", FOLDER.resolve("xvfb.log"))) {
            List<String> command = new ArrayList<>(AppProcess.java());
            command.addAll(List.of(
                    "-Dplugins.dir=" + FOLDER.resolve("imagej"),
                    "-Duser.home=" + FOLDER,
                    "-cp",
                    AppProcess.APP + File.separator + "*" + File.pathSeparator
                            + Path.of("target", "test-classes").toAbsolutePath(),
                    StudyDialogs.class.getName(),
                    FOLDER.toString()));
            ProcessBuilder builder = new ProcessBuilder(command);
            AppProcess.Result session = AppProcess.run(FOLDER, screen.show(builder));
            assertEquals(0, session.exit(), session.err());
        }
        for (String line : Files.readAllLines(FOLDER.resolve("sizes.txt"))) {
            String[] parts = line.split("\t", -1);
            assertTrue(Integer.parseInt(parts[1]) + Integer.parseInt(parts[3]) <= 1280, line);
            assertTrue(Integer.parseInt(parts[2]) + Integer.parseInt(parts[4]) <= 1000, line);
            assertTrue(Integer.parseInt(parts[4]) <= 700, "a laptop's screen has 768 rows: " + line);
        }
        String recorded = Files.readString(FOLDER.resolve("recorded.ijm"), StandardCharsets.UTF_8);
        assertTrue(recorded.contains("run(\"Simulate Trial...\", \"output="), recorded);
        assertTrue(recorded.contains("run(\"Check Dataset...\", \"bids="), recorded);
        Map<String, String> trial = hashes(FOLDER.resolve("trial"));
        String page = FileDigest.of(FOLDER.resolve("check.html"));
        Path elsewhere = Files.createDirectories(FOLDER.resolve("replayed"));
        Path macro = FOLDER.resolve("replay.ijm");
        Files.writeString(
                macro,
                recorded.replace(
                                FOLDER.resolve("trial").toString(),
                                elsewhere.resolve("trial").toString())
                        .replace(
                                FOLDER.resolve("check.html").toString(),
                                elsewhere.resolve("check.html").toString()),
                StandardCharsets.UTF_8);
        AppProcess.Result headless = AppProcess.launcher(FOLDER, "macro", macro.toString());
        assertEquals(0, headless.exit(), headless.err());
        assertEquals(trial, hashes(elsewhere.resolve("trial")));
        assertEquals(page, FileDigest.of(elsewhere.resolve("check.html")));
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                hashes.put(folder.relativize(file).toString(), FileDigest.of(file));
        }
        return hashes;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
