package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

class SeriesLengthTest {

    private static ParticipantOptions options(String columns, double low, double high, int dummy) {
        return ParticipantOptions.DEFAULT
                .with(ParticipantOption.COLUMNS, columns)
                .with(ParticipantOption.LOW, low)
                .with(ParticipantOption.HIGH, high)
                .with(ParticipantOption.DUMMY_SCANS, dummy);
    }

    private static String problem(int volumes, double time, ParticipantOptions options) {
        return SeriesLength.problem(volumes, time, options).orElse("none");
    }

    @Test
    void seriesThatAreTooShortAreNamedWithTheReason() {
        assertEquals("has 1 volume, 5 or more are needed", problem(1, 2, ParticipantOptions.DEFAULT));
        String twelve = problem(12, 2, ParticipantOptions.DEFAULT);
        // 24 s: multiples of 1/24 Hz up to 0.09 are 2, each a sine and a cosine
        assertTrue(twelve.contains("leaves no degrees of freedom: the band holds 4 of 12, and 34 columns"), twelve);
        assertTrue(problem(30, 2, options("24P", 0, 0, 28)).contains("of which dummy_scans takes 28"));
    }

    @Test
    void nothingIsSaidWhereSomethingMayBeLeft() {
        assertEquals(Optional.empty(), SeriesLength.problem(200, 2, ParticipantOptions.DEFAULT));
        assertEquals(Optional.empty(), SeriesLength.problem(12, 2, options("6P", 0, 0, -1)));
        assertEquals(Optional.empty(), SeriesLength.problem(40, Double.NaN, options("24P+6P", 0.008, 0.09, 3)));
        assertEquals("none", problem(80, 2, options("trans_x, trans_y", 0.01, 0, 0)));
    }
}
