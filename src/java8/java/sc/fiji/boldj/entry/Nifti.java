package sc.fiji.boldj.entry;

import ij.ImagePlus;
import java.io.File;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;

/** The reader and writer of NIfTI, behind a check of Java and of Fiji's libraries. */
final class Nifti {

    private static final String FILES = "sc.fiji.boldj.host.NiftiFiles";

    private Nifti() {}

    /**
     * The reader and writer.
     *
     * @throws IllegalStateException if BoldJ cannot run here; the message says why
     */
    @SuppressWarnings("unchecked") // the class is ours
    static IOPlugin<ImagePlus> plugin() {
        return Delegate.create(FILES, IOPlugin.class);
    }

    /** Whether a file is NIfTI or Analyze; false where BoldJ cannot run. */
    static boolean canOpen(Location source) {
        return Delegate.problem().isEmpty() && plugin().supportsOpen(source);
    }

    /** Whether a name is one of a NIfTI file; false where BoldJ cannot run. */
    static boolean canSave(Location destination) {
        return Delegate.problem().isEmpty() && plugin().supportsSave(destination);
    }

    static Location location(String path) {
        return new FileLocation(new File(path));
    }
}
