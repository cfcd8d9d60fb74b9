package sc.fiji.boldj.workflow.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.connectivity.NetworkMeans;
import sc.fiji.boldj.table.Table;

/** The connectivity within and between networks as a table, a row a pair of networks. */
public final class NetworkTable {

    private static final String ALL = "all";

    private NetworkTable() {}

    /** The rows; the last is the system of all networks. */
    public static Table of(NetworkMeans means) {
        List<String> one = new ArrayList<>();
        List<String> other = new ArrayList<>();
        List<Double> z = new ArrayList<>();
        List<Double> pairs = new ArrayList<>();
        List<Double> segregation = new ArrayList<>();
        List<String> names = means.networks();
        for (int a = 0; a < names.size(); a++)
            for (int b = a; b < names.size(); b++) {
                one.add(names.get(a));
                other.add(names.get(b));
                z.add(means.between(names.get(a), names.get(b)));
                pairs.add((double) means.pairs(names.get(a), names.get(b)));
                segregation.add(a == b ? means.segregation(names.get(a)) : Double.NaN);
            }
        one.add(ALL);
        other.add(ALL);
        z.add(Double.NaN);
        pairs.add(Double.NaN);
        segregation.add(means.systemSegregation());
        return Table.builder()
                .add("network_a", one)
                .add("network_b", other)
                .add("z", array(z))
                .add("pairs", array(pairs))
                .add("segregation", array(segregation))
                .build();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }

    /** What the columns are; a new map. */
    public static Map<String, Object> columns() {
        Map<String, Object> about = new TreeMap<>();
        about.put("network_a", Map.of("Description", "a network; all: the system of all networks"));
        about.put("network_b", Map.of("Description", "the same network (within) or another (between)"));
        about.put("z", Map.of("Description", "mean Fisher z over the pairs of regions", "Units", "1"));
        about.put("pairs", Map.of("Description", "pairs of regions in the mean", "Units", "1"));
        about.put(
                "segregation",
                Map.of(
                        "Description",
                        "(within - between) / within, negative z set to 0 (Chan et al. 2014)",
                        "Units",
                        "1"));
        return about;
    }
}
