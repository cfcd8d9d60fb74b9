package sc.fiji.boldj.table;

/** Tables for a terminal. */
public final class AlignedTable {

    private AlignedTable() {}

    /** A table in columns of equal width separated by two spaces, numbers to the right. */
    public static String of(Table table) {
        int[] width = new int[table.names().size()];
        for (int c = 0; c < width.length; c++)
            for (int r = -1; r < table.rows(); r++)
                width[c] = Math.max(width[c], cell(table, r, c).length());
        StringBuilder text = new StringBuilder();
        for (int r = -1; r < table.rows(); r++) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < width.length; c++) {
                String cell = cell(table, r, c);
                String space = " ".repeat(width[c] - cell.length());
                line.append(c == 0 ? "" : "  ").append(table.isNumeric(c) ? space + cell : cell + space);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The cell of a row; the names are row -1. */
    private static String cell(Table table, int row, int column) {
        return row < 0 ? table.names().get(column) : table.text(row, column);
    }
}
