package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/** The packaged launcher in processes of its own: exit codes, messages, what is left behind, and equal bytes. */
class LauncherIT {

    @TempDir
    private static Path folder;

    private static Path scan;

    @BeforeAll
    static void writeScan() throws IOException {
        scan = folder.resolve("scan.nii");
        SmallScan.write(scan);
    }

    private static Path macro(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private static String open() {
        return "run(\"Open NIfTI...\", \"path=[" + scan + "]\");\n";
    }

    @Test
    void runAndMacroGiveTheSameBytesOnOneAndSeveralThreads() throws Exception {
        Path one = folder.resolve("one.nii");
        Path two = folder.resolve("two.nii");
        String smooth = "run(\"Gaussian Smoothing (FWHM)...\", \"input=scan.nii fwhm=7.5 result=smooth\");\n";
        String save = "run(\"Save NIfTI...\", \"input=smooth path=[" + one + "]\");\n";
        AppProcess.Result macro = AppProcess.launcher(
                folder, "macro", macro("smooth.ijm", open() + smooth + save).toString());
        assertEquals(0, macro.exit(), macro.err());
        AppProcess.Result run = AppProcess.launcher(
                folder, "run", "Gaussian Smoothing (FWHM)...", "input=" + scan + " fwhm=7.5 save=" + two);
        assertEquals(0, run.exit(), run.err());
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
        assertEquals("", run.messages());
    }

    /** ImageJ's own function, which knows nothing of NIfTI. */
    @Test
    void openOfAMacroGivesTheSameBytesAsTheCommand() throws Exception {
        Path one = folder.resolve("by-command.nii");
        Path two = folder.resolve("by-open.nii");
        String text = open() + save("scan.nii", one) + "close();\nopen(\"" + scan + "\");\n"
                + "if (Property.get(\"BoldJ.affine\") == \"\") exit(\"no affine\");\n" + save("scan.nii", two);
        AppProcess.Result macro =
                AppProcess.launcher(folder, "macro", macro("open.ijm", text).toString());
        assertEquals(0, macro.exit(), macro.err());
        assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    }

    private static String save(String title, Path file) {
        return "run(\"Save NIfTI...\", \"input=" + title + " path=[" + file + "]\");\n";
    }

    /**
     * Java 24 and later warn of native code and of opened modules unless the launcher says that they are wanted. Without a
     * language, as in cron and in containers, Java by itself refuses names beyond ASCII.
     */
    @Test
    void noJavaOnThisMachineWarnsAndNamesInOtherAlphabetsNeedNoLanguage() throws Exception {
        assumeFalse(File.separatorChar == '\\', "the script is for sh");
        Path named = Files.createDirectories(folder.resolve("Pr\u00fcfung \u65e5\u672c"));
        Path macro = Files.writeString(
                named.resolve("m.ijm"),
                open() + "run(\"Independent Components...\", \"input=scan.nii components=2\");\nprint(\"done\");\n");
        for (Path home : InstalledJava.homes()) {
            ProcessBuilder builder = new ProcessBuilder(
                    "sh", Path.of("bin", "boldj").toAbsolutePath().toString(), "macro", macro.toString());
            for (String name : List.of("LC_ALL", "LC_CTYPE"))
                builder.environment().remove(name);
            builder.environment().putAll(Map.of("LANG", "C", "JAVA_HOME", home.toString()));
            AppProcess.Result result = AppProcess.run(folder, builder);
            assertEquals(0, result.exit(), home + ": " + result.err());
            assertTrue(result.out().contains("done"), result.out());
            assertFalse((result.out() + result.err()).contains("WARNING: "), home + " warns: " + result.err());
        }
    }

    /** CommandRunnerTest has other wrong calls. */
    @Test
    void aWrongCallStopsTheMacroWithOneClearLine() throws Exception {
        Path after = folder.resolve("after.nii");
        String text = open() + "run(\"Gaussian Smoothing (FWHM)...\", \"fwhm=-1 result=s\");\n"
                + "run(\"Save NIfTI...\", \"input=scan.nii path=[" + after + "]\");\n";
        AppProcess.Result result =
                AppProcess.launcher(folder, "macro", macro("wrong.ijm", text).toString());
        assertEquals(1, result.exit(), result.err());
        assertEquals(1, result.failures().size(), result.err() + result.out());
        assertTrue(
                result.failures().get(0).contains("Gaussian Smoothing (FWHM)...: fwhm must be 0 to 100"), result.err());
        assertTrue(result.failures().get(0).contains("in line 2"), result.err());
        assertFalse(Files.exists(after), "the macro went on");
    }

    /**
     * Half of the macro's volumes suffice. The truth is the map of the simulated network. That the number of threads changes no byte is
     * tested above and for a whole participant.
     */
    @Test
    void theQuickstartFindsTheNetworkItSimulated() throws Exception {
        Path out = folder.resolve("quick start");
        String text = Files.readString(Path.of("macros", "one_scan.ijm"));
        String half = text.replace(" volumes=240 ", " volumes=120 ");
        assertNotEquals(text, half);
        AppProcess.Result result = AppProcess.launcher(
                folder, "macro", "--threads", "2", macro("one_scan.ijm", half).toString(), out.toString());
        assertEquals(0, result.exit(), result.err());
        float[] z = NiftiReader.read(out.resolve("pcc_z.nii.gz"), NiftiReader.Options.DEFAULT, Progress.NONE)
                .volume(0);
        float[] truth = NiftiReader.read(
                        out.resolve("simulated/sub-01_desc-networks_boldmap.nii.gz"),
                        NiftiReader.Options.DEFAULT,
                        Progress.NONE)
                .volume(0);
        double[] inside = new double[2];
        double[] count = new double[2];
        for (int v = 0; v < z.length; v++) {
            if (z[v] == 0) continue;
            int in = truth[v] > 0.5 ? 1 : 0;
            inside[in] += z[v];
            count[in]++;
        }
        double network = inside[1] / count[1];
        double elsewhere = inside[0] / count[0];
        assertTrue(
                network > 0.35 && elsewhere < 0.1, "mean z " + network + " in the network, " + elsewhere + " outside");
        assertTrue(Files.size(out.resolve("pcc_z.png")) > 10_000);
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        AppProcess.Result result = AppProcess.launcher(
                folder, "run", "Gaussian Smoothing (FWHM)...", "input=/no/such/scan.nii save=" + folder + "/z.nii");
        assertEquals(2, result.exit(), result.err());
        assertTrue(result.failures().get(0).contains("/no/such/scan.nii"), result.err());
    }

    @Test
    void aMistakeOfTheMacroLanguageIsAFailureToo() throws Exception {
        AppProcess.Result result = AppProcess.launcher(
                folder, "macro", macro("typo.ijm", "x = 1;\nprnt(x);\n").toString());
        assertEquals(1, result.exit(), result.out() + result.err());
        assertEquals(1, result.failures().size(), result.err());
        AppProcess.Result unknown = AppProcess.launcher(
                folder,
                "macro",
                macro("unknown.ijm", "run(\"No Such Command\");\n").toString());
        assertEquals(1, unknown.exit(), unknown.out() + unknown.err());
    }

    @Test
    void nothingIsLeftWhenAResultCannotBeWritten() throws Exception {
        Path nowhere = folder.resolve("no-folder").resolve("x.nii");
        AppProcess.Result result = AppProcess.launcher(
                folder, "run", "Gaussian Smoothing (FWHM)...", "input=" + scan + " save=" + nowhere);
        assertEquals(1, result.exit(), result.err());
        assertTrue(result.failures().get(0).contains("no-folder"), result.err());
        AppProcess.Result wrong = AppProcess.launcher(
                folder, "run", "Gaussian Smoothing (FWHM)...", "input=" + scan + " fwhm=-2 save=" + folder + "/y.nii");
        assertEquals(1, wrong.exit(), wrong.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(f -> f.getFileName().toString().contains("y.nii"))
                            .toList());
        }
    }

    /** LauncherWordsTest has other usage errors. */
    @Test
    void usageErrorsExitWithTwo() throws Exception {
        assertEquals(2, AppProcess.launcher(folder, "dance").exit());
    }

    @Test
    void commandsListsKeysDefaultsAndUnits() throws Exception {
        AppProcess.Result all = AppProcess.launcher(folder, "commands");
        assertEquals(0, all.exit(), all.err());
        assertTrue(all.out().contains("Plugins>BoldJ>Preprocess>Slice Timing Correction..."), all.out());
        AppProcess.Result one = AppProcess.launcher(folder, "commands", "Gaussian Smoothing (FWHM)...");
        assertTrue(
                one.out().matches("(?s).*fwhm\\s+\\[6\\]\\s+full width at half maximum in millimetres.*"), one.out());
    }
}
