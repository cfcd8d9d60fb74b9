package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import sc.fiji.boldj.group.GroupDesign;
import sc.fiji.boldj.group.GroupFamily;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.stats.NullDistribution;
import sc.fiji.boldj.stats.PermutationResult;
import sc.fiji.boldj.table.Table;

/** The tables that all group tests write. */
final class GroupFiles {

    private GroupFiles() {}

    /** The largest value under each shuffling, the identity first: of all tests that are corrected together, then of each. */
    static void nulls(Path folder, GroupFamily.Result result) throws IOException {
        Table.Builder table = Table.builder().add("maximum", result.nulls().values());
        int test = 0;
        if (result.members().size() > 1)
            for (GroupFamily.Member member : result.members())
                table.add(
                        "maximum_" + ++test,
                        member.result().test().nullMaximum().values());
        TsvFiles.write(table.build(), folder.resolve("null_max.tsv"));
    }

    /** What a value must reach to be significant at some alphas; missing where no number of them can. */
    static void thresholds(Path folder, NullDistribution nulls, double alpha) throws IOException {
        double[] alphas =
                DoubleStream.of(alpha, 0.05, 0.01, 0.001).distinct().sorted().toArray();
        TsvFiles.write(
                Table.builder()
                        .add("alpha", alphas)
                        .add(
                                "threshold",
                                Arrays.stream(alphas)
                                        .map(nulls::threshold)
                                        .map(t -> Double.isInfinite(t) ? Double.NaN : t)
                                        .toArray())
                        .build(),
                folder.resolve("thresholds.tsv"));
    }

    /** The Monte-Carlo interval (95 %) of each p that occurs, ascending. */
    static void intervals(Path folder, PermutationResult test, List<double[]> probabilities) throws IOException {
        double[] p = probabilities.stream()
                .flatMapToDouble(Arrays::stream)
                .filter(x -> !Double.isNaN(x))
                .sorted()
                .distinct()
                .toArray();
        double[][] ends = test.intervals(p, 0.95);
        TsvFiles.write(
                Table.builder()
                        .add("p", p)
                        .add("p_low", ends[0])
                        .add("p_high", ends[1])
                        .build(),
                folder.resolve("intervals.tsv"));
    }

    /** The design matrix: a line of names and a row for each observation; it can be given as a design again. */
    static void design(Path folder, GroupDesign design) throws IOException {
        List<String> names = design.columns();
        double[][] matrix = design.matrix();
        Table.Builder table = Table.builder();
        for (int c = 0; c < names.size(); c++) {
            double[] column = new double[matrix.length];
            for (int r = 0; r < column.length; r++) column[r] = matrix[r][c];
            table.add(names.get(c), column);
        }
        TsvFiles.write(table.build(), folder.resolve("design.tsv"));
    }
}
