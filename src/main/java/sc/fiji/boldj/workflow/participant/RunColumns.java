package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.EventsTable;
import sc.fiji.boldj.workflow.InfusionFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.TaskFiles;

/**
 * The columns of all first-level models of a dataset, from its tables.
 *
 * @param models those of each model, each once
 */
record RunColumns(List<List<String>> models) {

    /**
     * Reads the tables.
     *
     * @throws IllegalArgumentException naming a key that no series can use
     */
    static RunColumns of(BidsDataset dataset, ParticipantOptions options) {
        Set<List<String>> models = new LinkedHashSet<>();
        Set<String> columns = new LinkedHashSet<>();
        boolean doses = false;
        for (BidsScan scan : dataset.scans()) {
            if (!scan.isBold()) continue;
            try {
                Optional<Path> file = BidsDataset.events(scan);
                SlowTables slow = SlowTables.of(scan);
                doses |= slow.infusion().isPresent();
                if (file.isEmpty() && slow.isEmpty()) continue;
                Optional<EventsTable> events =
                        file.isEmpty() ? Optional.empty() : Optional.of(EventsTable.read(file.get()));
                events.ifPresent(table -> columns.addAll(table.names()));
                RunModel model = new RunModel(scan, file.stream().toList(), slow, options);
                for (TaskFiles.Model each : model.models()) models.add(names(model, each, events));
            } catch (IOException | IllegalArgumentException e) {
                // this series will fail by its own name
            }
        }
        requireUsed(options, columns, doses);
        return new RunColumns(List.copyOf(models));
    }

    private static List<String> names(RunModel model, TaskFiles.Model kind, Optional<EventsTable> events)
            throws IOException {
        List<String> names = new ArrayList<>();
        var hrf = RunModel.design(model.options()).hrf();
        for (String condition : events.map(EventsTable::types).orElse(List.of())) {
            names.addAll(TaskColumns.of(condition, hrf));
            for (String modulator : RunModel.modulators(model.options()))
                if (events.orElseThrow().names().contains(modulator))
                    names.addAll(TaskColumns.of(condition + "_x_" + modulator, hrf));
        }
        names.addAll(model.columns(kind, Optional.empty()).all());
        return List.copyOf(names);
    }

    private static void requireUsed(ParticipantOptions options, Set<String> columns, boolean doses) {
        for (String modulator : RunModel.modulators(options))
            if (!columns.contains(modulator))
                throw new IllegalArgumentException("modulators: no events table has a column '" + modulator + "'"
                        + (columns.isEmpty() ? "" : "; the columns are " + String.join(", ", columns)));
        if (doses) return;
        String without = " is given, but no series has a table of doses (_infusion.tsv)";
        if (options.get(ParticipantOption.BINS) > 0) throw new IllegalArgumentException("bins" + without);
        if (!options.get(ParticipantOption.PHARMACOKINETICS).equals(InfusionFiles.CLEMENTS))
            throw new IllegalArgumentException("pharmacokinetics" + without);
    }
}
