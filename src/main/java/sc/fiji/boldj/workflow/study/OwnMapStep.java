package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.run.Progress;

/** Maps that the user asks for beside the built-in ones: of further seeds, and of spatial maps such as group components. */
final class OwnMapStep {

    /** What the name of the step ends with that takes the user's spatial maps. */
    static final String COMPONENTS = "/components";

    private OwnMapStep() {}

    /** Where the maps of the user's spatial maps stand, a volume each. */
    static Path components(ScanFiles files) {
        return files.map("desc-dualregression_components");
    }

    /** @throws IOException if the file of spatial maps is not there */
    static void requireComponents(ParticipantOptions options) throws IOException {
        if (!options.get(ParticipantOption.COMPONENTS).isEmpty()
                && !Files.isRegularFile(Path.of(options.get(ParticipantOption.COMPONENTS))))
            throw new NoSuchFileException(
                    "components: there is no file '" + options.get(ParticipantOption.COMPONENTS) + "'");
    }

    /**
     * Reads the spatial maps once before the work begins.
     *
     * @param brain of the template, on the grid of the results
     * @throws IOException if they are not there, cannot be read, or one says nothing within the brain
     */
    static void requireUsable(ParticipantOptions options, Mask brain) throws IOException {
        requireComponents(options);
        if (options.get(ParticipantOption.COMPONENTS).isEmpty()) return;
        Path file = Path.of(options.get(ParticipantOption.COMPONENTS));
        try {
            NeuroImage given = StudyFiles.read(file, Progress.NONE);
            if (given.space().kind() == Space.Kind.OTHER)
                throw new IOException(
                        file + " is not in MNI space (" + given.space().evidence() + ")");
            maps(given, file, brain);
        } catch (IOException e) {
            throw new IOException("components: " + e.getMessage(), e);
        }
    }

    /** The maps that the options ask for, each of which has a sidecar. */
    static List<Path> maps(ScanFiles files, ParticipantOptions options) {
        List<Path> maps = new ArrayList<>();
        for (SeedPlaces seed : SeedPlaces.parse(options.get(ParticipantOption.SEEDS)))
            maps.add(MapStep.seed(files, seed.name()));
        if (!options.get(ParticipantOption.COMPONENTS).isEmpty()) maps.add(components(files));
        return maps;
    }

    /** The steps that the options ask for; none if they ask for nothing. */
    static List<Step> of(ScanFiles files, ParticipantOptions options) {
        List<Step> steps = new ArrayList<>();
        List<SeedPlaces> seeds = SeedPlaces.parse(options.get(ParticipantOption.SEEDS));
        if (!seeds.isEmpty()) {
            List<Path> maps =
                    seeds.stream().map(seed -> MapStep.seed(files, seed.name())).toList();
            steps.add(Step.of(
                            files.scan().name() + "/seeds",
                            options.some(ParticipantOption.FWHM, ParticipantOption.SEEDS),
                            List.of(files.denoised(), files.mask()),
                            maps.stream().map(ScanFiles::sidecar).toList(),
                            progress -> seeds(files, options, seeds, progress))
                    .optional(maps));
        }
        if (!options.get(ParticipantOption.COMPONENTS).isEmpty()) {
            Path file = Path.of(options.get(ParticipantOption.COMPONENTS));
            steps.add(Step.of(
                            files.scan().name() + COMPONENTS,
                            options.some(ParticipantOption.FWHM),
                            List.of(files.denoised(), files.mask(), file),
                            List.of(ScanFiles.sidecar(components(files))),
                            progress -> components(files, options, file, progress))
                    .optional(List.of(components(files))));
        }
        return steps;
    }

    private static NeuroImage smooth(ScanFiles files, Mask mask, ParticipantOptions options, Progress progress)
            throws IOException {
        NeuroImage denoised = StudyFiles.read(files.denoised(), progress.stage(0, 0.4));
        return LocalMaps.smoothed(denoised, mask, options.get(ParticipantOption.FWHM), progress.stage(0.4, 1));
    }

    private static void seeds(ScanFiles files, ParticipantOptions options, List<SeedPlaces> seeds, Progress progress)
            throws IOException {
        Mask mask = StudyFiles.mask(files.mask());
        NeuroImage smooth = smooth(files, mask, options, progress.stage(0, 0.8));
        for (SeedPlaces seed : seeds) {
            Path file = MapStep.seed(files, seed.name());
            Map<String, Object> about =
                    MapFiles.about("Fisher z of the correlation with the mean series of the seed", "Fisher z");
            about.put(
                    "Seed",
                    seed.places().stream()
                            .map(place -> new double[] {place.x(), place.y(), place.z()})
                            .toArray());
            about.put("RadiusMillimetres", MapStep.RADIUS);
            about.put("SmoothingFWHMMillimetres", options.get(ParticipantOption.FWHM));
            MapFiles.make(file, about, () -> {
                SeedRegion region = seed.region(mask);
                about.put("Voxels", region.count());
                MapStep.writeSeed(file, smooth, region, mask);
            });
        }
    }

    private static void components(ScanFiles files, ParticipantOptions options, Path file, Progress progress)
            throws IOException {
        Mask mask = StudyFiles.mask(files.mask());
        float[][] maps = maps(StudyFiles.read(file, progress.stage(0, 0.1)), file, mask);
        NeuroImage smooth = smooth(files, mask, options, progress.stage(0.1, 0.8));
        MapStep.writeDual(
                components(files), smooth, mask, maps, options.get(ParticipantOption.FWHM), progress.stage(0.8, 1));
    }

    private static float[][] maps(NeuroImage given, Path file, Mask mask) {
        float[][] maps = new float[given.volumes()][mask.count()];
        float[] values = new float[mask.grid().voxels()];
        for (int k = 0; k < maps.length; k++) {
            if (given.grid().isSameAs(mask.grid())) given.readVolume(k, values);
            else
                Resampler.resample(
                        given.volume(k),
                        given.grid(),
                        mask.grid(),
                        Affine.IDENTITY,
                        Interpolation.LINEAR,
                        values,
                        Progress.NONE);
            boolean varies = false;
            for (int i = 0; i < maps[k].length; i++) {
                maps[k][i] = Float.isFinite(values[mask.voxel(i)]) ? values[mask.voxel(i)] : 0;
                varies |= maps[k][i] != maps[k][0];
            }
            if (!varies)
                throw new IllegalArgumentException("components: map " + (k + 1) + " of " + file
                        + " is constant in the brain: is it in MNI space?");
        }
        return maps;
    }
}
