package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/** Opens a NIfTI or Analyze image. */
@Plugin(type = Command.class, name = "Open NIfTI...", headless = true)
public final class OpenNiftiCommand extends BoldCommand {

    @Parameter(
            label = "File",
            description = ".nii, .nii.gz, .hdr or .img to open; slice times come from the BIDS sidecar beside it",
            style = CommandKey.OPEN,
            persist = false)
    private String path = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus image;

    @Override
    public void execute(Progress progress) throws IOException {
        image = ImageDoor.open(Path.of(path), NiftiReader.Options.IMAGEJ, progress);
    }
}
