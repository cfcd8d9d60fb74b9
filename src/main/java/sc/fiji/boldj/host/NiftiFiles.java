package sc.fiji.boldj.host;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.io.SidecarWriter;
import sc.fiji.boldj.run.Progress;

/** Opens and saves NIfTI and Analyze for all who ask by path: scripts, Fiji's {@code File>Open}, drag and drop. */
public final class NiftiFiles extends AbstractIOPlugin<ImagePlus> {

    @Override
    public Class<ImagePlus> getDataType() {
        return ImagePlus.class;
    }

    @Override
    public boolean supportsOpen(Location source) {
        return source instanceof FileLocation && NiftiReader.canRead(path(source));
    }

    @Override
    public boolean supportsSave(Location destination) {
        return destination instanceof FileLocation && NiftiWriter.canWrite(path(destination));
    }

    @Override
    public ImagePlus open(Location source) throws IOException {
        return ImageDoor.open(path(source), NiftiReader.Options.IMAGEJ, Progress.NONE);
    }

    /**
     * Saves an image, its slice times and its space in a sidecar.
     *
     * @throws IllegalArgumentException if it does not say where its voxels are, or is no scan
     */
    @Override
    public void save(ImagePlus image, Location destination) throws IOException {
        ImageDoor.requirePlaced(image, "saving it as NIfTI would guess left and right");
        NeuroImage scan = ImageDoor.read(image);
        NiftiWriter.write(scan, path(destination), NiftiWriter.Options.DEFAULT, Progress.NONE);
        SidecarWriter.write(path(destination), scan);
    }

    private static Path path(Location location) {
        return ((FileLocation) location).getFile().toPath();
    }
}
