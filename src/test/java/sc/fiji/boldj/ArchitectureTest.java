package sc.fiji.boldj;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import ij.ImagePlus;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** The dependency rules of the design, checked on the compiled classes. */
class ArchitectureTest {

    private static final String ROOT = "sc.fiji.boldj.";
    private static final String[] EDGE = {
        ROOT + "host..", ROOT + "command..", ROOT + "entry..", ROOT + "explore..", ROOT + "cli..", ROOT + "spark.."
    };
    private static final String[] MATHS = {ROOT + "linalg..", ROOT + "signal..", ROOT + "stats.."};
    private static final String[] DOMAINS = {
        "preprocess",
        "registration",
        "anatomy",
        "denoise",
        "physio",
        "connectivity",
        "ica",
        "glm",
        "group",
        "qc",
        "simulate",
        "distortion"
    };
    private static final JavaClasses CODE = CompiledCode.CLASSES;

    private static String[] domains() {
        String[] packages = new String[DOMAINS.length];
        for (int i = 0; i < DOMAINS.length; i++) packages[i] = ROOT + DOMAINS[i] + "..";
        return packages;
    }

    @Test
    void thereIsCodeToCheck() {
        assertTrue(CODE.size() > 10, "imported only " + CODE.size() + " classes");
    }

    @Test
    void layersPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("sc.fiji.boldj..")
                .withOptionalLayers(true)
                .layer("run")
                .definedBy(ROOT + "run..")
                .layer("table")
                .definedBy(ROOT + "table..")
                .layer("maths")
                .definedBy(MATHS)
                .layer("image")
                .definedBy(ROOT + "image..")
                .layer("io")
                .definedBy(ROOT + "io..")
                .layer("atlas")
                .definedBy(ROOT + "atlas..")
                .layer("domain")
                .definedBy(domains())
                .layer("workflow")
                .definedBy(ROOT + "workflow..")
                .layer("report")
                .definedBy(ROOT + "report..")
                .layer("edge")
                .definedBy(EDGE)
                .whereLayer("edge")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("edge")
                .whereLayer("workflow")
                .mayOnlyBeAccessedByLayers("report", "edge")
                .whereLayer("domain")
                .mayOnlyBeAccessedByLayers("workflow", "report", "edge")
                .whereLayer("atlas")
                .mayOnlyBeAccessedByLayers("domain", "workflow", "report", "edge")
                .whereLayer("io")
                .mayOnlyBeAccessedByLayers("atlas", "workflow", "report", "edge")
                .whereLayer("image")
                .mayOnlyBeAccessedByLayers("io", "atlas", "domain", "workflow", "report", "edge")
                .ignoreDependency(CompiledCode.A_TEST, DescribedPredicate.alwaysTrue())
                .check(CODE);
    }

    @Test
    void domainsDoNotKnowEachOther() {
        for (String domain : DOMAINS)
            for (String other : DOMAINS)
                if (!domain.equals(other))
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + domain + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage(ROOT + other + "..")
                            .allowEmptyShould(true)
                            .because("what two domains need moves down to maths or image")
                            .check(CODE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void theHostOfTheCommandsKnowsNoCommand() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "host..")
                .should()
                .dependOnClassesThat(resideInAPackage("sc.fiji.boldj..")
                        .and(not(resideInAnyPackage(ROOT + "host..", ROOT + "run..", ROOT + "image..", ROOT + "io.."))))
                .because("keys, dialogs and images serve any package of commands")
                .check(CODE);
    }

    /** The packages of studies from the ground up; the check of a dataset stands beside the last ones. */
    @Test
    void packagesOfStudiesPointDownwards() {
        String[] up = {"option", "provenance", "study", "protocol", "participant", "trial", "methods", "group"};
        for (int i = 0; i < up.length; i++)
            for (int k = i + 1; k < up.length; k++) notUsed(ROOT + "workflow." + up[i], ROOT + "workflow." + up[k]);
        for (String each : up) {
            notUsed(ROOT + "workflow", ROOT + "workflow." + each);
            notUsed(ROOT + "workflow." + each, ROOT + "workflow.check");
        }
        notUsed(ROOT + "workflow.check", ROOT + "workflow.methods");
        notUsed(ROOT + "workflow.check", ROOT + "workflow.group");
    }

    private static void notUsed(String by, String what) {
        noClasses()
                .that()
                .resideInAPackage(by)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(what)
                .because("a study is built from options and files up to the group level")
                .check(CODE);
    }

    @Test
    void noCommandIsAHelperOfAnother() {
        classes()
                .that()
                .resideInAPackage(ROOT + "command..")
                .should(new ArchCondition<>("use no command") {
                    @Override
                    public void check(JavaClass origin, ConditionEvents events) {
                        for (Dependency use : origin.getDirectDependenciesFromSelf()) {
                            JavaClass target = use.getTargetClass();
                            boolean command = target.isAnnotatedWith(Plugin.class) && !target.equals(origin);
                            events.add(new SimpleConditionEvent(use, !command, use.getDescription()));
                        }
                    }
                })
                .because("what two commands need stands in workflow, or in an abstract class above both")
                .check(CODE);
    }

    @Test
    void kernelsKnowNoApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackages(EDGE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "ij..", "java.awt..", "javax.swing..", "org.scijava..", "org.apache.spark.."))
                .because("kernels run on a cluster without a screen")
                .check(CODE);
    }

    @Test
    void mathsKnowsNoImage() {
        noClasses()
                .that()
                .resideInAnyPackage(MATHS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("net.imglib2..")
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void jsonStaysWhereFilesAreWritten() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "io..", ROOT + "workflow..", ROOT + "report..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CODE);
    }

    @Test
    void nothingPrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cli..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "host.HostProgress")
                .should(ACCESS_STANDARD_STREAMS)
                .because("only the launcher owns the console; progress goes to standard error without a screen")
                .check(CODE);
    }

    /** What users and other programs write is read in one place, which knows that 2D, 0x1p3 and NaN are names. */
    @Test
    void numbersAreReadInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "run..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "io.NiftiHeader") // rounds a float to its decimal digits
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "report.GroupPage") // shortens numbers that we printed
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "host.GeometryNotes") // properties that we wrote
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "command.DegreesOfFreedom")
                .should()
                .callMethod(Double.class, "parseDouble", String.class)
                .orShould()
                .callMethod(Double.class, "valueOf", String.class)
                .orShould()
                .callMethod(Float.class, "parseFloat", String.class)
                .because("NumberText and NumberCell decide what a number is")
                .check(CODE);
    }

    @Test
    void thereIsNoHiddenState() {
        fields().that().areStatic().should().beFinal().check(CODE);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .because("only the launcher ends the process")
                .check(CODE);
        noClasses()
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .because("randomness and threads come from the run package and the caller")
                .check(CODE);
        noClasses()
                .that()
                .resideOutsideOfPackages(EDGE)
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .because("threads come from ImgLib2's Parallelization")
                .check(CODE);
    }

    /**
     * On one processor {@code Math.tanh} and {@code Math.cbrt} have other last bits in Java 25 than in 17, because later
     * virtual machines compute them by code of their own; the others here may follow. {@code StrictMath} never changes.
     */
    @Test
    void functionsThatDifferBetweenJavaVersionsComeFromStrictMath() {
        Set<String> changing =
                Set.of("tanh", "cbrt", "sinh", "cosh", "expm1", "log1p", "hypot", "asin", "acos", "atan", "atan2");
        noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "a function of Math whose bits may depend on the Java version",
                        access -> access.getTargetOwner().isEquivalentTo(Math.class)
                                && changing.contains(access.getName())))
                .check(CODE);
    }

    @Test
    void commandsAreHeadlessAndStandAtTheEdge() {
        classes()
                .that()
                .areAnnotatedWith(Plugin.class)
                .should()
                .resideInAnyPackage(ROOT + "command..", ROOT + "entry..")
                .check(CODE);
        classes()
                .that()
                .areAssignableTo(Command.class)
                .and()
                .areAnnotatedWith(Plugin.class)
                .should()
                .haveSimpleNameEndingWith("Command")
                .andShould(new ArchCondition<>("declare headless = true and no menu path") {
                    @Override
                    public void check(JavaClass plugin, ConditionEvents events) {
                        Plugin annotation = plugin.getAnnotationOfType(Plugin.class);
                        boolean ok = annotation.headless()
                                && annotation.menuPath().isEmpty()
                                && annotation.label().isEmpty();
                        events.add(new SimpleConditionEvent(plugin, ok, plugin.getName()));
                    }
                })
                .allowEmptyShould(true)
                .check(CODE);
        fields().that()
                .areAnnotatedWith(Parameter.class)
                .should(new ArchCondition<>("not be remembered from one call to the next") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        Parameter parameter = field.getAnnotationOfType(Parameter.class);
                        boolean service = field.getRawType()
                                .getName()
                                .toLowerCase(Locale.ROOT)
                                .endsWith("service");
                        boolean ok = service || parameter.type() == ItemIO.OUTPUT || !parameter.persist();
                        events.add(new SimpleConditionEvent(field, ok, field.getFullName()));
                    }
                })
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void scriptsGetNoImageThatTheyDidNotAskFor() {
        fields().that()
                .areAnnotatedWith(Parameter.class)
                .and()
                .haveRawType(ImagePlus.class)
                .should(new ArchCondition<>("not be filled with the active image if optional") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        Parameter parameter = field.getAnnotationOfType(Parameter.class);
                        boolean hidden = !parameter.autoFill() && parameter.visibility() == ItemVisibility.INVISIBLE;
                        boolean ok = parameter.type() == ItemIO.OUTPUT || parameter.required() || hidden;
                        events.add(new SimpleConditionEvent(field, ok, field.getFullName()));
                    }
                })
                .because(
                        "SciJava fills the one image that is left open with the active window, optional or not, and its"
                                + " dialog offers the open images without a way to choose none")
                .check(CODE);
    }
}
