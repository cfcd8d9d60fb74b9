package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.report.GroupPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.DesignChoice;
import sc.fiji.boldj.workflow.GroupMaps;
import sc.fiji.boldj.workflow.Origin;
import sc.fiji.boldj.workflow.SiteChoice;
import sc.fiji.boldj.workflow.StudySummary;
import sc.fiji.boldj.workflow.VisitChoice;

/** Tests a contrast of a group design at every voxel by shuffling, corrected for all voxels. */
@Plugin(type = Command.class, name = "Group Permutation Test...", headless = true)
@KeyOrder({
    "inputs", "design", "contrast", "groups", "covariates", "blocks", "shuffle", "permutations", "statistic",
            "cluster_threshold",
    "tail", "mask", "seed", "atlas", "background", "modalities", "neighbours", "variance_fwhm", "output", "space"
})
public final class GroupPermutationCommand extends GroupModelCommand {

    @Parameter(
            label = "Maps",
            description = "a 4-D image (open title or path), a text file of map paths, or a TSV with a column path",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Parameter(
            label = "Design",
            description =
                    "one-sample, two-sample (groups: F), ancova, paired, repeated-measures, regression, crossover,"
                            + " carry-over, change (from baseline, by arm), session-by-arm, or the path of a design matrix (.tsv)",
            persist = false)
    private String design = "one-sample";

    @Parameter(
            label = "Groups",
            description =
                    "groups to compare: a column, a file, or a list separated by commas with one entry per map; empty: column"
                            + " group or arm (paired: condition or session)",
            required = false,
            persist = false)
    private String groups = "";

    @Parameter(
            label = "Covariates",
            description = "columns separated by commas, or a table of numbers with one row per map; centred",
            required = false,
            persist = false)
    private String covariates = "";

    @Parameter(
            label = "Blocks",
            description =
                    "exchangeability blocks: a column, several columns (nested blocks), a file, or a list separated by commas; paired: the subjects",
            required = false,
            persist = false)
    private String blocks = "";

    @Parameter(
            label = "Statistic",
            description = "statistic on which inference is based",
            choices = {"voxel", "tfce", "cluster-extent", "cluster-mass"},
            persist = false)
    private String statistic = "tfce";

    @Parameter(label = "Cluster threshold", description = "cluster-forming threshold of t or F", persist = false)
    private double clusterThreshold = 3.1;

    @Parameter(
            label = "Mask",
            description = "voxels to test; empty: those available in all maps",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Atlas",
            description = "for naming peaks: a label image with its label table beside it, or a table of coordinates",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String atlas = "";

    @Parameter(
            label = "Background",
            description = "image on the grid of the maps to draw results on; empty: their mean",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus background;

    @Parameter(
            label = "Modalities",
            description =
                    "further modalities, corrected together with the first: table columns with paths, or 4-D images or lists with the same number of maps",
            required = false,
            persist = false)
    private String modalities = "";

    @Parameter(
            label = "Neighbours",
            description = "neighbouring voxels share a face (6), also an edge (18), or also a corner (26)",
            required = false,
            persist = false)
    private int neighbours = 26;

    @Parameter(
            label = "Variance FWHM (mm)",
            description = "FWHM of the smoothing of the variance (pseudo-t), for few subjects; 0: t",
            required = false,
            persist = false)
    private double varianceFwhm = 0;

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    @Override
    public void execute(Progress progress) throws IOException {
        requireFree();
        GroupInputs in = GroupInputs.read(inputs, progress.stage(0, 0.08));
        SiteChoice sites = sites(in.table(), design, covariates, blocks);
        DesignChoice choice = new DesignChoice(
                design,
                contrast(),
                groups,
                sites.covariates(),
                new DesignChoice.Shuffled(sites.blocks(), blockShuffle(), shuffle()),
                in.folder(),
                order());
        GroupMaps.Settings settings = new GroupMaps.Settings(
                neighbours,
                gpdTail(),
                PeakNames.read(atlas, place(in.maps()), space),
                extras(in, sites, covariates, progress.stage(0.08, 0.09)));
        Optional<VisitChoice> visits = isSandwich()
                ? Optional.of(VisitChoice.of(choice, in.count(), sites.table(), subject(), visit()))
                : Optional.empty();
        GroupDesign model = visits.isPresent() ? visits.orElseThrow().design() : choice.of(in.count(), sites.table());
        Map<String, List<NeuroImage>> kinds = in.withModalities(modalities, progress.stage(0.09, 0.1));
        GroupFamily planned = plan(
                choice,
                model,
                sites.table(),
                List.copyOf(kinds.keySet()),
                testOptions(statistic, clusterThreshold),
                varianceFwhm);
        if (visits.isPresent())
            planned = planned.withVisits(visits.orElseThrow().rows());
        GroupFamily family =
                covariateMaps().isEmpty() ? planned : planned.withCovariate("the covariate map " + covariateMaps());
        settings.extras().require(family);
        HostProgress.warn(family.words());
        GroupInputs.hashKeys(in.hashes(), in.folder(), design, contrast(), groups, covariates, blocks);
        GroupInputs.hashKeys(in.hashes(), Path.of("").toAbsolutePath(), atlas);
        GroupMaps maps = GroupMaps.run(
                model,
                family,
                List.copyOf(kinds.values()),
                within(in),
                ImageDoor.readOrNull(background),
                settings,
                progress.stage(0.1, 0.9));
        Origin origin = origin(in.hashes());
        StudySummary study = maps.summary(
                "Group permutation test of " + inputs, origin.program(), origin.inputTable(), origin.optionTable());
        String page = GroupPage.of(study, maps, origin.program()).toHtml();
        write(origin, folder -> {
            maps.write(folder, progress.stage(0.9, 1));
            AtomicFile.writeText(folder.resolve("index.html"), page);
            Map<String, Object> content = about(family);
            content.put("Voxels", maps.mask().count());
            content.put("ExcludedVoxels", maps.excluded());
            content.put("Warnings", maps.warnings());
            content.put("Result", maps.verdict());
            return content;
        });
        say(words(family, maps.warnings(), maps.verdict()));
    }

    /** The mask that is given; null: the voxels that all maps have. */
    private Mask within(GroupInputs in) {
        if (mask == null) return null;
        NeuroImage image = ImageDoor.read(mask);
        in.hashes().put("mask " + image.name(), FileDigest.of(image));
        return ImageDoor.mask(mask, in.maps().get(0));
    }

    /** The map that speaks for the space of all: the first that is not known to be in MNI space, if there is one. */
    private static NeuroImage place(List<NeuroImage> maps) {
        for (NeuroImage map : maps) if (!map.space().isMni()) return map;
        return maps.get(0);
    }
}
