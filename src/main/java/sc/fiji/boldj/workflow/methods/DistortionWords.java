package sc.fiji.boldj.workflow.methods;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.Reference;
import sc.fiji.boldj.workflow.scan.FieldMethod;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/** Describes the correction of susceptibility distortion for a methods text. */
final class DistortionWords {

    private DistortionWords() {}

    static void add(MethodsText text, List<SeriesFacts.Preprocessing> series, ParticipantOptions options) {
        Map<FieldMethod, Integer> runs = new EnumMap<>(FieldMethod.class);
        for (SeriesFacts.Preprocessing one : series)
            one.distortion().ifPresent(method -> runs.merge(method, 1, Integer::sum));
        int corrected = runs.values().stream().mapToInt(Integer::intValue).sum();
        if (corrected == 0) {
            text.add("Susceptibility distortion was not corrected.");
            return;
        }
        text.add(
                "Susceptibility distortion was corrected%s.",
                corrected == series.size() ? "" : " in " + corrected + " of " + series.size() + " runs");
        runs.forEach((method, count) -> {
            String which = count == corrected ? "The" : "In " + count + (count == 1 ? " run" : " runs") + ", the";
            text.add("%s off-resonance field %s.", which, source(text, method));
        });
        text.add(
                "The %sdisplacement along the phase-encoding axis was part of the one interpolation, %s Jacobian modulation.",
                runs.keySet().equals(Set.of(FieldMethod.ANATOMY))
                        ? ""
                        : "field was registered to the reference volume, and the ",
                options.get(ParticipantOption.JACOBIAN) ? "with" : "without");
    }

    private static String source(MethodsText text, FieldMethod method) {
        String smooth = ", smoothed by a cubic B-spline (knots 5 mm apart)";
        return switch (method) {
            case OPPOSED ->
                "(cubic B-spline, knots 5 mm apart) and rigid motion were estimated from images with different phase encoding"
                        + " so that they agree after correction" + text.cite(Reference.ANDERSSON_2003);
            case ANATOMY ->
                "(cubic B-spline, knots 8 mm apart) was estimated from the T1-weighted scan, an experimental method, so that the"
                        + " corrected reference volume agrees with an image of the same contrast made from the tissues"
                        + text.cite(Reference.WANG_2017)
                        + ", and was used only where it lowered the boundary cost";
            case FIELD -> "was measured by the scanner" + smooth + text.cite(Reference.JEZZARD_1995);
            case PHASE_DIFFERENCE ->
                "was computed from the phase difference of two gradient echoes" + text.cite(Reference.JEZZARD_1995)
                        + ", unwrapped by merging regions" + text.cite(Reference.JENKINSON_2003) + smooth;
            case TWO_PHASES ->
                "was computed from the phase images of two gradient echoes" + text.cite(Reference.JEZZARD_1995)
                        + ", unwrapped by merging regions" + text.cite(Reference.JENKINSON_2003) + smooth;
        };
    }
}
