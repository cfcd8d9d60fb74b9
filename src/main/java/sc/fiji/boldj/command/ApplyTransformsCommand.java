package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.scan.TransformList;

/** Composes transforms and resamples every volume once. */
@Plugin(type = Command.class, name = "Apply Transforms...", headless = true)
public final class ApplyTransformsCommand extends ResultCommand {

    @Parameter(label = "Scan", description = "volume or series to resample", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Reference grid",
            description = "image that defines the output grid; empty: the grid of the scan",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus reference;

    @Parameter(
            label = "Transforms",
            description =
                    "transform files separated by commas, each with one matrix, one matrix per volume, or a warp (.nii, .nii.gz); they map positions in the result to positions in the scan, and the first is applied first",
            persist = false)
    private String transforms = "";

    @Parameter(
            label = "Inverse",
            description =
                    "true or false for each file, separated by commas: whether to use its inverse; empty: no inverses",
            required = false,
            persist = false)
    private String inverse = "";

    @Parameter(
            label = "Interpolation",
            description =
                    "sinc (windowed), spline (5th order), cubic, linear or nearest; for label images nearest, or label: a vote among the eight surrounding voxels",
            choices = {"sinc", "spline", "cubic", "linear", "nearest", "label"},
            persist = false)
    private String interpolation = "sinc";

    @Parameter(
            label = "Voxel (mm)",
            description = "voxel size of the result in millimetres; 0: that of the reference grid",
            persist = false)
    private double voxel = 0;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus resampled;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.read(input);
        ImageDoor.requirePlaced(input, "transforms in millimetres cannot be applied to it");
        NeuroImage like = reference == null ? source : ImageDoor.read(reference);
        VoxelGrid grid = voxel == 0 ? like.grid() : like.grid().withVoxelSize(voxel);
        Space unsaid = new Space(Space.Kind.UNKNOWN, "", "resampled to a grid whose space is unknown");
        List<SpatialMap> maps = TransformList.parse(transforms, inverse)
                .read(source.volumes(), "'" + input.getTitle() + "'", progress.stage(0, 0.2));
        NeuroImage target = ImageDoor.create(source, grid, result(), "resampled", source.volumes())
                .withSpace(like.space().evidence().isEmpty() ? unsaid : like.space());
        Progress reading = progress.stage(0.2, 1);
        if (interpolation.equals("label")) Resampler.resampleLabels(source, maps, target, reading);
        else Resampler.resampleSeries(source, maps, Interpolation.named(interpolation), target, reading);
        resampled = ImageDoor.toImagePlus(target);
    }
}
