package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.ica.FastIca;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.ica.VarianceNorm;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.ResultImages;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.component.ComponentMaps;
import sc.fiji.boldj.workflow.component.GroupComponents;

/** Finds components that a group of scans shares. */
@Plugin(type = Command.class, name = "Group ICA...", headless = true)
@KeyOrder({
    "inputs",
    "mask",
    "components",
    "seed",
    "contrast",
    "approach",
    "variance",
    "output",
    "stability",
    "kept",
    "state",
    "templates",
    "space"
})
public final class GroupIcaCommand extends ComponentSearchCommand {

    private static final String LABEL = "Group ICA...";

    @Parameter(
            label = "Scans",
            description = "text file with one path per line, or titles or paths separated by commas; all on one grid",
            style = CommandKey.OPEN,
            persist = false)
    private String inputs = "";

    @Parameter(
            label = "Within mask",
            description = "voxels to use; empty: every voxel that varies in every scan",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(label = "Components", description = "number of components", persist = false)
    private int components = 20;

    @Parameter(
            label = "Results (folder)",
            description = "folder to write: maps, time courses, table of components, page",
            style = CommandKey.FOLDER,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Repeats for Iq",
            description = "repeats on resampled voxels from which stability is estimated; 0: none",
            persist = false)
    private int stability = 20;

    @Parameter(
            label = "Kept rows",
            description =
                    "principal components kept from one scan to the next; 0: as many as the first scan has volumes,"
                            + " at most 500, at least twice the components",
            persist = false)
    private int kept = 0;

    @Parameter(
            label = "State (file)",
            description = "file in which the state is saved after each scan; an interrupted run resumes from it",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String state = "";

    @Override
    public void execute(Progress progress) throws IOException {
        if (components < 1) throw new IllegalArgumentException("key 'components' must be 1 or more, got " + components);
        if (kept < 0) throw new IllegalArgumentException("key 'kept' must be 0 or more, got " + kept);
        FastIca.Options search = search();
        VarianceNorm norm = norm();
        ScanList scans = ScanList.parse(inputs);
        ResultFolder folder = ResultFolder.at(output, LABEL);
        NeuroImage scan = scans.read(0, Progress.NONE);
        Mask within = ImageDoor.maskOrAll(mask, scan);
        NetworkTemplates networks = TemplateMaps.orNone(templates(), within, scan, space());
        int rows = GroupComponents.Options.rows(kept, scan.volumes(), components);
        // what results are like; the scan itself must not stay in memory
        NeuroImage first = scan.createLike(scan.name(), 1);
        scan = null;
        Map<String, Object> known = scans.describe();
        GroupComponents group = GroupComponents.of(
                scans,
                within,
                first.timing(),
                known,
                networks,
                new GroupComponents.Options(
                        components, rows, norm, search, stability, state.isBlank() ? null : Path.of(state)),
                progress.stage(0, 0.97));
        NeuroImage maps = ResultImages.create(
                        first, "maps", "ica", group.sheet().inputs().maps().count())
                .withTiming(SeriesTiming.UNKNOWN);
        ComponentMaps.fill(maps, within, group.z());
        folder.write(options(rows), known, place -> {
            write(place, group.sheet(), maps, progress.stage(0.97, 1));
            group.writeTimeCourses(place.resolve("timecourses.tsv"));
        });
        group.finish();
        say(group.words());
    }

    private Map<String, Object> options(int rows) {
        Map<String, Object> options = searchOptions();
        options.put("mask", mask == null ? "" : mask.getTitle());
        options.put("components", components);
        options.put("stability", stability);
        options.put("kept", rows);
        return options;
    }
}
