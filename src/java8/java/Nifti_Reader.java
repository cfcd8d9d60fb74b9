import ij.IJ;
import ij.ImagePlus;
import ij.io.OpenDialog;
import ij.plugin.PlugIn;
import sc.fiji.boldj.entry.OldRoute;

/**
 * The class that ImageJ's {@code HandleExtraFileTypes} asks to open NIfTI and Analyze files: for the chooser of
 * {@code File>Open} in Fiji, and for plain ImageJ's {@code open()}. Both know it by this name and without a package.
 *
 * <p>Called with a path it becomes the image, which the caller shows; from the menu it asks for a file and shows it.
 */
public final class Nifti_Reader extends ImagePlus implements PlugIn {

    @Override
    public void run(String path) {
        if (!path.isEmpty()) {
            OldRoute.open(path, this);
            return;
        }
        OpenDialog dialog = new OpenDialog("Open NIfTI or Analyze", "");
        if (dialog.getFileName() != null) IJ.open(dialog.getDirectory() + dialog.getFileName());
    }
}
