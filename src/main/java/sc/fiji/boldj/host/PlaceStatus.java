package sc.fiji.boldj.host;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import java.awt.event.MouseEvent;
import java.awt.event.MouseMotionAdapter;
import java.util.Locale;
import sc.fiji.boldj.image.Affine;

/** Shows the position under the mouse in ImageJ's status bar in RAS+ millimetres, as used by seeds and tables, after ImageJ's own text. */
final class PlaceStatus extends MouseMotionAdapter {

    private final ImagePlus image;
    private final Affine shown;
    private final String space;

    private PlaceStatus(ImagePlus image, ShownPlace place) {
        this.image = image;
        shown = place.shown();
        space = place.space().isMni() ? "MNI" : "RAS";
    }

    /** Follows the mouse over the window of an image whose place is known; does nothing without one. */
    static void follow(ImagePlus image) {
        ImageCanvas canvas = image.getCanvas();
        if (canvas == null || !ImageGeometry.of(image).isPlaced()) return;
        for (Object listener : canvas.getMouseMotionListeners()) if (listener instanceof PlaceStatus) return;
        canvas.addMouseMotionListener(of(image));
    }

    /** Of an image whose place is known. */
    static PlaceStatus of(ImagePlus image) {
        return new PlaceStatus(image, ShownPlace.of(image));
    }

    @Override
    public void mouseMoved(MouseEvent e) {
        ImageCanvas canvas = image.getCanvas();
        if (canvas != null) IJ.showStatus(text(canvas.offScreenX(e.getX()), canvas.offScreenY(e.getY())));
    }

    /** The place of a pixel of the slice that is shown, and its value. */
    String text(int x, int y) {
        double[] at = shown.apply(x, y, image.getZ() - 1);
        float value = image.getProcessor().getPixelValue(x, y);
        return String.format(
                Locale.ROOT,
                "%s mm: %.1f, %.1f, %.1f   value %s",
                space,
                at[0],
                at[1],
                at[2],
                value == Math.rint(value) ? IJ.d2s(value, 0) : IJ.d2s(value, 4));
    }
}
