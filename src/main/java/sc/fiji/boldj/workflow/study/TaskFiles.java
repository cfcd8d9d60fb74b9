package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.workflow.FirstLevelRun;

/** Where the first-level model of a task stands. */
public final class TaskFiles {

    private TaskFiles() {}

    /** The folder of the maps and tables of a run. */
    public static Path folder(ScanFiles run) {
        return run.folder(DerivativeName.of("glm").desc("task"));
    }

    /** The page of a run. */
    public static Path page(ScanFiles run) {
        return run.root().resolve(run.scan().name() + "_glm.html");
    }

    /**
     * The effect of a contrast in percent of the signal, which is what scans can be compared by.
     *
     * @param contrast its label or its name
     */
    public static Path percent(ScanFiles run, String contrast) {
        String label = FileLabels.of(contrast);
        Map<String, String> names = contrasts(run);
        if (!names.containsKey(contrast))
            for (Map.Entry<String, String> known : names.entrySet())
                if (known.getValue().equals(contrast)) label = known.getKey();
        return folder(run).resolve(label + "_percent.nii.gz");
    }

    /** The contrasts that the participant level answered: names by labels; empty without a task's model. */
    public static Map<String, String> contrasts(ScanFiles run) {
        try {
            return LabelsFile.read(folder(run).resolve(FirstLevelRun.CONTRASTS));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
