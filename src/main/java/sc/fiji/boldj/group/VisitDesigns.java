package sc.fiji.boldj.group;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.run.DataException;
import sc.fiji.boldj.stats.ExchangeTree;
import sc.fiji.boldj.stats.Shuffle;

/** Designs of repeated measures with missing visits: one row for each participant and visit that was observed. */
public final class VisitDesigns {

    private VisitDesigns() {}

    /**
     * A column for the mean of each arm at each visit, named {@code drug@week12}, and centred covariates.
     *
     * @param arm column of the arms; empty for one arm, whose columns are named like the visits
     * @param covariates columns of numbers
     * @throws DataException if an arm has no input at a visit
     */
    public static GroupDesign of(DesignTable table, String subject, String visit, String arm, List<String> covariates) {
        List<String> visits = table.ordered(visit);
        List<String> arms = arm.isEmpty() ? List.of("") : table.ordered(arm);
        List<String> names = new ArrayList<>();
        for (String v : visits) for (String a : arms) names.add(a.isEmpty() ? v : a + "@" + v);
        int cells = names.size();
        names.addAll(covariates);
        double[][] matrix = new double[table.size()][names.size()];
        int[] count = new int[cells];
        int[] visitCodes = table.orderedCodes(visit);
        int[] armCodes = arm.isEmpty() ? new int[table.size()] : table.orderedCodes(arm);
        for (int r = 0; r < matrix.length; r++) {
            int cell = visitCodes[r] * arms.size() + armCodes[r];
            matrix[r][cell] = 1;
            count[cell]++;
        }
        for (int c = 0; c < cells; c++)
            if (count[c] == 0)
                throw new DataException("there is no input of " + names.get(c)
                        + ": exclude the visit or the arm, or check the columns " + visit + " and " + arm);
        for (int c = 0; c < covariates.size(); c++) {
            double[] numbers = table.numbers(covariates.get(c));
            double mean = meanOfParticipants(numbers, table.codes(subject));
            for (int r = 0; r < numbers.length; r++) matrix[r][cells + c] = numbers[r] - mean;
        }
        return new GroupDesign(
                new DesignTerms(
                        "marginal model of repeated measures, "
                                + (arm.isEmpty() ? "the mean of each visit" : "the mean of each arm at each visit")
                                + (covariates.isEmpty() ? "" : ", adjusted for " + String.join(", ", covariates)),
                        names,
                        matrix,
                        null),
                ExchangeTree.flipped(table.codes(subject)),
                Shuffle.FLIP,
                GroupContrast.each(names, names.subList(0, 1)));
    }

    private static double meanOfParticipants(double[] numbers, int[] subject) {
        Map<Integer, double[]> sums = new HashMap<>();
        for (int r = 0; r < numbers.length; r++) {
            double[] sum = sums.computeIfAbsent(subject[r], unknown -> new double[2]);
            sum[0] += numbers[r];
            sum[1]++;
        }
        return sums.values().stream().mapToDouble(s -> s[0] / s[1]).average().orElse(0);
    }

    /** The same design matrix for participants whose residuals are flipped in sign as wholes. */
    public static GroupDesign marginal(GroupDesign design, int[] subject) {
        return design.with(ExchangeTree.flipped(subject)).with(Shuffle.FLIP);
    }
}
