package sc.fiji.boldj.workflow.protocol;

import java.util.List;

/**
 * The participants whose data are analysed.
 *
 * @param name such as {@code ITT}
 * @param include all must hold
 * @param exclude none may hold
 */
public record AnalysisSet(String name, List<RowRule> include, List<RowRule> exclude) {

    public AnalysisSet {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }
}
