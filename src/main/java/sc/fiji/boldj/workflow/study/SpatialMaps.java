package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.image.Space;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.run.Progress;

/** The user's spatial maps, such as those of a group ICA. */
public final class SpatialMaps {

    private SpatialMaps() {}

    /**
     * Checks that the file of spatial maps is there, if the options name one.
     *
     * @throws IOException if it is not there
     */
    public static void requireFile(ParticipantOptions options) throws IOException {
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
    public static void requireUsable(ParticipantOptions options, Mask brain) throws IOException {
        requireFile(options);
        if (options.get(ParticipantOption.COMPONENTS).isEmpty()) return;
        Path file = Path.of(options.get(ParticipantOption.COMPONENTS));
        try {
            NeuroImage given = StudyFiles.read(file, Progress.NONE);
            if (given.space().kind() == Space.Kind.OTHER)
                throw new IOException(
                        file + " is not in MNI space (" + given.space().evidence() + ")");
            within(given, file, brain);
        } catch (IOException e) {
            throw new IOException("components: " + e.getMessage(), e);
        }
    }

    /** A map for each volume of the user's file, from its header; none without a file. */
    public static List<ComponentMap> components(ParticipantOptions options) throws IOException {
        if (options.get(ParticipantOption.COMPONENTS).isEmpty()) return List.of();
        int count = NiftiHeader.read(Path.of(options.get(ParticipantOption.COMPONENTS)))
                .volumes();
        return IntStream.rangeClosed(1, count).mapToObj(ComponentMap::new).toList();
    }

    /**
     * Reads the user's file.
     *
     * @return shape (maps, V) in the order of the mask, interpolated linearly if the grids differ; 0 where not finite
     * @throws IllegalArgumentException if a map is constant in the mask
     */
    static float[][] read(Path file, Mask mask, Progress progress) throws IOException {
        return within(StudyFiles.read(file, progress), file, mask);
    }

    private static float[][] within(NeuroImage given, Path file, Mask mask) {
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
