package sc.fiji.boldj.workflow.task;

import sc.fiji.boldj.glm.EventResponse;
import sc.fiji.boldj.glm.RestingResponse;

/** How the haemodynamic response was estimated, in sentences for a paper. */
final class ResponseWords {

    private ResponseWords() {}

    static String events(EventResponse.Options options) {
        return "The haemodynamic response to each condition was estimated in every voxel as a finite impulse response"
                + " over " + options.length() + " s"
                + (options.smooth()
                        ? " under a smooth prior (Goutte 2000), its"
                                + " weight found by restricted likelihood in each voxel"
                        : "")
                + ". Height, time to peak and full width at half height were read from the curve.";
    }

    static String rest(RestingResponse.Options options) {
        return "The haemodynamic response at rest was estimated in every voxel by the point-process method (Wu 2013): peaks"
                + " above " + options.threshold() + " SD, the largest within " + options.spacing()
                + " s after smoothing by " + options.smoothing() + " s, were taken as responses to events "
                + options.leastLag() + " to " + options.mostLag()
                + " s before, with the lag chosen by residual variance with the canonical response and its time and dispersion"
                + " derivatives. At rest the time to peak follows from the shape alone: a pure delay cannot be seen.";
    }
}
