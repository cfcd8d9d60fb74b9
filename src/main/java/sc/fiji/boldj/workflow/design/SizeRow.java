package sc.fiji.boldj.workflow.design;

import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.stats.PilotVariance;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.Factor;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * The size of a test.
 *
 * @param size participants per arm, or in a contrast within participants all of them; -1 if no number has the power
 * @param total to be randomised, dropouts included; -1 likewise
 * @param cells of the table
 */
record SizeRow(int size, int total, List<String> cells) {

    static final List<String> NAMES = List.of(
            "test",
            "design",
            "alpha",
            "correction",
            "effect",
            "margin",
            "sd",
            "sd_low",
            "sd_high",
            "n",
            "n_low",
            "n_high",
            "power",
            "analysed",
            "randomised");

    SizeRow {
        cells = List.copyOf(cells);
    }

    static SizeRow of(TrialProtocol protocol, SizedTest test, TrialSizes.Assumptions assumed) {
        double[] ends = PilotVariance.interval(test.deviation(), test.degrees(), TrialSizeReport.LEVEL);
        int size = test.size(assumed.power());
        int low = test.withDeviation(ends[0]).size(assumed.power());
        int high = test.withDeviation(ends[1]).size(assumed.power());
        int total = size < 0 ? -1 : randomised(protocol, test, size, assumed.dropout());
        return new SizeRow(
                size,
                total,
                List.of(
                        test.name(),
                        test.shape().words() + (test.shape().isBetween() ? ", n per arm" : ", n in all"),
                        Table.format(test.alpha()),
                        test.correction(),
                        Table.format(test.effect()),
                        Table.format(test.margin()),
                        Table.format(test.deviation()),
                        Table.format(ends[0]),
                        Table.format(ends[1]),
                        count(size),
                        count(low),
                        count(high),
                        size < 0 ? Table.MISSING : Table.format(test.power(size)),
                        size < 0 ? "none" : String.valueOf(size * test.arms()),
                        count(total)));
    }

    /** All participants of the trial: every arm of the protocol with the same number, or a multiple of the number of sequences. */
    static int randomised(TrialProtocol protocol, SizedTest test, int size, double dropout) {
        int inflated = (int) Math.ceil(size / (1 - dropout) - 1e-9);
        if (test.shape().isBetween()) {
            int arms = protocol.factor(Factor.Role.TREATMENT)
                    .filter(factor -> !factor.within())
                    .map(factor -> factor.levels().size())
                    .orElse(0);
            return inflated * Math.max(arms, test.arms());
        }
        int sequences = Math.max(1, protocol.randomisation().sequences().size());
        return (inflated + sequences - 1) / sequences * sequences;
    }

    private static String count(int n) {
        return n < 0 ? "none" : String.valueOf(n);
    }

    static String text(double value) {
        return Double.isNaN(value) ? Table.MISSING : String.format(Locale.ROOT, "%.4g", value);
    }

    static String range(double[] ends) {
        return text(ends[0]) + " to " + text(ends[1]);
    }
}
