package sc.fiji.boldj.workflow.methods;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import sc.fiji.boldj.denoise.CompCor;
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.denoise.MotionExpansion;
import sc.fiji.boldj.denoise.TissueSeries;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;

/** Describes the confounds that were regressed out, from the names of the columns used in each run. */
final class ConfoundWords {

    private static final List<String> ENDINGS = List.of("", "_derivative1", "_power2", "_derivative1_power2");
    private static final Map<String, String> SIGNALS = signals();

    private final List<List<String>> columns;

    /** @param columns for each run, the names of the columns that were regressed out */
    ConfoundWords(List<List<String>> columns) {
        this.columns = columns;
    }

    private static Map<String, String> signals() {
        Map<String, String> signals = new LinkedHashMap<>();
        signals.put(TissueSeries.WHITE_MATTER, "white matter");
        signals.put(TissueSeries.CSF, "CSF");
        signals.put(TissueSeries.GLOBAL_SIGNAL, "the whole brain (global signal)");
        return signals;
    }

    /** The confounds as the object of a sentence; empty if there are none. */
    String words(MethodsText text) {
        TreeSet<String> all = new TreeSet<>();
        columns.forEach(all::addAll);
        List<String> parts = new ArrayList<>();
        motion(all, parts, text);
        for (Map.Entry<String, String> signal : SIGNALS.entrySet()) {
            List<String> forms = forms(all, signal.getKey());
            if (forms.isEmpty()) continue;
            parts.add("the mean signal of " + signal.getValue() + expansion(forms)
                    + (forms.size() > 1 ? text.cite(Reference.SATTERTHWAITE_2013) : ""));
        }
        components(all, CompCor.WHITE_MATTER, "principal components of white matter (aCompCor)", parts, text);
        components(all, CompCor.CSF, "principal components of CSF (aCompCor)", parts, text);
        components(
                all, CompCor.COMBINED, "principal components of white matter and CSF together (aCompCor)", parts, text);
        components(all, CompCor.TEMPORAL, "principal components of the most variable voxels (tCompCor)", parts, text);
        several(all, "cosine", "cosine drift regressors", parts);
        several(all, IndicatorColumns.MOTION, "indicator regressors of motion outliers", parts);
        if (!all.isEmpty())
            parts.add((all.size() == 1 ? "the column " : "the columns ") + MethodsText.list(List.copyOf(all)));
        return MethodsText.list(parts);
    }

    private static void motion(NavigableSet<String> all, List<String> parts, MethodsText text) {
        List<String> common = new ArrayList<>();
        for (String ending : ENDINGS) {
            List<String> names =
                    MotionExpansion.NAMES.stream().map(name -> name + ending).toList();
            if (all.containsAll(names)) {
                common.add(ending);
                names.forEach(all::remove);
            }
        }
        if (common.isEmpty()) return;
        boolean plain = common.contains("");
        parts.add((plain
                        ? "the six motion parameters" + expansion(common)
                        : "expansions of the six motion parameters" + " (" + String.join(", ", common) + ")")
                + (common.size() == ENDINGS.size()
                        ? ", 24 regressors in total" + text.cite(Reference.FRISTON_1996, Reference.SATTERTHWAITE_2013)
                        : ""));
    }

    /** The expansions of a signal that are present; they are removed from the remaining names. */
    private static List<String> forms(NavigableSet<String> all, String name) {
        if (!all.contains(name)) return List.of();
        List<String> forms = new ArrayList<>();
        for (String ending : ENDINGS) if (all.remove(name + ending)) forms.add(ending);
        return forms;
    }

    private static String expansion(List<String> forms) {
        boolean derivative = forms.contains("_derivative1");
        boolean square = forms.contains("_power2");
        boolean both = forms.contains("_derivative1_power2");
        if (derivative && square && both) return " with their temporal derivatives and the squares of both";
        List<String> parts = new ArrayList<>();
        if (derivative) parts.add("temporal derivatives");
        if (square) parts.add("squares");
        if (both) parts.add("squared temporal derivatives");
        return parts.isEmpty() ? "" : " with " + MethodsText.list(parts);
    }

    private void components(
            NavigableSet<String> all, String prefix, String name, List<String> parts, MethodsText text) {
        int before = parts.size();
        several(all, prefix, name, parts);
        if (parts.size() > before) {
            int last = parts.size() - 1;
            parts.set(last, "the first " + parts.get(last) + text.cite(Reference.BEHZADI_2007));
        }
    }

    /** Columns with a common prefix: their number, or its range over the runs. */
    private void several(NavigableSet<String> all, String prefix, String name, List<String> parts) {
        if (!all.removeIf(column -> column.startsWith(prefix))) return;
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (List<String> one : columns) {
            int count = (int)
                    one.stream().filter(column -> column.startsWith(prefix)).count();
            least = Math.min(least, count);
            most = Math.max(most, count);
        }
        parts.add(MethodsText.range(least, most) + " " + name);
    }
}
