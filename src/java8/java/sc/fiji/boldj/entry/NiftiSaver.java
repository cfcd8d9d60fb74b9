package sc.fiji.boldj.entry;

import ij.ImagePlus;
import java.io.IOException;
import org.scijava.Priority;
import org.scijava.convert.ConvertService;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.Location;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Saves what is no {@code ImagePlus} as NIfTI, a {@code Dataset} of a script above all, or throws: without it SciJava
 * logs that there is no saver and goes on.
 */
@Plugin(type = IOPlugin.class, priority = Priority.LOW + 1)
public final class NiftiSaver extends AbstractIOPlugin<Object> {

    @Parameter(required = false)
    private ConvertService convertService;

    @Override
    public Class<Object> getDataType() {
        return Object.class;
    }

    @Override
    public boolean supportsOpen(Location source) {
        return false;
    }

    @Override
    public boolean supportsSave(Location destination) {
        return Nifti.canSave(destination);
    }

    @Override
    public void save(Object data, Location destination) throws IOException {
        ImagePlus image = convertService == null ? null : convertService.convert(data, ImagePlus.class);
        // SciJava makes an image without a voxel of a text or a number, which it takes for a title or a size.
        if (image == null || image.getWidth() == 0)
            throw new IOException(destination.getName() + ": a "
                    + data.getClass().getSimpleName() + " cannot be saved as NIfTI; an ImagePlus or a Dataset can");
        Nifti.plugin().save(image, destination);
    }
}
