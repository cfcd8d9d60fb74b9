package sc.fiji.boldj.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The versions of Java on this machine. */
final class InstalledJava {

    private InstalledJava() {}

    /** The folder of the Java that runs this test and those beside it, 17 or later; one of each, though a system may link to it by several names. */
    static Set<Path> homes() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Set<Path> homes = new TreeSet<>(Set.of(own));
        try (Stream<Path> others = Files.list(own.getParent())) {
            for (Path home : others.filter(home -> release(home) >= 17).toList()) homes.add(home.toRealPath());
        }
        return homes;
    }

    /** The version of the JDK in a folder, 0 if there is none. */
    private static int release(Path home) {
        try {
            for (String line : Files.readAllLines(home.resolve("release"), StandardCharsets.UTF_8))
                if (line.startsWith("JAVA_VERSION=\""))
                    return Integer.parseInt(line.substring(14).replaceAll("\\D.*", ""));
            return 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
