package sc.fiji.boldj.workflow.methods;

import java.util.List;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Describes the correction of susceptibility distortion for a methods text. */
final class DistortionWords {

    private DistortionWords() {}

    static void add(MethodsText text, List<SeriesFacts> series, ParticipantOptions options) {
        long corrected =
                series.stream().filter(SeriesFacts::distortionCorrected).count();
        if (corrected == 0) {
            text.add("Susceptibility distortion was not corrected.");
            return;
        }
        text.add(
                "Susceptibility distortion was corrected%s: an off-resonance field (cubic B-spline, knots 5 mm apart) and rigid"
                        + " motion were estimated from images with different phase encoding so that they agree after"
                        + " correction%s; the field was registered to the reference volume, and the displacement along the"
                        + " phase-encoding axis was part of the one interpolation, %s Jacobian modulation.",
                corrected == series.size() ? "" : " in " + corrected + " of " + series.size() + " runs",
                text.cite(Reference.ANDERSSON_2003),
                options.get(ParticipantOption.JACOBIAN) ? "with" : "without");
    }
}
