package sc.fiji.boldj.workflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import sc.fiji.boldj.group.GroupTest;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.stats.ContrastEstimate;
import sc.fiji.boldj.stats.ContrastMaps;
import sc.fiji.boldj.stats.Equivalence;
import sc.fiji.boldj.stats.EquivalenceMaps;
import sc.fiji.boldj.stats.JzsBayesFactor;
import sc.fiji.boldj.stats.Observations;
import sc.fiji.boldj.stats.SandwichTest;
import sc.fiji.boldj.table.Table;

/**
 * Estimates of one group test, and evidence that an effect is absent.
 *
 * @param estimates effect and standard error of each voxel, in the unit of the maps
 * @param equivalence two one-sided tests, of effects in residual SD if the margin is; null for none
 * @param logBayes natural logarithm of the JZS Bayes factor of each voxel; null for none
 * @param regions the same for means of regions, or of all voxels where no atlas names them
 * @param options what was asked
 */
record GroupEvidence(
        ContrastMaps estimates,
        EquivalenceMaps equivalence,
        double[] logBayes,
        Table regions,
        GroupExtras.Evidence options) {

    /**
     * @param inputs one row for each input
     * @param covariate null, or one row for each input
     * @param names names a place in RAS+ mm; null for none
     */
    static GroupEvidence of(
            GroupTest test,
            Observations inputs,
            Observations covariate,
            Mask mask,
            Function<double[], String> names,
            GroupExtras.Evidence options,
            Progress progress) {
        Observations data = test.observe(inputs);
        ContrastMaps maps = estimates(test, data, covariate, progress.stage(0, 0.4));
        EquivalenceMaps equivalence = equivalence(maps, test, options, progress.stage(0.4, 0.7));
        Map<String, List<Integer>> members = members(mask, names, maps);
        ContrastMaps means = members.isEmpty()
                ? null
                : estimates(
                        test,
                        means(data, members),
                        covariate == null ? null : means(covariate, members),
                        progress.stage(0.7, 0.8));
        return new GroupEvidence(
                maps,
                equivalence,
                options.bayesScale() > 0
                        ? JzsBayesFactor.of(
                                maps, new JzsBayesFactor.Options(options.bayesScale()), progress.stage(0.8, 1))
                        : null,
                means == null ? Table.builder().build() : table(members, means, test, options),
                options);
    }

    private static ContrastMaps estimates(
            GroupTest test, Observations data, Observations covariate, Progress progress) {
        if (test.sandwich().isPresent())
            return SandwichTest.estimates(test.sandwich().orElseThrow(), data, progress);
        return covariate == null
                ? ContrastMaps.of(test.model(), data, progress)
                : ContrastMaps.of(test.model(), data, covariate, progress);
    }

    private static EquivalenceMaps equivalence(
            ContrastMaps maps, GroupTest test, GroupExtras.Evidence options, Progress progress) {
        if (options.margin() == 0) return null;
        return EquivalenceMaps.of(
                options.standardised() ? standardised(maps) : maps,
                options.margin(),
                new Equivalence.Options(test.options().alpha(), options.correction()),
                progress);
    }

    private static ContrastMaps standardised(ContrastMaps maps) {
        int n = maps.effect().length;
        double[] effect = new double[n];
        double[] error = new double[n];
        double[] one = new double[n];
        for (int v = 0; v < n; v++) {
            effect[v] = maps.effect()[v] / maps.residualSd()[v];
            error[v] = maps.standardError()[v] / maps.residualSd()[v];
            one[v] = 1;
        }
        return new ContrastMaps(effect, error, one, maps.degreesOfFreedom());
    }

    /** The voxels of each region that have an estimate; of all voxels if nothing names them. */
    private static Map<String, List<Integer>> members(Mask mask, Function<double[], String> names, ContrastMaps maps) {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < mask.count(); i++) {
            if (Double.isNaN(maps.effect()[i])) continue;
            String name = names == null ? "all voxels" : names.apply(mask.grid().position(mask.voxel(i)));
            if (!name.equals(Table.MISSING) && !name.startsWith("near ") && !name.endsWith(" mm away)"))
                members.computeIfAbsent(name, unknown -> new ArrayList<>()).add(i);
        }
        return members;
    }

    /** One element for each region, the mean of its voxels. */
    private static Observations means(Observations data, Map<String, List<Integer>> members) {
        double[][] means = new double[data.rows()][members.size()];
        double[] row = new double[data.elements()];
        for (int r = 0; r < means.length; r++) {
            data.read(r, 0, row.length, row, 0);
            int region = 0;
            for (List<Integer> voxels : members.values()) {
                for (int v : voxels) means[r][region] += row[v] / voxels.size();
                region++;
            }
        }
        return Observations.of(means);
    }

    private static Table table(
            Map<String, List<Integer>> members, ContrastMaps means, GroupTest test, GroupExtras.Evidence options) {
        double alpha = test.options().alpha();
        double[][] interval = means.intervals(1 - 2 * alpha);
        int n = members.size();
        double[] degrees = new double[n];
        double[] p = new double[n];
        Arrays.fill(degrees, means.degreesOfFreedom());
        for (int k = 0; k < n; k++)
            p[k] = Double.isNaN(means.effect()[k])
                    ? Double.NaN
                    : new ContrastEstimate(means.effect()[k], means.standardError()[k], means.degreesOfFreedom()).p();
        String level = String.format(Locale.ROOT, "%.0f", 100 * (1 - 2 * alpha));
        Table.Builder table = Table.builder()
                .add("region", List.copyOf(members.keySet()))
                .add("voxels", members.values().stream().mapToInt(List::size).toArray())
                .add("effect", means.effect())
                .add("standard_error", means.standardError())
                .add("degrees_of_freedom", degrees)
                .add("p", p)
                .add("interval" + level + "_low", interval[0])
                .add("interval" + level + "_high", interval[1]);
        EquivalenceMaps equivalence = equivalence(means, test, options, Progress.NONE);
        if (equivalence != null) {
            boolean[] shown = equivalence.equivalent();
            List<String> verdicts = new ArrayList<>();
            for (boolean yes : shown) verdicts.add(yes ? "equivalent" : "not shown");
            table.add("p_equivalence", equivalence.p())
                    .add("p_equivalence_corrected", equivalence.pCorrected())
                    .add("equivalence", verdicts);
        }
        if (options.bayesScale() > 0) {
            double[] log = JzsBayesFactor.of(means, new JzsBayesFactor.Options(options.bayesScale()), Progress.NONE);
            double[] factor = new double[n];
            for (int k = 0; k < n; k++) factor[k] = StrictMath.exp(log[k]);
            table.add("bf10", factor);
        }
        return table.build();
    }

    /** What was found, in sentences. */
    String words() {
        StringBuilder text = new StringBuilder();
        if (equivalence != null) {
            int shown = 0;
            int tested = 0;
            for (int v = 0; v < equivalence.pCorrected().length; v++) {
                if (Double.isNaN(equivalence.pCorrected()[v])) continue;
                tested++;
                if (equivalence.pCorrected()[v] <= equivalence.options().alpha()) shown++;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "Equivalence to 0 within %s is shown in %d of %d voxels (two one-sided tests, %s, p <= %s). The p that the"
                            + " effect is within the margin in every voxel is %.4g. ",
                    options.marginWords(),
                    shown,
                    tested,
                    options.correctionWords(),
                    equivalence.options().alpha(),
                    equivalence.pEverywhere()));
        }
        if (logBayes != null)
            text.append(String.format(
                    Locale.ROOT,
                    "JZS Bayes factors (prior scale %s) are descriptive: evidence of absence rests on the two one-sided tests"
                            + " alone. ",
                    options.bayesScale()));
        return text.toString().strip();
    }

    /** What was done, in sentences for a paper. */
    static String methods(GroupExtras.Evidence options, double alpha) {
        StringBuilder text = new StringBuilder();
        if (options.margin() > 0)
            text.append(String.format(
                    Locale.ROOT,
                    " Equivalence to 0 within %s was tested with two one-sided t tests (Schuirmann 1987; Lakens et al. 2018),"
                            + " %s, at alpha %s%s.",
                    options.marginWords(),
                    options.correctionWords(),
                    alpha,
                    options.standardised() ? "; the residual SD was treated as known" : ""));
        if (options.bayesScale() > 0)
            text.append(String.format(
                    Locale.ROOT,
                    " Bayes factors of t are those of Rouder et al. (2009) with prior scale %s.",
                    options.bayesScale()));
        return text.toString();
    }
}
