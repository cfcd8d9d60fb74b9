package sc.fiji.boldj.host;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;

/** Shows a result: colours and range for its values, a window of a useful size, positions in millimetres in the status bar. */
public final class ShownResult {

    private static final int LEAST_WIDTH = 300;

    private ShownResult() {}

    /**
     * Shows an image in front.
     *
     * @param source the image from which it was computed; null if there is none
     */
    public static void show(ImagePlus image, ImagePlus source) {
        ResultLook.dress(image, source);
        image.show();
        enlarge(image);
        PlaceStatus.follow(image);
        ImageWindow window = image.getWindow();
        if (window != null) window.toFront();
    }

    /** A slice of 64 voxels is too small at one pixel per voxel. */
    private static void enlarge(ImagePlus image) {
        ImageCanvas canvas = image.getCanvas();
        if (canvas == null) return;
        for (int i = 0; i < 8 && image.getWidth() * canvas.getMagnification() < LEAST_WIDTH; i++)
            canvas.zoomIn(canvas.getWidth() / 2, canvas.getHeight() / 2);
    }
}
