package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.Fixtures;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/** Mixed Model through its macro line. */
class MixedModelCommandTest {

    @TempDir
    Path folder;

    private String run(String words) throws IOException {
        return CommandMenu.calls().run("Mixed Model...", words, Progress.NONE);
    }

    private Path table() throws IOException {
        return Fixtures.path("reference/trials/mmrm_data.tsv");
    }

    /** Estimates of nlme's gls, REML, unstructured covariance: 1e-4, the precision of its optimiser. */
    @Test
    void estimatesAreThoseOfGls() throws IOException {
        Path out = folder.resolve("mixed");
        String said =
                run("table=[" + table() + "] value=value subject=subject visit=week arm=arm baseline=0 covariates=site"
                        + " contrasts=[drug_low - placebo | drug_high - placebo] output=[" + out + "]");
        assertTrue(said.startsWith("drug_low - placebo at 12: "), said);
        Table found = TsvFiles.read(out.resolve("estimates.tsv"));
        Table gls = TsvFiles.read(Fixtures.path("reference/trials/mmrm_gls_reml.tsv"));
        for (int r = 0; r < gls.rows(); r++) {
            int at = -1;
            for (int k = 0; k < found.rows(); k++)
                if (found.texts("contrast").get(k).equals(gls.texts("contrast").get(r))
                        && found.texts("visit").get(k).equals(gls.texts("week").get(r))) at = k;
            assertEquals(gls.numbers("estimate")[r], found.numbers("estimate")[at], 1e-4);
            // Kenward and Roger's error is not below that of the likelihood
            assertTrue(found.numbers("standard_error")[at] >= gls.numbers("SE")[r] - 1e-4);
            assertEquals(gls.numbers("SE")[r], found.numbers("standard_error")[at], 0.02);
        }
        assertEquals("any visit", found.texts("visit").get(2));
        assertEquals(2, found.numbers("numerator_degrees")[2]);
        String page = Files.readString(out.resolve("index.html"));
        assertTrue(page.contains("missing at random") && page.contains("Missing visits"));
        assertEquals(6, TsvFiles.read(out.resolve("means.tsv")).rows());
        Table missing = TsvFiles.read(out.resolve("missing.tsv"));
        assertEquals(
                59, missing.numbers("analysed")[0] + missing.numbers("analysed")[2] + missing.numbers("analysed")[4]);
    }

    @Test
    void badInputIsNamedAndNothingIsWritten() throws IOException {
        Path out = folder.resolve("bad");
        String begin = "table=[" + table() + "] subject=subject visit=week arm=arm output=[" + out + "] ";
        String message = assertThrows(CommandFailure.class, () -> run(begin + "value=valu"))
                .getMessage();
        assertTrue(message.contains("no column 'valu'") && message.contains("mmrm_data.tsv"), message);
        message = assertThrows(CommandFailure.class, () -> run(begin + "value=value baseline=4"))
                .getMessage();
        assertTrue(message.contains("no row has the visit '4'"), message);
        message = assertThrows(CommandFailure.class, () -> run(begin + "value=value contrasts=[drug - placebo]"))
                .getMessage();
        assertTrue(message.contains("drug"), message);
        Path twice = folder.resolve("twice.tsv");
        Files.writeString(twice, "participant_id\tsession_id\tarm\tx\na\t1\tp\t1\na\t1\tp\t2\nb\t1\td\t2\n");
        message = assertThrows(CommandFailure.class, () -> run("table=[" + twice + "] value=x output=[" + out + "]"))
                .getMessage();
        assertTrue(message.contains("two rows of the visit 1"), message);
        Files.writeString(twice, "participant_id\tsession_id\tarm\tx\na\t1\tp\t1\na\t2\td\t2\nb\t1\td\t2\n");
        message = assertThrows(CommandFailure.class, () -> run("table=[" + twice + "] value=x output=[" + out + "]"))
                .getMessage();
        assertTrue(message.contains("is in the arms p and d"), message);
        assertFalse(Files.exists(out));
    }
}
