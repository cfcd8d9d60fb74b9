package sc.fiji.boldj.entry;

import ij.ImagePlus;
import java.util.function.BiConsumer;

/** Opens a file into an image that somebody else made, as ImageJ's readers of old do. */
public final class OldRoute {

    private static final String FILLER = "sc.fiji.boldj.host.ImageFiller";

    private OldRoute() {}

    /**
     * Opens a file; a failure is one message and stops the macro.
     *
     * @param path of a NIfTI or Analyze file
     * @param target an image without content
     */
    @SuppressWarnings("unchecked") // the class is ours
    public static void open(String path, ImagePlus target) {
        try {
            ((BiConsumer<String, ImagePlus>) Delegate.create(FILLER, BiConsumer.class)).accept(path, target);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Delegate.abort("Open", e.getMessage());
        }
    }
}
