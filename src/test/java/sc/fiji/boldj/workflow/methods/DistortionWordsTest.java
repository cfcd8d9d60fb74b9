package sc.fiji.boldj.workflow.methods;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.workflow.MethodsText;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

class DistortionWordsTest {

    private static String words(boolean... corrected) {
        List<SeriesFacts> series = new ArrayList<>();
        for (boolean one : corrected)
            series.add(new SeriesFacts(
                    new Acquisition(Map.of(), Map.of()),
                    0,
                    true,
                    one,
                    true,
                    Optional.empty(),
                    List.of(),
                    false,
                    100,
                    100,
                    40,
                    List.of(),
                    false,
                    false,
                    Optional.empty()));
        MethodsText text = new MethodsText();
        DistortionWords.add(text, series, ParticipantOptions.DEFAULT);
        return String.join(" ", text.sentences());
    }

    @Test
    void saysWhatWasDoneToWhichRuns() {
        assertTrue(words(false, false).contains("was not corrected"));
        assertTrue(words(true, false, false).contains("was corrected in 1 of 3 runs"));
        String all = words(true, true);
        assertTrue(all.contains("was corrected: ") && all.contains("with Jacobian modulation"), all);
    }
}
