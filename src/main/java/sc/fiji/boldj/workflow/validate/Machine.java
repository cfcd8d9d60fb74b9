package sc.fiji.boldj.workflow.validate;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.run.Version;

/** The computer and the versions that a certificate is about. */
final class Machine {

    private Machine() {}

    /** Facts by name, in the order of the certificate. */
    static Map<String, String> facts() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "time of the computer's clock",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("BoldJ", Version.text());
        facts.put("SHA-256 of the program", program());
        facts.put(
                "Java",
                System.getProperty("java.version") + ", " + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put(
                "operating system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        facts.put("computer", computer());
        facts.put("processor", processor());
        facts.put("processors available", String.valueOf(Runtime.getRuntime().availableProcessors()));
        facts.put("memory for Java (MB)", String.valueOf(Runtime.getRuntime().maxMemory() >> 20));
        facts.put(
                "language and encoding",
                Locale.getDefault().toLanguageTag() + ", "
                        + Charset.defaultCharset().name());
        return facts;
    }

    private static String program() throws IOException {
        CodeSource source = Machine.class.getProtectionDomain().getCodeSource();
        if (source == null) return "unknown";
        try {
            Path place = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(place) ? FileDigest.of(place) : "unknown: run from classes";
        } catch (URISyntaxException | IllegalArgumentException e) {
            return "unknown";
        }
    }

    private static String computer() {
        for (String name : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
            String value = System.getenv(name);
            if (value != null && !value.isBlank()) return value;
        }
        Path file = Path.of("/etc/hostname");
        try {
            if (Files.isReadable(file))
                return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
        return "unknown";
    }

    private static String processor() {
        Path file = Path.of("/proc/cpuinfo");
        try {
            if (Files.isReadable(file))
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8))
                    if (line.startsWith("model name"))
                        return line.substring(line.indexOf(':') + 1).strip();
        } catch (IOException e) {
            return "unknown";
        }
        String identifier = System.getenv("PROCESSOR_IDENTIFIER");
        return identifier == null ? "unknown" : identifier;
    }
}
