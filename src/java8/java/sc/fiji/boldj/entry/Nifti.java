package sc.fiji.boldj.entry;

import ij.ImagePlus;
import java.io.File;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;

/** The reader and writer of NIfTI, behind a check of Java's age. */
final class Nifti {

    private static final String FILES = "sc.fiji.boldj.command.NiftiFiles";

    private Nifti() {}

    /**
     * The reader and writer.
     *
     * @throws IllegalStateException if this Java is too old; the message says so
     */
    @SuppressWarnings("unchecked") // the class is ours
    static IOPlugin<ImagePlus> plugin() {
        return Delegate.create(FILES, IOPlugin.class);
    }

    /** Whether a file is NIfTI or Analyze; false where Java is too old to look. */
    static boolean canOpen(Location source) {
        return Delegate.isJavaNewEnough() && plugin().supportsOpen(source);
    }

    /** Whether a name is one of a NIfTI file; false where Java is too old to write one. */
    static boolean canSave(Location destination) {
        return Delegate.isJavaNewEnough() && plugin().supportsSave(destination);
    }

    static Location location(String path) {
        return new FileLocation(new File(path));
    }
}
