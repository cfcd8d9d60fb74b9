package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;

/** What some sessions lack is tested in the others, with its n, and is named. */
class MissingFiguresTest extends MadeUpSessions {

    private static final int PEOPLE = 16;

    private double[][] numbers;

    private TrialDesign design(String kind) throws IOException {
        StringBuilder text = new StringBuilder("participant_id\tarm\n");
        for (int i = 0; i < PEOPLE; i++) {
            String label = String.format("%02d", i + 1);
            text.append("sub-" + label + "\t" + (i % 2 == 0 ? "drug" : "placebo") + "\n");
            scan(label, "", 0);
        }
        table("participants.tsv", text.toString());
        GroupOptions options = options(kind, "");
        return TrialDesign.of(
                VisitList.of(BidsDataset.read(bids), results, ParticipantRun.space(PARTICIPANT), options), options);
    }

    private ColumnTest test(TrialDesign design, int permutations, String... names) throws IOException {
        GroupOptions options =
                GroupOptions.DEFAULT.with(GroupOption.MAPS, List.of()).with(GroupOption.PERMUTATIONS, permutations);
        return ColumnTest.run(design, List.of(names), numbers, options, Progress.NONE);
    }

    private void draw(int columns, long seed) {
        numbers = new double[PEOPLE][columns];
        for (int i = 0; i < PEOPLE; i++) Seeds.fillGaussian(Seeds.stream(seed, i), numbers[i]);
    }

    @Test
    void oneMissingValueLeavesTheComparisonOfTheOthers() throws IOException {
        TrialDesign design = design("two-sample");
        draw(3, 5);
        for (int i = 0; i < 8; i++) numbers[i][1] += 3;
        numbers[2][1] = Double.NaN;
        ColumnTest test = test(design, 2000, "a", "breathing", "c");
        assertEquals(List.of("a", "breathing", "c"), test.names());
        ColumnTest.Row row = test.rows().get(1);
        assertEquals("drug 7, placebo 8", row.people(false));
        List<Double> drug = new ArrayList<>();
        for (int i = 0; i < 8; i++) if (i != 2) drug.add(numbers[i][1]);
        double[] one = drug.stream().mapToDouble(x -> x).toArray();
        double[] other =
                Arrays.stream(numbers, 8, 16).mapToDouble(each -> each[1]).toArray();
        assertEquals(new TTest().homoscedasticT(one, other), row.statistic(), 1e-9);
        assertEquals(StatUtils.mean(one) - StatUtils.mean(other), row.effect().estimate(), 1e-12);
        assertTrue(
                row.corrected().p() <= 0.05,
                "a difference of 3 SD: " + row.corrected().p());
        assertEquals(
                List.of("breathing is missing in sub-05 and is tested in the remaining participants."), test.notes());
        assertEquals("drug 8, placebo 8", test.rows().get(0).people(false));
    }

    /** With a family of two and one of one, each p is that of its family alone, times three over its size. */
    @Test
    void familiesOfTheSamePeopleAreCorrectedForEachOther() throws IOException {
        TrialDesign design = design("two-sample");
        draw(3, 6);
        double[][] whole = Arrays.stream(numbers).map(double[]::clone).toArray(double[][]::new);
        for (int i : new int[] {0, 9}) numbers[i][2] = Double.NaN;
        ColumnTest three = test(design, 500, "a", "b", "c");
        numbers = Arrays.stream(whole).map(row -> Arrays.copyOf(row, 2)).toArray(double[][]::new);
        ColumnTest two = test(design, 500, "a", "b");
        for (int k = 0; k < 2; k++) {
            assertEquals(
                    Math.min(1, two.rows().get(k).corrected().p() * 1.5),
                    three.rows().get(k).corrected().p(),
                    1e-12);
            assertEquals(two.rows().get(k).p(), three.rows().get(k).p());
        }
        ColumnTest.Row c = three.rows().get(2);
        assertEquals(Math.min(1, 3 * c.p()), c.corrected().p(), 1e-12, "alone in its family");
    }

    /** Without an effect anything is found in no more than 5 % of trials, also where the missing values differ. */
    @Test
    void nothingIsFoundTooOften() throws IOException {
        TrialDesign design = design("two-sample");
        int found = 0;
        int trials = 400;
        for (int trial = 0; trial < trials; trial++) {
            draw(4, 1000 + trial);
            numbers[trial % PEOPLE][1] = Double.NaN;
            numbers[(trial + 3) % PEOPLE][2] = Double.NaN;
            numbers[(trial + 4) % PEOPLE][2] = Double.NaN;
            if (!test(design, 100, "a", "b", "c", "d").found(0.05).isEmpty()) found++;
        }
        // three standard errors above .05
        assertTrue(found <= 0.05 * trials + 3 * Math.sqrt(0.05 * 0.95 * trials), found + " of " + trials);
    }

    /** The interval excludes 0 just where the corrected p counts, and holds all true effects in 95 % of trials. */
    @Test
    void simultaneousIntervalsAgreeWithTheCorrectedPAndCover() throws IOException {
        TrialDesign design = design("two-sample");
        int covered = 0;
        int trials = 300;
        for (int trial = 0; trial < trials; trial++) {
            draw(5, 9000 + trial);
            for (int i = 0; i < 8; i++) numbers[i][0] += 2;
            boolean all = true;
            for (ColumnTest.Row row : test(design, 200, "a", "b", "c", "d", "e").rows()) {
                double truth = row.name().equals("a") ? 2 : 0;
                all &= Math.abs(row.effect().estimate() - truth) <= row.effect().reach();
                assertEquals(
                        row.corrected().p() <= 0.05,
                        Math.abs(row.effect().estimate()) > row.effect().reach() * (1 + 1e-9),
                        row.toString());
                assertTrue(row.effect().reach() > row.effect().half(), "wider than for one alone");
            }
            if (all) covered++;
        }
        double error = Math.sqrt(0.05 * 0.95 / trials);
        assertEquals(0.95, (double) covered / trials, 3 * error);
    }

    @Test
    void anArmThatLacksAFigureWholeIsNotTestedAndThatIsSaid() throws IOException {
        TrialDesign design = design("two-sample");
        draw(2, 7);
        for (int i = 8; i < 16; i++) numbers[i][1] = Double.NaN;
        ColumnTest test = test(design, 500, "a", "b");
        assertEquals(List.of("a"), test.names());
        assertTrue(test.notes()
                .toString()
                .contains("b is not tested: no participant of one of the groups has all of them"));
        for (int i = 0; i < 8; i++) numbers[i][1] = Double.NaN;
        assertTrue(test(design, 500, "a", "b").notes().contains("b is not tested: it is missing in every session."));
    }

    /** A drug effect on breathing with one of the values missing is a warning on the page. */
    @Test
    void breathingThatDiffersIsSaidAlsoIfOneSessionHasNone() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tsequence\n");
        for (int i = 1; i <= 8; i++) {
            people.append("sub-0" + i + "\t" + (i % 2 == 0 ? "drug-placebo" : "placebo-drug") + "\n");
            for (int s = 1; s <= 2; s++) scan("0" + i, "" + s, 0);
        }
        table("participants.tsv", people.toString());
        for (int i = 1; i <= 8; i++)
            for (int s = 1; s <= 2; s++) {
                if (i == 3 && s == 2) continue;
                ScanFiles files = new ScanFiles(
                        results, BidsDataset.read(bids).bold("0" + i).get(s - 1), ParticipantRun.space(PARTICIPANT));
                boolean drug = (i % 2 == 0) == (s == 1);
                JsonFile.write(
                        files.quality(),
                        Map.of(
                                "DegreesOfFreedom",
                                60,
                                "BreathingHz",
                                0.33 - (drug ? 0.08 : 0) + 0.003 * ((i * s * 5) % 7)));
            }
        run("auto", "");
        assertTrue(page().contains(
                        "breathing (Hz) is missing in sub-03 ses-2 and is tested in the remaining participants"));
        assertTrue(page().contains("breathing (Hz) differs for the tested contrast"), page());
        assertTrue(page().contains("n 7, uncorrected p"), "the number of people");
    }

    /** In a test of the mean, a quality measure differs from 0 without any effect on the connections. */
    @Test
    void aQualityMeasureThatIsNot0IsNoWarningInATestOfTheMean() throws IOException {
        for (int i = 1; i <= 6; i++) {
            scan("0" + i, "", 0);
            ScanFiles files = new ScanFiles(
                    results, BidsDataset.read(bids).bold("0" + i).get(0), ParticipantRun.space(PARTICIPANT));
            JsonFile.write(files.quality(), Map.of("DegreesOfFreedom", 60, "BreathingHz", 0.3 + 0.001 * i));
        }
        run("one-sample", "");
        assertTrue(page().contains("breathing (Hz)"), page());
        assertFalse(page().contains("differs for the tested contrast"), page());
    }

    /** A p a hair above alpha is neither bold nor in the answer, and is not printed as alpha. */
    @Test
    void aProbabilityIsPrintedOnItsSideOfAlpha() {
        assertEquals("0.05000", ResultWords.probability(0.05, 0.05));
        assertEquals("0.050004", ResultWords.probability(0.050004, 0.05));
        assertTrue(Double.parseDouble(ResultWords.probability(0.0500000004, 0.05)) > 0.05);
        assertTrue(Double.parseDouble(ResultWords.probability(0.0499999996, 0.05)) <= 0.05);
        assertEquals("0.01235", ResultWords.probability(0.0123456, 0.05));
        assertFalse(ResultWords.probability(0.050004, 0.05).equals("0.05000"));
    }
}
