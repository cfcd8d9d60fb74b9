package sc.fiji.boldj.host;

import ij.ImageListener;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.run.Progress;

/**
 * Opens a file into an image that another class made: ImageJ's {@code HandleExtraFileTypes} takes nothing but the stack
 * and the calibration of a reader, so the stack keeps the position of the image.
 */
public final class ImageFiller implements BiConsumer<String, ImagePlus>, Consumer<ImagePlus> {

    /**
     * Opens a file.
     *
     * @param path of a NIfTI or Analyze file
     * @param target an image without content
     * @throws IllegalArgumentException if the file cannot be read; the message says why
     */
    @Override
    public void accept(String path, ImagePlus target) {
        ImagePlus image;
        try {
            image = ImageDoor.open(Path.of(path), NiftiReader.Options.IMAGEJ, Progress.NONE);
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        PlacedStack stack = new PlacedStack(image);
        target.setStack(image.getTitle(), stack);
        target.setDimensions(1, image.getNSlices(), image.getNFrames());
        target.setOpenAsHyperStack(image.getOpenAsHyperStack());
        target.setCalibration(image.getCalibration());
        ImagePlus.addImageListener(new Shown(stack));
    }

    /**
     * Gives an image its place, timing, header and contrast now, for a caller that passes on the image itself.
     *
     * @param target an image that was filled
     */
    @Override
    public void accept(ImagePlus target) {
        if (target.getStack() instanceof PlacedStack) ((PlacedStack) target.getStack()).handOver(target);
    }

    /** Gives the image that is shown at last what its stack knows. */
    private record Shown(PlacedStack stack) implements ImageListener {

        @Override
        public void imageOpened(ImagePlus image) {
            if (image.getStack() != stack) return;
            ImagePlus.removeImageListener(this);
            stack.handOver(image);
        }

        @Override
        public void imageClosed(ImagePlus image) {
            // nothing to do
        }

        @Override
        public void imageUpdated(ImagePlus image) {
            // nothing to do
        }
    }
}
