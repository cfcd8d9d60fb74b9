package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.ConfoundTable;
import sc.fiji.boldj.workflow.ScanMotion;
import sc.fiji.boldj.workflow.TableFiles;
import sc.fiji.boldj.workflow.scan.MotionTable;

/** Writes the table of confounds of a series, with fMRIPrep's column names. */
@Plugin(type = Command.class, name = "Compute Confounds...", headless = true)
public final class ComputeConfoundsCommand extends BoldCommand {

    @Parameter(label = "Series", description = "realigned BOLD series, not smoothed", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Brain mask",
            description = "brain mask, for the global signal and DVARS; empty: every voxel",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Grey matter",
            description = "probability of grey matter; CSF voxels adjacent to it are excluded",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus gm;

    @Parameter(
            label = "White matter",
            description = "mask or probability of white matter",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus wm;

    @Parameter(
            label = "CSF",
            description = "mask or probability of CSF",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus csf;

    @Parameter(
            label = "Motion (.tsv)",
            description = "table written by Realign Head Motion",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String motion = "";

    @Parameter(
            label = "Confounds (.tsv)",
            description = "TSV file to write, with a JSON file beside it",
            style = CommandKey.SAVE,
            persist = false)
    private String output = "";

    @Parameter(
            label = "Respiratory filter",
            description =
                    "how breathing is filtered out of the filtered motion columns if the repetition time is below 1.25 s: notch at the breathing peak, low-pass at 0.1 Hz, or not at all",
            choices = {"notch", "lowpass", "none"},
            persist = false)
    private String motionFilter = "notch";

    @Parameter(
            label = "Dummy scans",
            description =
                    "non-steady-state volumes at the start to exclude; -1: detect them from the means over the whole image",
            persist = false)
    private int dummyScans = SteadyState.DETECT;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.readSeries(input);
        ConfoundTable found = ConfoundTable.of(
                new ConfoundTable.Inputs(
                        source,
                        ImageDoor.maskOrAll(mask, source),
                        ImageDoor.readOrNull(gm),
                        ImageDoor.readOrNull(wm),
                        ImageDoor.readOrNull(csf),
                        MotionTable.readOrNull(motion, source)),
                ConfoundTable.Filter.valueOf(motionFilter.toUpperCase(Locale.ROOT)),
                dummyScans,
                progress);
        Table.Builder table = Table.builder();
        for (String name : found.confounds().names())
            table.add(name, found.confounds().column(name));
        Map<String, Object> about = new TreeMap<>(found.notes());
        about.put("NonSteadyStateVolumes", ScanMotion.skip(found.confounds()));
        about.put("NonSteadyStateVolumesFrom", dummyScans == SteadyState.DETECT ? "detected" : "given");
        TableFiles.write(Path.of(output), table.build(), about);
    }
}
