package sc.fiji.boldj;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Maven runs classes by their name, so a test or study with another name never runs. */
class TestNamesTest {

    private static final JavaClasses TESTS = CompiledCode.WITH_TESTS.that(CompiledCode.A_TEST);

    private static boolean hasTests(JavaClass type) {
        for (JavaMethod method : type.getMethods())
            if (method.isAnnotatedWith(Test.class) || method.isAnnotatedWith(ParameterizedTest.class)) return true;
        return false;
    }

    @Test
    void surefireOrFailsafeRunsEachClassWithTests() {
        Set<String> never = new TreeSet<>();
        int studies = 0;
        for (JavaClass type : TESTS) {
            boolean study = type.isAnnotatedWith(Tag.class);
            if (study) studies++;
            boolean runs = type.getSimpleName().endsWith("Test")
                    || type.getSimpleName().endsWith("IT");
            if ((hasTests(type) || study) && !runs) never.add(type.getName());
        }
        assertEquals(Set.of(), never);
        assertTrue(studies > 15, "found only " + studies + " studies");
    }
}
