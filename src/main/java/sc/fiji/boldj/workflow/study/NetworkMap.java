package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;

/**
 * A built-in network of the dual regression on all of them.
 *
 * @param label of the network, such as {@code DMN}
 */
public record NetworkMap(String label) implements ComputedMap {

    /** What the values of a dual regression are. */
    static final String DESCRIPTION =
            "stage 2 of a dual regression: coefficients of the time courses, which have unit variance";

    /** What a value above zero of a dual regression means. */
    static final String DIRECTION = "in phase with the time course of the spatial map, the others held constant";

    private static final DerivativeName NAME = dualRegression("networks");

    private static final List<String> NAMES = NetworkTemplates.builtInNames();

    /** The name of a file of a dual regression, with a volume for each spatial map. */
    static DerivativeName dualRegression(String maps) {
        return DerivativeName.of("boldmap").stat("dualregression").desc(maps);
    }

    /** One of each network, in the order of the volumes. */
    static List<NetworkMap> all() {
        return NAMES.stream().map(NetworkMap::new).toList();
    }

    /** The table of the names of the volumes. */
    public static Path names(ScanFiles run) {
        return run.table(NAME);
    }

    /** Writes the table of the names of the volumes. */
    public static void writeNames(ScanFiles run) throws IOException {
        TsvFiles.write(Table.builder().add("network", NAMES).build(), names(run));
    }

    /** The file with a volume for each network. */
    public static Path allIn(ScanFiles run) {
        return run.image(NAME);
    }

    @Override
    public Path file(ScanFiles run) {
        return allIn(run);
    }

    @Override
    public int volume() {
        return NAMES.indexOf(label);
    }

    @Override
    public String description() {
        return DESCRIPTION;
    }

    @Override
    public String unit() {
        return SIGNAL;
    }

    @Override
    public String direction() {
        return DIRECTION;
    }

    @Override
    public Source source() {
        return Source.SMOOTHED;
    }

    @Override
    public NeuroImage compute(RunSeries run, Map<String, Object> about, Progress progress) {
        NetworkTemplates templates = NetworkTemplates.builtIn(run.mask());
        float[][] spatial = new float[templates.names().size()][];
        for (int k = 0; k < spatial.length; k++) spatial[k] = templates.map(k);
        return dualRegression(run, spatial, progress);
    }

    /**
     * The maps of a dual regression on all of some spatial maps jointly, a volume each.
     *
     * @param spatial shape (count, V) in the order of the mask
     */
    static NeuroImage dualRegression(RunSeries run, float[][] spatial, Progress progress) {
        Mask mask = run.mask();
        int count = spatial.length;
        float[] joined = new float[count * mask.count()];
        for (int k = 0; k < count; k++) System.arraycopy(spatial[k], 0, joined, k * mask.count(), mask.count());
        float[] fitted = DualRegression.of(run.series(), mask, joined, count, DualRegression.Options.DEFAULT, progress)
                .maps();
        NeuroImage image = NeuroImage.floats("networks", mask.grid(), count, SeriesTiming.UNKNOWN);
        for (int k = 0; k < count; k++) {
            float[] volume = new float[mask.grid().voxels()];
            for (int i = 0; i < mask.count(); i++) volume[mask.voxel(i)] = fitted[k * mask.count() + i];
            image.writeVolume(k, volume);
        }
        return image;
    }
}
