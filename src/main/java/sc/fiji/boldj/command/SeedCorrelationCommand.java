package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.connectivity.SeveralSeeds;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.KeyOrder;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.host.OpenImages;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;

/** Correlates the mean time course of one seed or several with every voxel. */
@Plugin(type = Command.class, name = "Seed Correlation...", headless = true)
@KeyOrder({"input", "seed", "radius", "mask", "measure", "kind", "dof", "result"})
public final class SeedCorrelationCommand extends MniResultCommand {

    @Parameter(label = "Series", description = "denoised BOLD series", persist = false)
    private ImagePlus input;

    @Parameter(
            label = "Seed",
            description =
                    "x,y,z in RAS millimetres of the image, the title or path of a mask, or, in MNI space, a name (PCC, ...);"
                            + " separate several with ;",
            persist = false)
    private String seed = "PCC";

    @Parameter(label = "Radius (mm)", description = "radius of the seed spheres in millimetres", persist = false)
    private double radius = 6;

    @Parameter(
            label = "Within mask",
            description = "voxels to correlate; the rest is set to 0",
            required = false,
            autoFill = false,
            visibility = ItemVisibility.INVISIBLE,
            persist = false)
    private ImagePlus mask;

    @Parameter(
            label = "Measure",
            description = "Fisher z, Pearson r, or Fisher z divided by its standard error",
            choices = {"z", "r", "zscore"},
            persist = false)
    private String measure = "z";

    @Parameter(
            label = "Kind",
            description =
                    "with several seeds: each seed alone (bivariate), or with the other seeds regressed out of the seed"
                            + " (semipartial) or of the seed and the voxel (partial)",
            choices = {"bivariate", "semipartial", "partial"},
            persist = false)
    private String kind = "bivariate";

    @Parameter(
            label = "Degrees of freedom",
            description = "for zscore: degrees of freedom left after denoising; 0: as recorded by Regress Confounds",
            persist = false)
    private double dof = 0;

    @Parameter(
            label = "Weighted seed",
            description = "use the values of a seed image as weights of the mean time series instead of as a mask",
            persist = false)
    private boolean weighted = false;

    @SuppressWarnings("UnusedVariable") // read by the framework
    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus map;

    @Override
    public void execute(Progress progress) throws IOException {
        NeuroImage source = ImageDoor.readSeries(input);
        Mask within = ImageDoor.maskOrAll(mask, source);
        boolean scaled = measure.equals("zscore");
        if (dof != 0 && !scaled)
            throw new IllegalArgumentException(
                    "key 'dof' is '" + CommandKey.text(dof) + "' but only measure=zscore" + " uses it");
        var options = new SeveralSeeds.Options(
                SeveralSeeds.Kind.named(kind),
                scaled ? SeedCorrelation.Measure.Z : SeedCorrelation.Measure.named(measure),
                scaled ? DegreesOfFreedom.of(input, dof, source.volumes()) : 0);
        List<String> names = names();
        List<SeedRegion> regions = new ArrayList<>();
        for (String name : names) regions.add(seed(name, source, within));
        List<double[]> series = new ArrayList<>();
        for (int k = 0; k < regions.size(); k++)
            series.add(regions.get(k)
                    .series(source, progress.stage(0.1 * k / regions.size(), 0.1 * (k + 1) / regions.size())));
        NeuroImage target = target(source, "seed_" + measure, names.size());
        double[][] maps = SeveralSeeds.of(source, series, names, within, options, progress.stage(0.1, 1));
        for (int k = 0; k < maps.length; k++) target.writeVolume(k, floats(maps[k]));
        map = ImageDoor.toImagePlus(names.size() == 1 ? target : target.withTiming(SeriesTiming.UNKNOWN));
        if (names.size() > 1) label(map, names);
    }

    private SeedRegion seed(String name, NeuroImage source, Mask within) throws IOException {
        return TaskInputs.seed(new TaskInputs.SeedKeys(name, radius, weighted, space()), input, source, within);
    }

    /** The seeds, separated by semicolons; a text that is as a whole an image or a file is one seed. */
    private List<String> names() {
        if (OpenImages.titles().contains(seed) || NamedFiles.file(seed).isPresent()) return List.of(seed);
        List<String> names = new ArrayList<>();
        for (String name : seed.split(";", -1)) {
            if (name.isBlank())
                throw new IllegalArgumentException(
                        "key 'seed' is '" + seed + "' but has nothing before, between or after its semicolons");
            if (names.contains(name.strip()))
                throw new IllegalArgumentException("key 'seed' names " + name.strip() + " twice");
            names.add(name.strip());
        }
        return names;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int v = 0; v < floats.length; v++) floats[v] = (float) values[v];
        return floats;
    }

    /** Says over each slice of a map which seed it is of. */
    private static void label(ImagePlus maps, List<String> names) {
        int slices = maps.getNSlices();
        for (int n = 0; n < maps.getStackSize(); n++) maps.getStack().setSliceLabel(names.get(n / slices), n + 1);
    }
}
