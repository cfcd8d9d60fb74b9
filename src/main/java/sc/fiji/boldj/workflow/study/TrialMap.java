package sc.fiji.boldj.workflow.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A map that the participant level computes from each run and the group level can test. Everything that is said of a map
 * follows from its type: where it stands, its unit, what a positive value means, the series it is computed from.
 *
 * <p>Text of the user becomes a map in {@link #parse}, nowhere else.
 */
public sealed interface TrialMap permits ComputedMap, TaskMap {

    /** Unit of the preprocessed series and of what is in its unit. */
    String SIGNAL = "arbitrary; the mean over the brain mask and the steady state is 10000 (100 = 1 %)";

    /** Whether a map holds the quantity itself or one relative to the whole brain of the run. */
    enum Scaling {
        /** In the unit of the quantity: an effect on the whole brain is in the map. */
        RAW,
        /** Divided by the mean, or the standard deviation, over the brain: an effect on the whole brain is removed. */
        STANDARDISED
    }

    /** The series that a map is computed from. */
    enum Source {
        /** Denoised, not smoothed. */
        DENOISED,
        /** Denoised, smoothed. */
        SMOOTHED,
        /** Without confounds but with all frequencies and all volumes, smoothed. */
        ALL_FREQUENCIES,
        /** The first-level model of a task, which is fitted to the preprocessed series. */
        TASK_MODEL
    }

    /** What the user calls it: {@code PCC}, {@code DMN}, {@code seed-Amygdala}, {@code component-3}, {@code glm-go}. */
    String label();

    /** The name of the folder for its results at the group level. */
    default String folder() {
        return label();
    }

    /** The file of a run that it stands in. */
    Path file(ScanFiles run);

    /** Which volume of the file it is, from 0. */
    default int volume() {
        return 0;
    }

    /** What its values are, in words. */
    String description();

    /** Unit of its values. */
    String unit();

    /** What a value above zero, or a larger one, means. */
    String direction();

    /** Whether its values are relative to the brain of the run. */
    default Scaling scaling() {
        return Scaling.RAW;
    }

    /** The series that it is computed from. */
    Source source();

    /** Whether each run has it; otherwise only those with what it is computed from, such as the conditions of a contrast. */
    default boolean isInEveryRun() {
        return true;
    }

    /** Why the participant level does not compute it under these options, with a remedy; empty if it does. */
    default Optional<String> unavailable(ParticipantOptions options) {
        return Optional.empty();
    }

    /** The maps that the participant level always computes: of seeds, of networks by dual regression, and local measures. */
    static List<ComputedMap> builtIn() {
        List<ComputedMap> maps = new ArrayList<>(SeedMap.builtIn());
        maps.addAll(NetworkMap.all());
        maps.addAll(List.of(LocalMeasure.values()));
        return List.copyOf(maps);
    }

    /**
     * The map that a user names.
     *
     * @param text the name of a built-in map; {@code seed-} and the name of a seed, {@code component-} and the number of a
     *     spatial map, from 1, that the participant level was given; or {@code glm-} and the name or label of a task's
     *     contrast, with or without double quotes
     * @throws IllegalArgumentException if there is no such map
     */
    static TrialMap parse(String text) {
        for (TrialMap map : builtIn()) if (map.label().equals(text)) return map;
        int dash = text.indexOf('-');
        String rest = text.substring(dash + 1);
        Optional<? extends TrialMap> map =
                switch (text.substring(0, dash + 1)) {
                    case SeedMap.PREFIX -> SeedMap.parse(rest);
                    case ComponentMap.PREFIX -> ComponentMap.parse(rest);
                    case TaskMap.PREFIX -> TaskMap.parse(rest);
                    default -> Optional.empty();
                };
        if (map.isPresent()) return map.get();
        throw new IllegalArgumentException("maps names '" + text + "' but there are "
                + builtIn().stream().map(TrialMap::label).toList() + "; " + SeedMap.PREFIX + "NAME and "
                + ComponentMap.PREFIX + "NUMBER of the participant level's seeds and components; and, for"
                + " series with events, " + TaskMap.PREFIX + "CONTRAST");
    }

    /**
     * Checks that each map has a folder of its own.
     *
     * @throws IllegalArgumentException if two maps have the same folder, also where case is not used
     */
    static void requireDistinct(List<TrialMap> maps) {
        Set<String> folders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (TrialMap map : maps)
            if (!folders.add(map.folder()))
                throw new IllegalArgumentException("maps names '" + map.label() + "' twice");
    }
}
