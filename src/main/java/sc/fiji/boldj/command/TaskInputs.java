package sc.fiji.boldj.command;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.connectivity.NamedSeeds;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.denoise.ConfoundPreset;
import sc.fiji.boldj.denoise.ConfoundStrategy;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.glm.Events;
import sc.fiji.boldj.glm.Sampling;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.glm.TypicalEvents;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.host.ImageDoor;
import sc.fiji.boldj.host.NamedFiles;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.preprocess.BrainMask;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TaskEvents;
import sc.fiji.boldj.workflow.scan.ConfoundChoice;

/** What the keys of a command on a task name. */
final class TaskInputs {

    private TaskInputs() {}

    /** The events of a BIDS table; says how many rows have no type. */
    static Events events(String path) throws IOException {
        return events(path, List.of());
    }

    /** The same with columns whose numbers modulate the response. */
    static Events events(String path, List<String> modulators) throws IOException {
        EventsTable table = EventsTable.read(NamedFiles.existing("events", path));
        if (table.untyped() > 0)
            HostProgress.warn(
                    "warning: " + table.untyped() + " rows of the events table have no trial_type and are excluded");
        return TaskEvents.of(table, modulators);
    }

    /**
     * The events that percent signal change refers to: the median durations over these events and those of other runs.
     *
     * @param others tables of events separated by commas; blank for none
     */
    static TypicalEvents typical(Events events, String others) throws IOException {
        List<Events> runs = new ArrayList<>(List.of(events));
        for (String other : others.split(",", 0))
            if (!other.isBlank())
                runs.add(TaskEvents.read(NamedFiles.existing("other_events", other.strip()), List.of()));
        return TypicalEvents.of(runs);
    }

    /** When the values of an image were measured; a reference below 0 is that of the image. */
    static Sampling sampling(NeuroImage source, double reference) {
        Sampling sampling = Sampling.of(source);
        return reference < 0 ? sampling : new Sampling(sampling.volumes(), sampling.repetitionTime(), reference);
    }

    /** The columns of a table of confounds that are asked for, by name; all if {@code columns} is blank. */
    static Map<String, double[]> confounds(String confounds, String columns, NeuroImage source) throws IOException {
        Map<String, double[]> regressors = new LinkedHashMap<>();
        if (confounds.isBlank()) {
            if (!columns.isBlank()) throw new IllegalArgumentException("key 'columns' needs a table of confounds");
            return regressors;
        }
        Table table = ConfoundChoice.read(NamedFiles.existing("confounds", confounds), source);
        List<String> names = columns.isBlank() ? table.names() : ConfoundPreset.columns(columns, table.names());
        if (ConfoundStrategy.scrub(columns).isPresent())
            throw new IllegalArgumentException("key 'columns' has scrub, which excludes volumes and has no column: give"
                    + " fd_threshold instead");
        if (names.isEmpty()) return regressors;
        List<double[]> values = new ArrayList<>();
        for (String name : names) values.add(table.numbers(name));
        Confounds filled = Confounds.of(names, values).withFirstFilled();
        for (int c = 0; c < filled.size(); c++) regressors.put(names.get(c), filled.column(c));
        return regressors;
    }

    /** The voxels of a mask, or the brain that is found. */
    static Mask mask(ImagePlus mask, NeuroImage source, Progress progress) {
        return mask == null
                ? BrainMask.epi(source, BrainMask.Options.DEFAULT, progress)
                        .requireNotEmpty("the brain mask that was found")
                : ImageDoor.mask(mask, source);
    }

    /**
     * How a command is told of a seed.
     *
     * @param radius of the sphere about a place, in mm
     * @param weighted whether the values of a seed image are weights, not a mask
     * @param space the key {@code space}
     */
    record SeedKeys(String name, double radius, boolean weighted, String space) {}

    /**
     * The seed that a text names: an image by title or path, a place in millimetres, or a name in MNI space.
     *
     * @throws IllegalArgumentException if there is no such seed, or it has a name and the image is not in MNI space
     */
    static SeedRegion seed(SeedKeys keys, ImagePlus input, NeuroImage source, Mask within) throws IOException {
        String name = keys.name();
        boolean weighted = keys.weighted();
        boolean place = Coordinates.looksLike(name);
        Optional<ImagePlus> image = place ? Optional.empty() : NamedFiles.image(name);
        if (image.isPresent()) {
            if (weighted) return SeedRegion.weighted(weights(image.orElseThrow(), source), within);
            return SeedRegion.of(ImageDoor.mask(image.orElseThrow(), source), within);
        }
        if (weighted)
            throw new IllegalArgumentException("key 'weighted' is true, but the seed '" + name
                    + "' is neither an open image nor a file of weights");
        ImageDoor.requirePlaced(input, "a seed in millimetres cannot be located in it");
        double[] centre = place ? Coordinates.parse("seed", name) : NamedSeeds.centre(name);
        if (!place) MniPlaces.require(source, keys.space(), "the seed " + name);
        return SeedRegion.sphere(within, centre[0], centre[1], centre[2], keys.radius());
    }

    /** The weights of a seed, shape (Z, Y, X); NaN is read as 0. */
    private static double[] weights(ImagePlus image, NeuroImage like) {
        NeuroImage seed = ImageDoor.read(image);
        seed.grid().requireSameAs(like.grid(), "the seed '" + image.getTitle() + "'", "'" + like.name() + "'");
        if (seed.volumes() != 1)
            throw new IllegalArgumentException("a seed is one volume, but " + seed.name() + " has " + seed.volumes());
        float[] values = seed.volume(0);
        double[] weights = new double[values.length];
        for (int v = 0; v < values.length; v++) weights[v] = Float.isNaN(values[v]) ? 0 : values[v];
        return weights;
    }

    /** The digests of the files that are named, by file name. */
    static Map<String, String> hashes(String... files) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String file : files)
            if (NamedFiles.file(file).isPresent())
                hashes.put(Path.of(file).getFileName().toString(), FileDigest.of(Path.of(file)));
        return hashes;
    }

    /** The names that a key lists, separated by commas; those that hold commas may stand in double quotes. */
    static List<String> names(String text, Collection<String> known) {
        return NameList.parse(text, known);
    }

    /** The names of the columns of a table of events. */
    static List<String> columns(String events) throws IOException {
        return EventsTable.read(NamedFiles.existing("events", events)).names();
    }

    /** Logs how contrasts are read that could be read in two ways. */
    static void say(List<TaskContrast> contrasts) {
        for (TaskContrast contrast : contrasts)
            if (!contrast.note().isEmpty()) HostProgress.warn("note: " + contrast.note());
    }
}
