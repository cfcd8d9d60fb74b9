package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.report.GroupPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.DesignChoice;
import sc.fiji.boldj.workflow.GroupNetworks;
import sc.fiji.boldj.workflow.InputList;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.StudySummary;

/** Tests the edges of connectivity matrices by shuffling, corrected for the whole network. */
@Plugin(type = Command.class, name = "Network-Based Statistic...", headless = true)
@KeyOrder({
    "matrices",
    "design",
    "contrast",
    "threshold",
    "permutations",
    "statistic",
    "tail",
    "groups",
    "covariates",
    "blocks",
    "shuffle",
    "seed",
    "output"
})
public final class NetworkStatisticCommand extends GroupTestCommand {

    @Parameter(
            label = "Matrices",
            description = "a text file with paths of square tables of numbers, or a TSV with a column path",
            style = CommandKey.OPEN,
            persist = false)
    private String matrices = "";

    @Parameter(
            label = "Design",
            description = "as in Group Permutation Test, or the path of a design matrix (.tsv)",
            persist = false)
    private String design = "two-sample";

    @Parameter(label = "Threshold", description = "t or F beyond which edges form components", persist = false)
    private double threshold = 3.1;

    @Parameter(
            label = "Statistic",
            description =
                    "size of a component by its number of edges or by how far they exceed the threshold; or TFCE; or single edges",
            choices = {"cluster-extent", "cluster-mass", "tfce", "voxel"},
            persist = false)
    private String statistic = "cluster-extent";

    @Parameter(
            label = "Groups",
            description =
                    "a column, a file, or a list separated by commas with one entry per matrix; empty: column group or arm",
            required = false,
            persist = false)
    private String groups = "";

    @Parameter(
            label = "Covariates",
            description = "columns separated by commas, or a table of numbers with one row per matrix; centred",
            required = false,
            persist = false)
    private String covariates = "";

    @Parameter(
            label = "Blocks",
            description =
                    "exchangeability blocks: a column, several columns (nested blocks), a file, or a list separated by commas",
            required = false,
            persist = false)
    private String blocks = "";

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree();
        Path file = Path.of(matrices);
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException("matrices: there is no file '" + matrices + "'");
        InputList list = InputList.read(file);
        Path folder = file.toAbsolutePath().getParent();
        DesignChoice choice = new DesignChoice(
                design,
                contrast(),
                groups,
                covariates,
                new DesignChoice.Shuffled(blocks, blockShuffle(), shuffle()),
                folder,
                order());
        GroupDesign model = choice.of(list.paths().size(), list.table());
        GroupFamily family =
                plan(choice, model, list.table(), List.of("matrices"), testOptions(statistic, threshold), 0);
        HostProgress.warn(family.words());
        Map<String, String> hashes = new LinkedHashMap<>();
        hashes.put(matrices, FileDigest.of(file));
        for (Path path : list.paths()) GroupInputs.hash(hashes, folder, path);
        GroupInputs.hashKeys(hashes, folder, design, contrast(), groups, covariates, blocks);
        GroupNetworks networks = GroupNetworks.run(model, family, list.paths(), gpdTail(), progress);
        Origin origin = origin(hashes);
        StudySummary study = networks.summary(
                "Network-based statistic of " + matrices, origin.program(), origin.inputTable(), origin.optionTable());
        String page = GroupPage.of(study, networks, origin.program()).toHtml();
        write(origin, target -> {
            networks.write(target);
            AtomicFile.writeText(target.resolve("index.html"), page);
            Map<String, Object> content = about(family);
            content.put("ExcludedEdges", networks.excluded());
            content.put("Warnings", networks.warnings());
            content.put("Result", networks.verdict());
            return content;
        });
        say(words(family, networks.warnings(), networks.verdict()));
    }
}
