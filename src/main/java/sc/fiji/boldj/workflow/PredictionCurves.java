package sc.fiji.boldj.workflow;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import sc.fiji.boldj.group.CalibrationBins;
import sc.fiji.boldj.group.RocCurve;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.table.Table;

/** The tables of a ROC curve and of a calibration. */
final class PredictionCurves {

    private PredictionCurves() {}

    /** Writes {@code roc.tsv}; the first threshold, which no score reaches, is missing. */
    static void write(Path folder, RocCurve curve) throws IOException {
        List<RocCurve.Point> points = curve.points();
        TsvFiles.write(
                Table.builder()
                        .add(
                                "threshold",
                                column(points, p -> Double.isInfinite(p.threshold()) ? Double.NaN : p.threshold()))
                        .add("false_positive_rate", column(points, RocCurve.Point::falsePositives))
                        .add("true_positive_rate", column(points, RocCurve.Point::truePositives))
                        .build(),
                folder.resolve("roc.tsv"));
    }

    /** Writes {@code calibration.tsv}. */
    static void write(Path folder, CalibrationBins calibration) throws IOException {
        List<CalibrationBins.Bin> bins = calibration.bins();
        TsvFiles.write(
                Table.builder()
                        .add("subjects", column(bins, CalibrationBins.Bin::subjects))
                        .add("predicted", column(bins, CalibrationBins.Bin::predicted))
                        .add("observed", column(bins, CalibrationBins.Bin::observed))
                        .add("observed_low", column(bins, CalibrationBins.Bin::low))
                        .add("observed_high", column(bins, CalibrationBins.Bin::high))
                        .build(),
                folder.resolve("calibration.tsv"));
    }

    private static <T> double[] column(List<T> rows, ToDoubleFunction<T> value) {
        return rows.stream().mapToDouble(value).toArray();
    }
}
