package sc.fiji.boldj.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.scijava.plugin.Parameter;
import sc.fiji.boldj.glm.NoiseModel;
import sc.fiji.boldj.host.CommandKey;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.AtomicFile;
import sc.fiji.boldj.report.TaskPage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.Origin;

/** What commands that fit a first-level model share: the noise, the atlas that names peaks, and the page. */
abstract class ActivationCommand extends EventsCommand {

    @Parameter(
            label = "Noise",
            description =
                    "ols: independent; ar1: first order; ar: the order of each voxel by AICc; arma11: ARMA(1,1) of"
                            + " each voxel by restricted likelihood, with a prior estimated from all voxels of the mask",
            choices = {"ols", "ar1", "ar", "arma11"},
            persist = false)
    private String noise = NoiseModel.DEFAULT.toString();

    @Parameter(
            label = "Atlas",
            description = "for naming peaks: a label image with its label table beside it, or a table of coordinates",
            required = false,
            style = CommandKey.OPEN,
            persist = false)
    private String atlas = "";

    /** How the noise is modelled. */
    final NoiseModel noise() {
        return NoiseModel.named(noise);
    }

    /** The path of the atlas; blank if none. */
    final String atlas() {
        return atlas;
    }

    /** Names the peaks; null for none. */
    final Function<double[], String> peaks(NeuroImage source) throws IOException {
        return PeakNames.read(atlas, source, space());
    }

    /**
     * Writes maps, tables and page into a folder; the page is made while the maps are written.
     *
     * @return what {@code options.json} holds of the fit; a new map
     */
    static Map<String, Object> write(Path folder, FirstLevelRun run, Origin origin, String title, Progress progress)
            throws IOException {
        run.write(
                folder,
                () -> AtomicFile.writeText(
                        folder.resolve("index.html"),
                        TaskPage.of(
                                        run.sheet(origin.program()),
                                        title,
                                        origin.inputTable(),
                                        origin.optionTable(),
                                        origin.program())
                                .toHtml()),
                progress);
        return run.about();
    }

    /** What a fit has to say: results, whiteness, warnings. */
    static void addWords(FirstLevelRun run, List<String> lines) {
        lines.addAll(run.verdicts());
        lines.add(run.whiteness());
        for (String warning : run.warnings()) lines.add("warning: " + warning);
    }
}
