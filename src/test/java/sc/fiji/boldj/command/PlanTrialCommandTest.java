package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;

/** Plan Trial through its macro line: folder and table, page, tables and curves, messages. */
class PlanTrialCommandTest {

    @TempDir
    Path folder;

    private String run(String words) throws IOException {
        return CommandMenu.calls().run("Plan Trial...", words, Progress.NONE);
    }

    private void pilot(Path file, String column) throws IOException {
        StringBuilder table =
                new StringBuilder("participant_id\tsession_id\tfactor_arm\tfactor_visit\t" + column + "\n");
        for (int i = 0; i < 20; i++) {
            double[] draws = new double[4];
            Seeds.fillGaussian(Seeds.stream(4, i), draws);
            for (int v = 0; v < 3; v++)
                table.append(String.format(
                        Locale.ROOT,
                        "sub-%02d\tses-wk%02d\t%s\twk%02d\t%s%n",
                        i,
                        6 * v,
                        i % 2 == 0 ? "drug" : "placebo",
                        6 * v,
                        i == 3 && v == 2 ? "n/a" : String.format(Locale.ROOT, "%.5f", draws[3] + draws[v])));
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);
    }

    @Test
    void aFolderOfResultsGivesPageTablesAndCurves() throws IOException {
        pilot(folder.resolve("pilot/group/sessions.tsv"), "endpoint_pccMpfc");
        String said = run("results=[" + folder.resolve("pilot") + "] protocol=docs/protocols/t4-repeated-visits.json"
                + " endpoint=pccMpfc effect=0.6 dropout=0.2 output=[" + folder.resolve("plan") + "]");
        assertTrue(said.startsWith("To reach a power of 0.8 in every declared test of pccMpfc, randomise "), said);
        Table plan = TsvFiles.read(folder.resolve("plan/plan.tsv"));
        assertEquals(
                List.of("primary: drug = drug - placebo at wk12", "earlier: drug = drug - placebo at wk06"),
                plan.texts("test"));
        assertEquals(List.of("0.05", "0.025"), plan.texts("alpha"));
        double[] n = plan.numbers("n");
        for (int k = 0; k < 2; k++) {
            assertTrue(plan.numbers("n_low")[k] < n[k] && n[k] < plan.numbers("n_high")[k]);
            assertTrue(plan.numbers("power")[k] >= 0.8 && plan.numbers("power")[k] < 0.83);
            assertEquals(2 * Math.ceil(n[k] / 0.8), plan.numbers("randomised")[k]);
        }
        Table curve = TsvFiles.read(folder.resolve("plan/power.tsv"));
        for (int r = 0; r < curve.rows(); r++)
            assertTrue(curve.numbers("power_low")[r] <= curve.numbers("power")[r]
                    && curve.numbers("power")[r] <= curve.numbers("power_high")[r]);
        assertTrue(
                Files.readString(folder.resolve("plan/power_1.svg"))
                        .startsWith(
                                "<svg viewBox=\"0 0 1100 260\" role=\"img\" class=\"plot\" xmlns=\"http://www.w3.org/2000/svg\""));
        String page = Files.readString(folder.resolve("plan/index.html"));
        assertTrue(page.contains("adjusted for baseline (ANCOVA), n per arm"));
        assertTrue(page.contains("The effect is an assumption: 0.6 standard deviations"));
        assertEquals("1", TsvFiles.read(folder.resolve("plan/pilot.tsv")).text(2, 1));
    }

    @Test
    void aTableIsReadByTheNameOfTheEndpointOrItsScore() throws IOException {
        pilot(folder.resolve("p/table.tsv"), "score");
        run("results=[" + folder.resolve("p/table.tsv") + "] protocol=docs/protocols/t4-repeated-visits.json"
                + " endpoint=madrs unit=endpoint effect=1 alpha=0.01 output=[" + folder.resolve("plan") + "]");
        assertEquals(
                List.of("0.01"), TsvFiles.read(folder.resolve("plan/plan.tsv")).texts("alpha"));
    }

    @Test
    void badInputGivesOneMessageAndNoFolder() throws IOException {
        pilot(folder.resolve("p/table.tsv"), "other");
        String call = "protocol=docs/protocols/t4-repeated-visits.json output=[" + folder.resolve("plan") + "] ";
        refused(
                call + "endpoint=pccMpfc results=[" + folder.resolve("p/table.tsv") + "]",
                "has no column of endpoint pccMpfc");
        refused(call + "endpoint=pccMpfc results=[" + folder.resolve("p") + "]", "has no group/sessions.tsv");
        refused(call + "endpoint=nosuch results=[" + folder + "]", "no endpoint 'nosuch', only pccMpfc, dmn, madrs");
        refused(call + "endpoint=pccMpfc power=1 results=[" + folder + "]", "power must be in (0, 1)");
        refused(call + "endpoint=pccMpfc correlation=x results=[" + folder + "]", "correlation must be a number");
        assertFalse(Files.exists(folder.resolve("plan")));
    }

    private void refused(String words, String message) {
        Exception e = assertThrows(Exception.class, () -> run(words));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
