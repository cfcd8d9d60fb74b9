package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;

/** What the protocol of weeks 0, 6 and 12 needs and a simulated dataset lacks. */
class ProtocolNeedsTest extends MadeUpSessions {

    @Test
    void whatIsLackingIsNamed() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tarm\tsite\n");
        for (int i = 1; i <= 6; i++) {
            people.append("sub-0" + i + "\t" + (i == 6 ? "verum" : i % 2 == 0 ? "drug" : "placebo") + "\t"
                    + (i == 2 ? "n/a" : "A") + "\n");
            scan("0" + i, "wk00", 0);
            scan("0" + i, "wk06", 0);
            table("sub-0" + i + "/sub-0" + i + "_sessions.tsv", "session_id\tscore\nses-wk00\t20\nses-wk06\t18\n");
        }
        table("participants.tsv", people.toString());
        ProtocolNeeds needs = ProtocolNeeds.of(
                BidsDataset.read(bids),
                ProtocolFile.read(Path.of("docs/protocols/t4-repeated-visits.json"))
                        .protocol());
        String lacking = String.join("\n", needs.lacking());
        assertTrue(
                lacking.contains("sub-06 has 'verum' in the column 'arm', which is not a level of factor arm"),
                lacking);
        assertTrue(lacking.contains("no session has the level 'wk12' of factor visit (column 'session_id')"), lacking);
        assertTrue(lacking.contains("the column 'site' has no value for sub-02"), lacking);
        assertTrue(
                lacking.contains("the column 'protocol_deviation' has no value for sub-01, sub-02, sub-03 and 3 more"));
        assertTrue(lacking.contains("primary: PCC - mPFC, drug - placebo at wk12 cannot be tested"), lacking);
        assertEquals(2, needs.sizes().size());
        assertTrue(
                needs.sizes()
                        .get(0)
                        .startsWith("earlier: PCC - mPFC, drug - placebo at wk06: placebo 3, drug 1 participants"),
                needs.sizes().get(0));
        assertTrue(
                needs.sizes().get(0).contains("sub-02 (no site)"), needs.sizes().get(0));
    }
}
