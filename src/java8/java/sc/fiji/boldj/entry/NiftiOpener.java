package sc.fiji.boldj.entry;

import ij.IJ;
import ij.ImagePlus;
import ij.Menus;
import java.io.File;
import java.io.IOException;
import net.imagej.legacy.plugin.LegacyOpener;
import org.scijava.io.location.Location;
import org.scijava.plugin.Plugin;

/**
 * Opens NIfTI and Analyze files that a user of Fiji opens: by path, by {@code open()} in a macro, as a recent file, by
 * drag and drop, by {@code IJ.openImage}, on the command line. Only an image from here is shown with its affine.
 */
@Plugin(type = LegacyOpener.class)
public final class NiftiOpener implements LegacyOpener {

    @Override
    public Object open(String path, int plane, boolean display) {
        if (path == null || path.contains("://") || !new File(path).isFile()) return null;
        Location location = Nifti.location(new File(path).getAbsolutePath());
        ImagePlus image;
        try {
            if (!Nifti.canOpen(location)) return null;
            image = Nifti.plugin().open(location);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw Delegate.abort("Open", e.getMessage());
        }
        if (display) {
            image.show();
            if (IJ.getInstance() != null) Menus.addOpenRecentItem(path);
        }
        return image;
    }
}
