package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sc.fiji.boldj.ica.NetworkTemplates;
import sc.fiji.boldj.stats.FileLabels;
import sc.fiji.boldj.stats.NameList;

/**
 * How a trial is analysed.
 *
 * @param design {@code auto} (from the tables), {@code change}, {@code crossover}, {@code two-sample}, {@code one-sample}
 *     or {@code paired}
 * @param contrast an expression in the columns of the design; empty for the design's own
 * @param covariates comma list of columns of the participants' table to adjust for; empty for none
 * @param task which series; empty: rest if there is one, else the first
 * @param outcome column of the sessions' tables that response is measured by; empty for none
 * @param maps names of maps to test, each voxel by voxel: some of {@link #MAPS}; {@code seed-} and the name of a seed or
 *     {@code component-} and the number of a spatial map, from 1, that the participant level was given; or {@code glm-} and
 *     the name or label of a task's contrast, for its effect in percent of the signal
 * @param permutations shufflings of each test
 * @param alpha corrected p that counts
 * @param largestDisplacement scans with a mean framewise displacement above this, mm per 2 s, are excluded
 * @param leastFreedom scans with fewer degrees of freedom after denoising are left out
 * @param leastCoverage scans that cover a smaller share of the template's brain are left out
 * @param seed of the shufflings
 * @param visits labels of the sessions that are compared, the baseline first; empty: those there are, if no choice is needed
 */
public record GroupOptions(
        String design,
        String contrast,
        String covariates,
        String task,
        String outcome,
        List<String> maps,
        int permutations,
        double alpha,
        double largestDisplacement,
        double leastFreedom,
        double leastCoverage,
        long seed,
        List<String> visits) {

    /** All maps that the participant level always makes: of seeds, of networks by dual regression, and of places. */
    public static final List<String> MAPS = all();

    /** What the name of a map of a further seed begins with. */
    static final String SEED_MAP = "seed-";

    /** What the name of a map of a given spatial map begins with. */
    static final String COMPONENT_MAP = "component-";

    /** What the name of a task's map begins with. */
    static final String TASK_MAP = "glm-";

    /** Two cingulate and default-mode maps, 5000 shufflings. */
    public static final GroupOptions DEFAULT = new GroupOptions(
            "auto", "", "", "", "score", List.of("PCC", "DMN", "alff", "reho"), 5000, 0.05, 0.5, 15, 0.7, 1);

    /** Of all sessions. */
    public GroupOptions(
            String design,
            String contrast,
            String covariates,
            String task,
            String outcome,
            List<String> maps,
            int permutations,
            double alpha,
            double largestDisplacement,
            double leastFreedom,
            double leastCoverage,
            long seed) {
        this(
                design,
                contrast,
                covariates,
                task,
                outcome,
                maps,
                permutations,
                alpha,
                largestDisplacement,
                leastFreedom,
                leastCoverage,
                seed,
                List.of());
    }

    public GroupOptions {
        maps = List.copyOf(maps);
        visits = List.copyOf(visits);
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
        if (permutations < 1) throw new IllegalArgumentException("permutations must be 1 or more, got " + permutations);
        if (!(alpha > 0 && alpha < 1)) throw new IllegalArgumentException("alpha must be in (0, 1), got " + alpha);
        if (!(largestDisplacement > 0 && leastFreedom >= 0 && leastCoverage >= 0 && leastCoverage <= 1))
            throw new IllegalArgumentException("the rules of exclusion must be a displacement above 0 mm, degrees of"
                    + " freedom of 0 or more and a coverage in [0, 1], got " + largestDisplacement + ", "
                    + leastFreedom + ", " + leastCoverage);
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

    private static List<String> all() {
        List<String> maps = new ArrayList<>(MapStep.SEEDS.keySet());
        maps.addAll(NetworkTemplates.builtInNames());
        maps.addAll(LocalMaps.names());
        return List.copyOf(maps);
    }

    /** The same of some sessions. */
    public GroupOptions withVisits(List<String> other) {
        return new GroupOptions(
                design,
                contrast,
                covariates,
                task,
                outcome,
                maps,
                permutations,
                alpha,
                largestDisplacement,
                leastFreedom,
                leastCoverage,
                seed,
                other);
    }

    /** By key, as in commands and logs. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new TreeMap<>();
        map.put("design", design);
        map.put("contrast", contrast);
        map.put("covariates", covariates);
        map.put("task", task);
        map.put("outcome", outcome);
        map.put("maps", String.join(",", maps));
        map.put("permutations", permutations);
        map.put("alpha", alpha);
        map.put("max_fd", largestDisplacement);
        map.put("min_dof", leastFreedom);
        map.put("min_coverage", leastCoverage);
        map.put("seed", seed);
        map.put("visits", String.join(",", visits));
        return map;
    }
}
