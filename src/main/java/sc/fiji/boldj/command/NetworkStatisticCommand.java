package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.CommandOptions;
import sc.fiji.boldj.host.Version;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.io.OutputFolder;
import sc.fiji.boldj.report.GroupPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.DesignChoice;
import sc.fiji.boldj.workflow.GroupNetworks;
import sc.fiji.boldj.workflow.InputList;

/** Tests the edges of connectivity matrices by shuffling, corrected for the whole network. */
@Plugin(type = Command.class, name = "Network-Based Statistic...", headless = true)
public final class NetworkStatisticCommand extends GroupTestCommand {

    static final String LABEL = "Network-Based Statistic...";

    @Parameter(
            label = "Matrices",
            description = "a text file of paths of square tables of numbers, or a TSV with a column path",
            style = CommandKey.OPEN,
            persist = false)
    private String matrices = "";

    @Parameter(
            label = "Design",
            description = "as in Group Permutation Test, or the path of a design matrix (.tsv)",
            persist = false)
    private String design = "two-sample";

    @Parameter(
            label = "Contrast",
            description =
                    "column names such as drug - placebo, or weights; separated by ; for one F test, by | for tests"
                            + " that are corrected together; empty: the design's own",
            required = false,
            persist = false)
    private String contrast = "";

    @Parameter(label = "Threshold", description = "of t or F beyond which edges make components", persist = false)
    private double threshold = 3.1;

    @Parameter(
            label = "Permutations",
            description = "shufflings, the data as they are among them; all, each once, if there are no more",
            persist = false)
    private int permutations = 5000;

    @Parameter(
            label = "Statistic",
            description = "size of a component: its edges, or what exceeds the threshold; or TFCE, or single edges",
            choices = {"cluster-extent", "cluster-mass", "tfce", "voxel"},
            persist = false)
    private String statistic = "cluster-extent";

    @Parameter(
            label = "Tail",
            description = "the side that counts",
            choices = {"two", "positive", "negative"},
            persist = false)
    private String tail = "two";

    @Parameter(
            label = "Groups",
            description = "a column, a file, or a comma list with one entry a matrix; empty: column group or arm",
            required = false,
            persist = false)
    private String groups = "";

    @Parameter(
            label = "Covariates",
            description = "comma list of columns, or a table of numbers with a row a matrix; centred",
            required = false,
            persist = false)
    private String covariates = "";

    @Parameter(
            label = "Blocks",
            description =
                    "matrices are shuffled within these: a column, several (blocks within blocks), a file, or a comma"
                            + " list",
            required = false,
            persist = false)
    private String blocks = "";

    @Parameter(
            label = "Shuffle",
            description = "auto flips signs if a mean is tested and permutes otherwise",
            choices = {"auto", "permute", "flip", "both"},
            persist = false)
    private String shuffle = "auto";

    @Parameter(label = "Seed", description = "the same seed gives the same bytes", persist = false)
    private long seed = 1;

    @Parameter(
            label = "Folder",
            description = "folder to write; one of an earlier run of this command is replaced",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private String summary = "";

    @Override
    public void execute(Progress progress) throws IOException {
        OutputFolder.requireFree(Path.of(output), LABEL);
        Path file = Path.of(matrices);
        if (!Files.isRegularFile(file))
            throw new IllegalArgumentException("matrices: there is no file '" + matrices + "'");
        InputList list = InputList.read(file);
        Path folder = file.toAbsolutePath().getParent();
        DesignChoice choice = new DesignChoice(
                        design, contrast, groups, covariates, blocks, blockShuffle(), shuffle, folder)
                .inOrder(order());
        GroupDesign model = choice.of(list.paths().size(), list.table());
        GroupFamily family = plan(
                choice,
                model,
                list.table(),
                List.of("matrices"),
                testOptions(permutations, seed, statistic, tail, threshold),
                0);
        Map<String, String> hashes = new LinkedHashMap<>();
        hashes.put(matrices, FileDigest.of(file));
        for (Path path : list.paths()) GroupInputs.hash(hashes, folder, path);
        GroupInputs.hashKeys(hashes, folder, design, contrast, groups, covariates, blocks);
        GroupNetworks networks = GroupNetworks.run(model, family, list.paths(), gpdTail(), progress);
        Map<String, String> keys = CommandOptions.of(this);
        String program = "BoldJ " + Version.text();
        String page = GroupPage.of(
                        networks.summary(
                                "Network-based statistic of " + matrices,
                                program,
                                GroupInputs.hashTable(hashes),
                                GroupInputs.optionTable(keys)),
                        networks,
                        program)
                .toHtml();
        OutputFolder.write(Path.of(output), LABEL, target -> {
            networks.write(target);
            AtomicFile.writeText(target.resolve("index.html"), page);
            Map<String, Object> content = CommandOptions.content(keys, hashes);
            content.put("Model", family.words());
            content.put("Direction", directions(family));
            content.put("DistinctShufflings", family.first().plan().distinct().toString());
            content.put("Shufflings", family.first().plan().size());
            content.put("SmallestP", family.smallestP());
            content.put("ExcludedEdges", networks.excluded());
            content.put("Warnings", networks.warnings());
            content.put("Result", networks.verdict());
            return content;
        });
        summary = family.words() + "\n" + String.join("\n", networks.warnings())
                + (networks.warnings().isEmpty() ? "" : "\n") + networks.verdict();
    }
}
