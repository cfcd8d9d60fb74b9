package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.preprocess.Realignment;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.scan.MotionTable;

/** Estimates head motion and brings every volume back to the reference. */
@Plugin(type = Command.class, name = "Realign Head Motion...", headless = true)
public final class RealignCommand extends ResultCommand {

    @Parameter(label = "Series", description = "raw BOLD series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Reference",
            description =
                    "robust (closest to the median over time), first, middle, mean, or the index of a volume, counted from 0",
            persist = false)
    private String reference = "robust";

    @Parameter(
            label = "Passes",
            description = "1: align to the reference volume; 2: then align again, to the mean of the realigned volumes",
            persist = false)
    private int passes = 2;

    @Parameter(
            label = "Motion (.tsv)",
            description = "TSV file to write: six motion parameters (mm, radians) and framewise displacement",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String motion = "";

    @Parameter(
            label = "Transforms (.txt)",
            description =
                    "text file to write: one 4x4 matrix per volume, which maps positions in the reference volume to positions in that volume (RAS mm); the same transforms are written in ITK format to a file that ends in _itk.txt",
            required = false,
            style = CommandKey.SAVE,
            persist = false)
    private String transforms = "";

    @Parameter(
            label = "Reslice",
            description = "write the realigned series; false: only estimate motion",
            persist = false)
    private boolean reslice = true;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus realigned;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.readSeries(input);
        Realignment.Options options = new Realignment.Options(
                        Realignment.Reference.ROBUST, 0, passes, Interpolation.QUINTIC)
                .withReference(reference);
        Realignment.Motion found;
        if (reslice) {
            NeuroImage target = target(source, "realigned", source.volumes());
            found = Realignment.apply(source, options, target, progress);
            realigned = ImageDoor.toImagePlus(target);
        } else found = Realignment.estimate(source, options, progress);
        if (!motion.isBlank()) MotionTable.write(Path.of(motion), found, passes);
        if (!transforms.isBlank()) TransformFiles.writeBoth(Path.of(transforms), found.maps());
    }
}
