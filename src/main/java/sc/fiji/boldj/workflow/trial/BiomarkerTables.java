package sc.fiji.boldj.workflow.trial;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.group.BiomarkerTest;
import sc.fiji.boldj.table.Table;

/** The tables of tests of biomarkers, a row for each connection. */
final class BiomarkerTables {

    private BiomarkerTables() {}

    static TrialReport.Tests table(ResponseData data, List<BiomarkerTest.Found> tested, double alpha) {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < tested.size(); k++) {
            List<String> row = new ArrayList<>(
                    List.of(data.names().get(k), String.valueOf(tested.get(k).people())));
            add(row, tested.get(k), alpha);
            rows.add(row);
        }
        return new TrialReport.Tests(
                Table.of(
                        List.of(
                                "connection without the drug",
                                "n",
                                "slope (one SD)",
                                "simultaneous 95 % interval",
                                "t",
                                "p",
                                "corrected p"),
                        rows),
                counts(tested, alpha));
    }

    static TrialReport.Tests table(
            ResponseData data, List<BiomarkerTest.Found> tested, List<BiomarkerTest.Found> prognostic, double alpha) {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < tested.size(); k++) {
            BiomarkerTest.Found found = tested.get(k);
            BiomarkerTest.Found mean = prognostic.get(k);
            List<String> row = new ArrayList<>(List.of(
                    data.names().get(k),
                    data.people(k, 1) + ", " + data.people(k, 0),
                    ResultWords.text(mean.effect() + found.effect() / 2),
                    ResultWords.text(mean.effect() - found.effect() / 2)));
            add(row, found, alpha);
            row.addAll(List.of(
                    ResultWords.text(mean.effect()),
                    ResultWords.text(mean.t()),
                    ResultWords.probability(mean.corrected(), alpha)));
            rows.add(row);
        }
        return new TrialReport.Tests(
                Table.of(
                        List.of(
                                "connection before treatment",
                                "n",
                                "slope under the drug (one SD)",
                                "slope under " + data.control(),
                                "difference (predictive)",
                                "simultaneous 95 % interval",
                                "t",
                                "p",
                                "corrected p",
                                "mean slope (prognostic)",
                                "prognostic t",
                                "prognostic corrected p"),
                        rows),
                counts(tested, alpha));
    }

    static void add(List<String> row, BiomarkerTest.Found found, double alpha) {
        row.addAll(List.of(
                ResultWords.text(found.effect()),
                ResultWords.interval(found.effect(), found.reach()),
                ResultWords.text(found.t()),
                ResultWords.probability(found.p(), alpha),
                ResultWords.probability(found.corrected(), alpha)));
    }

    static List<Boolean> counts(List<BiomarkerTest.Found> found, double alpha) {
        return found.stream().map(each -> each.corrected() <= alpha).toList();
    }
}
