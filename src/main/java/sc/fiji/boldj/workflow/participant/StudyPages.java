package sc.fiji.boldj.workflow.participant;

import java.util.Map;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.ScanQuality;

/** Turns records of runs into pages; the package {@code report} does it. */
public interface StudyPages {

    /** Options that the content of pages depends on, by key; none if nothing but the runs does. */
    default Map<String, Object> options() {
        return Map.of();
    }

    /** The page of one scan, HTML. */
    String scan(ScanQuality quality);

    /** The page of a task model, HTML. */
    String task(String title, FirstLevelRun run);
}
