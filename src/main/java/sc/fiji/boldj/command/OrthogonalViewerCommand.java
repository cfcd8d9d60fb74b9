package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.explore.OrthogonalViewer;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.host.OpenImages;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.scan.TransformList;
import sc.fiji.boldj.workflow.study.NearestNode;

/** Shows an anatomy and overlays in three linked planes, in a window or as a picture. */
@Plugin(type = Command.class, name = "Orthogonal Viewer", headless = true)
public final class OrthogonalViewerCommand extends BoldCommand {

    @Parameter(label = "Anatomy", description = "image below the overlays; may be a series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Overlays",
            description = "titles of open images or paths, separated by semicolons; more can be added in the window",
            required = false,
            persist = false)
    private String overlay = "";

    @Parameter(
            label = "Transforms",
            description =
                    "for each overlay the files of the transforms from the anatomy to the overlay, separated by commas, applied in this order; overlays are separated by semicolons; empty: none",
            required = false,
            persist = false)
    private String transforms = "";

    @Parameter(
            label = "Atlas",
            description =
                    "for naming the regions at the crosshair and the peaks: title or path of a label image or coordinate table, or an atlas"
                            + " of TemplateFlow",
            required = false,
            persist = false)
    private String atlas = "";

    @Parameter(
            label = "Space",
            description = MniPlaces.KEY,
            choices = {MniPlaces.AUTO, MniPlaces.MNI, MniPlaces.OWN},
            persist = false)
    private String space = MniPlaces.AUTO;

    @Parameter(
            label = "Point (x,y,z mm)",
            description = "crosshair in RAS millimetres; empty: the largest absolute value of the first overlay",
            required = false,
            persist = false)
    private String point = "";

    @Parameter(
            label = "Background",
            description =
                    "lower and upper end of the anatomy's scale and its colours, separated by commas, or none; empty:"
                            + " grey, from its values",
            required = false,
            persist = false)
    private String background = "";

    @Parameter(
            label = "Thresholds",
            description =
                    "smallest absolute value drawn, for each overlay, separated by semicolons, or one for all; empty:"
                            + " from its values",
            required = false,
            persist = false)
    private String threshold = "";

    @Parameter(
            label = "Maxima",
            description =
                    "absolute value at the end of the colours, for each overlay or one for all; empty: from its values",
            required = false,
            persist = false)
    private String maximum = "";

    @Parameter(
            label = "Colours",
            description = "for each overlay or one for all: grey, warm-cold, diverging, viridis or labels",
            persist = false)
    private String colours = "warm-cold";

    @Parameter(
            label = "Signs",
            description = "for each overlay or one for all: both, positive or negative values",
            persist = false)
    private String signs = "both";

    @Parameter(label = "Opacity", description = "0 to 1, for each overlay or one for all", persist = false)
    private String opacity = "1";

    @Parameter(
            label = "Convention",
            description = "neurological: the left of the head is on the left; radiological: on the right",
            choices = {"neurological", "radiological"},
            persist = false)
    private String convention = "neurological";

    @Parameter(label = "Volume", description = "volume of series, from 1", persist = false)
    private int volume = 1;

    @Parameter(label = "Zoom", description = "1: whole field of view; up to 16: about the point", persist = false)
    private double zoom = 1;

    @Parameter(label = "Crosshair", description = "draw the crosshair", persist = false)
    private boolean crosshair = true;

    @Parameter(label = "Pixels per mm", description = "resolution of the picture file", persist = false)
    private double pixelsPerMm = OrthogonalViewer.PIXELS_PER_MM;

    @Parameter(
            label = "Picture (.png, .svg)",
            description = "picture to write instead of opening a window; empty: open the window",
            style = CommandKey.SAVE,
            required = false,
            persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        if (output.isBlank() && GraphicsEnvironment.isHeadless())
            throw new IllegalArgumentException(
                    "there is no screen for a window: set output to the path of a picture (.png or .svg)");
        NeuroImage anatomy = ImageDoor.read(input);
        var look = new OrthogonalViewer.Look(background, threshold, maximum, colours, signs, opacity);
        double[] at = point.isBlank() ? null : Coordinates.parse("point", point);
        var view = new OrthogonalViewer.View(at, convention.equals("radiological"), volume, zoom, crosshair);
        Function<double[], String> named = PeakNames.read(atlas, anatomy, space);
        Function<double[], String> regions = named == null && anatomy.space().isMni() ? NearestNode::name : named;
        OrthogonalViewer viewer = OrthogonalViewer.of(anatomy, input.getTitle(), overlays(progress), look, view);
        if (output.isBlank()) viewer.open(input, regions, Atlases.FOR_WINDOWS);
        else viewer.write(Path.of(output), pixelsPerMm, progress);
    }

    private List<OrthogonalViewer.Overlay> overlays(Progress progress) throws IOException {
        List<OrthogonalViewer.Overlay> overlays = new ArrayList<>();
        List<String> names = names();
        String[] maps = transforms.split(";", -1);
        if (!transforms.isBlank() && maps.length != names.size())
            throw new IllegalArgumentException("key 'transforms' has " + maps.length + " parts separated by semicolons,"
                    + " but there are " + names.size() + " overlays");
        for (int i = 0; i < names.size(); i++) {
            Optional<ImagePlus> image = NamedFiles.image(names.get(i));
            if (image.isEmpty())
                throw new IllegalArgumentException("key 'overlay': there is no open image and no file '" + names.get(i)
                        + "'; open are " + OpenImages.titles());
            String files = transforms.isBlank() ? "" : maps[i].strip();
            overlays.add(new OrthogonalViewer.Overlay(
                    ImageDoor.read(image.orElseThrow()), names.get(i), files, map(files, names.get(i), progress)));
        }
        return overlays;
    }

    private static SpatialMap map(String files, String name, Progress progress) throws IOException {
        if (files.isEmpty()) return Affine.IDENTITY;
        return TransformList.parse(files, "")
                .read(1, "'" + name + "'", progress)
                .get(0);
    }

    /** The overlays; a text that is as a whole an image or a file is one. */
    private List<String> names() {
        if (overlay.isBlank()) return List.of();
        if (OpenImages.titles().contains(overlay) || NamedFiles.file(overlay).isPresent()) return List.of(overlay);
        List<String> names = new ArrayList<>();
        for (String name : overlay.split(";", -1)) {
            if (name.isBlank())
                throw new IllegalArgumentException(
                        "key 'overlay' is '" + overlay + "' but has nothing before, between or after its semicolons");
            names.add(name.strip());
        }
        return names;
    }
}
