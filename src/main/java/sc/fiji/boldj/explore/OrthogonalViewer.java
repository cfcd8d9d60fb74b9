package sc.fiji.boldj.explore;

import ij.ImageListener;
import ij.ImagePlus;
import java.awt.EventQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.run.Progress;

/** Three linked planes of an anatomy and of any number of overlays, in a window or as a picture. */
public final class OrthogonalViewer {

    /** The command's label. */
    static final String LABEL = "Orthogonal Viewer";

    /** Pixels of a picture per millimetre if nothing else is asked for. */
    public static final double PIXELS_PER_MM = 3;

    /**
     * An overlay.
     *
     * @param source how a macro names it
     * @param transforms files of transforms, as a macro names them; empty for none
     * @param worldMap from the world of the anatomy to that of the overlay
     */
    public record Overlay(NeuroImage image, String source, String transforms, SpatialMap worldMap) {}

    /**
     * How values become colours: texts as a macro gives them. For several overlays the values are separated by semicolons; one
     * value is for all; empty: found from the values of each.
     *
     * @param background lower end, upper end and colours of the anatomy, separated by commas, or {@code none}
     */
    public record Look(
            String background, String threshold, String maximum, String colours, String signs, String opacity) {}

    /**
     * Where and how the planes lie.
     *
     * @param point RAS+ mm, shape (3); null: the largest absolute value of the first overlay, or the middle of the anatomy
     * @param volume of series, from 1
     * @param zoom 1 for the whole field of view
     */
    public record View(double[] point, boolean radiological, int volume, double zoom, boolean crosshair) {}

    private final Scene scene;

    private OrthogonalViewer(Scene scene) {
        this.scene = scene;
    }

    /**
     * A view.
     *
     * @param source how a macro names the anatomy
     * @throws IllegalArgumentException if a look or view is not understood
     */
    public static OrthogonalViewer of(NeuroImage anatomy, String source, List<Overlay> overlays, Look look, View view) {
        if (!(view.zoom() >= 1 && view.zoom() <= 16))
            throw new IllegalArgumentException("zoom must be 1 to 16, got " + view.zoom());
        double[] at = view.point() == null ? start(anatomy, overlays) : view.point();
        Viewpoint.Place centre = new Viewpoint.Place(at[0], at[1], at[2]);
        Layer base = new Layer(anatomy, new Layer.Origin(source, ""), Affine.IDENTITY, "", "");
        Scene scene = new Scene(
                List.of(base),
                List.of(Looks.anatomy(look.background(), anatomy)),
                new Viewpoint(
                        at[0],
                        at[1],
                        at[2],
                        view.radiological(),
                        view.zoom(),
                        centre,
                        view.volume() - 1,
                        view.crosshair()));
        for (int i = 0; i < overlays.size(); i++) {
            Overlay overlay = overlays.get(i);
            Layer.Origin origin = new Layer.Origin(overlay.source(), overlay.transforms());
            scene = scene.plus(
                    new Layer(overlay.image(), origin, overlay.worldMap(), "", ""),
                    Looks.overlay(look, i, overlays.size(), overlay.image()));
        }
        if (view.volume() < 1 || view.volume() > scene.volumes())
            throw new IllegalArgumentException(
                    "volume must be 1 to " + scene.volumes() + ", the volumes of the images, got " + view.volume());
        return new OrthogonalViewer(scene);
    }

    /** The place of the first overlay's largest absolute value if it lies where it is shown, else the middle of the anatomy. */
    private static double[] start(NeuroImage anatomy, List<Overlay> overlays) {
        double[] at = anatomy.grid().centre();
        if (!overlays.isEmpty() && overlays.get(0).worldMap().equals(Affine.IDENTITY)) {
            float[] values = overlays.get(0).image().volume(0);
            int peak = -1;
            for (int v = 0; v < values.length; v++)
                if (Float.isFinite(values[v])
                        && values[v] != 0
                        && (peak < 0 || Math.abs(values[v]) > Math.abs(values[peak]))) peak = v;
            if (peak >= 0) at = overlays.get(0).image().grid().position(peak);
        }
        for (int d = 0; d < 3; d++) at[d] = ViewWords.roundedToTenth(at[d]);
        return at;
    }

    /**
     * Writes the view as a picture.
     *
     * @param file ends in {@code .png} or {@code .svg}
     * @throws IllegalArgumentException if it ends otherwise
     */
    public void write(Path file, double pixelsPerMm, Progress progress) throws IOException {
        write(scene, pixelsPerMm, file, progress);
    }

    static void write(Scene scene, double pixelsPerMm, Path file, Progress progress) throws IOException {
        if (!(pixelsPerMm > 0 && pixelsPerMm <= 20))
            throw new IllegalArgumentException("pixels per mm must be above 0 and at most 20, got " + pixelsPerMm);
        byte[] bytes = requirePicture(file).endsWith(".svg")
                ? ViewPicture.svg(scene, pixelsPerMm, progress)
                : ViewPicture.png(scene, pixelsPerMm, progress);
        AtomicFile.write(file, path -> Files.write(path, bytes));
    }

    private static String requirePicture(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".png") && !name.endsWith(".svg"))
            throw new IllegalArgumentException("a picture ends in .png or .svg, got '" + file + "'");
        return name;
    }

    /**
     * Opens a window; it closes with the image of the anatomy.
     *
     * @param owner the image of the anatomy
     * @param regions names a place in RAS+ mm; null for none
     * @param atlases finds atlases by name
     */
    public void open(ImagePlus owner, Function<double[], String> regions, AtlasSource atlases) {
        show(
                owner,
                () -> new ViewFrame(
                        LABEL + ": " + owner.getTitle(),
                        scene,
                        new ViewFrame.Setup(regions, null, null, atlases, null)));
    }

    /** Opens a window on the event thread and ties it to an image. */
    static void show(ImagePlus owner, java.util.function.Supplier<ViewFrame> make) {
        Runnable open = () -> {
            ViewFrame frame = make.get();
            ImagePlus.addImageListener(new Closing(owner, frame));
            frame.open();
        };
        if (EventQueue.isDispatchThread()) open.run();
        else EventQueue.invokeLater(open);
    }

    /** Closes a window with its image. */
    private record Closing(ImagePlus owner, ViewFrame frame) implements ImageListener {

        @Override
        public void imageClosed(ImagePlus image) {
            if (image != owner) return;
            ImagePlus.removeImageListener(this);
            EventQueue.invokeLater(frame::dispose);
        }

        @Override
        public void imageOpened(ImagePlus image) {
            // nothing to do
        }

        @Override
        public void imageUpdated(ImagePlus image) {
            // the window shows the voxels of the time when it was opened
        }
    }
}
