package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.option.Option;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.SeedPlaces;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** Writes the maps of seeds. */
final class SeedMaps {

    private SeedMaps() {}

    /** The options that the map of a seed depends on: its step is repeated for them, and its sidecar gives them. */
    static Option<?>[] options() {
        return new Option<?>[] {ParticipantOption.FWHM, ParticipantOption.SEEDS};
    }

    /** Writes a map with its sidecar. */
    static void write(Path file, SeedMap map, SeriesMaps maps) throws IOException {
        SeedPlaces seed = SeedPlaces.of(map, maps.options());
        Map<String, Object> about = maps.about(map.description(), map.unit(), options());
        about.put(
                "Seed",
                seed.places().stream()
                        .map(place -> new double[] {place.x(), place.y(), place.z()})
                        .toArray());
        about.put("RadiusMillimetres", SeedPlaces.RADIUS);
        MapFiles.make(file, about, () -> {
            SeedRegion region = seed.region(maps.mask());
            about.put("Voxels", region.count());
            StudyFiles.write(fisherZ(maps.series(), region, maps.mask()), maps.series(), file);
        });
    }

    private static float[] fisherZ(NeuroImage series, SeedRegion region, Mask mask) {
        double[] mean = region.series(series, Progress.NONE);
        double[] z = SeedCorrelation.of(series, mean, mask, SeedCorrelation.Measure.Z, Progress.NONE);
        float[] map = new float[z.length];
        for (int v = 0; v < map.length; v++) map[v] = (float) z[v];
        return map;
    }
}
