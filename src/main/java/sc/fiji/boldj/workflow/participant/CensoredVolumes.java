package sc.fiji.boldj.workflow.participant;

import java.util.Optional;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.denoise.IndicatorColumns;
import sc.fiji.boldj.denoise.Scrub;
import sc.fiji.boldj.workflow.JudgedDisplacement;

/** The volumes that a task model does not use. */
final class CensoredVolumes {

    private CensoredVolumes() {}

    /**
     * Excluded volumes: before the steady state, or with more motion than is allowed.
     *
     * @param limit mm per 2 s; 0: none
     * @param scrub how a strategy excludes further volumes
     */
    static boolean[] of(Confounds all, double limit, Optional<Scrub> scrub, double repetitionTime) {
        boolean[] out = IndicatorColumns.marked(all, IndicatorColumns.NON_STEADY_STATE);
        if (scrub.isPresent()) {
            boolean[] excluded = scrub.get().excluded(all);
            for (int t = 0; t < out.length; t++) out[t] |= excluded[t];
        }
        if (limit == 0) return out;
        JudgedDisplacement judged = JudgedDisplacement.of(all, repetitionTime);
        double most = judged.perVolume(limit);
        for (int t = 0; t < out.length; t++) out[t] |= judged.values()[t] > most;
        return out;
    }
}
