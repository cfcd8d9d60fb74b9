package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.io.TsvTable;

/**
 * The connections a trial asks about before it looks: pairs of places and pairs of networks, each the mean Fisher z over
 * its pairs of nodes.
 */
final class Connections {

    /** A connection: the nodes at either end; the same at both for within a network. */
    private record Connection(String name, List<String> one, List<String> other) {}

    private static final List<Connection> ALL = all();

    private Connections() {}

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

    private static List<String> nodes(String network) {
        return CoordinateTable.networkNodes().network(network).entries().stream()
                .map(Coordinate::name)
                .toList();
    }

    /** The names, in order. */
    static List<String> names() {
        return ALL.stream().map(Connection::name).toList();
    }

    /**
     * The values of a session, the mean over its runs; NaN where no pair of nodes is covered.
     *
     * @param variant empty for the main analysis
     */
    static double[] of(Visit visit, String variant) throws IOException {
        double[] sum = new double[ALL.size()];
        for (ScanFiles run : visit.runs()) {
            double[] one = of(TsvTable.read(MapStep.nodes(run, variant)));
            for (int k = 0; k < sum.length; k++) sum[k] += one[k] / visit.runs().size();
        }
        return sum;
    }

    /** The values of all visits of a design. */
    static double[][] of(TrialDesign design, String variant) throws IOException {
        double[][] values = new double[design.visits().size()][];
        for (int i = 0; i < values.length; i++) values[i] = of(design.visits().get(i), variant);
        return values;
    }

    private static double[] of(TsvTable matrix) {
        List<String> names = matrix.texts("node");
        double[][] columns = new double[names.size()][];
        for (int j = 0; j < columns.length; j++) columns[j] = matrix.numbers(names.get(j));
        double[] values = new double[ALL.size()];
        Arrays.fill(values, Double.NaN);
        for (int k = 0; k < values.length; k++) {
            double sum = 0;
            int pairs = 0;
            for (String one : ALL.get(k).one())
                for (String other : ALL.get(k).other()) {
                    int i = names.indexOf(one);
                    int j = names.indexOf(other);
                    if (i == j || i < 0 || j < 0 || Double.isNaN(columns[j][i])) continue;
                    sum += columns[j][i];
                    pairs++;
                }
            if (pairs > 0) values[k] = sum / pairs;
        }
        return values;
    }
}
