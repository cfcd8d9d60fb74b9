package sc.fiji.boldj;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;

/** Compiled classes, imported once for all tests that look at them. */
public final class CompiledCode {

    /** The program's alone. */
    public static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("sc.fiji.boldj");

    /** Those of the program and of its tests. */
    static final JavaClasses WITH_TESTS = new ClassFileImporter().importPackages("sc.fiji.boldj");

    private CompiledCode() {}
}
