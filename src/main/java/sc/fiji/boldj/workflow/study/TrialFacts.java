package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import sc.fiji.boldj.workflow.MethodsText;

/**
 * What a group analysis actually did; with the options, the basis of its methods text.
 *
 * @param task of the runs
 * @param series the analysed runs
 * @param participants analysed
 * @param sessions analysed
 * @param excluded sessions that were excluded by the rules or could not be used
 * @param motion mean framewise displacement and degrees of freedom of each compared group, in words
 * @param model the model of the connections in words: design, contrast, statistic, shuffling
 * @param connections names of the connections that were tested
 * @param families whether connections available in different participants were corrected as separate families
 * @param maps names of the maps that were tested
 * @param voxels tested in each map
 * @param response how response was tested
 * @param period whether the outcome was also adjusted for period, as in a crossover
 */
record TrialFacts(
        String task,
        List<SeriesFacts> series,
        int participants,
        int sessions,
        int excluded,
        String motion,
        String model,
        List<String> connections,
        boolean families,
        List<String> maps,
        int voxels,
        Response response,
        boolean period) {

    /** How response was tested. */
    enum Response {
        /** Not tested: no outcome, or too few participants. */
        NONE,
        /** As an association, in participants who were given the drug only. */
        ASSOCIATION,
        /** As the interaction of treatment with the connection. */
        INTERACTION
    }

    /** Collects what was done. */
    static TrialFacts of(
            TrialDesign design,
            VisitList list,
            ColumnTest main,
            List<TrialReport.MapResult> maps,
            int voxels,
            Biomarkers biomarkers)
            throws IOException {
        List<SeriesFacts> series = new ArrayList<>();
        String task = "";
        for (Visit visit : design.visits())
            for (ScanFiles run : visit.runs()) {
                series.add(SeriesFacts.of(run));
                task = run.scan().task();
            }
        Response response = biomarkers.strongest() == null
                ? Response.NONE
                : biomarkers.strongest().controls().length > 0 ? Response.INTERACTION : Response.ASSOCIATION;
        return new TrialFacts(
                task,
                series,
                design.people(),
                design.visits().size(),
                list.excluded().size() + design.dropped().size(),
                motion(design),
                main.test().words(),
                main.names(),
                main.isFamilies(),
                maps.stream().map(TrialReport.MapResult::name).toList(),
                voxels,
                response,
                design.kind().equals("crossover"));
    }

    /** Motion and degrees of freedom of each compared group: items of COBIDAS. */
    private static String motion(TrialDesign design) {
        Map<String, List<Visit>> groups = new LinkedHashMap<>();
        for (Visit visit : design.visits())
            groups.computeIfAbsent(design.heading(visit), key -> new ArrayList<>())
                    .add(visit);
        List<String> words = new ArrayList<>();
        groups.forEach((name, visits) -> words.add(String.format(
                Locale.ROOT,
                "%s: framewise displacement %s mm per 2 s, %s degrees of freedom",
                name,
                mean(visits, VisitList.DISPLACEMENT),
                mean(visits, "DegreesOfFreedom"))));
        return "Means over the analysed sessions were, for " + String.join("; ", words) + ".";
    }

    private static String mean(List<Visit> visits, String figure) {
        return visits.stream()
                .map(visit -> visit.quality().get(figure))
                .filter(Objects::nonNull)
                .mapToDouble(value -> value)
                .average()
                .stream()
                .mapToObj(MethodsText::number)
                .findFirst()
                .orElse("unknown");
    }

    TrialFacts {
        series = List.copyOf(series);
        connections = List.copyOf(connections);
        maps = List.copyOf(maps);
    }
}
