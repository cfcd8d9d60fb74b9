package sc.fiji.boldj.denoise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Sets of confounds that participants know by name, as columns of fMRIPrep's vocabulary.
 *
 * <p>Names are joined by {@code +}: {@code 6P} motion, {@code 12P} with differences, {@code 24P} with squares of both
 * (Friston 1996); {@code 9P} motion, white matter, CSF and global signal, {@code 36P} with differences and squares of all
 * nine (Satterthwaite 2013); {@code 32P} the same without the global signal; {@code WM}, {@code CSF}, {@code GS} the mean series of white matter, CSF and the brain;
 * {@code aCompCor} the first five components of white matter and of CSF ({@code w_comp_cor_}, {@code c_comp_cor_}; in a
 * table that has neither, all that begin with {@code a_comp_cor_}); {@code aCompCor50} all of {@code a_comp_cor_}, which
 * explain half of the variance of both together; {@code tCompCor} the first five of {@code t_comp_cor_}. The global signal
 * is in a set only if its name says so ({@code 9P}, {@code 36P}, {@code GS}). {@code HRV} and {@code RVT} are {@code hrv_crf} and {@code
 * rvt_rrf} of runs whose pulse or breathing was recorded, and nothing in other runs.
 *
 * <p>Names may also be strategies of nilearn's {@code load_confounds}, see {@link ConfoundStrategy}:
 * {@code motion+wm_csf+high_pass}.
 *
 * <p>A set takes with it the columns {@code non_steady_state_outlierXX}, if the table has any: volumes before the steady
 * state bias every fit.
 */
public final class ConfoundPreset {

    private static final List<String> KNOWN = List.of(
            "6P",
            "9P",
            "12P",
            "24P",
            "32P",
            "36P",
            "WM",
            "CSF",
            "GS",
            "aCompCor",
            "aCompCor50",
            "tCompCor",
            "HRV",
            "RVT");

    private static final int COMPONENTS = 5;

    private ConfoundPreset() {}

    /**
     * The columns that a text asks for.
     *
     * @param text names of sets joined by {@code +}, or columns separated by commas
     * @param available the columns of the table
     * @return the columns in the order asked for, each once
     * @throws IllegalArgumentException if a name is neither, or the table has no such column; lists what there is
     */
    public static List<String> columns(String text, List<String> available) {
        Set<String> wanted = new LinkedHashSet<>();
        if (text.contains(",") || available.contains(text.strip()))
            for (String name : text.split(",", -1)) wanted.add(name.strip());
        else {
            ConfoundStrategy.requireHighPass(text);
            for (String name : text.split("\\+", -1)) wanted.addAll(set(name.strip(), available));
            available.stream()
                    .filter(name -> name.startsWith(IndicatorColumns.NON_STEADY_STATE))
                    .forEach(wanted::add);
        }
        Set<String> missing = new LinkedHashSet<>(wanted);
        missing.removeAll(available);
        if (!missing.isEmpty())
            throw new IllegalArgumentException("columns '" + text + "' needs " + String.join(", ", missing)
                    + ", which the confounds do not have; they have " + String.join(", ", available));
        return new ArrayList<>(wanted);
    }

    private static List<String> set(String name, List<String> available) {
        Optional<ConfoundStrategy> strategy = ConfoundStrategy.parse(name);
        if (strategy.isPresent()) return strategy.get().columns(available);
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "6P" -> MotionExpansion.NAMES;
            case "12P" -> expanded(MotionExpansion.NAMES, "", "_derivative1");
            case "24P" -> expanded(MotionExpansion.NAMES, "", "_derivative1", "_power2", "_derivative1_power2");
            case "9P" -> nine();
            case "32P" -> expanded(nine().subList(0, 8), "", "_derivative1", "_power2", "_derivative1_power2");
            case "36P" -> expanded(nine(), "", "_derivative1", "_power2", "_derivative1_power2");
            case "WM" -> List.of(TissueSeries.WHITE_MATTER);
            case "CSF" -> List.of(TissueSeries.CSF);
            case "GS" -> List.of(TissueSeries.GLOBAL_SIGNAL);
            case "HRV" -> recorded("hrv_crf", available);
            case "RVT" -> recorded("rvt_rrf", available);
            case "ACOMPCOR" -> anatomical(name, available);
            case "ACOMPCOR50" -> components(CompCor.COMBINED, name, available);
            case "TCOMPCOR" ->
                components(CompCor.TEMPORAL, name, available).stream()
                        .limit(COMPONENTS)
                        .toList();
            default ->
                throw new IllegalArgumentException("columns has '" + name + "', which is not a column of the confounds"
                        + " and none of the sets " + String.join(", ", KNOWN) + " or strategies "
                        + String.join(", ", ConfoundStrategy.NAMES));
        };
    }

    /** A column that only runs with a recording have. */
    private static List<String> recorded(String name, List<String> available) {
        return available.contains(name) ? List.of(name) : List.of();
    }

    private static List<String> nine() {
        List<String> nine = new ArrayList<>(MotionExpansion.NAMES);
        nine.addAll(List.of(TissueSeries.WHITE_MATTER, TissueSeries.CSF, TissueSeries.GLOBAL_SIGNAL));
        return nine;
    }

    private static List<String> expanded(List<String> names, String... endings) {
        List<String> all = new ArrayList<>();
        Arrays.stream(endings).forEach(ending -> names.forEach(name -> all.add(name + ending)));
        return all;
    }

    private static List<String> anatomical(String name, List<String> available) {
        List<String> found = new ArrayList<>();
        for (String prefix : List.of(CompCor.WHITE_MATTER, CompCor.CSF))
            available.stream()
                    .filter(column -> column.startsWith(prefix))
                    .limit(COMPONENTS)
                    .forEach(found::add);
        return found.isEmpty() ? components(CompCor.COMBINED, name, available) : found;
    }

    private static List<String> components(String prefix, String name, List<String> available) {
        List<String> found =
                available.stream().filter(column -> column.startsWith(prefix)).toList();
        if (found.isEmpty())
            throw new IllegalArgumentException("the confounds have no components for " + name + " (columns " + prefix
                    + "00, ...): they need tissue images when the confounds are computed; without them choose columns"
                    + " such as 24P");
        return found;
    }
}
