package sc.fiji.boldj.command;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.explore.GroupExplorer;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ReportingCommand;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.group.GroupStudy;
import sc.fiji.boldj.workflow.study.NearestNode;

/** Shows the effect of a finished trial on the map of any seed, or writes it for one seed. */
@Plugin(type = Command.class, name = "Group Explorer", headless = true)
public final class GroupExplorerCommand extends ReportingCommand {

    @Parameter(
            label = "Results",
            description = "folder of a finished study",
            style = CommandKey.FOLDER,
            persist = false)
    private String results = "";

    @Parameter(
            label = "Dataset",
            description = "folder of the dataset, for its tables of participants and sessions; empty: the dataset whose"
                    + " derivatives folder holds the results",
            style = CommandKey.FOLDER,
            required = false,
            persist = false)
    private String bids = "";

    @Parameter(
            label = "Point",
            description = "centre of the seed, x,y,z in MNI mm; with output only",
            required = false,
            persist = false)
    private String point = "0,-52,18";

    @Parameter(label = "Radius (mm)", description = "radius of the seed; with output only", persist = false)
    private double radius = 6;

    @Parameter(
            label = "Permutations",
            description = "permutations for the threshold, a multiple of 50; 0: no threshold; with output only",
            persist = false)
    private int permutations = 500;

    @Parameter(
            label = "t map (.nii.gz)",
            description = "map to write instead of opening a window; empty: open the window",
            style = CommandKey.SAVE,
            required = false,
            persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        if (output.isBlank() && GraphicsEnvironment.isHeadless())
            throw new IllegalArgumentException(
                    "there is no screen for a window: set output to the path of a t map (.nii.gz)");
        if (permutations < 0)
            throw new IllegalArgumentException("key 'permutations' must be 0 or more, got " + permutations);
        double[] at = Coordinates.parse("point", point);
        Path folder = Path.of(results.strip());
        GroupStudy study = GroupStudy.read(
                dataset(folder),
                folder,
                CompressedSeries.Options.DEFAULT,
                progress.stage(0, output.isBlank() ? 1 : 0.9));
        if (output.isBlank()) {
            Map<String, String> folders = new LinkedHashMap<>();
            folders.put("results", results);
            folders.put("bids", bids);
            GroupExplorer.open(study, folders, NearestNode::name, Atlases.FOR_WINDOWS);
            return;
        }
        study.write(
                new GroupStudy.Seed(at[0], at[1], at[2], radius),
                permutations,
                Path.of(output.strip()),
                progress.stage(0.9, 1));
        say(study.words());
    }

    private Path dataset(Path folder) throws IOException {
        if (!bids.isBlank()) return Path.of(bids.strip());
        for (Path above = folder.toAbsolutePath().normalize(); above != null; above = above.getParent())
            if (above.getFileName() != null
                    && above.getFileName().toString().equals("derivatives")
                    && above.getParent() != null) return above.getParent();
        throw new IOException(
                "bids: the results are not in the derivatives folder of a dataset: give the folder of the dataset");
    }
}
