package sc.fiji.boldj.workflow.check;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.glm.Infusion;
import sc.fiji.boldj.workflow.InfusionFiles;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.participant.SlowTables;

/**
 * Checks the doses and regressors of a dataset: each table is read, and compared with the run.
 *
 * @param seen the series, by name
 * @param rows findings are added here
 */
record DosesInspection(Map<String, SeenScan> seen, List<DatasetCheck.Row> rows) {

    private static final String TOPIC = "infusion";

    /** Checks the tables of a run. */
    void run(String name, SlowTables tables) throws IOException {
        SeenScan scan = seen.get(name);
        try {
            if (tables.regressors().isPresent() && scan != null)
                InfusionFiles.regressors(tables.regressors().get(), scan.volumes());
            if (tables.infusion().isEmpty()) return;
            Infusion doses = InfusionFiles.doses(tables.infusion().get());
            if (scan == null || !scan.timing().isKnown()) return;
            double end = scan.volumes() * scan.timing().repetitionTime();
            if (doses.onset() >= end)
                add(
                        Verdict.Light.RED,
                        name,
                        "the first dose is at " + doses.onset() + " s, but the run ends at " + end
                                + " s: are the onsets in milliseconds?");
            else
                add(
                        Verdict.Light.GREEN,
                        name,
                        tables.infusion().get().getFileName() + ": first dose at " + doses.onset() + " s");
        } catch (IllegalArgumentException e) {
            add(Verdict.Light.RED, name, e.getMessage());
        }
    }

    private void add(Verdict.Light light, String where, String words) {
        DatasetCheck.add(rows, light, where, TOPIC, words);
    }
}
