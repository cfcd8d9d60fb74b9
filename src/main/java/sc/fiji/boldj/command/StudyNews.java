package sc.fiji.boldj.command;

import java.util.List;
import java.util.regex.Pattern;
import sc.fiji.boldj.host.HostProgress;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.Finding;
import sc.fiji.boldj.workflow.participant.StudyProgress;
import sc.fiji.boldj.workflow.provenance.StepRunner;

/**
 * Tells the user which step runs.
 *
 * @param study how far the whole study is; null for the group level
 * @param listener hears of the steps for the study; null for the group level
 */
record StudyNews(StudyProgress study, StepRunner.Listener listener) implements StepRunner.Listener {

    /** News of the group level. */
    static StudyNews ofGroup() {
        return new StudyNews((StudyProgress) null, null);
    }

    /** News of a participant of a study. */
    StudyNews(String who, StudyProgress study) {
        this(study, study.listener(who, () -> {}));
    }

    /** Tells of scans and tables that are excluded or doubtful, but for those of other subjects. */
    static void warn(BidsDataset dataset, List<String> subjects) {
        for (Finding finding : dataset.findings())
            if (finding.level() != Finding.Level.INFO && concerns(finding, dataset.subjects(), subjects))
                HostProgress.warn("note: " + finding.text());
    }

    /** Whether a finding is about none of the others: 10 is not 1. */
    static boolean concerns(Finding finding, List<String> all, List<String> subjects) {
        return all.stream()
                .noneMatch(label -> !subjects.contains(label)
                        && Pattern.compile("sub-" + Pattern.quote(label) + "(?![A-Za-z0-9])")
                                .matcher(finding.field())
                                .find());
    }

    @Override
    public void begins(String step, int number, int of) {
        if (listener != null) listener.begins(step, number, of);
        HostProgress.warn(step + " (" + number + " of " + of + ")" + (study == null ? "" : "; " + study.words()));
    }

    @Override
    public void isDone(String step, int number, int of) {
        if (listener != null) listener.isDone(step, number, of);
        HostProgress.warn(step + " (" + number + " of " + of + ") is done");
    }

    @Override
    public void ended() {
        if (listener != null) listener.ended();
    }
}
