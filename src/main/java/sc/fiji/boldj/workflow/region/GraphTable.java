package sc.fiji.boldj.workflow.region;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.connectivity.Communities;
import sc.fiji.boldj.connectivity.GraphMeasures;
import sc.fiji.boldj.connectivity.WeightedGraph;
import sc.fiji.boldj.table.Table;

/**
 * The measures of a graph as a table, one row per region.
 *
 * @param names of the regions
 * @param graph of their connections
 * @param measures of the regions
 * @param communities they form
 */
public record GraphTable(List<String> names, WeightedGraph graph, GraphMeasures measures, Communities communities) {

    /** The rows; a region without connections has no community. */
    public Table rows() {
        double[] community = new double[graph.nodes()];
        for (int i = 0; i < community.length; i++)
            community[i] = graph.isPresent(i) ? communities.community()[i] : Double.NaN;
        return Table.builder()
                .add("region", names)
                .add("strength", measures.strength())
                .add("clustering", measures.clustering())
                .add("local_efficiency", measures.localEfficiency())
                .add("betweenness", measures.betweenness())
                .add("community", community)
                .build();
    }

    private int edges() {
        int edges = 0;
        for (int i = 0; i < graph.nodes(); i++) for (int j = 0; j < i; j++) if (graph.weight(i, j) > 0) edges++;
        return edges;
    }

    /** What the columns are, and the measures of the whole graph; a new map. */
    public Map<String, Object> about() {
        Map<String, Object> about = new TreeMap<>();
        about.put("region", Map.of("Description", "name of the region"));
        about.put("strength", Map.of("Description", "sum of its weights", "Units", "as the matrix"));
        about.put("clustering", Map.of("Description", "weighted clustering (Onnela et al. 2005)", "Units", "1"));
        about.put("local_efficiency", Map.of("Description", "efficiency of the graph of its neighbours", "Units", "1"));
        about.put(
                "betweenness",
                Map.of(
                        "Description",
                        "fraction of the shortest paths between others that pass through it",
                        "Units",
                        "1"));
        about.put("community", Map.of("Description", "number of its community, the largest is 1", "Units", "1"));
        about.put("Edges", edges());
        about.put("GlobalEfficiency", measures.globalEfficiency());
        about.put("Modularity", communities.modularity());
        about.put("Communities", communities.count());
        return about;
    }

    /** The measures of the whole graph, in a sentence. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%d edges, global efficiency %.4f, modularity %.4f in %d communities",
                edges(),
                measures.globalEfficiency(),
                communities.modularity(),
                communities.count());
    }
}
