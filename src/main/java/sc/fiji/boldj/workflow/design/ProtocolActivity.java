package sc.fiji.boldj.workflow.design;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.simulate.Activity;
import sc.fiji.boldj.simulate.Networks;
import sc.fiji.boldj.simulate.Task;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.Region;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.NetworkMap;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.SeedPlaces;
import sc.fiji.boldj.workflow.study.TaskMap;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.trial.Connections;
import sc.fiji.boldj.workflow.trial.ProtocolNodes;

/**
 * The activity of the brain in a run of a simulated trial: the networks at rest, the responses to events, and for each endpoint a
 * fluctuation or response of its own whose strength carries the endpoint's value.
 */
final class ProtocolActivity {

    /** Strength without effects, and per standard deviation of an endpoint, in percent of the signal. */
    private static final double PERCENT = 1;

    private static final double PERCENT_PER_SD = 0.3;
    private static final double TASK_PERCENT = 0.6;
    private static final double NODE_MM = 16;
    private static final double WITH_NETWORK = 0.9;

    private final List<Networks.Network> networks = new ArrayList<>();
    private final List<double[]> shared = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Networks standard = Networks.DEFAULT.withCoherence("DMN", 0.5);
    private final TrialProtocol protocol;
    private final ParticipantOptions options;
    private final VoxelGrid grid;
    private final NodeSet declared;

    /** @param grid of the group level, which decides the pairs of nodes of a connection */
    private ProtocolActivity(TrialProtocol protocol, VoxelGrid grid) throws IOException {
        this.protocol = protocol;
        options = ParticipantOptions.DEFAULT.given(protocol.preprocessing());
        this.grid = grid;
        declared = NodeSet.of(options);
        double[][] known = standard.correlations();
        for (int k = 0; k < known.length; k++) add(standard.list().get(k), known[k]);
    }

    /**
     * The activity of a session.
     *
     * @param endpoints of the task
     * @param schedule of its events, if it has any
     * @param values of endpoints by id and session, in standard deviations
     * @throws IllegalArgumentException if an endpoint cannot be planted in scans
     * @throws IOException if the declared file of nodes cannot be read
     */
    static Activity of(
            List<Endpoint> endpoints,
            Optional<TaskSchedule> schedule,
            Map<String, double[]> values,
            int session,
            TrialProtocol protocol,
            VoxelGrid grid)
            throws IOException {
        ProtocolActivity activity = new ProtocolActivity(protocol, grid);
        schedule.ifPresent(events -> events.events().forEach((condition, list) -> {
            if (!events.isInfusion(condition)) activity.tasks.add(new Task("Visual", list, TASK_PERCENT));
        }));
        for (Endpoint endpoint : endpoints) activity.plant(endpoint, values.get(endpoint.id())[session], schedule);
        int n = activity.networks.size();
        double[][] correlations = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) correlations[i][j] = i == j ? 1 : activity.correlation(i, j);
        return new Activity(Networks.of(activity.networks, correlations), false, activity.tasks);
    }

    /** @param with correlations with the standard networks */
    private void add(Networks.Network network, double[] with) {
        networks.add(network);
        shared.add(with);
    }

    private double correlation(int i, int j) {
        int known = standard.list().size();
        if (i < known) return shared.get(j)[i];
        if (j < known) return shared.get(i)[j];
        double[] own = shared.get(i);
        double[] other = shared.get(j);
        for (int k = 0; k < known; k++)
            if (own[k] == WITH_NETWORK || other[k] == WITH_NETWORK)
                return own[k] == WITH_NETWORK ? WITH_NETWORK * other[k] : WITH_NETWORK * own[k];
        return 0;
    }

    private void plant(Endpoint endpoint, double z, Optional<TaskSchedule> schedule) {
        double percent = Math.max(0, PERCENT + PERCENT_PER_SD * z);
        double[] alone = new double[standard.list().size()];
        if (endpoint.source() instanceof Endpoint.Connection source) {
            List<Networks.Node> nodes = new ArrayList<>();
            NodeSet named = ProtocolNodes.of(source, declared);
            Connections.nodePairs(named, source, grid).stream()
                    .flatMapToInt(java.util.Arrays::stream)
                    .distinct()
                    .sorted()
                    .forEach(node -> nodes.add(node(named.places().entries().get(node))));
            add(new Networks.Network(endpoint.id(), nodes, percent, 1), alone);
            return;
        }
        if (endpoint.map().isEmpty()) return; // a quality measure follows from the scan
        TrialMap map = endpoint.map().get();
        Region region = endpoint.isNumber() ? ((Endpoint.MapRegion) endpoint.source()).region() : MapFields.PLACE;
        Networks.Node place = new Networks.Node(
                endpoint.id(),
                List.of(new Networks.Ball(
                        region.x(), region.y(), region.z(), Math.max(NODE_MM, 1.6 * region.radius()))));
        List<Networks.Node> nodes = new ArrayList<>(List.of(place));
        if (map instanceof TaskMap task) {
            String condition = TaskSchedule.names(protocol, task.given()).get(0);
            add(new Networks.Network(endpoint.id(), nodes, 0, 1), alone);
            tasks.add(new Task(endpoint.id(), schedule.orElseThrow().events().get(condition), percent));
            return;
        }
        double[] with = alone;
        if (map instanceof SeedMap seed)
            for (Coordinate each : SeedPlaces.of(seed, options).places()) nodes.add(node(each));
        if (map instanceof NetworkMap network) with = with(network.label());
        add(new Networks.Network(endpoint.id(), nodes, percent, 1), with);
    }

    private static Networks.Node node(Coordinate at) {
        return new Networks.Node(at.name(), List.of(new Networks.Ball(at.x(), at.y(), at.z(), NODE_MM)));
    }

    /** The correlations of a fluctuation that a standard network shares; 0 if there is no network of that name. */
    private double[] with(String network) {
        double[] with = new double[standard.list().size()];
        List<String> names =
                standard.list().stream().map(Networks.Network::name).toList();
        int at = names.indexOf(network.equals("Somatomotor") ? "Motor" : network);
        if (at < 0) return with;
        double[][] known = standard.correlations();
        for (int k = 0; k < with.length; k++) with[k] = k == at ? WITH_NETWORK : WITH_NETWORK * known[at][k];
        return with;
    }
}
