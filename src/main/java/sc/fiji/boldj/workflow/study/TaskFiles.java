package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.workflow.FirstLevelRun;

/** Where the first-level model of a task stands. */
public final class TaskFiles {

    private TaskFiles() {}

    /** A first-level model of a run. */
    public enum Model {
        /** Events, the plasma concentration of a drug, regressors. */
        TASK("task", "glm"),
        /** The same with time bins after an infusion in place of the concentration. */
        BINS("bins", "bins");

        private final String label;
        private final String page;

        Model(String label, String page) {
            this.label = label;
            this.page = page;
        }

        /** What the names of its folder, step and log have. */
        public String label() {
            return label;
        }
    }

    /** The folder of the maps and tables of the model of the task. */
    public static Path folder(ScanFiles run) {
        return folder(run, Model.TASK);
    }

    /** The folder of the maps and tables of a model. */
    public static Path folder(ScanFiles run, Model model) {
        return run.folder(DerivativeName.of("glm").desc(model.label));
    }

    /** The page of a model of a run. */
    public static Path page(ScanFiles run, Model model) {
        return run.root().resolve(run.scan().name() + "_" + model.page + ".html");
    }

    /**
     * The effect of a contrast in percent of the signal, which is what scans can be compared by.
     *
     * @param contrast its label or its name
     */
    public static Path percent(ScanFiles run, String contrast) {
        for (Model model : Model.values()) {
            Map<String, String> names = contrasts(run, model);
            if (names.containsKey(contrast)) return percent(run, model, contrast);
            for (Map.Entry<String, String> known : names.entrySet())
                if (known.getValue().equals(contrast)) return percent(run, model, known.getKey());
        }
        return percent(run, Model.TASK, FileLabels.of(contrast));
    }

    private static Path percent(ScanFiles run, Model model, String label) {
        return folder(run, model).resolve(label + "_percent.nii.gz");
    }

    /** The contrasts that the participant level answered: names by labels; empty without a first-level model. */
    public static Map<String, String> contrasts(ScanFiles run) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Model model : Model.values()) all.putAll(contrasts(run, model));
        return all;
    }

    private static Map<String, String> contrasts(ScanFiles run, Model model) {
        try {
            return LabelsFile.read(folder(run, model).resolve(FirstLevelRun.CONTRASTS));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
