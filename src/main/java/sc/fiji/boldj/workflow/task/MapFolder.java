package sc.fiji.boldj.workflow.task;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.LabelsFile;
import sc.fiji.boldj.io.NiftiWriter;
import sc.fiji.boldj.run.Progress;

/** Writes images of a run into a folder, by the name of each file. */
final class MapFolder {

    private MapFolder() {}

    /** Writes {@code <name>.nii.gz} for each image, as float32. */
    static void write(Path folder, Map<String, NeuroImage> images, Progress progress) throws IOException {
        int n = 0;
        for (Map.Entry<String, NeuroImage> image : images.entrySet()) {
            NiftiWriter.write(
                    image.getValue(),
                    folder.resolve(image.getKey() + ".nii.gz"),
                    NiftiWriter.Options.of(NiftiWriter.Type.FLOAT32),
                    progress.stage((double) n / images.size(), (n + 1.0) / images.size()));
            n++;
        }
    }

    /** Writes the labels of the conditions in the names of files, {@code conditions.tsv}. */
    static void writeLabels(Path folder, Map<String, String> labels) throws IOException {
        LabelsFile.write(
                folder.resolve("conditions.tsv"),
                "condition",
                List.copyOf(labels.values()),
                List.copyOf(labels.keySet()),
                Map.of());
    }
}
