package sc.fiji.boldj.command;

import java.util.List;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.workflow.study.StepRunner;

/**
 * Tells the user which step runs.
 *
 * @param who the participant, or the group
 */
record StudyNews(String who) implements StepRunner.Listener {

    /** Tells of scans and tables that are left out or doubtful, but for those of other subjects. */
    static void warn(BidsDataset dataset, List<String> subjects) {
        for (Finding finding : dataset.findings()) {
            boolean others = dataset.subjects().stream()
                    .anyMatch(label ->
                            !subjects.contains(label) && finding.field().contains("sub-" + label));
            if (finding.level() != Finding.Level.INFO && !others) HostProgress.warn("note: " + finding.text());
        }
    }

    @Override
    public void begins(String step, int number, int of) {
        HostProgress.warn(step + " (" + number + " of " + of + ")");
    }

    @Override
    public void isDone(String step, int number, int of) {
        HostProgress.warn(step + " (" + number + " of " + of + ") is done");
    }
}
