package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The meaning of a positive value of a contrast, such as {@code post - pre}. Immutable.
 *
 * @param columns what a column stands for, where its name does not say it: {@code treatment} for {@code drug - placebo}
 * @param of what is compared, such as {@code the change post - pre}; empty if it is the inputs themselves
 */
record EffectDirection(Map<String, String> columns, String of) {

    static final EffectDirection NAMES = new EffectDirection(Map.of(), "");

    /** The direction of a contrast of one row; empty for several rows, which have none. */
    String words(List<String> names, double[][] contrast) {
        if (contrast.length != 1) return "";
        List<String> plus = new ArrayList<>();
        List<String> minus = new ArrayList<>();
        int named = -1;
        for (int c = 0; c < names.size(); c++) {
            double w = contrast[0][c];
            if (w == 0) continue;
            String weight = Math.abs(w) == 1 ? "" : GroupTestWords.number(Math.abs(w)) + " * ";
            (w > 0 ? plus : minus).add(weight + names.get(c));
            named = c;
        }
        String meaning = plus.size() + minus.size() == 1 ? columns.getOrDefault(names.get(named), "") : "";
        String words = meaning.isEmpty()
                ? String.join(" + ", plus)
                        + (minus.isEmpty() ? "" : (plus.isEmpty() ? "-" : " - ") + String.join(" - ", minus))
                : minus.isEmpty() ? meaning : turned(meaning);
        return of.isEmpty() ? words : words + " in " + of;
    }

    private static String turned(String difference) {
        int at = difference.indexOf(" - ");
        return at < 0 ? "-(" + difference + ")" : difference.substring(at + 3) + " - " + difference.substring(0, at);
    }
}
