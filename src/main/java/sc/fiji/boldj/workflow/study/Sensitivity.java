package sc.fiji.boldj.workflow.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.workflow.ReportTable;

/** How the answer of a trial hangs on choices of the analysis. */
final class Sensitivity {

    private static final int VARIANT_PERMUTATIONS = 200;

    private final TrialDesign design;
    private final GroupOptions options;
    private final TrialMaps maps;
    private final boolean asked;

    /** @param asked whether the participant level made the variants */
    Sensitivity(TrialDesign design, GroupOptions options, TrialMaps maps, boolean asked) {
        this.design = design;
        this.options = options;
        this.maps = maps;
        this.asked = asked;
    }

    /** The planned connections again, with the global signal taken out and with volumes censored. */
    ReportTable connections(ColumnTest main, Progress progress) throws IOException {
        List<String> head =
                new ArrayList<>(List.of("connection", "main " + main.test().statistic(), "corrected p"));
        Map<String, ColumnTest> others = new LinkedHashMap<>();
        if (asked)
            for (String variant : List.of("gsr", "censored")) {
                double[][] values = Connections.of(design.visits(), variant).byVisit();
                ColumnTest test = ColumnTest.run(design, Connections.names(), values, options, progress);
                if (test.result() == null) continue;
                others.put(variant, test);
                String name = variant.equals("gsr") ? "global signal out" : "censored at 0.5 mm";
                head.add(name + ", " + test.test().statistic());
                head.add("corrected p");
            }
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < main.names().size(); k++) {
            List<String> row = new ArrayList<>(List.of(
                    main.names().get(k),
                    ColumnTest.text(main.result().statistic()[k]),
                    ColumnTest.text(main.result().pFamilyWise()[k])));
            for (ColumnTest other : others.values()) {
                int at = other.names().indexOf(main.names().get(k));
                row.add(at < 0 ? "n/a" : ColumnTest.text(other.result().statistic()[at]));
                row.add(at < 0 ? "n/a" : ColumnTest.text(other.result().pFamilyWise()[at]));
            }
            rows.add(row);
        }
        return new ReportTable(head, rows);
    }

    /** How the t map of the posterior cingulate changes with the choices. */
    ReportTable maps(Mask mask, Progress progress) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        if (asked) {
            double[] main = statistic(maps.images("PCC", ""), mask, progress.stage(0, 0.25));
            int peak = peak(main);
            double done = 0.25;
            for (String variant : MapStep.VARIANTS) {
                double[] other = statistic(maps.images("PCC", variant), mask, progress.stage(done, done + 0.25));
                done += 0.25;
                rows.add(List.of(
                        switch (variant) {
                            case "gsr" -> "global signal out";
                            case "censored" -> "censored at 0.5 mm";
                            default -> "not smoothed";
                        },
                        ColumnTest.text(correlation(main, other)),
                        ColumnTest.text(main[peak]),
                        ColumnTest.text(other[peak])));
            }
        }
        return new ReportTable(
                List.of("choice", "correlation with the main map", "main map at its peak", "this map there"), rows);
    }

    private double[] statistic(List<NeuroImage> images, Mask mask, Progress progress) {
        int few = Math.min(VARIANT_PERMUTATIONS, options.permutations());
        try {
            return maps.voxelwise(images, mask, PermutationTest.Inference.VOXEL, few, progress)
                    .statistic(0);
        } catch (IllegalArgumentException e) {
            double[] none = new double[mask.count()];
            Arrays.fill(none, Double.NaN);
            return none;
        }
    }

    private static int peak(double[] values) {
        int peak = 0;
        for (int v = 0; v < values.length; v++)
            if (Math.abs(values[v]) > Math.abs(values[peak]) || Double.isNaN(values[peak])) peak = v;
        return peak;
    }

    private static double correlation(double[] a, double[] b) {
        double n = 0;
        double sa = 0;
        double sb = 0;
        for (int v = 0; v < a.length; v++)
            if (Double.isFinite(a[v] + b[v])) {
                n++;
                sa += a[v];
                sb += b[v];
            }
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int v = 0; v < a.length; v++)
            if (Double.isFinite(a[v] + b[v])) {
                aa += (a[v] - sa / n) * (a[v] - sa / n);
                bb += (b[v] - sb / n) * (b[v] - sb / n);
                ab += (a[v] - sa / n) * (b[v] - sb / n);
            }
        return ab / Math.sqrt(aa * bb);
    }
}
