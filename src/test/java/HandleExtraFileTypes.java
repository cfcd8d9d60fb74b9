import ij.IJ;
import ij.ImagePlus;
import ij.plugin.PlugIn;
import java.util.Locale;

/**
 * Stands in for the class of this name that comes with ImageJ and Fiji, which ImageJ asks when it does not know a file.
 * Like it, it takes the stack, the calibration, the dimensions and the "Info" of what a reader opened, and no more. (The
 * other one hands pairs of .hdr and .img to the reader only if the menu has the label NIfTI-Analyze.)
 */
@SuppressWarnings("DefaultPackage") // ImageJ looks for it there
public final class HandleExtraFileTypes extends ImagePlus implements PlugIn {

    @Override
    public void run(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        boolean pair = name.endsWith(".img") || name.endsWith(".hdr");
        if (!pair && !name.endsWith(".nii") && !name.endsWith(".nii.gz")) return;
        Object reader = IJ.runPlugIn("Nifti_Reader", path);
        if (!(reader instanceof ImagePlus image) || image.getWidth() == 0) return;

        setStack(image.getTitle(), image.getStack());
        setCalibration(image.getCalibration());
        if (image.getProperty("Info") != null) setProperty("Info", image.getProperty("Info"));
        setFileInfo(image.getOriginalFileInfo());
        setDimensions(image.getNChannels(), image.getNSlices(), image.getNFrames());
        setOpenAsHyperStack(image.getOpenAsHyperStack());
    }
}
