package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sc.fiji.boldj.stats.NameList;
import sc.fiji.boldj.workflow.study.TableCells;

/**
 * Columns of the table of participants that a test is adjusted for. Numbers are taken as they are; of words each level but
 * the first, by the alphabet, becomes a column of 0 and 1. Who lacks a value is excluded.
 */
final class TrialCovariates {

    private final List<String> names;

    private TrialCovariates(List<String> names) {
        this.names = names;
    }

    /**
     * @param list names of columns separated by commas
     * @throws IOException if a column is not there; says which are
     */
    static TrialCovariates of(List<Visit> visits, String list) throws IOException {
        List<String> names = new ArrayList<>();
        TreeSet<String> there = new TreeSet<>();
        for (Visit visit : visits) there.addAll(visit.person().keySet());
        for (String name : NameList.parse(list, there)) {
            names.add(there.stream()
                    .filter(each -> each.equals(name.strip()))
                    .findFirst()
                    .or(() -> there.stream()
                            .filter(each -> TableCells.plain(each).equals(TableCells.plain(name)))
                            .findFirst())
                    .orElseThrow(() -> new IOException("covariates: participants.tsv has no column '" + name.strip()
                            + "', only " + String.join(", ", there))));
        }
        return new TrialCovariates(names);
    }

    /**
     * Those who have a value in every column.
     *
     * @param dropped is added the others
     */
    List<List<Visit>> whole(List<List<Visit>> people, List<Exclusion> dropped) {
        List<List<Visit>> whole = new ArrayList<>();
        for (List<Visit> own : people) {
            List<String> missing = names.stream()
                    .filter(name -> TableCells.cell(own.get(0).person(), name).isEmpty())
                    .toList();
            if (missing.isEmpty()) whole.add(own);
            for (Visit visit : own)
                if (!missing.isEmpty())
                    dropped.add(new Exclusion(
                            visit,
                            "no covariate",
                            "the table of participants does not say " + String.join(", ", missing)));
        }
        return whole;
    }

    /**
     * The values of each visit, by the name of the column.
     *
     * @param notes is added what cannot be adjusted for
     */
    Map<String, List<String>> columns(List<Visit> visits, List<String> notes) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (String name : names) {
            List<String> cells = visits.stream()
                    .map(visit -> TableCells.cell(visit.person(), name))
                    .toList();
            TreeSet<String> levels = new TreeSet<>(cells);
            if (levels.size() < 2) {
                notes.add("Covariate " + name + " is the same for all participants and is not used.");
                continue;
            }
            if (levels.stream().allMatch(cell -> Double.isFinite(TableCells.number(cell)))) {
                columns.put(
                        name.replace(',', ';'),
                        cells.stream()
                                .map(cell -> Double.toString(TableCells.number(cell)))
                                .toList());
                continue;
            }
            for (String level : levels.tailSet(levels.first(), false))
                columns.put(
                        (name + " " + level).replace(',', ';'),
                        cells.stream()
                                .map(cell -> cell.equals(level) ? "1" : "0")
                                .toList());
        }
        return columns;
    }
}
