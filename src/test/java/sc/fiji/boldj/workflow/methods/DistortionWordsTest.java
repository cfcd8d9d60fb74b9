package sc.fiji.boldj.workflow.methods;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.scan.FieldMethod;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

class DistortionWordsTest {

    private static String words(FieldMethod... methods) {
        List<SeriesFacts> series = new ArrayList<>();
        for (FieldMethod one : methods)
            series.add(new SeriesFacts(
                    new Acquisition(Map.of(), Map.of()),
                    new SeriesFacts.Preprocessing(
                            0,
                            true,
                            Optional.ofNullable(one),
                            1,
                            Optional.empty(),
                            false,
                            List.of(),
                            false,
                            false,
                            Optional.empty()),
                    new SeriesFacts.Denoising(List.of(), 100, 100, 40)));
        MethodsText text = new MethodsText();
        DistortionWords.add(
                text, series.stream().map(SeriesFacts::preprocessing).toList(), ParticipantOptions.DEFAULT);
        return String.join(" ", text.sentences());
    }

    @Test
    void saysWhatWasDoneToWhichRuns() {
        assertTrue(words(null, null).contains("was not corrected"));
        assertTrue(words(FieldMethod.OPPOSED, null, null)
                .contains("was corrected in 1 of 3 runs. The off-resonance field"));
        String all = words(FieldMethod.OPPOSED, FieldMethod.OPPOSED);
        assertTrue(all.contains("was corrected. ") && all.contains("with Jacobian modulation"), all);
        assertTrue(all.contains("different phase encoding") && !all.contains("Jezzard"), all);
        String measured = words(FieldMethod.PHASE_DIFFERENCE, FieldMethod.FIELD);
        assertTrue(measured.contains("In 1 run, the off-resonance field was measured"), measured);
        assertTrue(measured.contains("phase difference") && measured.contains("measured by the scanner"), measured);
        assertTrue(!measured.contains("Andersson"), measured);
    }
}
