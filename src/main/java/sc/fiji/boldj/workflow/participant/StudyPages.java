package sc.fiji.boldj.workflow.participant;

import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.ScanQuality;

/** Turns records of runs into pages; the package {@code report} does it. */
public interface StudyPages {

    /** The page of one scan, HTML. */
    String scan(ScanQuality quality);

    /** The page of a task model, HTML. */
    String task(String title, FirstLevelRun run);
}
