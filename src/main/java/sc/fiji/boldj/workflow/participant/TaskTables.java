package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * The events tables of a dataset, and the messages about them before the work.
 *
 * @param modelled whether tasks are modelled; if not, no table counts
 */
public record TaskTables(BidsDataset dataset, boolean modelled) {

    /**
     * The table of a run, followed by those of the participant's other runs of the task; empty if the run has none.
     *
     * @throws IOException if two tables of the series are equally specific and differ
     */
    public List<Path> of(BidsScan scan) throws IOException {
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
    List<String> remarks(List<String> subjects, ParticipantOptions options) {
        List<String> remarks = new ArrayList<>();
        if (!modelled) return remarks;
        for (String subject : subjects)
            for (BidsScan scan : dataset.bold(subject)) {
                if (isMissing(scan)) remarks.add(scan.name() + ": " + missing(scan));
                try {
                    Optional<RunModel> model = RunModel.of(scan, this, options);
                    if (model.isEmpty()) continue;
                    List<String> notes = new ArrayList<>(model.get().slow().notes(options));
                    model.get().read().ifPresent(read -> notes.addAll(read.notes()));
                    for (String note : notes) remarks.add(scan.name() + ": " + note);
                } catch (IOException | IllegalArgumentException e) {
                    // the series fails by its own name
                }
            }
        return remarks;
    }

    /** Whether a run is of a task that should have events but has none. */
    public static boolean isMissing(BidsScan scan) {
        try {
            return !isRest(scan.task())
                    && BidsDataset.events(scan).isEmpty()
                    && SlowTables.of(scan).isEmpty();
        } catch (IOException e) {
            return false; // there are two
        }
    }

    /** The message for a task without events. */
    public static String missing(BidsScan scan) {
        return "the task " + scan.task()
                + " is not rest, but no events table applies to this run, so there is no task"
                + " model (the table is named like the run with _events.tsv, or task-" + scan.task()
                + "_events.tsv at the root if it is the same for everyone)";
    }

    /** Whether a task is rest by its name: rest, restEyesOpen, RestingState, eyesclosed, rs; a task without a name is, too. */
    public static boolean isRest(String task) {
        String lower = task.toLowerCase(Locale.ROOT);
        return lower.matches("unnamed|rs|rsfmri|rest|rest(ing|eyes|state|ec|eo|fmri|bold|run|pre|post|\\d).*"
                        + "|(eyes?(open|closed?)).*")
                || task.matches(".*[a-z0-9](Rest|REST)([A-Z0-9].*|ing.*)?")
                || task.matches("(Rest|REST)([A-Z0-9].*)?");
    }
}
