package sc.fiji.boldj.workflow.participant;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.glm.Hrf;

/**
 * The columns of a first-level model that contrasts may name.
 *
 * @param all in the order of the design
 * @param single those that are contrasts of their own
 * @param paired those whose differences are contrasts, too
 */
record TaskColumns(List<String> all, List<String> single, List<String> paired) {

    TaskColumns {
        all = List.copyOf(all);
        single = List.copyOf(single);
        paired = List.copyOf(paired);
        for (String name : all)
            if (all.indexOf(name) != all.lastIndexOf(name))
                throw new IllegalArgumentException("two columns of the model are called '" + name
                        + "': rename the condition of the events or the column of the regressors");
    }

    /** Of conditions alone, each with one column. */
    static TaskColumns of(List<String> conditions) {
        return new TaskColumns(conditions, conditions, conditions);
    }

    /** The columns of a condition, or of a modulator of it: the main function of the response, or each bin of a FIR. */
    static List<String> of(String name, Hrf hrf) {
        List<String> columns = new ArrayList<>();
        for (int b = 0; b < (hrf.isFir() ? hrf.size() : 1); b++) columns.add(name + hrf.suffix(b));
        return columns;
    }

    /** With regressors after these columns, each a contrast of its own. */
    TaskColumns with(List<String> regressors) {
        return new TaskColumns(joined(all, regressors), joined(single, regressors), paired);
    }

    /** With time bins and further regressors after these columns; the bins alone are contrasts of their own. */
    TaskColumns asking(List<String> bins, List<String> regressors) {
        return new TaskColumns(joined(joined(all, bins), regressors), bins, List.of());
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> joined = new ArrayList<>(first);
        joined.addAll(second);
        return joined;
    }
}
