package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.workflow.protocol.Endpoint;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;
import sc.fiji.boldj.workflow.study.NodeSet;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** The nodes that the endpoints of a protocol name. */
public final class ProtocolNodes {

    private ProtocolNodes() {}

    /**
     * The nodes of the file that the protocol declares under {@code preprocessing}, or the built-in ones if it declares none.
     *
     * @throws IOException if the file cannot be read, naming it
     */
    public static NodeSet of(TrialProtocol protocol) throws IOException {
        return NodeSet.of(ParticipantOptions.DEFAULT.given(protocol.preprocessing()));
    }

    /** The nodes of an endpoint: a connection of interest is always one between built-in nodes. */
    public static NodeSet of(Endpoint.Connection connection, NodeSet declared) {
        return connection.name().isEmpty() ? declared : NodeSet.builtIn();
    }

    /** The connection endpoints by the nodes that they name. */
    public static Map<NodeSet, List<Endpoint>> grouped(List<Endpoint> endpoints, NodeSet declared) {
        Map<NodeSet, List<Endpoint>> grouped = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints)
            if (endpoint.source() instanceof Endpoint.Connection connection)
                grouped.computeIfAbsent(of(connection, declared), key -> new ArrayList<>())
                        .add(endpoint);
        return grouped;
    }

    /**
     * Adds the SHA-256 of the declared file of nodes to the options that are locked and logged, so that a changed file is
     * found.
     *
     * @param options receives it; nothing if no file is declared
     * @throws IOException if the file cannot be read, naming it
     */
    public static void record(TrialProtocol protocol, Map<String, Object> options) throws IOException {
        NodeSet nodes = of(protocol);
        if (!nodes.isBuiltIn()) options.put("nodes_sha256", nodes.digest());
    }

    /**
     * Requires that all nodes named by endpoints exist.
     *
     * @throws IOException if the file cannot be read, or it has no such node, naming the endpoint
     */
    public static void require(TrialProtocol protocol) throws IOException {
        List<String> problems = problems(protocol);
        if (!problems.isEmpty()) throw new IOException(problems.get(0));
    }

    /** The problems of endpoints whose nodes do not exist. */
    static List<String> problems(TrialProtocol protocol) throws IOException {
        NodeSet nodes = of(protocol);
        List<String> problems = new ArrayList<>();
        for (Endpoint endpoint : protocol.endpoints().values()) {
            if (!(endpoint.source() instanceof Endpoint.Connection connection)) continue;
            List<String> names = new ArrayList<>(connection.one());
            names.addAll(connection.other());
            for (String name : names)
                nodes.problem(name).ifPresent(words -> problems.add("endpoint " + endpoint.id() + ": " + words));
        }
        return problems;
    }
}
