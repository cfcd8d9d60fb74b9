package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;

/**
 * A connection that a trial is tested on.
 *
 * @param name as in the tables
 * @param one the nodes at one end
 * @param other the nodes at the other end; the same for within a network
 */
record Connection(String name, List<String> one, List<String> other) {

    /** All of them, in the order of the tables. */
    static final List<Connection> ALL = all();

    private static List<Connection> all() {
        List<Connection> all = new ArrayList<>();
        all.add(new Connection(
                "PCC - mPFC", List.of("DMN.PCC", "DMN.core.PCC"), List.of("DMN.MPFC", "DMN.core.aMPFC")));
        all.add(new Connection(
                "Amygdala - ACC",
                List.of("Limbic.Amygdala.L", "Limbic.Amygdala.R"),
                List.of("Limbic.ACC.L", "Limbic.ACC.R")));
        all.add(within("DMN"));
        all.add(within("Fronto-limbic"));
        all.add(within("Salience"));
        all.add(new Connection("DMN - Precuneus", nodes("DMN"), List.of("Precuneus.L", "Precuneus.R")));
        all.add(between("DMN", "FPN"));
        all.add(between("DMN", "DAN"));
        all.add(between("DMN", "Salience"));
        all.add(between("DMN", "Fronto-limbic"));
        return List.copyOf(all);
    }

    private static Connection within(String network) {
        return new Connection(network + " within", nodes(network), nodes(network));
    }

    private static Connection between(String one, String other) {
        return new Connection(one + " - " + other, nodes(one), nodes(other));
    }

    static List<String> nodes(String network) {
        return CoordinateTable.networkNodes().network(network).entries().stream()
                .map(Coordinate::name)
                .toList();
    }
}
