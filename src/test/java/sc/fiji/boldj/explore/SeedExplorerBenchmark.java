package sc.fiji.boldj.explore;

import ij.ImagePlus;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * The Seed Explorer on 1000 volumes with about 65 000 brain voxels: seconds from the call to the first map on the screen, and from the
 * press of a mouse button to the map of that place on the screen, over 60 clicks. Needs a screen (Xvfb).
 *
 * <p>With a file as second argument, the series of 2 mm on the grid of MNI space (91 x 109 x 91, int16) in this file, which is written if
 * it is not there (this needs {@code -Xmx8g}) and opened as {@code Open NIfTI...} opens it. The last map is compared with
 * {@code Seed Correlation...}.
 */
final class SeedExplorerBenchmark {

    private SeedExplorerBenchmark() {}

    private static final VoxelGrid SCANNER =
            new VoxelGrid(64, 64, 40, Affine.of(3, 0, 0, -94.5, 0, 3, 0, -94.5, 0, 0, 3.5, -68));
    private static final VoxelGrid MNI =
            new VoxelGrid(91, 109, 91, Affine.of(2, 0, 0, -90, 0, 2, 0, -126, 0, 0, 2, -72));

    private static NeuroImage scan(VoxelGrid grid, int volumes) {
        NeuroImage scan = NeuroImage.floats("scan", grid, volumes, SeriesTiming.every(0.8));
        double[] noise = new double[grid.voxels()];
        Seeds.fillGaussian(Seeds.stream(1, 0), noise);
        double[] courses = new double[volumes * 4];
        Seeds.fillGaussian(Seeds.stream(2, 0), courses);
        for (int t = 0; t < volumes; t++) {
            float[] volume = new float[grid.voxels()];
            for (int v = 0; v < volume.length; v++) {
                double x = (v % grid.sizeX() - (grid.sizeX() - 1) / 2.0) / (0.394 * grid.sizeX());
                double y = (v / grid.sizeX() % grid.sizeY() - (grid.sizeY() - 1) / 2.0) / (0.4844 * grid.sizeY());
                double z = (Math.floorDiv(v, grid.sizeX() * grid.sizeY()) - (grid.sizeZ() - 1) / 2.0)
                        / (0.495 * grid.sizeZ());
                boolean brain = x * x + y * y + z * z < 1;
                double course = courses[4 * t + (x > 0 ? 1 : 0) + (y > 0 ? 2 : 0)];
                volume[v] = (float) (brain ? 800 + 10 * noise[(v * 7 + t * 131) % noise.length] + 8 * course : 5);
            }
            scan.writeVolume(t, volume);
        }
        return scan;
    }

    /** As many voxels of 2 mm as the brain of the MNI has, about 228 000, in the middle. */
    private static Mask adult(VoxelGrid grid) {
        boolean[] inside = new boolean[grid.voxels()];
        for (int v = 0; v < inside.length; v++) {
            double[] p = grid.position(v);
            inside[v] = Math.hypot(Math.hypot(p[0] / 67, (p[1] + 18) / 84), (p[2] - 18) / 77) < 1;
        }
        return Mask.of(grid, inside);
    }

    /** Opens the series of 2 mm; writes it first, and ends, if it is not there. */
    private static ImagePlus opened(Path file, int volumes) throws IOException {
        if (!Files.exists(file)) {
            NiftiWriter.write(scan(MNI, volumes), file, NiftiWriter.Options.of(NiftiWriter.Type.INT16), Progress.NONE);
            System.out.println("written; call again to measure");
            System.exit(0);
        }
        return ImageDoor.open(file, NiftiReader.Options.IMAGEJ, Progress.NONE);
    }

    /** Arguments: volumes (1000), file of a series of 2 mm (none). */
    public static void main(String[] arguments) throws Exception {
        int volumes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        ImagePlus owner = arguments.length > 1
                ? opened(Path.of(arguments[1]), volumes)
                : ImageDoor.toImagePlus(scan(SCANNER, volumes));
        long start = System.nanoTime();
        NeuroImage scan = ImageDoor.readSeries(owner);
        Mask brain = arguments.length > 1
                ? adult(scan.grid())
                : BrainMask.epi(scan, BrainMask.Options.DEFAULT, Progress.NONE);
        SeedExplorer.open(owner, scan, new SeedExplorer.Within(brain, null), Double.NaN, null, Progress.NONE);
        long read = System.nanoTime();
        ViewFrame frame = frame();
        await(frame, null);
        System.out.printf(
                Locale.ROOT,
                "%d brain voxels, %d volumes; first map %.2f s after the call (%.2f s of it reading)%n",
                brain.count(),
                scan.volumes(),
                (System.nanoTime() - start) / 1e9,
                (read - start) / 1e9);
        Robot robot = new Robot();
        double[] times = new double[60];
        for (int i = -10; i < times.length; i++) {
            PlanePanel plane = frame.plane(i % 3 == 0 ? 2 : i % 3 == 1 || i % 3 == -2 ? 1 : 0);
            double[] pixel = plane.pixel(place(scan.grid(), brain, i));
            Point corner = plane.getLocationOnScreen();
            robot.mouseMove(corner.x + (int) pixel[0], corner.y + (int) pixel[1]);
            robot.waitForIdle();
            Viewpoint left = frame.scene().viewpoint();
            long before = System.nanoTime();
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            await(frame, left);
            if (i >= 0) times[i] = (System.nanoTime() - before) / 1e6;
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
            robot.waitForIdle();
            while (!frame.session().isIdle()) Thread.sleep(1);
        }
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "click to map: median %.0f ms, 95th percentile %.0f ms, longest %.0f ms%n",
                times[times.length / 2],
                times[(int) Math.ceil(0.95 * times.length) - 1],
                times[times.length - 1]);
        if (arguments.length > 1) compare(frame, scan, brain);
        Runtime.getRuntime().halt(0);
    }

    private static void compare(ViewFrame frame, NeuroImage scan, Mask brain) {
        Scene scene = frame.scene();
        Viewpoint at = scene.viewpoint();
        double[] seed = SeedRegion.sphere(
                        brain,
                        ViewWords.roundedToTenth(at.x()),
                        ViewWords.roundedToTenth(at.y()),
                        ViewWords.roundedToTenth(at.z()),
                        6)
                .series(scan, Progress.NONE);
        double[] z = SeedCorrelation.of(scan, seed, brain, SeedCorrelation.Measure.Z, Progress.NONE);
        float[] shown = scene.layers().get(1).image().volume(0);
        int different = 0;
        for (int v = 0; v < z.length; v++) if (shown[v] != (float) z[v]) different++;
        System.out.printf(
                Locale.ROOT, "%d of %d values differ from those of Seed Correlation...%n", different, brain.count());
    }

    /** A place well inside, another each time. */
    private static double[] place(VoxelGrid grid, Mask brain, int i) {
        int voxel =
                brain.voxel((int) ((brain.count() / 4 + (i + 10) * 7919L) % (brain.count() / 2) + brain.count() / 4));
        double[] at = grid.position(voxel);
        for (int d = 0; d < 3; d++) at[d] *= 0.8;
        return at;
    }

    private static ViewFrame frame() throws InterruptedException {
        while (true) {
            for (Window window : Window.getWindows())
                if (window instanceof ViewFrame frame && frame.isShowing()) return frame;
            Thread.sleep(1);
        }
    }

    /** Until the map of the crosshair is shown and, unless null, the crosshair has left a place: the press may be waiting, too. */
    private static void await(ViewFrame frame, Viewpoint left) throws Exception {
        boolean[] shown = new boolean[1];
        long[] frames = {-1};
        while (!shown[0]) {
            EventQueue.invokeAndWait(() -> {
                if (frames[0] < 0) frames[0] = frame.frames();
                String name = frame.scene().layers().get(1).name();
                shown[0] = frame.frames() > 0
                        && !frame.scene().viewpoint().equals(left)
                        && name.equals("map of " + ViewWords.place(frame.scene().viewpoint()));
            });
            if (!shown[0]) Thread.sleep(1);
        }
    }
}
