package sc.fiji.boldj.command;

import ij.ImagePlus;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.anatomy.BrainExtraction;
import sc.fiji.boldj.anatomy.TissueMaps;
import sc.fiji.boldj.anatomy.TissueSegmentation;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/** Parts the brain into grey matter, white matter and cerebrospinal fluid. */
@Plugin(type = Command.class, name = "Segment Tissue...", headless = true)
public final class SegmentTissueCommand extends BoldCommand {

    @Parameter(label = "Scan", description = "T1-weighted scan, one volume", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Brain mask",
            description = "voxels to segment; none: the brain is extracted first",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Title of the results",
            description = "title of the results, followed by GM, WM or CSF",
            required = false,
            persist = false)
    private String result = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus gm;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus wm;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus csf;

    @Override
    public void execute(Progress progress) {
        NeuroImage source = ImageDoor.read(input);
        Mask brain = mask == null
                ? BrainExtraction.of(source, null, BrainExtraction.Options.DEFAULT, progress.stage(0, 0.5))
                : ImageDoor.mask(mask, source);
        TissueMaps maps = TissueSegmentation.of(
                source, brain, null, TissueSegmentation.Options.DEFAULT, progress.stage(mask == null ? 0.5 : 0, 1));
        String title = result.isBlank() ? ImageDoor.stem(source.name()) : result;
        gm = ResultMaps.of(source, maps.grey(), title + " GM", "GM");
        wm = ResultMaps.of(source, maps.white(), title + " WM", "WM");
        csf = ResultMaps.of(source, maps.fluid(), title + " CSF", "CSF");
    }
}
