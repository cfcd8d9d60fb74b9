package sc.fiji.boldj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files, parameter lists and names stay of a size that a reader can hold in mind. No file or class is excepted. */
class SizesTest {

    private static final int MOST_LINES = 300;
    private static final int MOST_PARAMETERS = 7;
    private static final int MOST_FIELDS = 12;
    private static final JavaClasses CODE = CompiledCode.CLASSES;

    /** Lines of each file with code; package descriptions are not counted. */
    private static Map<Path, Integer> lines(String... folders) throws IOException {
        Map<Path, Integer> lines = new TreeMap<>();
        for (String folder : folders)
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                List<Path> sources = files.filter(
                                file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                        .toList();
                for (Path file : sources)
                    lines.put(
                            file,
                            Files.readAllLines(file, StandardCharsets.UTF_8).size());
            }
        return lines;
    }

    private static int percentile(List<Integer> sizes, int percent) {
        List<Integer> sorted = sizes.stream().sorted().toList();
        return sorted.get(sorted.size() * percent / 100);
    }

    @Test
    void filesAreShort() throws IOException {
        Map<Path, Integer> lines = lines("src/main/java", "src/java8/java", "src/scifio/java", "src/spark/java");
        assertTrue(lines.size() > 700, "found only " + lines.size() + " files");
        lines.values().removeIf(count -> count <= MOST_LINES);
        assertEquals(Map.of(), lines, "these have a second class in them");
    }

    @Test
    void mostFilesAreShorterStill() throws IOException {
        int p90 = percentile(List.copyOf(lines("src/main/java").values()), 90);
        assertTrue(p90 < 200, "nine files in ten have fewer than 200 lines, but the 90th percentile is " + p90);
        int commands = percentile(
                List.copyOf(lines("src/main/java/sc/fiji/boldj/command").values()), 50);
        assertTrue(commands < 90, "half of the commands have fewer than 90 lines, but the median is " + commands);
    }

    /** The header of a record is its list of fields, each with a name and a sentence, and is not counted. */
    @Test
    void methodsTakeFewParameters() {
        List<String> many = new ArrayList<>();
        for (JavaClass type : CODE)
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                boolean header = type.isRecord()
                        && unit.isConstructor()
                        && unit.getRawParameterTypes().size() == fields(type);
                boolean written = !unit.getModifiers().contains(JavaModifier.SYNTHETIC) && !type.isEnum();
                if (written && !header && unit.getRawParameterTypes().size() > MOST_PARAMETERS)
                    many.add(unit.getFullName());
            }
        assertEquals(List.of(), many, "collect what belongs together in a record");
    }

    /** What has more parts has parts of parts. */
    @Test
    void recordsHaveFewFields() {
        List<String> many = new ArrayList<>();
        for (JavaClass type : CODE)
            if (type.isRecord() && fields(type) > MOST_FIELDS) many.add(type.getName() + ": " + fields(type));
        assertEquals(List.of(), many, "collect what belongs together in a record of its own");
    }

    private static long fields(JavaClass record) {
        return record.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .count();
    }

    /** A reader who meets a name knows which class it is. */
    @Test
    void noTwoClassesHaveOneName() {
        Map<String, TreeSet<String>> packages = new TreeMap<>();
        for (JavaClass type : CODE)
            if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                packages.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                        .add(type.getPackageName());
        packages.values().removeIf(each -> each.size() == 1);
        assertEquals(Map.of(), packages);
    }
}
