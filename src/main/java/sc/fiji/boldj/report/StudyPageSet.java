package sc.fiji.boldj.report;

import java.util.List;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.ScanQuality;
import sc.fiji.boldj.workflow.check.DatasetCheck;
import sc.fiji.boldj.workflow.group.DeclaredPages;
import sc.fiji.boldj.workflow.group.TrialPages;
import sc.fiji.boldj.workflow.participant.StudyPages;
import sc.fiji.boldj.workflow.trial.DeclaredReport;
import sc.fiji.boldj.workflow.trial.TrialReport;

/**
 * The pages of a study.
 *
 * @param program name and version for their feet
 */
public record StudyPageSet(String program) implements StudyPages, TrialPages, DeclaredPages {

    @Override
    public String scan(ScanQuality quality) {
        return ScanPage.of(quality, program).toHtml();
    }

    @Override
    public String task(String title, FirstLevelRun run) {
        Table none = Table.of(List.of("key", "value"), List.of());
        return TaskPage.of(run.sheet(program), "Task model of " + title, none, none, program)
                .toHtml();
    }

    @Override
    public String trial(TrialReport report) {
        return TrialPage.of(report).toHtml();
    }

    @Override
    public String declared(DeclaredReport report) {
        return DeclaredPage.of(report).toHtml();
    }

    /** The page about a dataset, HTML. */
    public String dataset(DatasetCheck check) {
        return DatasetPage.of(check).toHtml();
    }
}
