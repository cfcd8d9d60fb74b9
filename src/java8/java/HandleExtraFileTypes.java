import ij.ImagePlus;
import ij.plugin.PlugIn;
import sc.fiji.boldj.entry.OldRoute;

/**
 * Opens NIfTI and Analyze where nothing else does: plain ImageJ asks the class of this name for every file that it does not
 * know, so {@code open()}, {@code IJ.openImage}, {@code File>Open}, and drag and drop reach BoldJ.
 *
 * <p>It is in a jar of its own, for {@code bin/boldj} and plain ImageJ, and never in Fiji, which has a class of this name.
 * The one of the ImageJ download is found first and asks {@code Nifti_Reader} in turn.
 */
public final class HandleExtraFileTypes extends ImagePlus implements PlugIn {

    /** Becomes the image in a file, with its affine; stays without a pixel if the file is of another kind. */
    @Override
    public void run(String path) {
        if (OldRoute.isOurs(path)) OldRoute.openWhole(path, this);
    }
}
