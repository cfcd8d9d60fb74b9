package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import sc.fiji.boldj.group.ClusterTable;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.group.PeakTable;
import sc.fiji.boldj.image.Mask;

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
    ReportTable findings() {
        return joined(clusters.stream().map(ClusterTable::toTsv).toList());
    }

    /** The peaks. */
    ReportTable peaks() {
        List<String> tables = new ArrayList<>();
        for (int k = 0; k < tests(); k++)
            tables.add(PeakTable.of(
                            clusters.get(k).labels(),
                            result.members().get(k).result().test().statistic(),
                            result.members().get(k).corrected().clone(),
                            mask,
                            regions)
                    .toTsv());
        return joined(tables);
    }

    private ReportTable joined(List<String> tables) {
        List<String> names = List.of();
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < tables.size(); k++) {
            ReportTable table = ReportTable.parse(tables.get(k));
            names = new ArrayList<>(table.names());
            for (List<String> row : table.rows()) {
                List<String> more = new ArrayList<>(row);
                if (tests() > 1) more.add(0, Integer.toString(k + 1));
                rows.add(more);
            }
        }
        if (tests() > 1) names.add(0, "test");
        return new ReportTable(names, rows);
    }

    /** The tests of a family: what each is and its smallest corrected p. */
    ReportTable overview() {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < tests(); k++) {
            GroupFamily.Member member = result.members().get(k);
            double least = least(member);
            double[] interval = member.result().test().interval(least, 0.95);
            rows.add(List.of(
                    Integer.toString(k + 1),
                    member.test().contrast(),
                    member.test().direction().isEmpty() ? "n/a" : member.test().direction(),
                    member.modality().isEmpty() ? "n/a" : member.modality(),
                    Integer.toString(clusters.get(k).rows().size()),
                    String.format(Locale.ROOT, "%.6g", least),
                    String.format(Locale.ROOT, "%.6g", interval[0]),
                    String.format(Locale.ROOT, "%.6g", interval[1])));
        }
        return new ReportTable(
                List.of("test", "contrast", "direction", "modality", "clusters", "least_p_fwe", "p_low", "p_high"),
                rows);
    }

    /** The smallest corrected p of a test; 1 if nothing was tested. */
    static double least(GroupFamily.Member member) {
        return Arrays.stream(member.corrected())
                .filter(p -> !Double.isNaN(p))
                .min()
                .orElse(1);
    }
}
