package sc.fiji.boldj.workflow.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.MatrixFiles;
import sc.fiji.boldj.workflow.TableFiles;

/** Writes the maps, matrices and tables of a beta series. */
record BetaSeriesFiles(BetaSeriesRun run) {

    void write(Path folder, Progress progress) throws IOException {
        MapFolder.write(folder, run.files, progress);
        for (Map.Entry<String, double[][]> matrix : run.matrices.entrySet()) {
            Map<String, Object> about = new TreeMap<>();
            about.put("Description", "correlation of trial amplitudes of two regions, condition " + matrix.getKey());
            MatrixFiles.writeMatrix(
                    folder.resolve(run.labels.get(matrix.getKey()) + "_matrix.tsv"),
                    matrix.getValue(),
                    run.regionNames,
                    about);
        }
        trials(folder);
        MapFolder.writeLabels(folder, run.labels);
        List<TaskContrast> contrasts = run.question.contrasts();
        if (contrasts.isEmpty()) return;
        LabelsFile.write(
                folder.resolve(FirstLevelRun.CONTRASTS),
                "contrast",
                contrasts.stream().map(TaskContrast::label).toList(),
                contrasts.stream().map(TaskContrast::name).toList(),
                Map.of(
                        "expression",
                        contrasts.stream().map(TaskContrast::expression).toList()));
    }

    private void trials(Path folder) throws IOException {
        List<Events.Event> trials = run.question.model().trials();
        TrialUnits units = run.question.units();
        Table.Builder table = Table.builder()
                .add("onset", trials.stream().mapToDouble(Events.Event::onset).toArray())
                .add(
                        "duration",
                        trials.stream().mapToDouble(Events.Event::duration).toArray())
                .add("trial_type", trials.stream().map(Events.Event::condition).toList());
        Map<String, Object> words = new LinkedHashMap<>();
        if (run.seedAmplitudes.length > 0) {
            table.add("seed", units.ofSeed(run.seedAmplitudes, trials, run.seedBaseline));
            words.put("seed", Map.of("Description", "amplitude in the seed", "Units", units.name()));
        }
        TableFiles.write(folder.resolve("trials.tsv"), table.build(), words);
    }
}
