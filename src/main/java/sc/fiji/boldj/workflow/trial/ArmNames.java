package sc.fiji.boldj.workflow.trial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sc.fiji.boldj.workflow.study.TableCells;

/** Where tables name arms and treatments, and which spellings mean the same. */
final class ArmNames {

    /** Columns of the table of participants that may say the group, the likeliest first. */
    private static final List<String> COLUMNS = List.of(
            "arm",
            "treatment_arm",
            "study_arm",
            "trial_arm",
            "sequence",
            "treatment_sequence",
            "group",
            "treatment_group",
            "study_group",
            "treatment",
            "allocation",
            "randomisation",
            "randomization");

    private ArmNames() {}

    /** The names of the columns of a row that may say the group, as {@link #COLUMNS}. */
    static List<String> columns() {
        return COLUMNS;
    }

    /** For each name the first, by the alphabet, that differs from it in case, blanks and signs alone. */
    static Map<String, String> spellings(Iterable<String> names) {
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, String> spellings = new LinkedHashMap<>();
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(sorted::add);
        for (String name : sorted) {
            String plain = name.matches("[-+0-9.,]+") ? name : TableCells.plain(name);
            spellings.put(name, first.computeIfAbsent(plain, key -> name));
        }
        return spellings;
    }
}
