package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.SidecarWriter;
import sc.fiji.boldj.run.Progress;

/** Saves an image as NIfTI, in the order of voxels of the file it came from. */
@Plugin(type = Command.class, name = "Save NIfTI...", headless = true)
public final class SaveNiftiCommand extends BoldCommand {

    @Parameter(label = "Image", description = "image to save", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "File",
            description = ".nii, .nii.gz, .hdr or .img to write",
            style = CommandKey.SAVE,
            persist = false)
    private String path = "";

    @Parameter(
            label = "Type",
            description = "as stored: the type of the file it came from, float32 for results",
            choices = {"as stored", "float32", "int16"},
            persist = false)
    private String type = "as stored";

    @Override
    public void execute(Progress progress) throws IOException {
        ImageDoor.requirePlaced(input, "saving it as NIfTI would guess left and right");
        NeuroImage image = ImageDoor.read(input);
        NiftiWriter.write(image, Path.of(path), options(), progress);
        SidecarWriter.write(Path.of(path), image);
    }

    private NiftiWriter.Options options() {
        return switch (type) {
            case "float32" -> NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32);
            case "int16" -> NiftiWriter.Options.of(NiftiWriter.Type.INT16);
            default -> NiftiWriter.Options.DEFAULT;
        };
    }
}
