package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.TableCells;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;

/** The values of a protocol's endpoints, from the results of the participant level and the tables. */
public final class ScanEndpoints {

    private final TrialProtocol protocol;
    private final TrialSessions sessions;
    private final Map<String, VisitList> lists;
    private final NodeSet nodes;
    private final Set<String> notes = new LinkedHashSet<>();

    private ScanEndpoints(TrialProtocol protocol, TrialSessions sessions, Map<String, VisitList> lists)
            throws IOException {
        nodes = ProtocolNodes.of(protocol);
        this.protocol = protocol;
        this.sessions = sessions;
        this.lists = lists;
    }

    /**
     * Applies the rules of exclusion to the sessions of each task that an endpoint is computed from.
     *
     * @param space label of the standard space of the results
     * @param options of the group level, with the rules of the protocol
     */
    public static ScanEndpoints of(
            BidsDataset dataset,
            Path output,
            String space,
            TrialProtocol protocol,
            TrialSessions sessions,
            GroupOptions options)
            throws IOException {
        Map<String, List<TrialMap>> maps = new LinkedHashMap<>();
        for (Endpoint endpoint : protocol.endpoints().values()) {
            if (endpoint.source() instanceof Endpoint.Score) continue;
            List<TrialMap> own = maps.computeIfAbsent(endpoint.task(), key -> new ArrayList<>());
            endpoint.map().filter(map -> !own.contains(map)).ifPresent(own::add);
        }
        Map<String, VisitList> lists = new LinkedHashMap<>();
        ScanRatings ratings = ScanRatings.of(dataset, protocol.quality().ratings());
        for (Map.Entry<String, List<TrialMap>> task : maps.entrySet())
            lists.put(
                    task.getKey(),
                    VisitList.of(
                            dataset,
                            output,
                            space,
                            options.with(GroupOption.TASK, task.getKey())
                                    .with(GroupOption.OUTCOME, "")
                                    .with(GroupOption.MAPS, task.getValue()),
                            ratings));
        ScanEndpoints endpoints = new ScanEndpoints(protocol, sessions, lists);
        endpoints.notes.addAll(ratings.notes());
        lists.values().forEach(list -> list.notes().stream()
                .filter(note ->
                        !note.startsWith(VisitReader.INFERRED) && !note.startsWith("participants.tsv has no column"))
                .forEach(endpoints.notes::add));
        return endpoints;
    }

    /** The lists of sessions by task. */
    public Map<String, VisitList> lists() {
        return lists;
    }

    /** What the reader must know of how values were formed. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** The visit of a session that is used for a task; empty if it is excluded or has no series of the task. */
    Optional<Visit> visit(int session, String task) {
        TrialSession wanted = sessions.all().get(session);
        return lists.get(task).used().stream()
                .filter(visit -> visit.subject().equals(wanted.subject())
                        && visit.session().equals(wanted.label()))
                .findFirst();
    }

    /** The sessions that have a used series of a task, and their places among all sessions. */
    private record Used(List<Visit> visits, int[] places) {}

    private Used used(Endpoint endpoint) {
        List<Visit> visits = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < sessions.all().size(); i++) {
            int place = i;
            visit(i, endpoint.task())
                    .filter(v -> !isIntercurrent(endpoint, place))
                    .ifPresent(visit -> {
                        visits.add(visit);
                        places.add(place);
                    });
        }
        return new Used(visits, places.stream().mapToInt(i -> i).toArray());
    }

    /** Whether an event that is handled by the hypothetical strategy happened, so that the value is treated as missing. */
    private boolean isIntercurrent(Endpoint endpoint, int session) {
        TrialSession own = sessions.all().get(session);
        return endpoint.intercurrent().stream()
                .filter(event -> event.strategy() == Endpoint.Strategy.HYPOTHETICAL)
                .anyMatch(event -> event.event().holds(event.event().isIn(own.row()) ? own.row() : own.person()));
    }

    /** The values of all endpoints. */
    public EndpointValues values() throws IOException {
        Map<String, double[]> numbers = new LinkedHashMap<>();
        Map<String, boolean[]> maps = new LinkedHashMap<>();
        for (Endpoint endpoint : protocol.endpoints().values()) {
            if (endpoint.source() instanceof Endpoint.WholeMap map)
                maps.put(endpoint.id(), hasMap(endpoint, map.map()));
            else numbers.put(endpoint.id(), numbers(endpoint));
        }
        return new EndpointValues(numbers, maps);
    }

    private double[] numbers(Endpoint endpoint) throws IOException {
        double[] all = new double[sessions.all().size()];
        Arrays.fill(all, Double.NaN);
        if (endpoint.source() instanceof Endpoint.Score score) {
            for (int i = 0; i < all.length; i++)
                if (!isIntercurrent(endpoint, i))
                    all[i] = TableCells.number(
                            TableCells.cell(sessions.all().get(i).row(), score.column()));
            return all;
        }
        Used used = used(endpoint);
        if (used.visits().isEmpty()) return all;
        double[] values;
        if (endpoint.source() instanceof Endpoint.Connection connection)
            values = connection(endpoint, connection, used.visits());
        else if (endpoint.source() instanceof Endpoint.MapRegion region)
            values = RegionMeans.of(used.visits(), region, notes);
        else {
            Endpoint.Figure figure = (Endpoint.Figure) endpoint.source();
            values = used.visits().stream()
                    .mapToDouble(visit -> visit.figure(figure.figure()))
                    .toArray();
        }
        for (int k = 0; k < values.length; k++) all[used.places()[k]] = values[k];
        return all;
    }

    private double[] connection(Endpoint endpoint, Endpoint.Connection connection, List<Visit> visits)
            throws IOException {
        int column = Connections.names().indexOf(connection.name());
        if (!connection.name().isEmpty() && column < 0)
            throw new IOException("endpoint " + endpoint.id() + ": there is no connection '" + connection.name()
                    + "'; there are " + String.join(", ", Connections.names()));
        Connections.Values values = column < 0
                ? Connections.between(visits, nodes, endpoint.label(), connection.one(), connection.other())
                : Connections.of(visits, Variant.MAIN);
        String name = column < 0 ? endpoint.label() : connection.name();
        values.notes().stream().filter(note -> note.contains(" " + name + " ")).forEach(notes::add);
        notes.addAll(values.absent());
        return Arrays.stream(values.byVisit())
                .mapToDouble(row -> row[Math.max(0, column)])
                .toArray();
    }

    private boolean[] hasMap(Endpoint endpoint, TrialMap map) throws IOException {
        boolean[] has = new boolean[sessions.all().size()];
        Used used = used(endpoint);
        for (int k = 0; k < used.places().length; k++) {
            Visit visit = used.visits().get(k);
            List<String> reasons = new ArrayList<>();
            has[used.places()[k]] =
                    !TrialMaps.isNowhere(TrialMaps.mean(visit, map, TrialMaps.runs(visit, map), map::file, reasons)
                            .volume(0));
            reasons.forEach(notes::add);
        }
        return has;
    }

    /** Why sessions are excluded, by session name and task. */
    public Map<String, String> exclusions() {
        Map<String, String> reasons = new TreeMap<>();
        lists.forEach((task, list) -> list.reasons()
                .forEach((session, reason) -> reasons.put(session + (task.isEmpty() ? "" : ", task " + task), reason)));
        return reasons;
    }
}
