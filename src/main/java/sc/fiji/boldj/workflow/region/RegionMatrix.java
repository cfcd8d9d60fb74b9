package sc.fiji.boldj.workflow.region;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import sc.fiji.boldj.connectivity.ConnectivityMatrix;
import sc.fiji.boldj.connectivity.RegionSeries;
import sc.fiji.boldj.connectivity.TangentSpace;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.MatrixFiles;

/**
 * How regions are connected, with what was estimated.
 *
 * @param values by row and column
 * @param about the estimator, its shrinkage, the group
 */
public record RegionMatrix(double[][] values, Map<String, Object> about) {

    /**
     * The matrix of a scan.
     *
     * @param measure {@code correlation}, {@code partial}, {@code covariance}, {@code precision} or {@code spearman}
     * @param estimator {@code auto}, {@code empirical} or {@code ledoit-wolf}
     */
    public static RegionMatrix of(RegionSeries regions, String measure, String estimator) {
        var options = ConnectivityMatrix.Options.of(
                measure.equals("partial")
                        ? ConnectivityMatrix.Kind.PARTIAL_CORRELATION
                        : ConnectivityMatrix.Kind.valueOf(measure.toUpperCase(Locale.ROOT)));
        if (!estimator.equals("auto"))
            options = new ConnectivityMatrix.Options(
                    options.kind(),
                    ConnectivityMatrix.Estimator.valueOf(
                            estimator.toUpperCase(Locale.ROOT).replace('-', '_')),
                    options.scale());
        ConnectivityMatrix matrix = ConnectivityMatrix.of(regions, options);
        return new RegionMatrix(
                matrix.toArray(),
                Map.of("Estimator", name(matrix.options().estimator()), "Shrinkage", matrix.shrinkage()));
    }

    /** The matrix of a scan in the tangent space of a group; any estimator but {@code empirical} is Ledoit-Wolf's. */
    public static RegionMatrix tangent(
            RegionSeries regions, List<RegionSeries> group, String estimator, Progress progress) {
        ConnectivityMatrix.Estimator chosen = estimator.equals("empirical")
                ? ConnectivityMatrix.Estimator.EMPIRICAL
                : ConnectivityMatrix.Estimator.LEDOIT_WOLF;
        RegionSeries scan = RegionSeries.of(regions.toArray(), MatrixFiles.columnNames(regions.names()));
        TangentSpace space =
                TangentSpace.of(group, chosen, ConnectivityMatrix.Scale.NONE, TangentSpace.Stop.DEFAULT, progress);
        return new RegionMatrix(
                space.project(scan),
                Map.of(
                        "Estimator", name(chosen),
                        "GroupSize", group.size(),
                        "GroupMeanResidual", space.residual()));
    }

    private static String name(ConnectivityMatrix.Estimator estimator) {
        return estimator.name().toLowerCase(Locale.ROOT);
    }
}
