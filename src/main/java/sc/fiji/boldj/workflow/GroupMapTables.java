package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import sc.fiji.boldj.group.ClusterTable;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.PeakTable;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.table.Table;

/** The tables of a group test of maps; with several tests a first column says whose a row is. */
final class GroupMapTables {

    private final GroupFamily.Result result;
    private final List<ClusterTable> clusters;
    private final Mask mask;
    private final Function<double[], String> regions;

    /** @param regions names a place in RAS+ mm; null for none */
    GroupMapTables(
            GroupFamily.Result result, List<ClusterTable> clusters, Mask mask, Function<double[], String> regions) {
        this.result = result;
        this.clusters = clusters;
        this.mask = mask;
        this.regions = regions;
    }

    private int tests() {
        return result.members().size();
    }

    /** The clusters. */
    Table findings() {
        return joined(clusters.stream().map(ClusterTable::toTable).toList());
    }

    /** The peaks. */
    Table peaks() {
        List<Table> tables = new ArrayList<>();
        for (int k = 0; k < tests(); k++)
            tables.add(PeakTable.of(
                            clusters.get(k).labels(),
                            result.members().get(k).result().test().statistic(),
                            result.members().get(k).corrected().clone(),
                            mask,
                            regions)
                    .toTable());
        return joined(tables);
    }

    private static Table joined(List<Table> tables) {
        return tables.size() == 1 ? tables.get(0) : Table.stacked("test", tables);
    }

    /** The tests of a family: what each is and its smallest corrected p. */
    Table overview() {
        int n = tests();
        double[] least =
                result.members().stream().mapToDouble(GroupMapTables::least).toArray();
        double[] low = new double[n];
        double[] high = new double[n];
        for (int k = 0; k < n; k++) {
            double[] interval = result.members().get(k).result().test().interval(least[k], 0.95);
            low[k] = interval[0];
            high[k] = interval[1];
        }
        return Table.builder()
                .add("test", IntStream.rangeClosed(1, n).toArray())
                .add("contrast", words(member -> member.test().contrast()))
                .add("direction", words(member -> member.test().direction()))
                .add("modality", words(GroupFamily.Member::modality))
                .add(
                        "clusters",
                        clusters.stream().mapToInt(table -> table.rows().size()).toArray())
                .addPrinted("least_p_fwe", "%.6g", least)
                .addPrinted("p_low", "%.6g", low)
                .addPrinted("p_high", "%.6g", high)
                .build();
    }

    private List<String> words(Function<GroupFamily.Member, String> of) {
        return result.members().stream().map(of).toList();
    }

    /** The smallest corrected p of a test; 1 if nothing was tested. */
    static double least(GroupFamily.Member member) {
        return Arrays.stream(member.corrected())
                .filter(p -> !Double.isNaN(p))
                .min()
                .orElse(1);
    }
}
