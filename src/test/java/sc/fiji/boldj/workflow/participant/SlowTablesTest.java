package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.SlowRegressor;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Tables of infusions of a run. */
class SlowTablesTest {

    @TempDir
    Path root;

    @Test
    void aVolumeBelongsToTheBinInWhichItBegins() throws IOException {
        Path doses = root.resolve("run_infusion.tsv");
        Files.writeString(doses, "onset\tduration\tdose\n5\t40\t0.2\n");
        SlowTables tables = new SlowTables(Optional.of(doses), Optional.empty(), Optional.empty());
        ParticipantOptions options = ParticipantOptions.DEFAULT.with(ParticipantOption.BINS, 4.0);
        // the values of a volume stand for 1 s after it began: by that time, volume 2 (4 to 6 s) would be in the first
        // bin
        List<SlowRegressor> bins = tables.bins(options, new Sampling(7, 2, 1));
        assertEquals(2, bins.size());
        assertArrayEquals(new double[] {0, 0, 0, 1, 1, 0, 0}, bins.get(0).values());
        assertArrayEquals(new double[] {0, 0, 0, 0, 0, 1, 1}, bins.get(1).values());
    }

    @Test
    void aCurveThatIsNotUsedIsNamed() {
        Path doses = root.resolve("run_infusion.tsv");
        Path plasma = root.resolve("run_plasma.tsv");
        ParticipantOptions modelled = ParticipantOptions.DEFAULT;
        ParticipantOptions measured = modelled.with(ParticipantOption.PHARMACOKINETICS, "measured");
        SlowTables both = new SlowTables(Optional.of(doses), Optional.of(plasma), Optional.empty());
        assertEquals(
                List.of("run_plasma.tsv is not used, because pharmacokinetics is "
                        + modelled.get(ParticipantOption.PHARMACOKINETICS) + ", not measured"),
                both.notes(modelled));
        assertEquals(List.of(), both.notes(measured));
        SlowTables alone = new SlowTables(Optional.empty(), Optional.of(plasma), Optional.empty());
        for (ParticipantOptions options : List.of(modelled, measured))
            assertEquals(
                    List.of(
                            "run_plasma.tsv is not used, because no table of doses (_infusion.tsv) applies to this run"),
                    alone.notes(options));
        assertEquals(List.of(), new SlowTables(Optional.of(doses), Optional.empty(), Optional.empty()).notes(modelled));
    }
}
