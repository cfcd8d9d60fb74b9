package sc.fiji.boldj.workflow.trial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.Correlation;
import sc.fiji.boldj.stats.PermutationTest;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.Variant;

/** How the answer of a trial hangs on choices of the analysis. */
public final class Sensitivity {

    private static final int VARIANT_PERMUTATIONS = 200;

    private final TrialDesign design;
    private final GroupOptions options;
    private final TrialMaps maps;
    private final boolean asked;

    /** @param asked whether the participant level made the variants */
    public Sensitivity(TrialDesign design, GroupOptions options, TrialMaps maps, boolean asked) {
        this.design = design;
        this.options = options;
        this.maps = maps;
        this.asked = asked;
    }

    /**
     * Tests the connections of interest again, with the global signal regressed out and with volumes censored, in the
     * participants who have them.
     *
     * @param notes receives sentences on what is missing
     */
    public Table connections(ColumnTest main, List<String> notes, Progress progress) throws IOException {
        List<String> head =
                new ArrayList<>(List.of("connection", "main " + main.test().statistic(), "corrected p"));
        List<ColumnTest> others = new ArrayList<>();
        if (asked)
            for (Variant variant : Variant.otherTables()) {
                Connections.Values found = Connections.of(design.visits(), variant);
                double[][] values = found.byVisit();
                if (!found.absent().isEmpty()) notes.add("Connections " + variant.words() + ": " + found.absence());
                ColumnTest test;
                try {
                    test = ColumnTest.run(design, Connections.names(), values, options, progress);
                } catch (DataException e) {
                    notes.add("Connections " + variant.words() + " are not tested: " + e.getMessage());
                    continue;
                }
                for (String note : test.notes()) notes.add("With connections " + variant.words() + ": " + note);
                if (test.isEmpty()) continue;
                others.add(test);
                head.add(variant.words() + ", " + test.test().statistic());
                head.add("corrected p");
                head.add("n");
            }
        List<List<String>> rows = new ArrayList<>();
        for (ColumnTest.Row own : main.rows()) {
            List<String> row = new ArrayList<>(List.of(
                    own.name(),
                    ResultWords.text(own.statistic()),
                    ResultWords.probability(own.corrected().p(), options.get(GroupOption.ALPHA))));
            for (ColumnTest other : others) {
                int at = other.names().indexOf(own.name());
                ColumnTest.Row found = at < 0 ? null : other.rows().get(at);
                row.add(found == null ? "n/a" : ResultWords.text(found.statistic()));
                row.add(
                        found == null
                                ? "n/a"
                                : ResultWords.probability(found.corrected().p(), options.get(GroupOption.ALPHA)));
                row.add(found == null ? "0" : found.people(design.isPaired()));
            }
            rows.add(row);
        }
        return Table.of(head, rows);
    }

    /**
     * How the t map of the posterior cingulate depends on the denoising choices.
     *
     * @param notes receives sentences on what is missing
     */
    public Table maps(Mask mask, List<String> notes, Progress progress) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        if (asked) {
            double[] main = statistic("The map PCC", maps.images(SeedMap.PCC), mask, notes, progress.stage(0, 0.25));
            int peak = peak(main);
            double done = 0.25;
            for (Variant variant : Variant.others()) {
                TrialMaps.Images images = maps.images(variant);
                double[] other = statistic(
                        "The map PCC " + variant.words(), images, mask, notes, progress.stage(done, done + 0.25));
                done += 0.25;
                rows.add(List.of(
                        variant.words(),
                        String.valueOf(design.people() - images.without().size()),
                        ResultWords.text(Correlation.of(main, other)),
                        ResultWords.text(main[peak]),
                        ResultWords.text(other[peak])));
            }
        }
        return Table.of(
                List.of(
                        "choice",
                        "participants",
                        "correlation with the main map",
                        "main map at its peak",
                        "this map there"),
                rows);
    }

    private double[] statistic(String name, TrialMaps.Images images, Mask mask, List<String> notes, Progress progress)
            throws IOException {
        int few = Math.min(VARIANT_PERMUTATIONS, options.get(GroupOption.PERMUTATIONS));
        String missing = maps.missing(name, images);
        if (!missing.isEmpty()) notes.add(missing);
        try {
            return maps.voxelwise(images, mask, PermutationTest.Inference.VOXEL, few, progress)
                    .statistic(0);
        } catch (DataException e) {
            notes.add(name + " is not tested: " + e.getMessage());
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
}
