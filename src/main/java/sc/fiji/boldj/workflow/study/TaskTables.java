package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;

/**
 * The events tables of a dataset, and the messages about them before the work.
 *
 * @param modelled whether tasks are modelled; if not, no table counts
 */
record TaskTables(BidsDataset dataset, boolean modelled) {

    /**
     * The table of a run, followed by those of the participant's other runs of the task; empty if the run has none.
     *
     * @throws IOException if two tables of the series are equally specific and differ
     */
    List<Path> of(BidsScan scan) throws IOException {
        Optional<Path> own = modelled ? BidsDataset.events(scan) : Optional.empty();
        if (own.isEmpty()) return List.of();
        Set<Path> tables = new LinkedHashSet<>(List.of(own.get()));
        for (BidsScan other : dataset.bold(scan.subject()))
            if (other.task().equals(scan.task()))
                try {
                    BidsDataset.events(other).ifPresent(tables::add);
                } catch (IOException e) {
                    // that series fails by its own name
                }
        return List.copyOf(tables);
    }

    /** Tasks without events, and what is replaced or excluded in the events of others. */
    List<String> remarks(List<String> subjects) {
        List<String> remarks = new ArrayList<>();
        if (!modelled) return remarks;
        for (String subject : subjects)
            for (BidsScan scan : dataset.bold(subject)) {
                if (EventsInspection.isMissing(scan)) remarks.add(scan.name() + ": " + EventsInspection.missing(scan));
                try {
                    List<Path> tables = of(scan);
                    if (tables.isEmpty()) continue;
                    for (String note : TaskStep.events(scan, tables).notes()) remarks.add(scan.name() + ": " + note);
                } catch (IOException | IllegalArgumentException e) {
                    // the series fails by its own name
                }
            }
        return remarks;
    }
}
