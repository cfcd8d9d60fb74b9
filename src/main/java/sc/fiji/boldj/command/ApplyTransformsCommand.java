package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.host.BoldCommand;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.DisplacementField;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.TransformChain;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/** Composes transforms and resamples every volume once. */
@Plugin(type = Command.class, name = "Apply Transforms...", headless = true)
public final class ApplyTransformsCommand extends BoldCommand {

    /** Of a result on a grid that does not say where it lies. */
    private static final Space UNSAID =
            new Space(Space.Kind.UNKNOWN, "", "moved to a grid that does not say its space");

    @Parameter(label = "Scan", description = "volume or series to resample", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Reference grid",
            description = "image whose grid the result has; empty: the scan's own",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus reference;

    @Parameter(
            label = "Transforms",
            description =
                    "files separated by commas, each with one matrix, one a volume, or a warp (.nii, .nii.gz), that map places"
                            + " of the result to places of the scan; the first is applied first",
            persist = false)
    private String transforms = "";

    @Parameter(
            label = "Inverse",
            description = "true or false for each file, separated by commas: whether to use its inverse; empty: none",
            required = false,
            persist = false)
    private String inverse = "";

    @Parameter(
            label = "Interpolation",
            description =
                    "sinc (windowed), spline (5th order), cubic, linear or nearest; for images of labels nearest, or"
                            + " label: a vote of the eight voxels around",
            choices = {"sinc", "spline", "cubic", "linear", "nearest", "label"},
            persist = false)
    private String interpolation = "sinc";

    @Parameter(
            label = "Voxel (mm)",
            description = "edge of the result's voxels in millimetres; 0: those of the grid",
            persist = false)
    private double voxel = 0;

    @Parameter(label = "Title of the result", description = "title of the result", required = false, persist = false)
    private String result = "";

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus resampled;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.read(input);
        ImageDoor.requirePlaced(input, "transforms in millimetres cannot be applied to it");
        NeuroImage space = reference == null ? source : ImageDoor.read(reference);
        VoxelGrid grid = voxel == 0 ? space.grid() : space.grid().withVoxelSize(voxel);
        List<SpatialMap> maps = maps(source.volumes(), progress.stage(0, 0.2));
        NeuroImage target = ImageDoor.create(source, grid, result, "resampled", source.volumes())
                .withSpace(space.space().evidence().isEmpty() ? UNSAID : space.space());
        Progress reading = progress.stage(0.2, 1);
        if (interpolation.equals("label")) Resampler.resampleLabels(source, maps, target, reading);
        else Resampler.resampleSeries(source, maps, method(), target, reading);
        resampled = ImageDoor.toImagePlus(target);
    }

    private Interpolation method() {
        return switch (interpolation) {
            case "sinc" -> Interpolation.SINC;
            case "spline" -> Interpolation.QUINTIC;
            default -> Interpolation.valueOf(interpolation.toUpperCase(Locale.ROOT));
        };
    }

    /** For each volume the chain of its transforms: the first file acts on places of the result. */
    private List<SpatialMap> maps(int volumes, Progress progress) throws IOException {
        String[] files = transforms.strip().split("\\s*,\\s*", -1);
        boolean[] inverted = inverted(files.length);
        List<List<SpatialMap>> chains = new ArrayList<>();
        for (int t = 0; t < volumes; t++) chains.add(new ArrayList<>());
        for (int f = 0; f < files.length; f++) {
            Progress stage = progress.stage((double) f / files.length, (f + 1.0) / files.length);
            List<SpatialMap> maps = new ArrayList<>(TransformFiles.readMaps(Path.of(files[f]), stage.stage(0, 0.2)));
            if (maps.size() != 1 && maps.size() != volumes)
                throw new IllegalArgumentException(files[f] + " has " + maps.size() + " transforms but '"
                        + input.getTitle() + "' has " + volumes + " volumes: one, or one a volume, is needed");
            if (inverted[f])
                for (int i = 0; i < maps.size(); i++) maps.set(i, inverse(maps.get(i), stage.stage(0.2, 1)));
            for (int t = 0; t < volumes; t++) chains.get(t).add(maps.get(maps.size() == 1 ? 0 : t));
        }
        List<SpatialMap> composed = new ArrayList<>();
        for (List<SpatialMap> chain : chains) composed.add(TransformChain.of(chain));
        return composed;
    }

    private static SpatialMap inverse(SpatialMap map, Progress progress) {
        return map instanceof Affine affine ? affine.inverse() : ((DisplacementField) map).inverse(progress);
    }

    private boolean[] inverted(int files) {
        boolean[] inverted = new boolean[files];
        if (inverse.isBlank()) return inverted;
        String[] words = inverse.strip().split("\\s*,\\s*", -1);
        for (String word : words)
            if (!word.equals("true") && !word.equals("false"))
                throw new IllegalArgumentException("key 'inverse' is '" + inverse
                        + "' but must be true or false for each" + " file, separated by commas");
        if (words.length != files)
            throw new IllegalArgumentException(
                    "key 'inverse' has " + words.length + " entries but 'transforms' names " + files + " files");
        for (int f = 0; f < files; f++) inverted[f] = Boolean.parseBoolean(words[f]);
        return inverted;
    }
}
