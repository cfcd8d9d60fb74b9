package sc.fiji.boldj.workflow.participant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.run.NumberText;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * The contrasts of a first-level model: each condition and regressor, the differences of up to four conditions by pairs, and
 * those of the user's that its columns can answer (a dataset may have several tasks, a run two models).
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
        return of(TaskColumns.of(conditions), given);
    }

    /** The same of the columns of a model. */
    static List<TaskContrast> of(TaskColumns columns, List<String> given) {
        List<TaskContrast> questions = new ArrayList<>();
        List<String> all = columns.all();
        for (String name : columns.single()) questions.add(TaskContrast.of(name, weights(all, name, null)));
        List<String> paired = columns.paired();
        if (paired.size() <= PAIRED)
            for (int a = 0; a < paired.size(); a++)
                for (int b = a + 1; b < paired.size(); b++)
                    questions.add(TaskContrast.difference(
                            paired.get(a), paired.get(b), all, weights(all, paired.get(a), paired.get(b))));
        for (String part : given) {
            List<TaskContrast> own;
            try {
                own = TaskContrast.parse(part, all);
            } catch (IllegalArgumentException e) {
                // of another task or model; answerable() has seen that there is one
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

    private static double[] weights(List<String> all, String plus, String minus) {
        double[] weights = new double[all.size()];
        weights[all.indexOf(plus)] = 1;
        if (minus != null) weights[all.indexOf(minus)] = -1;
        return weights;
    }

    /** The user's contrasts that a model is asked: those that the models before it cannot answer. */
    static List<String> among(List<String> given, List<TaskColumns> earlier) {
        return given.stream()
                .filter(part -> earlier.stream().noneMatch(columns -> isAnswered(part, columns)))
                .toList();
    }

    private static boolean isAnswered(String part, TaskColumns columns) {
        try {
            return !TaskContrast.parse(part, columns.all()).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The user's contrasts one by one, each of which some series can answer.
     *
     * @throws IllegalArgumentException naming the contrast and the columns there are, or a key that no series can use
     */
    static List<String> answerable(BidsDataset dataset, ParticipantOptions options) {
        RunColumns found = RunColumns.of(dataset, options);
        String given = options.get(ParticipantOption.CONTRASTS);
        if (given.isBlank()) return List.of();
        Set<String> names = new LinkedHashSet<>();
        found.models().forEach(names::addAll);
        List<String> parts = parts(given, names);
        for (String part : parts) requireAnswerable(part, found.models());
        for (List<String> columns : found.models()) of(columns, parts);
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
        String why = "none has events, doses or regressors";
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
