package sc.fiji.boldj.workflow.design;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sc.fiji.boldj.stats.PilotVariance;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.protocol.TrialProtocol;

/**
 * The sample sizes of the declared tests of an endpoint.
 *
 * @param title endpoint and trial
 * @param verdict the size of the trial, in a sentence
 * @param sizes a row for each test
 * @param curves power by number of participants, for each test
 * @param effects number of participants by effect, for each test of a difference
 * @param pilot what the pilot says of the variance
 * @param notes assumptions, in sentences
 */
public record TrialSizeReport(
        String title, String verdict, Table sizes, List<Curve> curves, Table effects, Table pilot, List<String> notes) {

    /** Level of all intervals. */
    static final double LEVEL = 0.95;

    private static final double[] EFFECTS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2};
    private static final int STEPS = 40;

    public TrialSizeReport {
        curves = List.copyOf(curves);
        notes = List.copyOf(notes);
    }

    /**
     * Power by number of participants.
     *
     * @param name of the test
     * @param perArm whether n counts the participants of one arm
     * @param n number of participants
     * @param power at the standard deviation of the pilot
     * @param low at the upper end of the interval of that standard deviation
     * @param high at its lower end
     */
    public record Curve(String name, boolean perArm, int[] n, double[] power, double[] low, double[] high) {}

    /** Sizes all tests. */
    public static TrialSizeReport of(
            TrialProtocol protocol,
            String endpoint,
            PilotValues pilot,
            TrialSizes.Assumptions assumed,
            List<SizedTest> tests) {
        PilotVariance variance = pilot.variance();
        List<List<String>> rows = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        int largest = 0;
        boolean unreachable = false;
        for (SizedTest test : tests) {
            SizeRow row = SizeRow.of(protocol, test, assumed);
            rows.add(row.cells());
            unreachable |= row.total() < 0;
            largest = Math.max(largest, row.total());
            if (row.size() > 0) curves.add(curve(test, row.size()));
        }
        String unit = protocol.endpoints().get(endpoint).unit();
        String verdict = unreachable
                ? "At least one declared test does not reach a power of " + assumed.power() + " with any number up to "
                        + SizedTest.MOST + " participants."
                : "To reach a power of " + assumed.power() + " in every declared test of " + endpoint + ", randomise "
                        + largest + " participants.";
        List<String> notes = new ArrayList<>();
        notes.add(String.format(
                Locale.ROOT,
                "The effect is an assumption: %s%s%s. Effects seen in a small pilot are not used, as they are overestimated when they"
                        + " are selected for being large.",
                Table.format(assumed.effect()),
                assumed.inSd() ? " standard deviations of the endpoint between participants" : " " + unit,
                assumed.inSd()
                        ? " (" + SizeRow.text(assumed.effect() * Math.sqrt(variance.total())) + " " + unit + ")"
                        : ""));
        notes.add(
                "Arms have equal size. The variance is that of the pilot, equal in all conditions, and any two sessions of a"
                        + " participant have the same correlation (compound symmetry). Covariates other than the baseline are not"
                        + " considered: they reduce the variance and take one degree of freedom each.");
        if (!Double.isNaN(assumed.correlation()))
            notes.add("The correlation of two sessions was given as " + Table.format(assumed.correlation())
                    + "; that of the pilot was not used.");
        if (variance.hasRepeats() && variance.meanSquareBetween() < variance.meanSquareWithin())
            notes.add("In the pilot, participants differ less than sessions of one participant do: the variance between"
                    + " participants is estimated as 0.");
        notes.add(
                "Intervals of n: the test is sized with the standard deviation at both ends of its 95 % interval (chi square;"
                        + " degrees of freedom by Satterthwaite where the variance combines two mean squares); effect and margin are held"
                        + " fixed in the unit of the endpoint.");
        notes.add(
                "Power: noncentral t, both tails of a two-sided test counted. Equivalence: the exact probability that both"
                        + " one-sided tests reject (Schuirmann 1987). The statistic of the trial itself is tested by permutation, whose"
                        + " power is close to that of t.");
        return new TrialSizeReport(
                endpoint + ", " + protocol.title(),
                verdict,
                Table.of(SizeRow.NAMES, rows),
                curves,
                effects(tests, assumed, Math.sqrt(variance.total())),
                pilotTable(pilot),
                notes);
    }

    private static Curve curve(SizedTest test, int size) {
        int least = test.least();
        int most = Math.max(least + 10, 2 * size);
        int[] n = IntStream.rangeClosed(0, STEPS)
                .map(k -> least + (int) Math.round((double) (most - least) * k / STEPS))
                .distinct()
                .toArray();
        double[] ends = PilotVariance.interval(test.deviation(), test.degrees(), LEVEL);
        return new Curve(
                test.name(),
                test.shape().isBetween(),
                n,
                IntStream.of(n).mapToDouble(test::power).toArray(),
                IntStream.of(n).mapToDouble(test.withDeviation(ends[1])::power).toArray(),
                IntStream.of(n).mapToDouble(test.withDeviation(ends[0])::power).toArray());
    }

    /** The curves, a row for each test and number. */
    public Table curveTable() {
        List<List<String>> rows = new ArrayList<>();
        for (Curve curve : curves)
            for (int k = 0; k < curve.n().length; k++)
                rows.add(List.of(
                        curve.name(),
                        String.valueOf(curve.n()[k]),
                        Table.format(curve.power()[k]),
                        Table.format(curve.low()[k]),
                        Table.format(curve.high()[k])));
        return Table.of(List.of("test", "n", "power", "power_low", "power_high"), rows);
    }

    private static Table effects(List<SizedTest> tests, TrialSizes.Assumptions assumed, double deviation) {
        List<String> names = new ArrayList<>(List.of("test"));
        for (double effect : EFFECTS) names.add(Table.format(effect) + " SD");
        List<List<String>> rows = new ArrayList<>();
        for (SizedTest test : tests) {
            if (test.isEquivalence()) continue;
            List<String> row = new ArrayList<>(List.of(test.name()));
            for (double effect : EFFECTS) {
                int size = test.withEffect(Math.signum(test.effect()) * effect * deviation)
                        .size(assumed.power());
                row.add(size < 0 ? "none" : String.valueOf(size));
            }
            rows.add(row);
        }
        return Table.of(names, rows);
    }

    private static Table pilotTable(PilotValues pilot) {
        PilotVariance v = pilot.variance();
        double[] icc = v.correlationInterval(LEVEL);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("participants", String.valueOf(pilot.people())));
        rows.add(List.of("values", String.valueOf(pilot.sessions())));
        rows.add(List.of("rows without a value", String.valueOf(pilot.missing())));
        rows.add(List.of("conditions with a mean of their own", String.join(", ", pilot.conditions())));
        rows.add(List.of("SD between participants in one session", SizeRow.text(Math.sqrt(v.total()))));
        rows.add(List.of(
                "its 95 % interval",
                SizeRow.range(PilotVariance.interval(
                        Math.sqrt(v.total()), v.degrees(v.total(), 1, v.hasRepeats() ? 1 : 0), LEVEL))));
        rows.add(List.of(
                "SD of the participants' own levels", v.hasRepeats() ? SizeRow.text(Math.sqrt(v.between())) : "n/a"));
        rows.add(List.of("SD between sessions of a participant", SizeRow.text(Math.sqrt(v.meanSquareWithin()))));
        rows.add(List.of("correlation of two sessions (ICC)", SizeRow.text(v.correlation())));
        rows.add(List.of("its 95 % interval", v.hasRepeats() ? SizeRow.range(icc) : "n/a"));
        return Table.of(List.of("pilot", "value"), rows);
    }
}
