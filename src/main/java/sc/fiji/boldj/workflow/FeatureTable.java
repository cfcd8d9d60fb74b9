package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.stats.Neighbourhood;

/**
 * Features as they are read.
 *
 * @param rows shape (subjects, features)
 * @param names of the features
 * @param note which were excluded and why, in a sentence; empty if none
 */
record FeatureTable(double[][] rows, List<String> names, String note) {

    FeatureTable(double[][] rows, List<String> names) {
        this(rows, names, "");
    }

    /** The features that every subject has and that vary between subjects. */
    FeatureTable usable() {
        List<Integer> kept = new ArrayList<>();
        int missing = 0;
        for (int f = 0; f < names.size(); f++) {
            boolean finite = true;
            boolean differs = false;
            for (double[] row : rows) {
                finite &= Double.isFinite(row[f]);
                differs |= row[f] != rows[0][f];
            }
            if (finite && differs) kept.add(f);
            else if (!finite) missing++;
        }
        int lost = names.size() - kept.size();
        if (lost == 0) return this;
        List<String> reasons = new ArrayList<>();
        if (missing > 0) reasons.add(missing + " with a missing or infinite value in at least one subject");
        if (lost > missing) reasons.add(lost - missing + " with the same value in all subjects");
        String words =
                "Excluded: " + lost + " of " + names.size() + " features, " + String.join(" and ", reasons) + ".";
        if (kept.isEmpty()) throw new IllegalArgumentException("features: none remains. " + words);
        double[][] some = new double[rows.length][kept.size()];
        for (int i = 0; i < rows.length; i++) for (int k = 0; k < kept.size(); k++) some[i][k] = rows[i][kept.get(k)];
        return new FeatureTable(some, kept.stream().map(names::get).toList(), words);
    }

    /** The connections of square matrices, one per subject. */
    static FeatureTable ofMatrices(InputList list) throws IOException {
        double[][] rows = new double[list.paths().size()][];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            NumberTable matrix = NumberTable.read(list.paths().get(i));
            int nodes = matrix.names().size();
            if (matrix.rows().length != nodes)
                throw new IllegalArgumentException("features: " + list.paths().get(i) + " has " + matrix.rows().length
                        + " rows and " + nodes + " columns: a square matrix is needed");
            Neighbourhood edges = Neighbourhood.edges(nodes);
            rows[i] = new double[edges.size()];
            for (int e = 0; e < edges.size(); e++) {
                rows[i][e] = matrix.rows()[edges.row(e)][edges.column(e)];
                if (i == 0)
                    names.add(matrix.names().get(edges.row(e)) + " - "
                            + matrix.names().get(edges.column(e)));
            }
        }
        return new FeatureTable(rows, names);
    }
}
