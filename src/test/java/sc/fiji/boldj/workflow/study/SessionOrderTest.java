package sc.fiji.boldj.workflow.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.trial.MadeUpSessions;

/** The order of sessions in time, and which treatment was given before which. */
class SessionOrderTest extends MadeUpSessions {

    private SessionOrder order(String column, String first, String second) throws IOException {
        scan("01", "a", 0);
        scan("01", "b", 0);
        table(
                "sub-01/sub-01_sessions.tsv",
                "session_id\t" + column + "\nses-a\t" + first + "\nses-b\t" + second + "\n");
        return SessionOrder.of(BidsDataset.read(bids), "01", List.of("a", "b"));
    }

    @Test
    void datesThatDoNotBeginWithTheYearDoNotSayTheOrder() throws IOException {
        for (List<String> dates : List.of(
                List.of("15.01.2024", "01.02.2024"),
                List.of("1/15/2024", "1/2/2025"),
                List.of("2024-01-15", "1.2.2024"))) {
            SessionOrder order = order("acq_time", dates.get(0), dates.get(1));
            assertFalse(order.told(), dates.toString());
            assertEquals(Map.of("a", 1, "b", 2), order.places(), "by the labels, not by the first digits of " + dates);
        }
        SessionOrder told = order("acq_time", "2024-02-01T09:00:00", "2024-01-15T09:00:00");
        assertTrue(told.told());
        assertEquals(Map.of("a", 2, "b", 1), told.places());
        assertEquals(
                Map.of("a", 2, "b", 1),
                order("acq_time", "2024-03-01", "20240115T090000.5").places());
    }

    @Test
    void whoMissedTheFirstSessionIsNotGivenItsTreatment() throws IOException {
        scan("01", "1", 0);
        scan("01", "2", 0);
        scan("02", "2", 0);
        for (String time : List.of("2024-03-01", "n/a")) {
            table("sub-02/sub-02_sessions.tsv", "session_id\tacq_time\nses-2\t" + time + "\n");
            BidsDataset dataset = BidsDataset.read(bids);
            SessionOrder order = SessionOrder.of(dataset, "02", List.of("2"));
            assertEquals(Map.of("2", "placebo"), order.sequence("drug-placebo", dataset.sessions()), time);
        }
        table("sub-02/sub-02_sessions.tsv", "session_id\tperiod\nses-2\t2\n");
        BidsDataset dataset = BidsDataset.read(bids);
        SessionOrder order = SessionOrder.of(dataset, "02", List.of("2"));
        assertEquals(Map.of("2", "placebo"), order.sequence("drug-placebo", dataset.sessions()), "period 2");
    }
}
