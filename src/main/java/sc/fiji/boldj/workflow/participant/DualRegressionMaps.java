package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import sc.fiji.boldj.ica.DualRegression;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.study.ComponentMap;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.NetworkMap;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TrialMap;

/** Writes the maps of a dual regression, those of all spatial maps jointly, a volume each. */
final class DualRegressionMaps {

    private DualRegressionMaps() {}

    /** Those of the built-in networks, with the table of their names. */
    static void networks(ScanFiles files, SeriesMaps maps, Progress progress) throws IOException {
        NetworkTemplates templates = NetworkTemplates.builtIn(maps.mask());
        float[][] spatial = new float[templates.names().size()][];
        for (int k = 0; k < spatial.length; k++) spatial[k] = templates.map(k);
        write(NetworkMap.allIn(files), maps, spatial, progress);
        TsvFiles.write(Table.builder().add("network", templates.names()).build(), NetworkMap.names(files));
    }

    /** Those of the user's spatial maps. */
    static void components(ScanFiles files, SeriesMaps maps, Path spatial, Progress progress) throws IOException {
        float[][] read = SpatialMaps.read(spatial, maps.mask(), progress.stage(0, 0.2));
        write(ComponentMap.allIn(files), maps, read, progress.stage(0.2, 1));
    }

    /** @param spatial shape (count, V) in the order of the mask */
    private static void write(Path file, SeriesMaps maps, float[][] spatial, Progress progress) throws IOException {
        Mask mask = maps.mask();
        int count = spatial.length;
        float[] joined = new float[count * mask.count()];
        for (int k = 0; k < count; k++) System.arraycopy(spatial[k], 0, joined, k * mask.count(), mask.count());
        Map<String, Object> about = maps.about(NetworkMap.DESCRIPTION, TrialMap.SIGNAL, ParticipantOption.FWHM);
        MapFiles.make(file, about, () -> {
            float[] fitted = DualRegression.of(
                            maps.series(), mask, joined, count, DualRegression.Options.DEFAULT, progress)
                    .maps();
            NeuroImage image = NeuroImage.floats("networks", mask.grid(), count, SeriesTiming.UNKNOWN);
            for (int k = 0; k < count; k++) {
                float[] volume = new float[mask.grid().voxels()];
                for (int i = 0; i < mask.count(); i++) volume[mask.voxel(i)] = fitted[k * mask.count() + i];
                image.writeVolume(k, volume);
            }
            StudyFiles.write(image, file, Progress.NONE);
        });
    }
}
