package sc.fiji.boldj.entry;

import ij.ImagePlus;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Opens a file into an image that somebody else made, as ImageJ's readers of old do. */
public final class OldRoute {

    private static final String FILLER = "sc.fiji.boldj.host.ImageFiller";

    private OldRoute() {}

    /** Whether a file is NIfTI, by its name, or Analyze, by its content. */
    public static boolean isOurs(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".nii") || name.endsWith(".nii.gz") || Nifti.canOpen(Nifti.location(path));
    }

    /**
     * Opens a file; a failure is one message and stops the macro. The stack keeps its position, for a caller that takes
     * no more than that.
     *
     * @param path of a NIfTI or Analyze file
     * @param target an image without content
     */
    public static void open(String path, ImagePlus target) {
        fill(path, target, false);
    }

    /** As {@link #open}, for a caller that shows the target itself: it has its place at once. */
    public static void openWhole(String path, ImagePlus target) {
        fill(path, target, true);
    }

    @SuppressWarnings("unchecked") // the class is ours
    private static void fill(String path, ImagePlus target, boolean whole) {
        try {
            Object filler = Delegate.create(FILLER, BiConsumer.class);
            ((BiConsumer<String, ImagePlus>) filler).accept(path, target);
            if (whole) ((Consumer<ImagePlus>) filler).accept(target);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Delegate.abort("Open", e.getMessage());
        }
    }
}
