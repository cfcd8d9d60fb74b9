package sc.fiji.boldj.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.plugin.Duplicator;
import ij.plugin.HyperStackConverter;
import ij.plugin.SubstackMaker;
import ij.plugin.ZProjector;
import ij.plugin.filter.GaussianBlur;
import ij.plugin.filter.RankFilters;
import ij.process.ImageProcessor;
import ij.process.StackConverter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sc.fiji.boldj.host.CommandFailure;
import sc.fiji.boldj.host.CommandRunner;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.ImageGeometry;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;

/**
 * Left and right: a series is opened, ImageJ does something to it, and it is saved. Either each value that is saved lies at
 * the millimetres it came from, or nothing is saved and the message says what was lost.
 *
 * <p>The truth is the series itself: its values are a function of their place in millimetres, so that a file can be judged by
 * its own affine and values alone.
 */
class SidesTest {

    private static final int VOLUMES = 6;
    private static final Affine OBLIQUE = Affine.of(-4, 0, 0, 38, 0, 3.9, -0.5, -40, 0, 0.5, 3.9, -20);
    private static final VoxelGrid GRID = new VoxelGrid(20, 20, 12, OBLIQUE);

    @TempDir
    static Path folder;

    /** A head with a lesion on the right and noise: values by place, the noise by voxel. */
    private static double value(double[] mm, int t) {
        double head = 1 / (1 + Math.exp((Math.hypot(Math.hypot(mm[0] / 30, (mm[1] + 3) / 34), mm[2] / 22) - 1) * 12));
        double lesion = Math.exp(-(square(mm[0] - 14) + square(mm[1] - 8) + square(mm[2] - 4)) / 250);
        return 1000 * head * (1 + 0.15 * Math.sin(mm[1] / 9) + 0.1 * mm[2] / 20) - 600 * lesion + 2 * t;
    }

    private static double square(double value) {
        return value * value;
    }

    private static ImagePlus open() throws IOException {
        NeuroImage scan = NeuroImage.floats("scan", GRID, VOLUMES, SeriesTiming.every(2));
        double[] noise = new double[GRID.voxels()];
        for (int t = 0; t < VOLUMES; t++) {
            Seeds.fillGaussian(Seeds.stream(16, t), noise);
            float[] volume = new float[GRID.voxels()];
            for (int v = 0; v < volume.length; v++) {
                double[] mm = OBLIQUE.apply(v % 20, v / 20 % 20, Math.floorDiv(v, 400));
                volume[v] = (float) (value(mm, t) + 3 * noise[v]);
            }
            scan.writeVolume(t, volume);
        }
        Path file = folder.resolve("scan.nii");
        NiftiWriter.write(scan, file, NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32), Progress.NONE);
        return ImageDoor.open(file, NiftiReader.Options.IMAGEJ, Progress.NONE);
    }

    private static UnaryOperator<ImagePlus> slices(Consumer<ImageProcessor> change) {
        return image -> {
            for (int n = 1; n <= image.getStackSize(); n++)
                change.accept(image.getStack().getProcessor(n));
            return image;
        };
    }

    private static UnaryOperator<ImagePlus> does(Consumer<ImagePlus> change) {
        return image -> {
            change.accept(image);
            return image;
        };
    }

    private static ImagePlus tiff(ImagePlus image, boolean virtual) {
        String path = folder.resolve("saved.tif").toString();
        assertTrue(new FileSaver(image).saveAsTiffStack(path));
        return virtual ? IJ.openVirtual(path) : IJ.openImage(path);
    }

    private static ImagePlus bare(ImagePlus image) {
        ImagePlus other = new ImagePlus(image.getTitle(), image.getStack());
        other.setDimensions(1, image.getNSlices(), image.getNFrames());
        other.setCalibration(image.getCalibration().copy());
        return other;
    }

    private static void reverse(ImagePlus image) {
        ImageStack stack = image.getStack();
        for (int i = 1, j = stack.size(); i < j; i++, j--) {
            Object pixels = stack.getPixels(i);
            stack.setPixels(stack.getPixels(j), i);
            stack.setPixels(pixels, j);
        }
    }

    private static Arguments keeps(String name, UnaryOperator<ImagePlus> way) {
        return Arguments.of(name, way, "");
    }

    private static Arguments loses(String name, UnaryOperator<ImagePlus> way, String said) {
        return Arguments.of(name, way, said);
    }

    /** What ImageJ's commands of these names do to an image, and what is said; empty if the place is kept. */
    static List<Arguments> ways() {
        return List.of(
                keeps("nothing", image -> image),
                keeps("TIFF", image -> tiff(image, false)),
                keeps("TIFF as a virtual stack", image -> tiff(image, true)),
                keeps("Duplicate...", ImagePlus::duplicate),
                keeps("Duplicate... of some frames", image -> new Duplicator().run(image, 1, 1, 1, 12, 3, 5)),
                keeps("Gaussian Blur...", slices(ip -> new GaussianBlur().blurGaussian(ip, 1.2))),
                keeps("Gamma...", slices(ip -> {
                    ip.min(0);
                    ip.gamma(0.6);
                })),
                keeps("Invert", slices(ip -> ip.multiply(-1))),
                keeps("Median...", slices(ip -> new RankFilters().rank(ip, 1, 4))),
                keeps("8-bit", does(image -> new StackConverter(image).convertToGray8())),
                keeps("Flip Horizontally twice", slices(ip -> {
                    ip.flipHorizontal();
                    ip.flipHorizontal();
                })),
                loses("Flip Horizontally", slices(ImageProcessor::flipHorizontal), "mirrored left to right"),
                loses("Flip Vertically", slices(ImageProcessor::flipVertical), "mirrored top to bottom"),
                loses("Flip Z", does(SidesTest::reverse), "order of its slices"),
                loses(
                        "Flip Horizontally of one slice",
                        does(image -> image.getStack().getProcessor(6).flipHorizontal()),
                        "slice 6 was mirrored left to right"),
                loses(
                        "Flip Horizontally, then Gaussian Blur...",
                        slices(ip -> {
                            ip.flipHorizontal();
                            new GaussianBlur().blurGaussian(ip, 1);
                        }),
                        "mirrored left to right"),
                loses(
                        "Flip Horizontally, then frames",
                        image -> new Duplicator()
                                .run(slices(ImageProcessor::flipHorizontal).apply(image), 1, 1, 1, 12, 3, 5),
                        "mirrored left to right"),
                loses(
                        "Rotate 90 Degrees Right",
                        slices(ip -> {
                            Object turned = ip.rotateRight().getPixels();
                            System.arraycopy(turned, 0, ip.getPixels(), 0, 400);
                        }),
                        "rotated by 90 degrees"),
                loses("Rotate... by 15", slices(ip -> ip.rotate(15)), "shifted, rotated or scaled"),
                loses("Translate... by 3", slices(ip -> ip.translate(3, 0)), "shifted, rotated or scaled"),
                loses("Scale... within the frame", slices(ip -> ip.scale(0.8, 0.8)), "shifted, rotated or scaled"),
                loses("Size...", image -> image.resize(40, 40, "bilinear"), "20x20x12"),
                loses(
                        "Crop",
                        image -> {
                            image.setRoi(2, 3, 12, 14);
                            return image.crop("stack");
                        },
                        "12x14x12"),
                loses("Make Substack...", image -> new SubstackMaker().makeSubstack(image, "1-24"), "flat stack"),
                loses("Hyperstack to Stack", does(image -> image.setDimensions(1, 72, 1)), "12 slices and 6 frames"),
                loses(
                        "Re-order Hyperstack...",
                        image -> HyperStackConverter.toHyperStack(image, 1, 6, 12, "xyctz", "Color"),
                        "20x20x6"),
                loses("Z Project... of all frames", image -> ZProjector.run(image, "avg all"), "not opened by BoldJ"),
                loses("Properties...: voxel size", does(image -> image.getCalibration().pixelWidth = 3), "voxel size"),
                loses("a copy without properties (Dataset, ImgPlus)", SidesTest::bare, "not opened by BoldJ"),
                loses(
                        "other values in an image that has its properties",
                        does(SidesTest::scramble),
                        "flips and rotations cannot be ruled out"));
    }

    private static void scramble(ImagePlus image) {
        double[] noise = new double[400];
        for (int n = 1; n <= image.getStackSize(); n++) {
            Seeds.fillGaussian(Seeds.stream(17, n), noise);
            for (int i = 0; i < 400; i++) image.getStack().getProcessor(n).setf(i, (float) noise[i]);
        }
    }

    private static CommandRunner.Result run(String label, String command, ImagePlus image, Map<String, String> more) {
        Map<String, String> values = new LinkedHashMap<>(more);
        values.put("input", "image");
        return new CommandRunner(label, CommandMenu.table().spec(command), (name, progress) -> image)
                .run(values, Progress.NONE);
    }

    private static void save(ImagePlus image, Path file) {
        run("Save NIfTI...", "SaveNiftiCommand", image, Map.of("path", file.toString()));
    }

    /** What went to standard error meanwhile. */
    private static String heard(Runnable work) {
        PrintStream console = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(console);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void noWrongSideIsSaved(String name, UnaryOperator<ImagePlus> way, String said) throws IOException {
        ImagePlus image = way.apply(open());
        Path file = folder.resolve("out.nii");
        Files.deleteIfExists(file);
        if (said.isEmpty()) {
            assertEquals("", heard(() -> save(image, file)), name);
            assertRightPlaces(NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE));
            ImagePlus[] mean = new ImagePlus[1];
            heard(() -> mean[0] = run("Mean Volume...", "MeanVolumeCommand", image, Map.of())
                    .images()
                    .get(0));
            assertTrue(ImageGeometry.of(mean[0]).isPlaced());
            return;
        }
        var refused = assertThrows(CommandFailure.class, () -> save(image, file));
        assertTrue(refused.getMessage().contains(said), refused.getMessage());
        assertTrue(refused.getMessage().contains("Set Space..."), refused.getMessage());
        assertFalse(Files.exists(file), "nothing half-written");
        ImagePlus[] smooth = new ImagePlus[1];
        Runnable step = () -> smooth[0] = run("Smoothing", "SmoothingCommand", image, Map.of("fwhm", "6"))
                .images()
                .get(0);
        String first = heard(step);
        assertTrue(first.contains("warning") && first.contains(said), first);
        assertEquals("", heard(step), "said once");
        assertEquals(
                "", heard(() -> run("Smoothing", "SmoothingCommand", smooth[0], Map.of("fwhm", "6"))), "said once");
        assertThrows(CommandFailure.class, () -> save(smooth[0], file));
        assertThrows(
                IllegalArgumentException.class,
                () -> NiftiWriter.write(ImageDoor.read(smooth[0]), file, NiftiWriter.Options.DEFAULT, Progress.NONE));
        assertFalse(Files.exists(file));
        ImagePlus reopened = tiff(smooth[0], false);
        assertThrows(CommandFailure.class, () -> save(reopened, file), "also after it was a TIFF");
    }

    /** The values of a file fit what is true at their millimetres better than what is true at any wrong place. */
    private static void assertRightPlaces(NeuroImage saved) {
        double right = fit(saved, mm -> mm);
        assertTrue(right > 0.9, "r = " + right);
        for (int axis = 0; axis < 3; axis++) {
            int flipped = axis;
            double[] middle = saved.grid().centre();
            double mirrored = fit(saved, mm -> {
                double[] other = mm.clone();
                other[flipped] = 2 * middle[flipped] - mm[flipped];
                return other;
            });
            assertTrue(mirrored < right - 0.005, "axis " + axis + ": " + mirrored + " against " + right);
        }
        assertEquals(2, saved.timing().repetitionTime(), 1e-6);
    }

    private static double fit(NeuroImage saved, UnaryOperator<double[]> place) {
        PearsonsCorrelation correlation = new PearsonsCorrelation();
        float[] volume = saved.volume(0);
        double[] measured = new double[volume.length];
        double[] truth = new double[volume.length];
        for (int v = 0; v < volume.length; v++) {
            measured[v] = volume[v];
            truth[v] = value(place.apply(saved.grid().position(v)), 0);
        }
        return Math.abs(correlation.correlation(measured, truth));
    }

    @Test
    void aFrameIntervalThatWasChangedIsTheRepetitionTimeAndThatIsSaid() throws IOException {
        ImagePlus image = open();
        image.getCalibration().frameInterval = 2500;
        image.getCalibration().setTimeUnit("ms");
        NeuroImage[] read = new NeuroImage[1];
        String said = heard(() -> read[0] = ImageDoor.read(image));
        assertTrue(said.contains("repetition time is 2.5 s") && said.contains("not 2 s"), said);
        assertEquals(2.5, read[0].timing().repetitionTime(), 1e-9);
        assertTrue(read[0].grid().placed());
        assertEquals("", heard(() -> ImageDoor.read(image)));
    }

    @Test
    void aFlatStackAndChannelsAreToldWhatToDo() throws IOException {
        ImagePlus flat = bare(open());
        flat.setDimensions(1, 72, 1);
        for (String command : List.of("RealignCommand", "MeanVolumeCommand", "SliceTimingCommand")) {
            var e = assertThrows(CommandFailure.class, () -> run("Step", command, flat, Map.of()));
            assertTrue(e.getMessage().contains("Stack to Hyperstack..."), e.getMessage());
        }
        ImagePlus channels = bare(open());
        channels.setDimensions(12, 6, 1);
        var e = assertThrows(CommandFailure.class, () -> run("Step", "RealignCommand", channels, Map.of()));
        assertTrue(
                e.getMessage().contains("channels to 1, slices to 12 and frames to 6")
                        && e.getMessage().contains("order xytzc, 1 channel, 6 slices and 12 frames"),
                e.getMessage());
        // the advice is right: as slices they are the scan, as volumes the first slice is the first of each volume
        Object pixels = channels.getStack().getPixels(12 + 3);
        channels.setDimensions(1, 12, 6);
        channels.setPosition(1, 3, 2);
        assertSame(pixels, channels.getProcessor().getPixels());
        channels.setDimensions(1, 72, 1);
        ImagePlus volumes = HyperStackConverter.toHyperStack(channels, 1, 6, 12, "xytzc", "Grayscale");
        volumes.setPosition(1, 2, 3);
        assertSame(pixels, volumes.getProcessor().getPixels());
    }

    /** The place comes back by copying it, or as twelve numbers of the voxels as ImageJ shows them. */
    @Test
    void setSpaceGivesAnImageItsPlace() throws IOException {
        ImagePlus source = open();
        ImagePlus copied = bare(source);
        Path file = folder.resolve("placed.nii");
        CommandRunner.Images images = (name, progress) -> name.equals("source") ? source : copied;
        new CommandRunner("Set Space...", CommandMenu.table().spec("SetSpaceCommand"), images)
                .run(Map.of("input", "image", "source", "source"), Progress.NONE);
        save(copied, file);
        assertRightPlaces(NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE));
        assertEquals(ImageDoor.read(source).grid(), ImageDoor.read(copied).grid());

        // the top row on the screen is the last of the file: y as shown = 19 - y of the file
        ImagePlus typed = bare(source);
        run(
                "Set Space...",
                "SetSpaceCommand",
                typed,
                Map.of("affine", "-4 0 0 38  0 -3.9 -0.5 34.1  0 -0.5 3.9 -10.5"));
        save(typed, file);
        assertRightPlaces(NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE));
        assertArrayEquals(
                ImageDoor.read(source).grid().affine().apply(3, 4, 5),
                ImageDoor.read(typed).grid().affine().apply(3, 15, 5),
                1e-4);
        for (String wrong : List.of("1 2 3", "", "1 0 0 0 0 1 0 0 0 0 one 0", "1 0 0 0 1 0 0 0 0 0 1 0"))
            assertThrows(
                    CommandFailure.class,
                    () -> run("Set Space...", "SetSpaceCommand", bare(source), Map.of("affine", wrong)));
    }
}
