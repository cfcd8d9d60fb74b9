package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.ica.FastIca;
import sc.fiji.boldj.ica.VarianceNorm;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.component.ComponentSheet;
import sc.fiji.boldj.workflow.component.ComponentTables;

/** What commands share that search for independent components. */
abstract class ComponentSearchCommand extends NetworkNamesCommand {

    @Parameter(label = "Seed", description = "seed of the random initialisation", persist = false)
    private long seed = 1;

    @Parameter(
            label = "Contrast",
            description = "measure of non-Gaussianity",
            choices = {"logcosh", "pow3", "gauss"},
            persist = false)
    private String contrast = "logcosh";

    @Parameter(
            label = "Approach",
            description = "estimate all components at once, or one after the other",
            choices = {"symmetric", "deflation"},
            persist = false)
    private String approach = "symmetric";

    @Parameter(
            label = "Variance normalisation",
            description =
                    "residual: standard deviation after the strong components are removed; total: standard deviation of the whole series; none",
            choices = {"residual", "total", "none"},
            persist = false)
    private String variance = "residual";

    /** How components are sought. */
    final FastIca.Options search() {
        return SearchChoices.search(contrast, approach, seed);
    }

    /** What voxels are divided by. */
    final VarianceNorm norm() {
        return SearchChoices.norm(variance);
    }

    /** The options of the search for {@code options.json}; a new map. */
    final Map<String, Object> searchOptions() {
        Map<String, Object> options = new TreeMap<>();
        options.put("contrast", contrast);
        options.put("approach", approach);
        options.put("variance", variance);
        options.put("seed", seed);
        options.put("templates", templates());
        return options;
    }

    /** Writes maps, table and page into a folder. */
    static void write(Path folder, ComponentSheet sheet, NeuroImage maps, Progress progress) throws IOException {
        NiftiWriter.write(maps, folder.resolve("maps.nii.gz"), NiftiWriter.Options.DEFAULT, progress);
        ComponentTables.write(folder.resolve("components.tsv"), sheet.rows());
        writePage(folder.resolve("index.html"), sheet);
    }
}
