package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sc.fiji.boldj.cli.SmallStudy.Level;

/**
 * Neither the version of Java, its compilers, vector instructions, the number of processors, another locale or none,
 * strict permissions nor little memory changes a byte of either level.
 *
 * <p>{@code mvn verify -Pstudies -Dit.test=SettingsIT}.
 */
@Tag("study")
class SettingsIT {

    private static SmallStudy study;

    @TempDir
    private static Path folder;

    @TempDir
    private Path place;

    @BeforeEach
    void prepare() throws Exception {
        if (study == null) study = SmallStudy.in(folder, false);
    }

    /** Settings of a computer that change no byte. */
    enum Setting {
        TURKISH("-Duser.language=tr -Duser.country=TR"),
        GERMAN("-Duser.language=de -Duser.country=DE"),
        LITTLE_MEMORY("-Xms64m"),
        NO_VECTORS("-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=0"),
        SHORT_VECTORS("-XX:+IgnoreUnrecognizedVMOptions -XX:UseAVX=2"),
        FIRST_COMPILER("-XX:TieredStopAtLevel=1"),
        SECOND_COMPILER("-XX:TieredStopAtLevel=4 -XX:-TieredCompilation"),
        ONE_PROCESSOR("-XX:ActiveProcessorCount=1"),
        FOUR_PROCESSORS("-XX:ActiveProcessorCount=4"),
        NO_LANGUAGE("-Duser.timezone=UTC"),
        UMASK("-Duser.timezone=Asia/Tokyo");

        private final String options;

        Setting(String options) {
            this.options = options;
        }
    }

    @ParameterizedTest
    @EnumSource
    void settingsOfTheComputerChangeNoByte(Setting setting) throws Exception {
        Path out = study.begin(Level.PARTICIPANT, place.resolve("out"));
        List<Path> before = SmallStudy.files(out);
        for (Level level : Level.values()) {
            ProcessBuilder call = study.call(level, out, setting.options.split(" ", -1));
            if (setting == Setting.NO_LANGUAGE) call.environment().putAll(Map.of("LC_ALL", "C", "LANG", "C"));
            if (setting == Setting.UMASK) call.command().addAll(0, List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
            if (setting == Setting.LITTLE_MEMORY)
                call.command().replaceAll(word -> word.equals("-Xmx1g") ? "-Xmx512m" : word);
            SmallStudy.requireDone(AppProcess.run(place, call));
            study.requireUndisturbed(level, out, setting.toString());
        }
        if (setting == Setting.UMASK) requirePrivate(out, before);
    }

    @Test
    void everyJavaOnThisMachineGivesTheSameBytes() throws Exception {
        for (Path home : InstalledJava.homes()) {
            Path out = study.begin(Level.PARTICIPANT, place.resolve("out"));
            for (Level level : Level.values()) {
                ProcessBuilder call = study.call(level, out);
                call.command().set(0, home.resolve("bin/java").toString());
                SmallStudy.requireDone(AppProcess.run(place, call));
                study.requireUndisturbed(level, out, home.toString());
            }
            System.out.println("same bytes: " + home);
            SmallStudy.delete(out);
        }
    }

    /** What is new is for its owner only. */
    private static void requirePrivate(Path out, List<Path> before) throws IOException {
        Set<PosixFilePermission> owner = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        int files = 0;
        for (Path file : SmallStudy.files(out)) {
            if (before.contains(file)) continue;
            files++;
            assertEquals(owner, Files.getPosixFilePermissions(file), file.toString());
        }
        assertTrue(files > 20, files + " files");
    }

    /** Through {@code bin/boldj}, as a user's shell would. */
    @Test
    void namesInOtherAlphabetsNeedNoLanguage() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("bin/boldj"))
                && System.getProperty("os.name").equals("Linux"));
        Path named = Files.createDirectories(place.resolve("Prüfung 日本"));
        Path out = study.begin(Level.GROUP, named.resolve("Ergebnis"));
        ProcessBuilder call = study.call(Level.GROUP, out);
        List<String> words = call.command();
        words.subList(0, words.indexOf("group")).clear();
        words.add(0, Path.of("bin/boldj").toAbsolutePath().toString());
        call.environment().putAll(Map.of("LC_ALL", "C", "LANG", "C", "BOLDJ_JAVA_OPTS", "-Xmx1g"));
        SmallStudy.requireDone(AppProcess.run(place, call));
        study.requireSameResults(Level.GROUP, out, "names");
    }
}
