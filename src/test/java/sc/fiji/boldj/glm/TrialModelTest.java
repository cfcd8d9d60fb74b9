package sc.fiji.boldj.glm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialModelTest {

    private static final Sampling SAMPLING = new Sampling(100, 2, 0);

    /** Nine trials in the run, one that begins 3 s before its end. */
    private static Events events() {
        List<Events.Event> events = new ArrayList<>();
        events.add(new Events.Event("a", 197, 1, 1));
        for (int k = 0; k < 9; k++) events.add(new Events.Event(k % 2 == 0 ? "a" : "b", 10 + 18 * k, 1, 1));
        return Events.of(events);
    }

    @Test
    void aTrialThatTheRunHardlySeesIsLeftOut() {
        TrialModel model = TrialModel.of(events(), SAMPLING, Hrf.spm(1), Map.of(), 128, TrialWeights.Method.LSS);
        assertEquals(9, model.trials().size());
        assertEquals(List.of("the trial of a at 197.000 s"), model.leftOut());
        assertArrayEquals(new int[] {0, 2, 4, 6, 8}, model.members("a"));
        assertArrayEquals(new int[] {1, 3, 5, 7}, model.members("b"));
        model.requireCorrelations(List.of("a", "b"));
        double[] series = new double[100];
        double[] late = TaskDesign.response(List.of(new Events.Event("a", 197, 1, 1)), Hrf.spm(0), 0, SAMPLING);
        double[] first = TaskDesign.response(List.of(model.trials().get(0)), Hrf.spm(0), 0, SAMPLING);
        for (int t = 0; t < 100; t++) series[t] = 500 + 7 * first[t] + 90 * late[t];
        double[] amplitudes = model.weights().amplitudes(series);
        assertEquals(7, amplitudes[0], 1e-6);
        // not touched by the one that was excluded; lss leaks a little from the first
        assertEquals(0, amplitudes[8], 0.05);
    }

    @Test
    void tooFewTrialsAndShapesThatAreFreeAreRefused() {
        Events few = Events.of(events().all().subList(0, 8));
        TrialModel model = TrialModel.of(few, SAMPLING, Hrf.spm(0), Map.of(), 0, TrialWeights.Method.LSA);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> model.requireCorrelations(model.conditions()))
                .getMessage();
        assertTrue(message.contains("condition b has 3 trials"), message);
        assertThrows(
                IllegalArgumentException.class,
                () -> TrialModel.of(few, SAMPLING, Hrf.fir(10, 2), Map.of(), 0, TrialWeights.Method.LSA));
    }
}
