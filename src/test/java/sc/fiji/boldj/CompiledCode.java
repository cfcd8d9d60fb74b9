package sc.fiji.boldj;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Compiled classes, imported once for all tests that look at them. */
public final class CompiledCode {

    /** Those of the tests. */
    static final DescribedPredicate<JavaClass> A_TEST =
            DescribedPredicate.describe("of the tests", type -> !new ImportOption.DoNotIncludeTests()
                    .includes(Location.of(type.getSource().orElseThrow().getUri())));

    /** Those of the program and of its tests. */
    static final JavaClasses WITH_TESTS = new ClassFileImporter().importPackages("sc.fiji.boldj");

    /** The program's alone; what they are used by includes tests. */
    public static final JavaClasses CLASSES = WITH_TESTS.that(DescribedPredicate.not(A_TEST));

    private CompiledCode() {}
}
