package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.glm.Design;
import sc.fiji.boldj.glm.TaskContrast;
import sc.fiji.boldj.table.Table;

/** Explains the percent signal change of the t contrasts of a design in sentences, tables and sidecars. */
record PercentWords(Design design) {

    /** Heights that differ by less than this fraction are treated as equal. */
    private static final double SAME = 1e-9;

    /** What 1 % of a contrast means. */
    String unit(TaskContrast contrast) {
        Map<String, List<String>> byUnit = new LinkedHashMap<>();
        for (int c : columns(contrast))
            byUnit.computeIfAbsent(design.units().get(c).words(), key -> new ArrayList<>())
                    .add(design.names().get(c));
        List<String> parts = new ArrayList<>();
        byUnit.forEach((words, names) -> parts.add(String.join(", ", names) + " " + words));
        return "percent of the voxel's mean: " + String.join("; ", parts);
    }

    /** A warning if percent signal change and t weight the columns of a contrast differently. */
    Optional<String> warning(TaskContrast contrast) {
        if (contrast.isF()) return Optional.empty();
        double first = Double.NaN;
        boolean same = true;
        List<String> heights = new ArrayList<>();
        for (int c : columns(contrast)) {
            double height = design.units().get(c).height();
            if (heights.isEmpty()) first = height;
            same &= !(Math.abs(height - first) > SAME * first);
            heights.add(String.format(Locale.ROOT, "%s %.3g", design.names().get(c), height));
        }
        if (same) return Optional.empty();
        return Optional.of("the conditions of " + contrast.name() + " have events of different median durations (or"
                + " different units): percent signal change compares the peaks of their responses, each column scaled by"
                + " its own peak (" + String.join(", ", heights)
                + "), whereas effect, t and z compare the weights of the"
                + " columns; the two may differ in sign");
    }

    /** Each contrast with the unit of its percent signal change. */
    Table table(List<TaskContrast> contrasts) {
        List<List<String>> rows = new ArrayList<>();
        for (TaskContrast contrast : contrasts)
            rows.add(List.of(
                    contrast.name(), contrast.isF() ? "no percent signal change for an F test" : unit(contrast)));
        return Table.of(List.of("contrast", "unit of percent signal change"), rows);
    }

    /** For a sidecar: the meaning, and the signal of a weight of 1 of each column, in the unit of the data. */
    Map<String, Object> about(TaskContrast contrast) {
        Map<String, Object> about = new LinkedHashMap<>();
        Map<String, Double> heights = new LinkedHashMap<>();
        for (int c : columns(contrast))
            heights.put(design.names().get(c), design.units().get(c).height());
        about.put("Units", "%");
        about.put("Description", unit(contrast));
        about.put("Heights", heights);
        return about;
    }

    /** For a methods section. */
    String methods(List<TaskContrast> contrasts) {
        List<String> units = contrasts.stream()
                .filter(contrast -> !contrast.isF())
                .flatMapToInt(contrast -> columns(contrast).stream().mapToInt(c -> c))
                .distinct()
                .mapToObj(
                        c -> design.names().get(c) + " " + design.units().get(c).words())
                .toList();
        if (units.isEmpty()) return "";
        return " Percent signal change is relative to the mean of each voxel: " + String.join("; ", units) + ".";
    }

    /** The columns with a weight in a t contrast. */
    private List<Integer> columns(TaskContrast contrast) {
        List<Integer> columns = new ArrayList<>();
        double[] weights = contrast.weights()[0];
        for (int c = 0; c < weights.length; c++) if (weights[c] != 0) columns.add(c);
        return columns;
    }
}
