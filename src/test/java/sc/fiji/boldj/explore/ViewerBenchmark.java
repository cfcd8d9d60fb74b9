package sc.fiji.boldj.explore;

import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Seeds;

/**
 * Frames per second while the crosshair is dragged: 60 x 72 x 60 overlay of 3 mm, rotated a little, over an anatomy of 1 mm. Needs a
 * screen (Xvfb); prints the mean over five drags of two seconds.
 */
final class ViewerBenchmark {

    private ViewerBenchmark() {}

    private static NeuroImage noise(String name, VoxelGrid grid, double mean) {
        NeuroImage image = NeuroImage.floats(name, grid, 1, SeriesTiming.UNKNOWN);
        double[] draws = new double[grid.voxels()];
        Seeds.fillGaussian(Seeds.stream(1, 0), draws);
        float[] values = new float[draws.length];
        for (int v = 0; v < values.length; v++) values[v] = (float) (mean + 5 * draws[v]);
        image.writeVolume(0, values);
        return image;
    }

    /** No arguments. */
    public static void main(String[] arguments) throws Exception {
        VoxelGrid fine = new VoxelGrid(182, 218, 182, Affine.of(1, 0, 0, -90, 0, 1, 0, -126, 0, 0, 1, -72));
        VoxelGrid coarse = new VoxelGrid(60, 72, 60, Affine.of(3, 0, 0, -88, 0, 3, 0, -124, 0, 0, 3, -70));
        Layer base = new Layer(noise("anatomy", fine, 100));
        NeuroImage map = noise("map", coarse, 0);
        Layer over = new Layer(
                map, new Layer.Origin("map", ""), Affine.of(1, 0.05, 0, 0, -0.05, 1, 0, 0, 0, 0, 1, 0), "", "");
        Scene scene = new Scene(
                List.of(base, over),
                List.of(Layer.anatomy(base.image()), Layer.overlay(map)),
                Viewpoint.at(0, -20, 10));
        ViewFrame[] frame = new ViewFrame[1];
        EventQueue.invokeAndWait(() -> {
            frame[0] = new ViewFrame("benchmark", scene, new ViewFrame.Setup(null, null, null, null, null));
            frame[0].open();
        });
        while (frame[0].frames() == 0 || !frame[0].session().isIdle()) Thread.sleep(20);
        Robot robot = new Robot();
        for (int drag = 0; drag < 6; drag++) {
            Point corner = frame[0].plane(2).getLocationOnScreen();
            int w = frame[0].plane(2).getWidth();
            int h = frame[0].plane(2).getHeight();
            robot.mouseMove(corner.x + w / 2, corner.y + h / 2);
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            long from = frame[0].frames();
            long start = System.nanoTime();
            for (int i = 0; System.nanoTime() - start < 2_000_000_000L; i++) {
                robot.mouseMove(
                        corner.x + w / 2 + (int) (0.3 * w * StrictMath.sin(i / 40.0)),
                        corner.y + h / 2 + (int) (0.3 * h * StrictMath.cos(i / 55.0)));
                robot.delay(4);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long shown = frame[0].frames() - from;
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
            System.out.printf(
                    Locale.ROOT,
                    "%s%d x %d planes: %.1f frames per second%n",
                    drag == 0 ? "(warming up) " : "",
                    w,
                    h,
                    shown / seconds);
        }
        Runtime.getRuntime().halt(0);
    }
}
