package sc.fiji.boldj.workflow.study;

import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.ScanQuality;

/** Turns records into pages; the package {@code report} does it. */
public interface StudyPages {

    /** The page of one scan, HTML. */
    String scan(ScanQuality quality);

    /** The page of a task model, HTML. */
    String task(String title, FirstLevelRun run);

    /** The page of a trial, HTML. */
    String trial(TrialReport report);

    /** The page about a dataset, HTML. */
    String dataset(DatasetCheck check);
}
