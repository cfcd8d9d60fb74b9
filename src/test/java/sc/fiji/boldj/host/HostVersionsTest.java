package sc.fiji.boldj.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.host.HostVersions.Library;

/** What a host is told whose libraries are too old or missing. */
class HostVersionsTest {

    private static final ClassLoader HERE = HostVersionsTest.class.getClassLoader();

    @ParameterizedTest
    @CsvSource({
        "1.53s, 1.53t, true",
        "1.53t, 1.53t, false",
        "1.54p, 1.53t, false",
        "1.54, 1.53t, false",
        "1.53, 1.53t, true",
        "2.100.1, 2.94, false",
        "2.93.1, 2.94, true",
        "5.12.0, 5.13, true",
        "5.13.0, 5.13, false",
        "8.0.0, 5.13, false",
        "8.0.0-SNAPSHOT, 5.13, false",
    })
    void numbersCountAndLettersFollow(String version, String other, boolean older) {
        assertEquals(older, HostVersions.isOlder(version, other));
    }

    @Test
    void thisHostHasAll() {
        assertEquals("", HostVersions.problem("2.16.0/1.54p", HostVersions.FROM_FIJI, HostVersions.FROM_ZIP, HERE));
        assertEquals("", HostVersions.problem("Unknown", HostVersions.FROM_FIJI, HostVersions.FROM_ZIP, HERE));
        assertEquals("", new HostVersions().get());
    }

    @Test
    void whatIsTooOldIsNamedWithTheRemedyInOneMessage() {
        String said = HostVersions.problem(
                "2.9.0/1.53s", List.of(new Library("JUnit", Test.class.getName(), "99.0")), List.of(), HERE);
        String junit = Test.class.getPackage().getImplementationVersion();
        assertEquals(
                "BoldJ needs ImageJ 1.53t or newer (here: 1.53s), JUnit 99.0 or newer (here: " + junit
                        + "). Update Fiji with Help>Update..., or download it again from https://fiji.sc.",
                said);
    }

    @Test
    void plainImageJWithoutTheSecondZipIsToldToUnpackIt() throws Exception {
        try (URLClassLoader nothing = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            String said = HostVersions.problem("1.54p", HostVersions.FROM_FIJI, HostVersions.FROM_ZIP, nothing);
            assertTrue(said.contains("ImgLib2, SciJava Common, Jackson, Commons Math, which Fiji has"), said);
            assertTrue(said.contains("Unpack BoldJ-*-plain-imagej.zip"), said);
            assertTrue(said.contains("JTransforms, JLargeArrays, Commons CSV missing"), said);
        }
    }

    @Test
    void everyPublishedVersionIsReadFromTheJarThatFijiHas() {
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!jar.matches(".*[/\\\\]imglib2-\\d.*\\.jar")) continue;
            String version = net.imglib2.img.Img.class.getPackage().getImplementationVersion();
            assertTrue(jar.endsWith("imglib2-" + version + ".jar"), jar + " says " + version);
            assertFalse(HostVersions.isOlder(version, "5.13"));
            return;
        }
    }
}
