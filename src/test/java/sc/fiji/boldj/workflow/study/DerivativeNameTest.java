package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.participant.NodeTables;

/** Names of derivatives are those that the decision lists. */
class DerivativeNameTest {

    private static final Pattern ROW = Pattern.compile("\\| `(<scan>[^`]*)` \\| (`(<scan>[^`]*)`|the same)[^|]*\\|");

    private static Set<String> listed() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("docs/decisions/0015-names.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) names.add(row.group(3) == null ? row.group(1) : row.group(3));
        }
        return names;
    }

    private static Set<String> made() {
        ScanFiles run = new ScanFiles(
                Path.of("out"), new BidsScan(Path.of("sub-1_task-rest_bold.nii"), "1", "", "rest", "", "bold"), "MNI");
        AnatomyFiles anatomy =
                new AnatomyFiles(Path.of("out"), new BidsScan(Path.of("sub-1_T1w.nii"), "1", "", "", "", "T1w"), "MNI");
        BidsScan visit = new BidsScan(Path.of("sub-1_T1w.nii"), "1", "", "", "", "T1w");
        AnatomyFiles average = AnatomyFiles.average(Path.of("out"), List.of(visit, visit), "MNI");
        List<Path> files = new ArrayList<>(List.of(
                run.motion(),
                run.motionMaps(),
                run.reference(),
                run.ownMask(),
                run.coregistration(),
                run.direct(),
                run.directWarp(),
                run.bold(),
                run.boldref(),
                run.mask(),
                run.templateTissues().get(0),
                run.confounds(),
                run.denoised(),
                SeedMap.PCC.variant(run, Variant.GSR),
                NetworkMap.names(run),
                ComponentMap.allIn(run),
                NodeTables.nodes(run, Variant.MAIN),
                NodeTables.nodes(run, Variant.GSR),
                NodeTables.networks(run),
                TaskFiles.folder(run),
                run.quality(),
                anatomy.corrected(),
                anatomy.brain(),
                anatomy.tissues().get(0),
                anatomy.standardTissues().get(0),
                anatomy.standard(),
                anatomy.affine(),
                anatomy.warp(),
                anatomy.figures(),
                average.scan().file(),
                average.toScans().get(0)));
        for (TrialMap map : TrialMap.builtIn())
            if (!(map instanceof SeedMap) || map.equals(SeedMap.PCC)) files.add(map.file(run));
        Set<String> names = new TreeSet<>();
        for (Path file : files)
            names.add(file.getFileName()
                    .toString()
                    .replaceFirst("^sub-1(_task-rest)?", "<scan>")
                    .replace("space-MNI", "space-<space>")
                    .replace("to-MNI", "to-<space>"));
        return names;
    }

    @Test
    void theTableOfNamesIsTrue() throws IOException {
        assertEquals(listed(), made());
    }

    @Test
    void entitiesStandInTheOrderOfBids() {
        assertEquals(
                "space-MNI_seed-PCC_stat-fisherz_desc-gsr_boldmap",
                DerivativeName.of("boldmap")
                        .desc("gsr")
                        .stat("fisherz")
                        .with(DerivativeName.Entity.SEED, "PCC")
                        .space("MNI")
                        .toString());
        DerivativeName main = DerivativeName.of("relmat");
        assertEquals("desc-a_relmat", main.desc("a").toString());
        assertEquals("relmat", main.toString(), "a name does not change");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> main.desc("two-words"))
                .getMessage()
                .contains("'two-words'"));
    }
}
