package sc.fiji.boldj.workflow.trial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.ModelChoice;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * A contrast of cells, split into the contrast within each participant and the comparison between arms.
 *
 * @param visit level of the visit factor that was asked for, or empty
 * @param factors between participants that it names, in the order of the protocol; empty for a contrast within participants
 * @param arms weights of arms; empty for a contrast within participants
 * @param declared weights of sessions within a participant, by their levels, as declared
 * @param sessions the same with the baseline subtracted, where the model says so
 * @param baselines weights of the baseline sessions that are a covariate; empty for none
 * @param conditions weights by treatment, where the sessions differ in treatment alone; else empty
 */
record ContrastParts(
        String visit,
        List<String> factors,
        Map<String, Double> arms,
        Map<Map<String, String>, Double> declared,
        Map<Map<String, String>, Double> sessions,
        Map<Map<String, String>, Double> baselines,
        Map<String, Double> conditions) {

    /** @throws DataException if it compares different sessions in different arms, or does not say which scan is meant */
    static ContrastParts of(TrialProtocol protocol, CellContrast contrast, String visit) {
        Cell any = contrast.weights().keySet().iterator().next();
        List<String> between = protocol.factors().values().stream()
                .filter(f -> !f.within() && any.names(f.name()))
                .map(Factor::name)
                .toList();
        Map<String, Map<Map<String, String>, Double>> byArm = new LinkedHashMap<>();
        contrast.weights().forEach((cell, weight) -> {
            Map<String, String> within = new TreeMap<>(cell.levels());
            between.forEach(within::remove);
            String arm = between.stream().map(f -> cell.levels().get(f)).collect(Collectors.joining(Cell.AT));
            byArm.computeIfAbsent(arm, key -> new LinkedHashMap<>())
                    .merge(complete(protocol, contrast, within, visit), weight, Double::sum);
        });
        Map<String, Double> arms = new LinkedHashMap<>();
        Map<Map<String, String>, Double> declared = byArm.values().iterator().next();
        if (!between.isEmpty()) {
            double unit = declared.values().iterator().next();
            Map<Map<String, String>, Double> first = scaled(declared, 1 / unit);
            byArm.forEach((arm, own) -> arms.put(arm, ratio(own, first, contrast)));
            declared = first;
        }
        boolean adjusted = protocol.model().baseline().isPresent()
                && !any.names(protocol.model().baseline().get().factor());
        return new ContrastParts(
                visit,
                between,
                arms,
                declared,
                adjusted ? change(protocol, declared) : declared,
                adjusted ? covariate(protocol, declared) : Map.of(),
                conditions(protocol, declared));
    }

    /** The same for other arms. */
    ContrastParts withArms(Map<String, Double> others) {
        return new ContrastParts(visit, factors, others, declared, sessions, baselines, conditions);
    }

    private static Map<Map<String, String>, Double> scaled(Map<Map<String, String>, Double> weights, double by) {
        Map<Map<String, String>, Double> scaled = new LinkedHashMap<>();
        weights.forEach((levels, weight) -> scaled.put(levels, weight * by));
        return scaled;
    }

    private static double ratio(
            Map<Map<String, String>, Double> own, Map<Map<String, String>, Double> first, CellContrast contrast) {
        Map.Entry<Map<String, String>, Double> one = first.entrySet().iterator().next();
        double ratio = own.getOrDefault(one.getKey(), 0.0) / one.getValue();
        boolean same = own.keySet().equals(first.keySet());
        for (Map.Entry<Map<String, String>, Double> each : first.entrySet())
            same &= Math.abs(own.getOrDefault(each.getKey(), 0.0) - ratio * each.getValue()) <= 1e-9 * Math.abs(ratio);
        if (!same || ratio == 0)
            throw new DataException("the contrast '" + contrast.expression()
                    + "' compares other sessions in one arm than in another: the sessions of each arm must have the same"
                    + " weights but for a factor");
        return ratio;
    }

    /** The levels of a cell with those that are not named but follow. */
    private static Map<String, String> complete(
            TrialProtocol protocol, CellContrast contrast, Map<String, String> named, String visit) {
        Map<String, String> levels = new TreeMap<>(named);
        for (Factor factor : protocol.factors().values()) {
            if (!factor.within() || levels.containsKey(factor.name())) continue;
            if (factor.role() == Factor.Role.VISIT && !visit.isEmpty()) levels.put(factor.name(), visit);
            else if (factor.levels().size() == 1)
                levels.put(factor.name(), factor.levels().get(0));
            else if (factor.role() == Factor.Role.SCAN) {
                List<String> others = factor.levels().stream()
                        .filter(level -> !isBaseline(protocol, factor, level))
                        .toList();
                if (others.size() != 1)
                    throw new DataException("the contrast '" + contrast.expression() + "' does not say which "
                            + factor.name() + " it compares: " + String.join(", ", others)
                            + "; name it (level@level), or declare a baseline");
                levels.put(factor.name(), others.get(0));
            }
        }
        return levels;
    }

    private static boolean isBaseline(TrialProtocol protocol, Factor factor, String level) {
        Optional<ModelChoice.Baseline> baseline = protocol.model().baseline();
        return baseline.isPresent()
                && baseline.get().factor().equals(factor.name())
                && baseline.get().level().equals(level);
    }

    private static Map<Map<String, String>, Double> change(
            TrialProtocol protocol, Map<Map<String, String>, Double> declared) {
        ModelChoice.Baseline baseline = protocol.model().baseline().orElseThrow();
        if (baseline.use() != ModelChoice.Use.CHANGE) return declared;
        Map<Map<String, String>, Double> sessions = new LinkedHashMap<>(declared);
        baselines(baseline, declared).forEach((levels, weight) -> sessions.merge(levels, -weight, Double::sum));
        sessions.values().removeIf(weight -> weight == 0);
        return sessions;
    }

    private static Map<Map<String, String>, Double> covariate(
            TrialProtocol protocol, Map<Map<String, String>, Double> declared) {
        ModelChoice.Baseline baseline = protocol.model().baseline().orElseThrow();
        return baseline.use() == ModelChoice.Use.COVARIATE ? baselines(baseline, declared) : Map.of();
    }

    private static Map<Map<String, String>, Double> baselines(
            ModelChoice.Baseline baseline, Map<Map<String, String>, Double> declared) {
        Map<Map<String, String>, Double> baselines = new LinkedHashMap<>();
        declared.forEach((levels, weight) -> {
            if (baseline.level().equals(levels.get(baseline.factor()))) return;
            Map<String, String> before = new TreeMap<>(levels);
            before.put(baseline.factor(), baseline.level());
            baselines.merge(before, weight, Double::sum);
        });
        return baselines;
    }

    private static Map<String, Double> conditions(TrialProtocol protocol, Map<Map<String, String>, Double> declared) {
        Optional<Factor> treatment = protocol.factor(Factor.Role.TREATMENT);
        if (treatment.isEmpty() || !treatment.get().within()) return Map.of();
        String name = treatment.get().name();
        Map<String, Double> conditions = new LinkedHashMap<>();
        Map<String, String> rest = null;
        for (Map.Entry<Map<String, String>, Double> each : declared.entrySet()) {
            Map<String, String> others = new TreeMap<>(each.getKey());
            String level = others.remove(name);
            if (level == null || (rest != null && !rest.equals(others))) return Map.of();
            rest = others;
            conditions.put(level, each.getValue());
        }
        return conditions;
    }
}
