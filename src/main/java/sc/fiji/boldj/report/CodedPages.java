package sc.fiji.boldj.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import sc.fiji.boldj.workflow.FirstLevelRun;
import sc.fiji.boldj.workflow.ScanQuality;
import sc.fiji.boldj.workflow.lock.ConditionCodes;
import sc.fiji.boldj.workflow.lock.LockedTrial;
import sc.fiji.boldj.workflow.participant.StudyPages;

/**
 * The pages of scans of a blinded trial: with codes instead of treatments, also where labels of sessions name them.
 *
 * @param pages without codes
 * @param codes what they show instead
 */
public record CodedPages(StudyPages pages, ConditionCodes codes) implements StudyPages {

    /**
     * The pages of a folder of results, with codes if its trial is blinded.
     *
     * @param program name and version for their feet
     * @throws IOException if the log of the trial cannot be read
     */
    public static StudyPages of(Path results, String program) throws IOException {
        return new CodedPages(
                new StudyPageSet(program),
                LockedTrial.of(results).map(LockedTrial::codes).orElse(ConditionCodes.NONE));
    }

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
