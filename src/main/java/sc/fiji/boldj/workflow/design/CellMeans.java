package sc.fiji.boldj.workflow.design;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.linalg.LeastSquares;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.protocol.TrialTruth;

/**
 * The true means of the cells of a trial for one endpoint, in standard deviations: those nearest to 0 that give every planted
 * contrast its value. The reference treatment and baseline sessions have a mean of 0. Immutable.
 */
final class CellMeans {

    private final Map<Map<String, String>, Double> means;

    private CellMeans(Map<Map<String, String>, Double> means) {
        this.means = means;
    }

    /** @throws IllegalArgumentException if the planted effects contradict each other, or the means that are held at 0 */
    static CellMeans of(TrialProtocol protocol, TrialTruth truth, String endpoint) {
        List<Map<String, String>> cells = cells(protocol);
        List<Map<String, String>> free =
                cells.stream().filter(cell -> !isHeld(protocol, cell)).toList();
        List<double[]> rows = new ArrayList<>();
        List<Double> wanted = new ArrayList<>();
        for (TrialTruth.PlantedEffect effect : truth.effects()) {
            if (!effect.endpoint().isEmpty() && !effect.endpoint().equals(endpoint)) continue;
            for (Map<String, String> rest : cells(protocol)) {
                Map<String, String> others = others(protocol, effect, rest);
                if (others == null) continue;
                double[] row = new double[free.size()];
                effect.contrast().weights().forEach((cell, weight) -> {
                    Map<String, String> full = new TreeMap<>(others);
                    full.putAll(cell.levels());
                    int at = free.indexOf(full);
                    if (at >= 0) row[at] += weight;
                });
                rows.add(row);
                wanted.add(effect.sd());
            }
        }
        double[] solved = solve(rows, wanted, free.size(), endpoint);
        Map<Map<String, String>, Double> means = new LinkedHashMap<>();
        for (Map<String, String> cell : cells) means.put(cell, free.contains(cell) ? solved[free.indexOf(cell)] : 0);
        return new CellMeans(means);
    }

    private static double[] solve(List<double[]> rows, List<Double> wanted, int columns, String endpoint) {
        if (rows.isEmpty() || columns == 0) return new double[columns];
        double[] design = new double[rows.size() * columns];
        double[] values = new double[rows.size()];
        for (int r = 0; r < values.length; r++) {
            System.arraycopy(rows.get(r), 0, design, r * columns, columns);
            values[r] = wanted.get(r);
        }
        double[] solved =
                LeastSquares.solve(design, values.length, columns, values, 1).coefficients();
        for (int r = 0; r < values.length; r++) {
            double got = 0;
            for (int k = 0; k < columns; k++) got += rows.get(r)[k] * solved[k];
            if (Math.abs(got - values[r]) > 1e-9 * (1 + Math.abs(values[r])))
                throw new IllegalArgumentException(
                        "truth: the effects of endpoint " + endpoint
                                + " contradict each other, or ask for an effect at baseline or of the reference alone, which have none");
        }
        return solved;
    }

    /** Every combination of the levels of all factors. */
    static List<Map<String, String>> cells(TrialProtocol protocol) {
        List<Map<String, String>> cells = new ArrayList<>(List.of(new TreeMap<>()));
        for (Factor factor : protocol.factors().values()) {
            List<Map<String, String>> more = new ArrayList<>();
            for (Map<String, String> cell : cells)
                for (String level : factor.levels()) {
                    Map<String, String> own = new TreeMap<>(cell);
                    own.put(factor.name(), level);
                    more.add(own);
                }
            cells = more;
        }
        return cells;
    }

    /** The levels that an effect does not name, from one cell; null where it is not planted or another cell says the same. */
    private static Map<String, String> others(
            TrialProtocol protocol, TrialTruth.PlantedEffect effect, Map<String, String> cell) {
        Cell any = effect.contrast().weights().keySet().iterator().next();
        Map<String, String> others = new TreeMap<>();
        for (Factor factor : protocol.factors().values()) {
            String level = cell.get(factor.name());
            if (any.names(factor.name())) {
                if (!level.equals(factor.levels().get(0))) return null;
                continue;
            }
            boolean visit = factor.role() == Factor.Role.VISIT;
            if (visit && !effect.visit().isEmpty() && !effect.visit().equals(level)) return null;
            if (isBaseline(protocol, factor.name(), level)
                    && !(visit && effect.visit().equals(level))) return null;
            others.put(factor.name(), level);
        }
        return others;
    }

    private static boolean isHeld(TrialProtocol protocol, Map<String, String> cell) {
        for (Factor factor : protocol.factors().values()) {
            String level = cell.get(factor.name());
            if (isBaseline(protocol, factor.name(), level)) return true;
            if (factor.role() == Factor.Role.TREATMENT && level.equals(factor.reference())) return true;
        }
        return false;
    }

    static boolean isBaseline(TrialProtocol protocol, String factor, String level) {
        Optional<ModelChoice.Baseline> baseline = protocol.model().baseline();
        return baseline.isPresent()
                && baseline.get().factor().equals(factor)
                && baseline.get().level().equals(level);
    }

    /** The mean of a session with these levels of all factors. */
    double of(Map<String, String> levels) {
        return means.get(levels);
    }

    /** The mean over the cells with these levels. */
    double mean(Map<String, String> levels) {
        return means.entrySet().stream()
                .filter(each -> each.getKey().entrySet().containsAll(levels.entrySet()))
                .mapToDouble(Map.Entry::getValue)
                .average()
                .orElse(0);
    }
}
