package sc.fiji.boldj.workflow.scan;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.denoise.Confounds;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.JudgedDisplacement;

/** The column of a table of confounds that {@code fd_threshold} is compared with. */
public final class DisplacementColumn {

    private static final String NAME = "framewise_displacement";

    private DisplacementColumn() {}

    /**
     * Finds the column; the filtered one takes precedence.
     *
     * @param series whose repetition time the threshold is converted to
     * @throws IllegalArgumentException if the table has none
     */
    public static JudgedDisplacement of(Table table, NeuroImage series) {
        List<String> names = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        for (String name : List.of(NAME, NAME + "_filtered"))
            if (table.has(name)) {
                names.add(name);
                values.add(table.numbers(name));
            }
        if (names.isEmpty())
            throw new IllegalArgumentException("key 'fd_threshold' needs a table of confounds with a column " + NAME);
        return JudgedDisplacement.of(
                Confounds.of(names, values), series.timing().repetitionTime());
    }
}
