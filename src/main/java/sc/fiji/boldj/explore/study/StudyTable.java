package sc.fiji.boldj.explore.study;

import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.table.AbstractTableModel;
import sc.fiji.boldj.workflow.lock.ConditionCodes;
import sc.fiji.boldj.workflow.participant.StudyState;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanRating;

/** The table of a study: a row for each series. While a trial is blinded, codes stand in place of names of conditions. */
final class StudyTable extends AbstractTableModel {

    /** A column: its name and what it means. */
    enum Column {
        PARTICIPANT("Participant", "label of the participant"),
        VISIT("Session", "label of the session"),
        TASK("Task", "task, and the entities that distinguish its runs"),
        STEPS("Steps", "steps done, in order; point at one to read its name"),
        LIGHT("Light", "worst finding of the quality page"),
        MOTION("Motion", "mean framewise displacement, mm per 2 s"),
        TSNR("tSNR", "median temporal signal-to-noise ratio"),
        FREEDOM("DoF", "degrees of freedom after denoising"),
        COVERAGE("Cover", "proportion of the template brain in the field of view"),
        RATING("Rating", "strictest rating of all raters"),
        REMARK("Remark", "reason of the rating, or why the series is not finished");

        private final String words;
        private final String meaning;

        Column(String words, String meaning) {
            this.words = words;
            this.meaning = meaning;
        }

        String meaning() {
            return meaning;
        }

        /** Its index in the table, from 0. */
        int index() {
            return List.of(values()).indexOf(this);
        }
    }

    private transient StudyDesk.Shown shown;

    void show(StudyDesk.Shown next) {
        boolean same = shown != null
                && shown.state().scans().size() == next.state().scans().size();
        shown = next;
        if (same) fireTableRowsUpdated(0, Math.max(0, getRowCount() - 1));
        else fireTableDataChanged();
    }

    /** What is shown; null before the first study was read. */
    StudyDesk.Shown shown() {
        return shown;
    }

    StudyState.Scan scan(int row) {
        return shown.state().scans().get(row);
    }

    @Override
    public int getRowCount() {
        return shown == null ? 0 : shown.state().scans().size();
    }

    @Override
    public int getColumnCount() {
        return Column.values().length;
    }

    @Override
    public String getColumnName(int column) {
        return Column.values()[column].words;
    }

    @Override
    public Class<?> getColumnClass(int column) {
        return switch (Column.values()[column]) {
            case STEPS -> StudyState.Scan.class;
            case MOTION, TSNR, FREEDOM, COVERAGE -> Double.class;
            default -> String.class;
        };
    }

    @Override
    public Object getValueAt(int row, int column) {
        StudyState.Scan scan = scan(row);
        ConditionCodes codes = shown.codes();
        Optional<ScanRating> rating = shown.rating(scan.scan());
        return switch (Column.values()[column]) {
            case PARTICIPANT -> scan.scan().subject();
            case VISIT -> codes.text(scan.scan().session());
            case TASK -> codes.text(task(scan));
            case STEPS -> scan;
            case LIGHT -> scan.light().name().toLowerCase(Locale.ROOT).replace("none", "");
            case MOTION -> scan.figure(ScanFigure.DISPLACEMENT);
            case TSNR -> scan.figure(ScanFigure.TSNR);
            case FREEDOM -> scan.figure(ScanFigure.FREEDOM);
            case COVERAGE -> scan.figure(ScanFigure.COVERAGE);
            case RATING -> rating.map(given -> given.judgement().word()).orElse("");
            case REMARK -> codes.text(remark(scan, rating).replace(shown.place().bids() + File.separator, ""));
        };
    }

    private static String task(StudyState.Scan scan) {
        String run = ScanRating.run(scan.scan());
        return scan.scan().task() + (run.isEmpty() ? "" : " " + run);
    }

    private static String remark(StudyState.Scan scan, Optional<ScanRating> rating) {
        String said = rating.map(given -> given.reason().isEmpty()
                        ? "(" + given.rater() + ")"
                        : given.reason() + " (" + given.rater() + ")")
                .orElse("");
        return said.isEmpty() ? scan.problem() : scan.problem().isEmpty() ? said : said + "; " + scan.problem();
    }

    /** The state of a series in words, for a tip and for those who do not see the picture. */
    static String words(StudyState.Scan scan) {
        if (scan.stages().isEmpty()) return "no steps: " + scan.problem();
        List<String> open = scan.stages().stream()
                .filter(stage -> stage.progression() != StudyState.Progression.DONE)
                .map(stage -> stage.kind()
                        + (stage.progression() == StudyState.Progression.OUTDATED ? " (to be repeated)" : ""))
                .toList();
        return scan.done() + " of " + scan.stages().size() + " steps done"
                + (open.isEmpty() ? "" : "; to do: " + String.join(", ", open));
    }
}
