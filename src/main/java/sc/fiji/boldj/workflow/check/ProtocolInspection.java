package sc.fiji.boldj.workflow.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.protocol.ProtocolFile;
import sc.fiji.boldj.workflow.protocol.Undecided;
import sc.fiji.boldj.workflow.trial.ProtocolNeeds;

/** Findings of the dataset check about what a protocol needs and the dataset does not have. */
public final class ProtocolInspection {

    private ProtocolInspection() {}

    /** The check with the findings on the protocol. */
    public static DatasetCheck of(BidsDataset dataset, ProtocolFile protocol, DatasetCheck check) throws IOException {
        ProtocolNeeds needs = ProtocolNeeds.of(dataset, protocol.protocol());
        List<DatasetCheck.Row> rows = new ArrayList<>(check.rows());
        String where = protocol.file().getFileName().toString();
        for (String lack : needs.lacking()) DatasetCheck.add(rows, Verdict.Light.RED, where, "protocol", lack);
        for (Undecided open : protocol.undecided())
            DatasetCheck.add(rows, Verdict.Light.AMBER, where, "protocol", "is to be decided: " + open.words());
        for (String size : needs.sizes()) DatasetCheck.add(rows, Verdict.Light.GREEN, where, "protocol", size);
        return new DatasetCheck(
                check.title(),
                check.program(),
                check.scans(),
                check.subjects(),
                rows,
                check.sessions(),
                check.protocols());
    }
}
