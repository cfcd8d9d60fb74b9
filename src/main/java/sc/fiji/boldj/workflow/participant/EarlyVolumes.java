package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.qc.SteadyState;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;

/**
 * The volumes at the start of a series that were taken before the steady state: one number for all steps, which the first
 * of them finds in the raw series and writes beside the motion.
 */
public final class EarlyVolumes {

    /** Key of their number in sidecars. */
    public static final String NUMBER = "NonSteadyStateVolumes";

    /** Key of where the number is from. */
    static final String ORIGIN = "NonSteadyStateVolumesFrom";

    static final String GIVEN = "given";

    private static final String DETECTED = "detected";

    private EarlyVolumes() {}

    static String origin(ParticipantOptions options) {
        return options.get(ParticipantOption.DUMMY_SCANS) == SteadyState.DETECT ? DETECTED : GIVEN;
    }

    /** The file that holds the number, an input of the steps that read it. */
    static Path file(ScanFiles files) {
        return ScanFiles.sidecar(files.motion());
    }

    /**
     * Their number.
     *
     * @throws IOException if the file is not there or does not say it
     */
    static int count(ScanFiles files) throws IOException {
        if (JsonFile.readMap(file(files)).get(NUMBER) instanceof Number number) return number.intValue();
        throw new IOException(file(files) + " does not say " + NUMBER + ": was it changed by hand?");
    }

    /** In words for participants, from a sidecar. */
    static String words(Map<String, Object> about) {
        int count = about.get(NUMBER) instanceof Number number ? number.intValue() : 0;
        String volumes = count + (count == 1 ? " volume" : " volumes");
        if (GIVEN.equals(about.get(ORIGIN)))
            return "The number was given by the user: " + volumes + " at the start " + (count == 1 ? "is" : "are")
                    + " excluded from all results.";
        if (!DETECTED.equals(about.get(ORIGIN)))
            return "The number is from the confounds of " + about.get(ORIGIN) + ": " + volumes + " at the start "
                    + (count == 1 ? "is" : "are") + " excluded from all results.";
        return (count == 0 ? "No volume" : volumes)
                + " at the start of the raw series "
                + (count < 2 ? "is" : "are")
                + (count == 0 ? " excluded. Volumes" : " excluded from all results. Volumes")
                + " are excluded from the first one on, as long as their mean over the whole"
                + " image lies more than 3.5 robust standard deviations from the median of the first 50 volumes.";
    }
}
