package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.TaskEvents;

/**
 * The contrasts of a series with events: each condition, the differences of up to four of them by pairs, and those of the
 * user's that its conditions can answer (a dataset may have several tasks).
 */
final class TaskQuestions {

    /** Conditions with differences by pairs; of more there would be too many. */
    private static final int PAIRED = 4;

    private TaskQuestions() {}

    /**
     * The contrasts by their names.
     *
     * @param given the user's, as {@link TaskContrast#parse} reads them; empty for none
     * @return name to expression in the conditions, in order
     */
    static Map<String, String> of(List<String> conditions, String given) {
        Map<String, String> questions = new LinkedHashMap<>();
        for (String condition : conditions) questions.put(name(condition), condition);
        if (conditions.size() <= PAIRED)
            for (int a = 0; a < conditions.size(); a++)
                for (int b = a + 1; b < conditions.size(); b++)
                    questions.put(
                            name(conditions.get(a)) + "-" + name(conditions.get(b)),
                            conditions.get(a) + " - " + conditions.get(b));
        for (String part : parts(given)) {
            try {
                TaskContrast contrast = TaskContrast.parse(part, conditions).get(0);
                if (!contrast.isF())
                    questions.put(
                            contrast.name(),
                            part.substring(part.indexOf('=') + 1).strip());
            } catch (IllegalArgumentException e) {
                // of another task's conditions; requireAnswerable has seen that there is one
                continue;
            }
        }
        return questions;
    }

    private static List<String> parts(String given) {
        List<String> parts = new ArrayList<>();
        for (String part : given.split("[|,\\n]", -1)) if (!part.isBlank()) parts.add(part.strip());
        return parts;
    }

    private static String name(String condition) {
        return condition.replaceAll("[^A-Za-z0-9_.+-]", "");
    }

    /**
     * Checks that each contrast can be answered by some series.
     *
     * @throws IllegalArgumentException naming the contrast and the conditions there are
     */
    static void requireAnswerable(BidsDataset dataset, String given) {
        List<List<String>> tasks = new ArrayList<>();
        if (given.isBlank()) return;
        for (BidsScan scan : dataset.scans()) {
            if (!scan.isBold()) continue;
            try {
                Optional<Path> events = BidsDataset.events(scan);
                if (events.isEmpty()) continue;
                List<String> conditions =
                        TaskEvents.read(events.get(), List.of()).conditions();
                if (!tasks.contains(conditions)) tasks.add(conditions);
            } catch (IOException | IllegalArgumentException e) {
                // this series will fail by its own name
                continue;
            }
        }
        for (String part : parts(given)) requireAnswerable(part, tasks);
    }

    private static void requireAnswerable(String part, List<List<String>> tasks) {
        String why = "none has events";
        for (List<String> conditions : tasks)
            try {
                if (!TaskContrast.parse(part, conditions).get(0).isF()) return;
                why = "it has several rows, and only t contrasts go on to the group level";
                break;
            } catch (IllegalArgumentException e) {
                why = e.getMessage();
            }
        throw new IllegalArgumentException("contrasts: no series can answer '" + part + "': " + why);
    }
}
