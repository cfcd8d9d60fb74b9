package sc.fiji.boldj.workflow.group;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.workflow.trial.ColumnTest;
import sc.fiji.boldj.workflow.trial.TrialDesign;
import sc.fiji.boldj.workflow.trial.TrialReport;

/** What is plotted of each connection of a trial. */
final class ConnectionPlots {

    private ConnectionPlots() {}

    static List<TrialReport.Values> plots(TrialDesign design, ColumnTest main, String unit) {
        List<TrialReport.Values> plots = new ArrayList<>();
        for (ColumnTest.Row row : main.rows())
            plots.add(new TrialReport.Values(
                    row.name(),
                    unit,
                    List.copyOf(row.groups().keySet()),
                    row.groups().values().stream()
                            .map(own -> own.stream().mapToDouble(x -> x).toArray())
                            .toList(),
                    design.isPaired()));
        return plots;
    }
}
