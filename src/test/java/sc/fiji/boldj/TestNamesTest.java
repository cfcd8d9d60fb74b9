package sc.fiji.boldj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import java.lang.annotation.Annotation;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/** Every class with tests has a name that the build looks for, so that {@code mvn verify -Pstudies} runs it too. */
class TestNamesTest {

    private static final JavaClasses TESTS =
            new ClassFileImporter().withImportOption(new OnlyIncludeTests()).importPackages("sc.fiji.boldj");

    private static final List<Class<? extends Annotation>> MARKS =
            List.of(Test.class, ParameterizedTest.class, RepeatedTest.class, TestFactory.class);

    private static boolean hasTests(JavaClass test) {
        return test.getMethods().stream().anyMatch(m -> MARKS.stream().anyMatch(m::isAnnotatedWith));
    }

    @Test
    void surefireOrFailsafeFindsEveryTest() {
        List<String> all = TESTS.stream()
                .filter(TestNamesTest::hasTests)
                .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(c -> c.getName().replaceFirst("\\$.*", ""))
                .distinct()
                .toList();
        assertTrue(all.size() > 100, "found only " + all.size() + " classes with tests");
        assertEquals(
                List.of(),
                all.stream()
                        .filter(n -> !n.endsWith("Test") && !n.endsWith("IT"))
                        .toList());
    }
}
