package sc.fiji.boldj.entry;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.Location;
import org.scijava.plugin.Plugin;

/**
 * Lets scripts open and save NIfTI and Analyze with SciJava's {@code io().open(path)} and {@code io().save(image, path)}.
 *
 * <p>It is not {@code eager}: Fiji would then take its answer for the only one and show nothing, since it shows no
 * {@code ImagePlus}. Files that a user opens come through {@link NiftiOpener}.
 */
@Plugin(type = IOPlugin.class)
public final class NiftiFormat extends AbstractIOPlugin<ImagePlus> {

    @Override
    public Class<ImagePlus> getDataType() {
        return ImagePlus.class;
    }

    @Override
    public boolean supportsOpen(Location source) {
        return Nifti.canOpen(source);
    }

    @Override
    public boolean supportsSave(Location destination) {
        return Nifti.canSave(destination);
    }

    @Override
    public ImagePlus open(Location source) throws IOException {
        return Nifti.plugin().open(source);
    }

    @Override
    public void save(ImagePlus image, Location destination) throws IOException {
        Nifti.plugin().save(image, destination);
    }
}
