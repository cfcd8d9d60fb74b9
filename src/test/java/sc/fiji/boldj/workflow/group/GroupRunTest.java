package sc.fiji.boldj.workflow.group;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.imglib2.parallel.Parallelization;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.ProvenanceLog;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TaskFiles;
import sc.fiji.boldj.workflow.study.TrialMap;
import sc.fiji.boldj.workflow.study.Variant;
import sc.fiji.boldj.workflow.trial.Connections;
import sc.fiji.boldj.workflow.trial.ResultWords;
import sc.fiji.boldj.workflow.trial.Visit;

/** The group level on results that are made up, so that the truth is known and no scan need be processed. */
class GroupRunTest {

    private static final StepRunner.Listener QUIET = new StepRunner.Listener() {
        @Override
        public void begins(String step, int number, int of) {}

        @Override
        public void isDone(String step, int number, int of) {}
    };

    private static final ParticipantOptions PARTICIPANT = ParticipantOptions.DEFAULT
            .with(ParticipantOption.VOXEL, 9.0)
            .with(ParticipantOption.NONLINEAR, false)
            .with(ParticipantOption.COLUMNS, "24P");

    private static final Template TEMPLATE = Template.builtIn();
    private static final VoxelGrid GRID = Template.grid(9);
    private static final Mask MASK = TEMPLATE.onGrid(GRID).mask();

    /** The first trial of 24 with its group level, which several tests look at; whoever changes it works on a copy. */
    @TempDir
    private static Path shared;

    private static String sharedVerdict;

    @TempDir
    Path root;

    private Path bids;
    private Path results;

    /** The finished trial of 24 participants with an effect. */
    private void finished() throws IOException {
        if (sharedVerdict == null) {
            Path own = root;
            root = shared;
            trial(24, 0.9, 1);
            sharedVerdict = run(options());
            root = own;
        }
        bids = shared.resolve("bids");
        results = shared.resolve("results");
    }

    private void finishedCopy() throws IOException {
        finished();
        try (Stream<Path> all = Files.walk(shared)) {
            for (Path from : all.filter(Files::isRegularFile).toList()) {
                Path to = root.resolve(shared.relativize(from));
                Files.createDirectories(to.getParent());
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        bids = root.resolve("bids");
        results = root.resolve("results");
    }

    /** A parallel trial: the drug adds to PCC - mPFC; amygdala - ACC before treatment correlates with the decrease of the score. */
    private void trial(int people, double effect, long seed) throws IOException {
        bids = Files.createDirectories(root.resolve("bids"));
        results = Files.createDirectories(root.resolve("results"));
        StringBuilder table = new StringBuilder("participant_id\tage\tarm\t<script>alert(1)</script>\n");
        for (int i = 0; i < people; i++) {
            String label = String.format("%02d", i + 1);
            boolean drug = i % 2 == 0;
            table.append("sub-" + label + "\t" + (30 + i) + "\t" + (drug ? "drug" : "placebo") + "\tx\n");
            double[] draws = new double[8];
            Seeds.fillGaussian(Seeds.stream(seed, i), draws);
            double marker = draws[0];
            double before = 30;
            double after = drug ? 30 - 12 - 6 * marker - draws[1] : 27 - draws[1];
            Path own = Files.createDirectories(bids.resolve("sub-" + label));
            Files.writeString(
                    own.resolve("sub-" + label + "_sessions.tsv"),
                    "session_id\tperiod\ttreatment\tscore\nses-pre\t1\tnone\t" + before + "\nses-post\t2\t"
                            + (drug ? "drug" : "placebo") + "\t" + after + "\n");
            for (int s = 0; s < 2; s++) {
                String session = s == 0 ? "pre" : "post";
                Path func = Files.createDirectories(own.resolve("ses-" + session + "/func"));
                Path scan = func.resolve("sub-" + label + "_ses-" + session + "_task-rest_bold.nii.gz");
                Files.writeString(scan, "not opened");
                ScanFiles files = new ScanFiles(
                        results,
                        new BidsScan(scan, label, session, "rest", "", "bold"),
                        ParticipantRun.space(PARTICIPANT));
                Files.createDirectories(files.quality().getParent());
                results(files, s == 1 && drug ? effect : 0, marker, Seeds.stream(seed + 7, 2 * i + s));
            }
        }
        Files.writeString(bids.resolve("participants.tsv"), table.toString());
    }

    private static void results(ScanFiles files, double effect, double marker, SplittableRandom random)
            throws IOException {
        Map<String, Object> quality = new TreeMap<>();
        quality.put("MeanFramewiseDisplacement", 0.1 + 0.05 * random.nextDouble());
        quality.put("DegreesOfFreedom", 60 + random.nextInt(10));
        quality.put("MedianTsnr", 60 + 5 * random.nextDouble());
        quality.put("CoverageOfTemplateBrain", 0.95);
        JsonFile.write(files.quality(), quality);
        for (Variant variant : List.of(Variant.MAIN, Variant.GSR, Variant.CENSORED))
            nodes(files, variant, effect, marker, random);
        NeuroImage like = NeuroImage.floats("x", GRID, 1, SeriesTiming.UNKNOWN);
        StudyFiles.write(MASK, like, files.mask());
        double[] noise = new double[GRID.voxels()];
        Seeds.fillGaussian(random, noise);
        float[] map = new float[GRID.voxels()];
        for (int v : MASK.indices()) {
            double[] p = GRID.position(v);
            boolean there = Math.abs(p[0]) < 15 && Math.abs(p[1] - 52) < 15 && Math.abs(p[2]) < 15;
            map[v] = (float) (0.2 * noise[v] + (there ? effect : 0));
        }
        StudyFiles.write(map, like, new SeedMap("PCC").file(files));
        for (Variant variant : Variant.others()) StudyFiles.write(map, like, SeedMap.PCC.variant(files, variant));
        Path task = TaskFiles.percent(files, "faces-shapes");
        Files.createDirectories(task.getParent());
        StudyFiles.write(map, like, task);
    }

    private static void nodes(ScanFiles files, Variant variant, double effect, double marker, SplittableRandom random)
            throws IOException {
        List<String> names = CoordinateTable.networkNodes().names();
        int n = names.size();
        double[][] z = new double[n][n];
        for (int i = 0; i < n; i++) {
            z[i][i] = Double.NaN;
            double[] draws = new double[n];
            Seeds.fillGaussian(random, draws);
            for (int j = 0; j < i; j++) {
                boolean cingulate =
                        names.get(j).equals("DMN.MPFC") && names.get(i).equals("DMN.PCC");
                boolean limbic = names.get(j).startsWith("Limbic.Amygdala")
                        && names.get(i).startsWith("Limbic.ACC");
                z[i][j] = 0.3 + 0.15 * draws[j] + (cingulate ? effect * 2 : 0) + (limbic ? 0.3 * marker : 0);
                z[j][i] = z[i][j];
            }
        }
        Table.Builder table = Table.builder().add("node", names);
        for (int j = 0; j < n; j++) {
            int column = j;
            table.add(
                    names.get(j),
                    Arrays.stream(z).mapToDouble(row -> row[column]).toArray());
        }
        TsvFiles.write(table.build(), NodeTables.nodes(files, variant));
    }

    private String run(GroupOptions options) throws IOException {
        return new GroupRun(
                        BidsDataset.read(bids),
                        results,
                        PARTICIPANT,
                        options,
                        TEMPLATE,
                        "BoldJ test",
                        new StudyPageSet("BoldJ test"))
                .run(QUIET, Progress.NONE);
    }

    private static GroupOptions options(String... maps) {
        return GroupOptions.DEFAULT
                .with(GroupOption.MAPS, GroupOption.MAPS.fromInput(String.join(",", maps)))
                .with(GroupOption.PERMUTATIONS, 500);
    }

    /** Few permutations, where a test asks for files and words and not for what is significant. */
    private static GroupOptions quick() {
        return options().with(GroupOption.PERMUTATIONS, 100);
    }

    /** Without maps and without prediction: where a test asks who is in the sample. */
    private static GroupOptions sample() {
        return quick().with(GroupOption.MAPS, List.of()).with(GroupOption.OUTCOME, "");
    }

    private static GroupOptions options() {
        return GroupOptions.DEFAULT
                .with(GroupOption.MAPS, GroupOption.MAPS.fromInput("PCC"))
                .with(GroupOption.PERMUTATIONS, 500);
    }

    @Test
    void findsThePlantedConnectionTheMapAndTheBiomarker() throws IOException {
        finished();
        String verdict = sharedVerdict;
        assertTrue(verdict.contains("PCC - mPFC"), verdict);
        assertTrue(verdict.contains("Maps with a significant effect: PCC"), verdict);
        assertTrue(verdict.contains("Biomarker of response: Amygdala - ACC"), verdict);
        String page = Files.readString(GroupRun.page(results));
        assertFalse(page.contains("<script"), "a script in a table must not reach the page");
        assertTrue(page.contains("&lt;script"), "but is shown as text");
        assertTrue(page.contains(
                "No T1-weighted image was used; the mean realigned volume was normalised directly to an EPI contrast"));
        Table sessions = TsvFiles.read(results.resolve("group/sessions.tsv"));
        assertEquals(48, sessions.rows());
        assertEquals("drug", sessions.texts("arm").get(0), "drug minus control");
    }

    @Test
    void effectAndIntervalAreThoseOfChangeBetweenArms() throws IOException {
        finished();
        Table connections = TsvFiles.read(results.resolve("group/connections.tsv"));
        Table sessions = TsvFiles.read(results.resolve("group/sessions.tsv"));
        for (String name : List.of("PCC - mPFC", "DMN within")) {
            double[] values = sessions.numbers(name);
            double[][] change = new double[2][12];
            int[] n = new int[2];
            for (int i = 0; i < values.length; i += 2) {
                int arm = sessions.texts("arm").get(i).equals("drug") ? 0 : 1;
                change[arm][n[arm]++] = values[i + 1] - values[i];
            }
            double[] mean = {StatUtils.mean(change[0]), StatUtils.mean(change[1])};
            double pooled = (StatUtils.variance(change[0]) + StatUtils.variance(change[1])) / 2;
            double half = new TDistribution(null, 22).inverseCumulativeProbability(0.975) * Math.sqrt(pooled / 6);
            double effect = mean[0] - mean[1];
            int row = connections.texts(connections.names().get(0)).indexOf(name);
            // the table is printed with four digits
            assertEquals(effect, connections.numbers("effect")[row], 6e-4 * Math.abs(effect));
            String[] ends =
                    connections.texts("uncorrected 95 % interval").get(row).split(" to ", -1);
            assertEquals(effect - half, Double.parseDouble(ends[0]), 1e-3);
            assertEquals(effect + half, Double.parseDouble(ends[1]), 1e-3);
            assertEquals(
                    effect / Math.sqrt(pooled / 6),
                    connections.numbers("t")[row],
                    1e-3 * Math.abs(effect / Math.sqrt(pooled / 6)) + 1e-3);
        }
    }

    @Test
    void aTasksContrastIsTestedAndOneThatWasNotMadeIsNamed() throws IOException {
        trial(16, 0.9, 6);
        String verdict = run(options("glm-faces-shapes"));
        assertTrue(verdict.contains("Maps with a significant effect: glm-faces-shapes"), verdict);
        assertTrue(Files.exists(results.resolve("group/glm-faces-shapes/p_fwe.nii.gz")));
        IOException e = assertThrows(IOException.class, () -> run(options("glm-faces")));
        assertTrue(e.getMessage().contains("there is no map glm-faces"), e.getMessage());
        assertFalse(TrialMap.parse("glm-../../x").folder().contains("/"), "a contrast may be called so, a folder not");
        assertThrows(IllegalArgumentException.class, () -> options("glm-"));
        assertThrows(IllegalArgumentException.class, () -> options("glm-\"a b\"", "glm-a b"), "one map twice");
        assertThrows(IllegalArgumentException.class, () -> options("faces"));
    }

    @Test
    void findsNothingWhereThereIsNothing() throws IOException {
        trial(24, 0, 2);
        String verdict = run(options());
        assertTrue(
                verdict.contains("No connection of interest shows a significant effect at corrected p <= 0.05"),
                verdict);
        double[] p = TsvFiles.read(results.resolve("group/connections.tsv")).numbers("corrected p");
        String least = "the smallest corrected p is " + ResultWords.text(StatUtils.min(p));
        assertTrue(verdict.contains(least + ". This is not evidence of absence."), least + " in " + verdict);
        assertTrue(
                verdict.contains("No significant effect in any map: the smallest corrected p of PCC is 0."), verdict);
        String page = Files.readString(GroupRun.page(results));
        for (String claim : List.of("lanned", "before the", "set before", "No map shows", "shows no"))
            assertFalse(page.replace("before the steady", "").contains(claim), claim);
        assertTrue(verdict.contains("exploratory"), verdict);
    }

    @Test
    void rulesLeaveOutSessionsWithTheirPairAndSaySo() throws IOException {
        trial(12, 0.6, 3);
        BidsDataset dataset = BidsDataset.read(bids);
        BidsScan moved = dataset.bold("03").get(0);
        Path quality = new ScanFiles(results, moved, ParticipantRun.space(PARTICIPANT)).quality();
        Map<String, Object> figures = new TreeMap<>(JsonFile.readMap(quality));
        figures.put("MeanFramewiseDisplacement", 0.9);
        JsonFile.write(quality, figures);
        Files.delete(new ScanFiles(results, dataset.bold("04").get(1), ParticipantRun.space(PARTICIPANT)).quality());
        run(sample());
        String page = Files.readString(GroupRun.page(results));
        assertTrue(page.contains("mean framewise displacement 0.90 mm per 2 s, above 0.50"), "the rule is named");
        assertTrue(page.contains("no participant-level results"), "the missing one is named");
        assertTrue(page.contains("the other session is missing or was excluded"), "the pair is named");
        assertEquals(20, TsvFiles.read(results.resolve("group/sessions.tsv")).rows());
    }

    private ScanFiles files(String subject, String session) throws IOException {
        BidsScan last = null;
        for (BidsScan scan : BidsDataset.read(bids).bold(subject))
            if (scan.session().equals(session)) last = scan;
        return new ScanFiles(results, last, ParticipantRun.space(PARTICIPANT));
    }

    private void figure(String subject, String session, String name, double value) throws IOException {
        Path quality = files(subject, session).quality();
        Map<String, Object> figures = new TreeMap<>(JsonFile.readMap(quality));
        figures.put(name, value);
        JsonFile.write(quality, figures);
    }

    @Test
    void fewDegreesOfFreedomAndLittleCoverageLeaveOutAsWell() throws IOException {
        trial(12, 0.6, 3);
        figure("01", "pre", "DegreesOfFreedom", 14.9);
        figure("02", "pre", "DegreesOfFreedom", 15);
        figure("05", "post", "CoverageOfTemplateBrain", 0.69);
        figure("06", "post", "CoverageOfTemplateBrain", 0.7);
        figure("07", "post", "MeanFramewiseDisplacement", 0.5);
        run(sample());
        String page = Files.readString(GroupRun.page(results));
        assertTrue(page.contains("14.9 degrees of freedom, below 15.0"), "the rule is named");
        assertTrue(page.contains("covers 69 % of the template"), "the rule is named");
        List<String> used = TsvFiles.read(results.resolve("group/sessions.tsv")).texts("subject");
        assertFalse(used.contains("01") || used.contains("05"), used.toString());
        assertTrue(used.containsAll(List.of("02", "06", "07")), "a limit itself is within the rule");
        assertEquals(20, used.size());
    }

    @Test
    void aSessionThatWasLeftOutIsNotReplacedByAnother() throws IOException {
        trial(12, 0.6, 3);
        figure("03", "pre", "MeanFramewiseDisplacement", 0.9);
        Path table = bids.resolve("participants.tsv");
        Files.writeString(table, Files.readString(table).replace("sub-06\t35\tplacebo", "sub-06\t35\tn/a"));
        GroupOptions two = GroupOptions.DEFAULT
                .with(GroupOption.DESIGN, "two-sample")
                .with(GroupOption.MAPS, List.of())
                .with(GroupOption.PERMUTATIONS, 100)
                .with(GroupOption.VISITS, List.of("pre"));
        run(two);
        Table sessions = TsvFiles.read(results.resolve("group/sessions.tsv"));
        assertEquals(10, sessions.rows());
        assertEquals(Set.of("pre"), Set.copyOf(sessions.texts("session")));
        String page = Files.readString(GroupRun.page(results));
        assertTrue(page.contains("session pre, which the design uses, is missing or was excluded"), "sub-03");
        assertTrue(page.contains("the participants table does not give the group"), "sub-06");
    }

    @Test
    void theOrderOfTheTablesDoesNotMatter() throws IOException {
        trial(12, 0.6, 6);
        String verdict = run(quick());
        byte[] sessions = Files.readAllBytes(results.resolve("group/sessions.tsv"));
        Path table = bids.resolve("participants.tsv");
        List<String> lines = new ArrayList<>(Files.readAllLines(table));
        Collections.reverse(lines.subList(1, lines.size()));
        Files.write(table, lines);
        Path own = bids.resolve("sub-03/sub-03_sessions.tsv");
        lines = new ArrayList<>(Files.readAllLines(own));
        Collections.reverse(lines.subList(1, lines.size()));
        Files.write(own, lines);
        assertEquals(verdict, run(quick()));
        assertArrayEquals(sessions, Files.readAllBytes(results.resolve("group/sessions.tsv")));
        assertTrue(verdict.contains("(drug - placebo)"), verdict);
        List<String> subjects =
                TsvFiles.read(results.resolve("group/sessions.tsv")).texts("subject");
        List<String> expected = new ArrayList<>();
        for (String label : "02 04 06 08 10 12 01 03 05 07 09 11".split(" ", -1))
            expected.addAll(List.of(label, label));
        List<String> drugFirst = new ArrayList<>(expected.subList(12, 24));
        drugFirst.addAll(expected.subList(0, 12));
        assertEquals(drugFirst, subjects);
        assertEquals(
                "pre",
                TsvFiles.read(results.resolve("group/sessions.tsv"))
                        .texts("session")
                        .get(0));
    }

    @Test
    void theBiomarkerIsAskedOfThoseUnderTheDrugBeforeIt() throws IOException {
        finished();
        Table features = TsvFiles.read(results.resolve("group/response/features.tsv"));
        Table sessions = TsvFiles.read(results.resolve("group/sessions.tsv"));
        assertEquals(12, features.rows());
        for (int i = 0; i < 12; i++) {
            String subject = features.texts("subject").get(i);
            Table own = TsvFiles.read(bids.resolve("sub-" + subject + "/sub-" + subject + "_sessions.tsv"));
            double[] score = own.numbers("score");
            // everyone had 30 before treatment, so there is nothing to adjust for
            assertEquals(score[1], features.numbers("response")[i], 1e-9);
            int before = sessions.texts("subject").indexOf(subject);
            assertEquals("drug", sessions.texts("arm").get(before));
            assertEquals("pre", sessions.texts("session").get(before));
            for (String name : Connections.names())
                assertEquals(sessions.numbers(name)[before], features.numbers(name)[i], 1e-8, name);
        }
    }

    /** Against a regression by another library on arm, connection and their product. */
    @Test
    void aBiomarkerIsComparedWithTheCourseUnderPlacebo() throws IOException {
        finished();
        Table drug = TsvFiles.read(results.resolve("group/response/features.tsv"));
        Table placebo = TsvFiles.read(results.resolve("group/response/features_control.tsv"));
        assertEquals(12, placebo.rows());
        assertTrue(placebo.texts("subject").stream().allMatch(subject -> Integer.parseInt(subject) % 2 == 0));
        double[][] x = new double[24][];
        double[] y = new double[24];
        double[] both = new double[24];
        for (int i = 0; i < 24; i++) both[i] = (i < 12 ? drug : placebo).numbers("Amygdala - ACC")[i % 12];
        double spread = Math.sqrt(StatUtils.variance(both));
        for (int i = 0; i < 24; i++) {
            double z = both[i] / spread;
            x[i] = new double[] {i < 12 ? z : 0, i < 12 ? 1 : 0, z};
            y[i] = (i < 12 ? drug : placebo).numbers("response")[i % 12];
        }
        OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
        fit.newSampleData(y, x);
        double slope = fit.estimateRegressionParameters()[1];
        double t = slope / fit.estimateRegressionParametersStandardErrors()[1];
        String page = Files.readString(GroupRun.page(results));
        String words =
                "Amygdala - ACC before treatment predicts response to the drug: its slope on score differs between the"
                        + " arms (" + ResultWords.text(slope) + " per SD of the connection, t " + ResultWords.text(t)
                        + ", 20 degrees of freedom, corrected p ";
        assertTrue(page.contains(words), words);
        assertTrue(page.contains("slope under placebo") && page.contains("difference (predictive)"), "both apart");
        assertTrue(page.contains("Small sample (12 under the drug, 12 under placebo)"), "a small sample is said");
    }

    @Test
    void aBiomarkerOfTheCourseItselfIsNotSaidToPredictTheDrug() throws IOException {
        trial(24, 0.9, 1);
        for (int i = 1; i < 24; i += 2) {
            String label = String.format("%02d", i + 1);
            double marker = TsvFiles.read(NodeTables.nodes(files(label, "pre"), Variant.MAIN))
                    .numbers("Limbic.ACC.L")[
                    CoordinateTable.networkNodes().names().indexOf("Limbic.Amygdala.L")];
            Path table = bids.resolve("sub-" + label + "/sub-" + label + "_sessions.tsv");
            String text = Files.readString(table);
            Files.writeString(
                    table, text.replaceFirst("placebo\t[0-9.]+", "placebo\t" + (30 - 12 - 20 * (marker - 0.3))));
        }
        Files.writeString(files("03", "pre").coregistration(), "only whether it is there is asked");
        run(options());
        String page = Files.readString(GroupRun.page(results));
        assertTrue(page.contains(
                "In the 47 of 48 runs without a T1-weighted image, the mean realigned volume was normalised directly"));
        assertFalse(page.contains("predicts response to the drug:"), page);
        assertFalse(Files.readString(results.resolve("group/verdict.txt")).contains("Biomarker of response"));
        assertTrue(page.contains("Amygdala - ACC before treatment is prognostic: in both arms together"), page);
        assertTrue(page.contains("This does not show who benefits from the drug."));
    }

    @Test
    void aResultThatChangesMakesTheGroupAnew() throws IOException {
        trial(12, 0.6, 7);
        String verdict = run(quick());
        Files.writeString(
                NodeTables.nodes(files("03", "post"), Variant.MAIN),
                Files.readString(NodeTables.nodes(files("05", "post"), Variant.MAIN)));
        run(quick());
        Table sessions = TsvFiles.read(results.resolve("group/sessions.tsv"));
        List<String> subjects = sessions.texts("subject");
        double[] values = sessions.numbers("PCC - mPFC");
        assertEquals(values[subjects.indexOf("05") + 1], values[subjects.indexOf("03") + 1], verdict);
        byte[] log = Files.readAllBytes(results.resolve("logs/group" + ProvenanceCheck.ENDING));
        NeuroImage map = StudyFiles.read(new SeedMap("PCC").file(files("03", "post")), Progress.NONE);
        float[] other = map.volume(0);
        other[other.length / 2] += 1;
        StudyFiles.write(other, map, new SeedMap("PCC").file(files("03", "post")));
        run(quick());
        assertFalse(Arrays.equals(log, Files.readAllBytes(results.resolve("logs/group" + ProvenanceCheck.ENDING))));
    }

    @Test
    void everyFileIsNamedByTheLogAndNoneStaysOfAnEarlierAnswer() throws IOException {
        finishedCopy();
        assertEquals(Set.of(), unnamed());
        Path features = results.resolve("group/response/features.tsv");
        Files.writeString(features, Files.readString(features).replace("01", "02"));
        assertTrue(ProvenanceCheck.of(results, null).problems().get(0).contains("features.tsv"));
        run(quick().with(GroupOption.OUTCOME, ""));
        assertFalse(Files.exists(features), "without an outcome there is no response, nor that of the run before");
        assertEquals(Set.of(), unnamed());
        assertEquals(List.of(), problems(null));
    }

    /** What the check finds, but for the participant level, whose files this test writes without a log. */
    private List<String> problems(Path dataset) throws IOException {
        String participants = results.resolve("sub-").toString();
        return ProvenanceCheck.of(results, dataset).problems().stream()
                .filter(problem -> !problem.startsWith(participants))
                .toList();
    }

    /** Files of the group level that the newest line of its log does not name. */
    private Set<String> unnamed() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.walk(results.resolve("group"))) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.add(
                            "output/" + results.relativize(file).toString().replace('\\', '/')));
        }
        ProvenanceLog log = ProvenanceLog.open(results.resolve("logs/group" + ProvenanceCheck.ENDING));
        files.removeAll(log.newest("group").orElseThrow().outputs().keySet());
        return files;
    }

    @Test
    void runsOfASessionAreAveragedAndOnlyWhatAllCoverIsTested() throws IOException {
        trial(12, 0.6, 8);
        run(quick());
        float[] before = StudyFiles.read(results.resolve("group/PCC/stat.nii.gz"), Progress.NONE)
                .volume(0);
        ScanFiles one = files("04", "post");
        Path scan = one.scan().file();
        Path second = scan.resolveSibling(scan.getFileName().toString().replace("_bold", "_run-2_bold"));
        Files.move(scan, scan.resolveSibling(scan.getFileName().toString().replace("_bold", "_run-1_bold")));
        Files.writeString(second, "not opened");
        List<Path> made;
        try (Stream<Path> all = Files.walk(results)) {
            made = all.filter(f ->
                            f.getFileName().toString().startsWith(one.scan().name()))
                    .toList();
        }
        for (Path file : made) {
            Path to = file.resolveSibling(file.getFileName().toString().replace("_task-rest", "_task-rest_run-1"));
            Files.copy(file, Path.of(to.toString().replace("_run-1", "_run-2")));
            Files.move(file, to);
        }
        ScanFiles other = files("04", "post");
        ScanFiles first =
                new ScanFiles(results, BidsDataset.read(bids).bold("04").get(0), ParticipantRun.space(PARTICIPANT));
        assertEquals("sub-04_ses-post_task-rest_run-1", first.scan().name());
        assertEquals("sub-04_ses-post_task-rest_run-2", other.scan().name());
        Files.copy(
                NodeTables.nodes(files("02", "post"), Variant.MAIN),
                NodeTables.nodes(other, Variant.MAIN),
                StandardCopyOption.REPLACE_EXISTING);
        Mask mask = StudyFiles.mask(other.mask());
        boolean[] fewer = new boolean[mask.grid().voxels()];
        for (int v : mask.indices()) fewer[v] = v != mask.voxel(5);
        StudyFiles.write(
                Mask.of(mask.grid(), fewer),
                NeuroImage.floats("x", mask.grid(), 1, SeriesTiming.UNKNOWN),
                other.mask());
        run(quick());
        Table sessions = TsvFiles.read(results.resolve("group/sessions.tsv"));
        assertEquals(24, sessions.rows());
        double[] values = sessions.numbers("PCC - mPFC");
        int at = sessions.texts("subject").indexOf("04") + 1;
        int from = sessions.texts("subject").indexOf("02") + 1;
        double mean =
                Connections.of(List.of(visitOf("04", first)), Variant.MAIN).byVisit()[0][0];
        assertEquals((mean + values[from]) / 2, values[at], 1e-8);
        float[] tested = StudyFiles.read(results.resolve("group/PCC/stat.nii.gz"), Progress.NONE)
                .volume(0);
        assertEquals(0, tested[mask.voxel(5)], "what one run does not cover is not tested");
        assertEquals(before[mask.voxel(6)], tested[mask.voxel(6)], 1e-6 * Math.abs(before[mask.voxel(6)]));
    }

    private static Visit visitOf(String subject, ScanFiles run) {
        return new Visit(subject, "post", 2, "", "", List.of(run), Double.NaN, Map.of(), Map.of());
    }

    @Test
    void theSameBytesForAnyNumberOfThreadsAndNothingIsDoneTwice() throws IOException {
        trial(12, 0.5, 4);
        run(quick());
        byte[] page = Files.readAllBytes(GroupRun.page(results));
        byte[] log = Files.readAllBytes(results.resolve("logs/group" + ProvenanceCheck.ENDING));
        run(quick());
        assertArrayEquals(log, Files.readAllBytes(results.resolve("logs/group" + ProvenanceCheck.ENDING)));
        Files.delete(GroupRun.page(results));
        Files.delete(results.resolve("logs/group" + ProvenanceCheck.ENDING));
        Parallelization.runSingleThreaded(() -> {
            try {
                run(quick());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertArrayEquals(page, Files.readAllBytes(GroupRun.page(results)));
        assertArrayEquals(log, Files.readAllBytes(results.resolve("logs/group" + ProvenanceCheck.ENDING)));
        assertEquals(List.of(), problems(bids));
    }

    @Test
    void withoutResultsItSaysWhatToDo() throws IOException {
        trial(4, 0, 5);
        results = Files.createDirectory(root.resolve("empty"));
        IOException e = assertThrows(IOException.class, () -> run(quick()));
        assertTrue(e.getMessage().contains("run the participant level first"), e.getMessage());
    }
}
