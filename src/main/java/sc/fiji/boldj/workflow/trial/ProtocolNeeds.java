package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.workflow.protocol.AnalysisSet;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.RowRule;
import sc.fiji.boldj.workflow.protocol.TestFamily;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * What a protocol needs and a dataset does not have, determined before anything is computed.
 *
 * @param lacking what must be corrected, in sentences without an end
 * @param sizes how many participants each declared test would have if every scan could be used
 */
public record ProtocolNeeds(List<String> lacking, List<String> sizes) {

    /** Compares a protocol with the tables and the names of scans of a dataset. */
    public static ProtocolNeeds of(BidsDataset dataset, TrialProtocol protocol) throws IOException {
        TrialSessions sessions = TrialSessions.of(dataset, protocol);
        Set<String> lacking = new LinkedHashSet<>(sessions.findings());
        levels(protocol, sessions, lacking);
        columns(protocol, sessions, lacking);
        for (Endpoint endpoint : protocol.endpoints().values()) endpoint(endpoint, dataset, sessions, lacking);
        try {
            lacking.addAll(ProtocolNodes.problems(protocol));
        } catch (IOException e) {
            lacking.add(e.getMessage());
        }
        try {
            ScanRatings.of(dataset, protocol.quality().ratings());
        } catch (IOException e) {
            lacking.add(e.getMessage());
        }
        List<String> sizes = new ArrayList<>();
        for (TestFamily family : protocol.claims().families())
            for (TestFamily.DeclaredTest test : family.tests())
                size(protocol, dataset, sessions, family, test, sizes, lacking);
        return new ProtocolNeeds(List.copyOf(lacking), sizes);
    }

    private static void levels(TrialProtocol protocol, TrialSessions sessions, Set<String> lacking) {
        for (Factor factor : protocol.factors().values())
            for (String level : factor.levels())
                if (sessions.all().stream()
                        .noneMatch(s -> level.equals(s.levels().get(factor.name()))))
                    lacking.add("no session has the level '" + level + "' of factor " + factor.name() + " (column '"
                            + factor.column() + "')");
        for (String deviation : new DeclaredSample(protocol, sessions, EndpointValues.of(Map.of())).deviations())
            if (deviation.contains("none of the declared sequences")) lacking.add(deviation.replaceAll("\\.$", ""));
    }

    private static void columns(TrialProtocol protocol, TrialSessions sessions, Set<String> lacking) {
        Set<String> columns = new TreeSet<>(protocol.model().covariates());
        columns.addAll(protocol.randomisation().strata());
        for (AnalysisSet set : protocol.sets().values()) {
            set.include().stream().map(RowRule::column).forEach(columns::add);
            set.exclude().stream().map(RowRule::column).forEach(columns::add);
        }
        for (String column : columns) {
            List<String> without = sessions.people().keySet().stream()
                    .filter(subject ->
                            TableCells.cell(sessions.person(subject), column).isEmpty())
                    .map(subject -> "sub-" + subject)
                    .toList();
            if (!without.isEmpty())
                lacking.add("participants.tsv: the column '" + column + "' has no value for " + some(without));
        }
    }

    private static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(3, names.size())))
                + (names.size() > 3 ? " and " + (names.size() - 3) + " more" : "");
    }

    private static void endpoint(Endpoint endpoint, BidsDataset dataset, TrialSessions sessions, Set<String> lacking) {
        if (endpoint.source() instanceof Endpoint.Score score) {
            if (sessions.all().stream()
                    .allMatch(s -> Double.isNaN(TableCells.number(TableCells.cell(s.row(), score.column())))))
                lacking.add("endpoint " + endpoint.id() + ": no table of sessions has a number in a column '"
                        + score.column() + "'");
            return;
        }
        List<String> tasks = dataset.scans().stream()
                .filter(BidsScan::isBold)
                .map(BidsScan::task)
                .distinct()
                .sorted()
                .toList();
        if (!endpoint.task().isEmpty() && !tasks.contains(endpoint.task()))
            lacking.add("endpoint " + endpoint.id() + ": there is no task '" + endpoint.task() + "', only "
                    + String.join(", ", tasks));
        if (endpoint.source() instanceof Endpoint.Connection connection
                && !connection.name().isEmpty()
                && !Connections.names().contains(connection.name()))
            lacking.add("endpoint " + endpoint.id() + ": there is no connection '" + connection.name() + "'; there are "
                    + String.join(", ", Connections.names()));
    }

    private static void size(
            TrialProtocol protocol,
            BidsDataset dataset,
            TrialSessions sessions,
            TestFamily family,
            TestFamily.DeclaredTest test,
            List<String> sizes,
            Set<String> lacking) {
        Endpoint endpoint = protocol.endpoints().get(test.endpoint());
        boolean[] available = new boolean[sessions.all().size()];
        for (int i = 0; i < available.length; i++) {
            TrialSession session = sessions.all().get(i);
            available[i] = endpoint.source() instanceof Endpoint.Score score
                    ? Double.isFinite(TableCells.number(TableCells.cell(session.row(), score.column())))
                    : dataset.bold(session.subject()).stream()
                            .anyMatch(scan -> scan.session().equals(session.label())
                                    && (endpoint.task().isEmpty() || scan.task().equals(endpoint.task())));
        }
        String name = family.id() + ": " + endpoint.label() + ", "
                + test.contrast().expression() + (test.visit().isEmpty() ? "" : " at " + test.visit());
        try {
            TestPlan plan = TestPlan.of(protocol, sessions, test.contrast(), test.visit(), family.set(), available);
            sizes.add(name + ": "
                    + new DeclaredResult.Sample(plan.counts(), plan.missing()).words() + " participants"
                    + (plan.missing().isEmpty()
                            ? ""
                            : "; without the data: "
                                    + some(plan.missing().entrySet().stream()
                                            .map(each -> "sub-" + each.getKey() + " (" + each.getValue() + ")")
                                            .toList())));
        } catch (DataException e) {
            lacking.add(name + " cannot be tested: " + e.getMessage());
        }
    }
}
