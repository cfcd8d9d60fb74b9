package sc.fiji.boldj.workflow.study;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What arms and treatments are called: which is the control, and which spellings mean the same. */
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

    private static final Set<String> CONTROL = Set.of(
            "placebo",
            "pbo",
            "plc",
            "pla",
            "sham",
            "control",
            "controls",
            "ctrl",
            "ctl",
            "none",
            "baseline",
            "hc",
            "healthy",
            "saline",
            "vehicle",
            "waitlist",
            "wl",
            "tau",
            "off",
            "untreated",
            "0",
            "-1");

    /** Words that go with the name of a treatment and do not change what it is. */
    private static final Set<String> WITH = Set.of(
            "arm",
            "group",
            "treatment",
            "condition",
            "matched",
            "matching",
            "pill",
            "pills",
            "tablet",
            "capsule",
            "infusion",
            "injection",
            "oral",
            "iv",
            "volunteer",
            "volunteers",
            "subjects",
            "participants",
            "inactive",
            "stimulation",
            "wait",
            "waiting",
            "list",
            "active",
            "care",
            "as",
            "usual");

    private ArmNames() {}

    /** The names of the columns of a row that may say the group, as {@link #COLUMNS}. */
    static List<String> columns() {
        return COLUMNS;
    }

    /**
     * Whether a name is that of a control: {@code placebo}, {@code A_placebo}, {@code Placebo group}, {@code no drug}, {@code
     * treatment as usual}, {@code waiting list}, any {@code sham}; not {@code placebo-drug} (a sequence) nor {@code drug+placebo}.
     */
    static boolean isControl(String name) {
        String text = name.strip().toLowerCase(Locale.ROOT);
        if (CONTROL.contains(text)) return true;
        List<String> words = Arrays.stream(text.split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.contains("sham")) return !text.contains("+");
        if (words.size() > 1 && Set.of("no", "non", "without").contains(words.get(0))) return true;
        List<String> telling = words.stream()
                .filter(word -> !WITH.contains(word) && !word.matches("\\p{L}|[0-9]+|[0-9.]+(mg|ml|ug|g)"))
                .toList();
        if (telling.isEmpty()) return words.contains("usual") || words.contains("list");
        return CONTROL.containsAll(telling);
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
