package sc.fiji.boldj.workflow.study;

import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.run.NumberCell;

/** Cells of a row that participants wrote. */
public final class TableCells {

    private TableCells() {}

    /** The cell of a column, whose name is compared without regard to case and signs; empty if missing. */
    public static String cell(Map<String, String> row, String column) {
        String text = row.get(column);
        if (text == null)
            for (Map.Entry<String, String> each : row.entrySet())
                if (plain(each.getKey()).equals(plain(column))) {
                    text = each.getValue();
                    break;
                }
        return text == null || isMissing(text) ? "" : text;
    }

    /** A name without regard to case and signs. */
    public static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]+", "");
    }

    /** Whether a cell says nothing, as BIDS, R, Python and spreadsheets write it. */
    static boolean isMissing(String cell) {
        return NumberCell.isMissing(cell);
    }

    /** The number in a cell, read by {@link NumberCell}; NaN if it is none or not finite, such as a date or {@code 3d}. */
    public static double number(String cell) {
        double number = NumberCell.isReadable(cell) ? NumberCell.parse(cell) : Double.NaN;
        return Double.isFinite(number) ? number : Double.NaN;
    }
}
