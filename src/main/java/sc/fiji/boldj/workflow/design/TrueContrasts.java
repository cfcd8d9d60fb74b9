package sc.fiji.boldj.workflow.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Cell;
import sc.fiji.boldj.workflow.protocol.CellContrast;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.protocol.TrialTruth;
import sc.fiji.boldj.workflow.trial.ContrastShape;

/** What is true of every declared contrast of a simulated trial, in standard deviations; carry-over is not part of it. */
final class TrueContrasts {

    private TrueContrasts() {}

    static Table of(TrialProtocol protocol, TrialTruth truth) {
        List<List<String>> rows = new ArrayList<>();
        for (TestFamily family : protocol.claims().families())
            for (TestFamily.DeclaredTest test : family.tests())
                rows.add(row(family.id(), test.endpoint(), test.contrast(), test.visit(), protocol, truth));
        protocol.claims()
                .equivalence()
                .forEach(claim -> rows.add(
                        row("equivalence", claim.endpoint(), claim.contrast(), claim.visit(), protocol, truth)));
        protocol.claims().blocking().forEach(claim -> {
            rows.add(row("blocking, effect", claim.endpoint(), claim.effect(), claim.visit(), protocol, truth));
            rows.add(row("blocking, difference", claim.endpoint(), claim.difference(), claim.visit(), protocol, truth));
        });
        return Table.of(List.of("family", "endpoint", "contrast", "visit", "truth_sd"), rows);
    }

    private static List<String> row(
            String family,
            String endpoint,
            CellContrast contrast,
            String visit,
            TrialProtocol protocol,
            TrialTruth truth) {
        double value = value(protocol, CellMeans.of(protocol, truth, endpoint), contrast, visit);
        return List.of(family, endpoint, contrast.expression(), visit, Table.format(value));
    }

    /** The value of a contrast as it is tested, the baseline subtracted where the model says so; NaN if it cannot be tested. */
    static double value(TrialProtocol protocol, CellMeans means, CellContrast contrast, String visit) {
        ContrastShape shape;
        try {
            shape = ContrastShape.of(protocol, contrast, visit);
        } catch (DataException e) {
            return Double.NaN;
        }
        List<String> between = protocol.factors().values().stream()
                .filter(f -> !f.within())
                .map(Factor::name)
                .toList();
        double sum = 0;
        for (Map.Entry<Map<String, String>, Double> session : shape.sessions().entrySet()) {
            if (!shape.isBetween()) {
                sum += session.getValue() * means.mean(session.getKey());
                continue;
            }
            for (Map.Entry<String, Double> arm : shape.arms().entrySet()) {
                Map<String, String> cell = new TreeMap<>(session.getKey());
                levels(contrast, between, arm.getKey()).ifPresent(cell::putAll);
                sum += session.getValue() * arm.getValue() * means.mean(cell);
            }
        }
        return Math.abs(sum) < 1e-12 ? 0 : Math.rint(sum * 1e9) / 1e9;
    }

    /** The levels between participants of an arm, whose name joins them. */
    private static Optional<Map<String, String>> levels(CellContrast contrast, List<String> between, String arm) {
        for (Cell cell : contrast.weights().keySet()) {
            Map<String, String> own = new TreeMap<>(cell.levels());
            own.keySet().retainAll(between);
            List<String> names = new ArrayList<>();
            for (String factor : between) if (own.containsKey(factor)) names.add(own.get(factor));
            if (String.join(Cell.AT, names).equals(arm)) return Optional.of(own);
        }
        return Optional.empty();
    }
}
