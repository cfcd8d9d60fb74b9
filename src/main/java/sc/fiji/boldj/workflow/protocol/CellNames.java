package sc.fiji.boldj.workflow.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.stats.LinearExpression;

/** The names that cells have in contrasts: a level ({@code ketamine}), or levels of several factors ({@code ketamine@day1}). */
final class CellNames {

    private final Map<String, Cell> cells = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two factors share the name of a level */
    CellNames(Map<String, Factor> factors) {
        List<Factor> all = new ArrayList<>(factors.values());
        for (int mask = 1; mask < 1 << all.size(); mask++) {
            List<Factor> chosen = new ArrayList<>();
            for (int k = 0; k < all.size(); k++) if ((mask >> k & 1) == 1) chosen.add(all.get(k));
            add("", Map.of(), chosen);
        }
    }

    private void add(String name, Map<String, String> levels, List<Factor> rest) {
        if (rest.isEmpty()) {
            if (cells.put(name, new Cell(levels)) != null)
                throw new IllegalArgumentException(
                        "'" + name + "' is a level of two factors: give one of them another name in column and levels");
            return;
        }
        for (int k = 0; k < rest.size(); k++) {
            List<Factor> others = new ArrayList<>(rest);
            Factor factor = others.remove(k);
            for (String level : factor.levels()) {
                Map<String, String> more = new TreeMap<>(levels);
                more.put(factor.name(), level);
                add(name.isEmpty() ? level : name + Cell.AT + level, more, others);
            }
        }
    }

    /**
     * Reads a contrast.
     *
     * @throws IllegalArgumentException if it names no cell, or all weights cancel
     */
    CellContrast read(String name, String expression) {
        List<String> names = List.copyOf(cells.keySet());
        double[] weights = parse(expression, names);
        Map<Cell, Double> sums = new LinkedHashMap<>();
        double size = 0;
        for (int i = 0; i < weights.length; i++) {
            size = Math.max(size, Math.abs(weights[i]));
            if (weights[i] != 0) sums.merge(cells.get(names.get(i)), weights[i], Double::sum);
        }
        double rounding = 1e-12 * size;
        sums.values().removeIf(weight -> Math.abs(weight) <= rounding);
        if (sums.isEmpty()) throw new IllegalArgumentException("all weights of '" + expression + "' cancel");
        CellContrast contrast = new CellContrast(name, expression, sums);
        boolean oneSided = sums.values().stream().allMatch(w -> w > 0)
                || sums.values().stream().allMatch(w -> w < 0);
        if (!contrast.isDifference() && !oneSided)
            throw new IllegalArgumentException("the weights of '" + expression
                    + "' do not sum to 0: a contrast compares equal amounts, such as 0.5*(a + b) - c");
        requireSameFactors(contrast);
        return contrast;
    }

    /** The names of single levels stand in messages; combinations follow from them. */
    private double[] parse(String expression, List<String> names) {
        try {
            return LinearExpression.parse(expression, names);
        } catch (IllegalArgumentException e) {
            String words = e.getMessage();
            int list = words.indexOf("the names are ");
            List<String> levels = names.stream()
                    .filter(n -> cells.get(n).levels().size() == 1)
                    .toList();
            String end = "; put a name";
            throw new IllegalArgumentException(
                    list < 0
                            ? words
                            : words.substring(0, list) + "the levels are " + levels
                                    + (names.size() > levels.size() ? ", combined as level@level" : "")
                                    + words.substring(words.indexOf(end, list)),
                    e);
        }
    }

    private static void requireSameFactors(CellContrast contrast) {
        Cell first = contrast.weights().keySet().iterator().next();
        for (Cell cell : contrast.weights().keySet())
            if (!cell.levels().keySet().equals(first.levels().keySet()))
                throw new IllegalArgumentException("'" + contrast.expression() + "' compares cells of the factors "
                        + first.levels().keySet() + " with cells of "
                        + cell.levels().keySet()
                        + ": name levels of the same factors on both sides");
    }
}
