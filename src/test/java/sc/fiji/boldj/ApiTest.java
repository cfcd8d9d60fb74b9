package sc.fiji.boldj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.run.PublicApi;

/** What docs/java.md promises is what is marked, what is compared with the last release, and no more than needed. */
class ApiTest {

    private static final String ROOT = "sc.fiji.boldj.";
    private static final JavaClasses CODE = CompiledCode.CLASSES;

    private static Set<String> marked() {
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : CODE)
            if (type.getSimpleName().equals("package-info") && type.isAnnotatedWith(PublicApi.class))
                packages.add(type.getPackageName());
        return packages;
    }

    private static Set<String> listed(String file, String line) throws IOException {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(line).matcher(Files.readString(Path.of(file), StandardCharsets.UTF_8));
        while (matcher.find()) found.add(matcher.group(1));
        return found;
    }

    @Test
    void thePageTheMarksAndTheComparisonNameTheSamePackages() throws IOException {
        Set<String> marked = marked();
        assertTrue(marked.contains("sc.fiji.boldj.image"), marked.toString());
        assertEquals(marked, listed("docs/java.md", "(?m)^\\| `(sc\\.fiji\\.boldj\\.\\w+)` \\|"));
        assertEquals(marked, listed("pom.xml", "<include>(sc\\.fiji\\.boldj\\.\\w+)</include>"));
    }

    /** A caller can name every type that a public method takes or gives. */
    @Test
    void theApiIsClosed() {
        Set<String> packages = marked();
        Set<String> hidden = new TreeSet<>();
        for (JavaClass type : CODE) {
            if (!packages.contains(type.getPackageName()) || !isPublic(type)) continue;
            for (JavaMethod method : type.getMethods()) {
                if (!method.getModifiers().contains(JavaModifier.PUBLIC)) continue;
                for (JavaType each : method.getParameterTypes()) check(each.toErasure(), method, packages, hidden);
                check(method.getReturnType().toErasure(), method, packages, hidden);
            }
        }
        assertEquals(Set.of(), hidden);
    }

    private static void check(JavaClass used, JavaMethod method, Set<String> packages, Set<String> hidden) {
        JavaClass type = used.getBaseComponentType();
        if (!type.getName().startsWith(ROOT)) return;
        if (!packages.contains(type.getPackageName()) || !isPublic(type))
            hidden.add(type.getName() + " of " + method.getFullName());
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ApiTest::isPublic).orElse(true);
    }

    /** A top-level type is public only if another package or its tests use it, an API method names it, or a framework loads it. */
    @Test
    void typesUsedInTheirOwnPackageOnlyAreNotPublic() throws IOException {
        Set<String> needed = new TreeSet<>();
        Set<String> packages = marked();
        for (JavaClass type : CompiledCode.WITH_TESTS) {
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                JavaClass target = top(use.getTargetClass().getBaseComponentType());
                if (!target.getPackageName().equals(type.getPackageName())) needed.add(target.getName());
            }
            if (!packages.contains(type.getPackageName()) || !isPublic(type)) continue;
            for (JavaMethod method : type.getMethods()) {
                if (!method.getModifiers().contains(JavaModifier.PUBLIC)) continue;
                for (JavaType each : method.getParameterTypes())
                    needed.add(top(each.toErasure().getBaseComponentType()).getName());
                needed.add(top(method.getReturnType().toErasure().getBaseComponentType())
                        .getName());
                method.getExceptionTypes().forEach(e -> needed.add(e.getName()));
            }
        }
        // what is compiled for Java 8 or with SCIFIO only, and types of which the compiler keeps a constant's value
        // only
        Set<String> others = new TreeSet<>();
        for (String root : List.of(
                "src/main/java",
                "src/java8/java",
                "src/scifio/java",
                "src/scifio-test/java",
                "src/spark/java",
                "src/spark-test/java"))
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList())
                    others.addAll(listed(file.toString(), "(?:import |\")(sc\\.fiji\\.boldj\\.[\\w.]*\\b[A-Z]\\w+)"));
            }
        Set<String> only = new TreeSet<>();
        for (JavaClass type : CODE)
            if (type.getEnclosingClass().isEmpty()
                    && type.getModifiers().contains(JavaModifier.PUBLIC)
                    && !needed.contains(type.getName())
                    && !isLoadedByName(type)
                    && !others.contains(type.getName())) only.add(type.getName());
        assertEquals(Set.of(), only, only.size() + " types can be package-private");
    }

    private static JavaClass top(JavaClass type) {
        return type.getEnclosingClass().map(ApiTest::top).orElse(type);
    }

    /** By SciJava, ImageJ or the launcher script; or an exception, which callers may want to catch. */
    private static boolean isLoadedByName(JavaClass type) {
        return type.getSimpleName().endsWith("Exception")
                || type.isAnnotatedWith("org.scijava.plugin.Plugin")
                || type.getPackageName().equals(ROOT + "entry")
                || type.getName().equals(ROOT + "cli.Launcher");
    }
}
