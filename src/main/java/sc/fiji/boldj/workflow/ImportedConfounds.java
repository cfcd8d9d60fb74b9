package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.denoise.CompCor;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.denoise.MotionExpansion;

/**
 * fMRIPrep's table of confounds as the later steps read it.
 *
 * <p>Versions before 21 call the components of white matter and CSF together, of CSF and of white matter all {@code a_comp_cor_},
 * and the sidecar says by {@code Mask} which are which; here they have the names of later versions, {@code a_}, {@code c_} and
 * {@code w_comp_cor_}. Where the sampling is fast, displacement over 2 s and after the filter for breathing is added, as for runs
 * that BoldJ preprocesses. No value is changed.
 *
 * @param confounds the columns
 * @param notes for a column, what its sidecar says, and its name there if that is another
 */
public record ImportedConfounds(Confounds confounds, Map<String, Map<String, Object>> notes) {

    private static final Map<String, String> PREFIXES =
            Map.of("combined", CompCor.COMBINED, "CSF", CompCor.CSF, "WM", CompCor.WHITE_MATTER);

    /**
     * Prepares a table.
     *
     * @param table as read, NaN for n/a
     * @param about its sidecar; may be empty
     * @param repetitionTime seconds; NaN if unknown
     * @throws IllegalArgumentException if the table lacks a column that every run needs, or needs the sidecar
     */
    public static ImportedConfounds of(Confounds table, Map<String, Object> about, double repetitionTime) {
        requireColumns(table);
        Map<String, Map<String, Object>> notes = new LinkedHashMap<>();
        Confounds all = renamed(table, about, notes);
        double[][] motion = new double[all.volumes()][6];
        for (int p = 0; p < 6; p++) {
            double[] column = all.column(MotionExpansion.NAMES.get(p));
            for (int t = 0; t < motion.length; t++) motion[t][p] = column[t];
        }
        return new ImportedConfounds(
                MotionColumns.addTimed(all, motion, repetitionTime, ConfoundTable.Filter.NOTCH, notes), notes);
    }

    /**
     * The same with another number of volumes before the steady state.
     *
     * @param volumes at the start
     */
    public ImportedConfounds withSkip(int volumes) {
        List<String> others = confounds.names().stream()
                .filter(name -> !name.startsWith(IndicatorColumns.NON_STEADY_STATE))
                .toList();
        boolean[] early = new boolean[confounds.volumes()];
        for (int t = 0; t < Math.min(volumes, early.length); t++) early[t] = true;
        return new ImportedConfounds(
                IndicatorColumns.add(confounds.select(others), IndicatorColumns.NON_STEADY_STATE, early), notes);
    }

    private static void requireColumns(Confounds table) {
        List<String> needed = new ArrayList<>(MotionExpansion.NAMES);
        needed.addAll(List.of(MotionColumns.DISPLACEMENT, "global_signal", "dvars", "std_dvars"));
        needed.removeAll(table.names());
        if (!needed.isEmpty())
            throw new IllegalArgumentException("the confounds lack the columns " + String.join(", ", needed)
                    + ", which fMRIPrep writes since version 1.2: was the table shortened?");
    }

    private static Confounds renamed(
            Confounds table, Map<String, Object> about, Map<String, Map<String, Object>> notes) {
        boolean old = table.names().stream().anyMatch(name -> name.startsWith(CompCor.COMBINED))
                && table.names().stream().noneMatch(name -> name.startsWith(CompCor.WHITE_MATTER));
        Map<String, Integer> counts = new TreeMap<>();
        List<String> names = new ArrayList<>();
        List<double[]> columns = new ArrayList<>();
        for (String name : table.names()) {
            Map<String, Object> note = new TreeMap<>();
            if (about.get(name) instanceof Map<?, ?> given)
                given.forEach((key, value) -> note.put(String.valueOf(key), value));
            String here = name;
            if (old && name.startsWith(CompCor.COMBINED)) {
                String prefix = PREFIXES.get(String.valueOf(note.get("Mask")));
                if (prefix == null)
                    throw new IllegalArgumentException("the sidecar of the confounds does not say of which mask " + name
                            + " is a component (key Mask): copy the .json from beside the .tsv");
                here = String.format(Locale.ROOT, "%s%02d", prefix, counts.merge(prefix, 1, Integer::sum) - 1);
                if (!here.equals(name)) note.put("NameInSource", name);
            }
            if (!note.isEmpty()) notes.put(here, note);
            names.add(here);
            columns.add(table.column(name));
        }
        return Confounds.of(names, columns);
    }
}
