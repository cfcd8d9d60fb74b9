package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.stats.NameList;

/**
 * The contrasts of a series with events: each condition, the differences of up to four of them by pairs, and those of the
 * user's that its conditions can answer (a dataset may have several tasks).
 */
final class TaskQuestions {

    /** Conditions with differences by pairs; of more there would be too many. */
    private static final int PAIRED = 4;

    private TaskQuestions() {}

    /**
     * The contrasts of some conditions.
     *
     * @param given the user's, each as {@link TaskContrast#parse} reads it; see {@link #answerable}
     * @return weights of the conditions; no two share a name or a label
     * @throws IllegalArgumentException if a user's contrast has the name of another one
     */
    static List<TaskContrast> of(List<String> conditions, List<String> given) {
        List<TaskContrast> questions = new ArrayList<>();
        for (int a = 0; a < conditions.size(); a++)
            questions.add(TaskContrast.of(conditions.get(a), weights(conditions.size(), a, -1)));
        if (conditions.size() <= PAIRED)
            for (int a = 0; a < conditions.size(); a++)
                for (int b = a + 1; b < conditions.size(); b++)
                    questions.add(TaskContrast.difference(
                            conditions.get(a), conditions.get(b), conditions, weights(conditions.size(), a, b)));
        for (String part : given) {
            List<TaskContrast> own;
            try {
                own = TaskContrast.parse(part, conditions);
            } catch (IllegalArgumentException e) {
                // of another task's conditions; answerable() has seen that there is one
                continue;
            }
            for (TaskContrast contrast : own) if (!contrast.isF()) add(questions, contrast);
        }
        return TaskContrast.labelled(questions);
    }

    /** Adds a user's contrast unless the same is there already. */
    private static void add(List<TaskContrast> questions, TaskContrast contrast) {
        for (TaskContrast other : questions) {
            if (!other.name().equals(contrast.name())) continue;
            if (Arrays.deepEquals(other.weights(), contrast.weights())) return;
            throw new IllegalArgumentException("contrasts: '" + contrast.name() + "' (" + contrast.expression()
                    + ") has the name of another contrast (" + other.expression()
                    + "): give it one of its own, name = expression");
        }
        questions.add(contrast);
    }

    private static double[] weights(int conditions, int plus, int minus) {
        double[] weights = new double[conditions];
        weights[plus] = 1;
        if (minus >= 0) weights[minus] = -1;
        return weights;
    }

    /**
     * The user's contrasts one by one, each of which some series can answer.
     *
     * @throws IllegalArgumentException naming the contrast and the conditions there are
     */
    static List<String> answerable(BidsDataset dataset, String given) {
        if (given.isBlank()) return List.of();
        List<List<String>> tasks = new ArrayList<>();
        for (BidsScan scan : dataset.scans()) {
            if (!scan.isBold()) continue;
            try {
                Optional<Path> events = BidsDataset.events(scan);
                if (events.isEmpty()) continue;
                List<String> conditions = EventsTable.read(events.get()).types();
                if (!tasks.contains(conditions)) tasks.add(conditions);
            } catch (IOException | IllegalArgumentException e) {
                // this series will fail by its own name

            }
        }
        Set<String> names = new LinkedHashSet<>();
        tasks.forEach(names::addAll);
        List<String> parts = parts(given, names);
        for (String part : parts) requireAnswerable(part, tasks);
        for (List<String> conditions : tasks) of(conditions, parts);
        return parts;
    }

    /** A list of weights is one contrast, whatever its commas. */
    private static List<String> parts(String given, Set<String> names) {
        List<String> parts = new ArrayList<>();
        for (String piece : NameList.split(given, names, "|\n")) {
            String expression = piece.substring(piece.indexOf('=') + 1);
            boolean weights = Arrays.stream(expression.split("[,;]", -1)).allMatch(NumberText::isNumber)
                    && !names.contains(piece);
            if (weights) parts.add(piece);
            else parts.addAll(NameList.split(piece, names, ","));
        }
        return parts.stream().map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    private static void requireAnswerable(String part, List<List<String>> tasks) {
        String why = "none has events";
        for (List<String> conditions : tasks)
            try {
                if (TaskContrast.parse(part, conditions).stream().noneMatch(TaskContrast::isF)) return;
                why = "it has several rows, and only t contrasts go on to the group level";
                break;
            } catch (IllegalArgumentException e) {
                why = e.getMessage();
            }
        throw new IllegalArgumentException("contrasts: no series can answer '" + part + "': " + why);
    }
}
