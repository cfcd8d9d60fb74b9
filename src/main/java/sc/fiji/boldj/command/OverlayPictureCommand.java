package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.explore.OverlayPicture;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.run.Progress;

/** Writes a picture of a map over a scan: three planes through a point and rows of axial planes. */
@Plugin(type = Command.class, name = "Overlay Picture...", headless = true)
public final class OverlayPictureCommand extends BoldCommand {

    @Parameter(label = "Scan", description = "background; its first volume is drawn", persist = false)
    private ImagePlus input;

    @Parameter(label = "Map", description = "map to draw over it; its first volume is drawn", persist = false)
    private ImagePlus overlay;

    @Parameter(label = "Threshold", description = "smallest absolute value of the map that is drawn", persist = false)
    private double threshold = 0.3;

    @Parameter(label = "Maximum", description = "absolute value drawn brightest; 0: the largest", persist = false)
    private double maximum = 0;

    @Parameter(
            label = "Point (x,y,z mm)",
            description = "point at which the planes cross, in RAS millimetres; empty: the largest value of the map",
            required = false,
            persist = false)
    private String point = "";

    @Parameter(label = "Picture (.png)", description = "PNG file to write", style = CommandKey.SAVE, persist = false)
    private String output = "";

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage scan = ImageDoor.read(input);
        NeuroImage map = ImageDoor.read(overlay);
        OverlayPicture.Point at = null;
        if (!point.isBlank()) {
            double[] place = Coordinates.parse("point", point);
            at = new OverlayPicture.Point(place[0], place[1], place[2]);
        }
        BufferedImage picture = OverlayPicture.draw(scan, map, new OverlayPicture.Options(threshold, maximum, at));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        AtomicFile.write(Path.of(output), file -> Files.write(file, png.toByteArray()));
    }
}
