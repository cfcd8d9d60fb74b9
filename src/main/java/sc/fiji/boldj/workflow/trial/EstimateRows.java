package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.JointTest;
import sc.fiji.boldj.table.Table;

/** Collects estimates as the rows of a table. Used by one thread. */
final class EstimateRows {

    private final double level;
    private final List<String> names = new ArrayList<>();
    private final List<String> visits = new ArrayList<>();
    private final List<double[]> numbers = new ArrayList<>();

    EstimateRows(double level) {
        this.level = level;
    }

    void add(String name, String visit, ContrastEstimate estimate) {
        names.add(name);
        visits.add(visit);
        double[] interval = estimate.interval(level);
        numbers.add(new double[] {
            estimate.value(),
            estimate.standardError(),
            1,
            estimate.degreesOfFreedom(),
            estimate.t(0),
            estimate.p(),
            interval[0],
            interval[1]
        });
    }

    void add(String name, JointTest test) {
        names.add(name);
        visits.add("any visit");
        numbers.add(new double[] {
            Double.NaN,
            Double.NaN,
            test.numerator(),
            test.denominator(),
            test.statistic(),
            test.p(),
            Double.NaN,
            Double.NaN
        });
    }

    Table table(String first) {
        Table.Builder table = Table.builder().add(first, names).add("visit", visits);
        List<String> columns = List.of(
                "estimate",
                "standard_error",
                "numerator_degrees",
                "degrees_of_freedom",
                "statistic",
                "p",
                "low",
                "high");
        for (int c = 0; c < columns.size(); c++) {
            int column = c;
            table.add(
                    columns.get(c),
                    numbers.stream().mapToDouble(row -> row[column]).toArray());
        }
        return table.build();
    }
}
