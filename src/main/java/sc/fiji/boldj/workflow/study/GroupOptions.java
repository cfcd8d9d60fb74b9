package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.workflow.option.OptionSet;
import sc.fiji.boldj.workflow.option.Options;

/** How a trial is analysed: values of the options that {@link GroupOption} declares. Immutable. */
public final class GroupOptions extends Options<GroupOptions> {

    /** All maps that the participant level always makes: of seeds, of networks by dual regression, and of places. */
    public static final List<String> MAPS = allMaps();

    /** What the name of a map of a further seed begins with. */
    static final String SEED_MAP = "seed-";

    /** What the name of a map of a given spatial map begins with. */
    static final String COMPONENT_MAP = "component-";

    /** What the name of a task's map begins with. */
    static final String TASK_MAP = "glm-";

    /** What there is to choose. */
    public static final OptionSet ALL = OptionSet.declaredIn(GroupOption.class);

    /** Two cingulate and default-mode maps, 5000 shufflings. */
    public static final GroupOptions DEFAULT = new GroupOptions(Map.of());

    private GroupOptions(Map<String, Object> values) {
        super(ALL, values);
    }

    @Override
    protected GroupOptions of(Map<String, Object> other) {
        return new GroupOptions(other);
    }

    /**
     * What maps to test may be called: some of {@link #MAPS}; {@code seed-} and the name of a seed or {@code component-} and the
     * number of a spatial map, from 1, that the participant level was given; or {@code glm-} and the name or label of a task's
     * contrast, for its effect in percent of the signal.
     */
    static void requireMaps(List<String> maps) {
        for (String map : maps)
            if (!MAPS.contains(map)
                    && !(map.startsWith(TASK_MAP) && !contrast(map).isBlank())
                    && !map.matches(SEED_MAP + "[A-Za-z0-9]+")
                    && !map.matches(COMPONENT_MAP + "[1-9][0-9]{0,3}"))
                throw new IllegalArgumentException("maps names '" + map + "' but there are " + MAPS + "; " + SEED_MAP
                        + "NAME and " + COMPONENT_MAP
                        + "NUMBER of the participant level's seeds and components; and, for"
                        + " series with events, " + TASK_MAP + "CONTRAST");
        Set<String> folders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String map : maps)
            if (!folders.add(folder(map))) throw new IllegalArgumentException("maps names '" + map + "' twice");
    }

    /** The contrast that a task's map is of: its label or its name, without quotes. */
    static String contrast(String map) {
        List<String> name = NameList.parse(map.substring(TASK_MAP.length()), List.of(map.substring(TASK_MAP.length())));
        return name.isEmpty() ? "" : name.get(0);
    }

    /** The name of the folder for the results of a map. */
    static String folder(String map) {
        return map.startsWith(TASK_MAP) ? TASK_MAP + FileLabels.of(contrast(map)) : map;
    }

    private static List<String> allMaps() {
        List<String> maps = new ArrayList<>(MapStep.SEEDS.keySet());
        maps.addAll(NetworkTemplates.builtInNames());
        maps.addAll(LocalMaps.names());
        return List.copyOf(maps);
    }
}
