package sc.fiji.boldj.workflow.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.report.CertificatePage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;

class InstallationCheckTest {

    /** The steps that take less than a second. */
    private static final String QUICK = "smoothing, seed correlation, group permutation, graph, alff, roi, echoes,"
            + " regress, apply transforms, nifti, homotopic, dual, network-based, equivalence, slice timing, matrix products, eigenvalues, singular values, least squares";

    @TempDir
    Path folder;

    private static void requirePassed(InstallationCheck check) {
        StringBuilder words = new StringBuilder();
        for (InstallationCheck.Result result : check.failed()) {
            words.append('\n').append(result.step().name()).append(' ').append(result.failure());
            for (Criterion each : result.criteria())
                if (!each.isMet()) words.append("\n    ").append(each.words());
        }
        assertEquals("", words.toString());
        assertTrue(check.isPassed());
    }

    @Test
    void quickStepsPass() throws IOException {
        InstallationCheck check = InstallationCheck.of(InstallationCheck.named(QUICK), Progress.NONE);
        assertTrue(check.results().size() >= 15, check.results().size() + " steps");
        requirePassed(check);
    }

    /** Where it fails on another kind of processor, that is worth knowing: {@code docs/decisions/0024}. */
    @Test
    void linearAlgebraGivesTheBitsThatTheCertificateExpects() {
        assertEquals(AlgebraPhantoms.DIGEST, AlgebraPhantoms.digest());
    }

    @Tag("study")
    @Test
    void everyStepPasses() throws IOException {
        long start = System.nanoTime();
        InstallationCheck check = InstallationCheck.of(InstallationCheck.steps(), Progress.NONE);
        for (InstallationCheck.Result result : check.results()) {
            System.out.printf(
                    "%-8s %6.1f s  %s%n",
                    result.isPassed() ? "passed" : "FAILED",
                    result.seconds(),
                    result.step().name());
            for (Criterion each : result.criteria()) System.out.println("             " + each.words());
        }
        System.out.printf("all steps: %.0f s%n", (System.nanoTime() - start) / 1e9);
        requirePassed(check);
    }

    @Test
    void aFailureIsNamedOnTheCertificateAndNothingElse() throws IOException {
        PhantomStep good =
                new PhantomStep("Good...", "one", (place, progress) -> List.of(new Criterion("one", 1, 1, 0)));
        PhantomStep off =
                new PhantomStep("Off...", "two", (place, progress) -> List.of(new Criterion("two", 2.5, 2, 0.1)));
        PhantomStep nan = new PhantomStep(
                "Not a number...", "x", (place, progress) -> List.of(new Criterion("x", Double.NaN, 0, 1)));
        PhantomStep thrown = new PhantomStep("Thrown...", "x", (place, progress) -> {
            throw new IllegalStateException("out of order");
        });
        PhantomStep none = new PhantomStep("None...", "x", (place, progress) -> List.of());
        Certificate certificate = Certificate.of(
                InstallationCheck.of(List.of(good, off, nan, thrown, none), Progress.NONE), "V. Person", "");
        assertFalse(certificate.check().isPassed());
        assertEquals("Failed: 4 of 5 steps: Off...; Not a number...; Thrown...; None...", certificate.verdict());
        Table figures = certificate.figures();
        assertEquals(List.of("passed", "failed", "failed", "failed", "failed"), figures.texts("verdict"));
        assertEquals("out of order", figures.texts("figure").get(3));
        Path page = certificate.write(folder.resolve("out"), CertificatePage.of(certificate));
        String html = Files.readString(page);
        assertTrue(html.contains("Failed: 4 of 5 steps") && html.contains("V. Person"));
        assertTrue(html.contains(System.getProperty("java.version")));
        assertTrue(html.contains("Not signed when it was written"));
        assertEquals(List.of(), ProvenanceCheck.of(folder.resolve("out"), null).problems());
        Files.writeString(page, html.replace("Failed: 4 of 5", "Passed: 5 of 5"));
        assertEquals(
                1, ProvenanceCheck.of(folder.resolve("out"), null).problems().size());
    }

    @Test
    void namesOfStepsAreCheckedFirst() {
        assertEquals(1, InstallationCheck.named("SEED corr").size());
        assertEquals(
                InstallationCheck.steps().size(),
                InstallationCheck.steps().stream()
                        .map(PhantomStep::name)
                        .distinct()
                        .count());
        String message = assertThrows(
                        IllegalArgumentException.class, () -> InstallationCheck.named("smoothing, nothing"))
                .getMessage();
        assertTrue(message.contains("no step is called 'nothing'; there are Open NIfTI"), message);
    }
}
