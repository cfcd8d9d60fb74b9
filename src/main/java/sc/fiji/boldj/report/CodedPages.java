package sc.fiji.boldj.report;

import java.util.Map;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.ScanQuality;
import sc.fiji.boldj.workflow.lock.ConditionCodes;
import sc.fiji.boldj.workflow.participant.StudyPages;

/**
 * The pages of scans of a blinded trial: with codes instead of treatments, also where labels of sessions name them.
 *
 * @param pages without codes
 * @param codes what they show instead
 */
public record CodedPages(StudyPages pages, ConditionCodes codes) implements StudyPages {

    @Override
    public Map<String, Object> options() {
        return codes.isNone() ? Map.of() : Map.of("blinded", true);
    }

    @Override
    public String scan(ScanQuality quality) {
        return codes.page(pages.scan(quality));
    }

    @Override
    public String task(String title, FirstLevelRun run) {
        return codes.page(pages.task(title, run));
    }
}
