package sc.fiji.boldj.report;

import sc.fiji.boldj.workflow.ScanQuality;
import sc.fiji.boldj.workflow.study.DatasetCheck;
import sc.fiji.boldj.workflow.study.StudyPages;
import sc.fiji.boldj.workflow.study.TrialReport;

/**
 * The pages of a study.
 *
 * @param program name and version for their feet
 */
public record StudyPageSet(String program) implements StudyPages {

    @Override
    public String scan(ScanQuality quality) {
        return ScanPage.of(quality, program).toHtml();
    }

    @Override
    public String trial(TrialReport report) {
        return TrialPage.of(report).toHtml();
    }

    @Override
    public String dataset(DatasetCheck check) {
        return DatasetPage.of(check).toHtml();
    }
}
