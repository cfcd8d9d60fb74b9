package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.group.GroupRun;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.LocalMeasure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/** Map endpoints: the baseline as a covariate at each voxel, the marginal model, equivalence. */
class DeclaredMapFilesTest extends MadeUpProtocol {

    private static final String MAPS = PROTOCOL.replaceAll(
                    "'families': \\[.*?\\}\\],\\s*'equivalence'",
                    "'families': ["
                            + "{'id': 'maps', 'rank': 'primary', 'visit': 'wk12', 'tests': [{'endpoint': 'alff', 'contrast': 'drug'}]}], 'equivalence'")
            .replaceAll("'equivalence': \\[.*?\\],", "")
            .replace("'kind': 'map',", "'kind': 'map', 'unit': 'au',");

    private double[] voxel(String week, int voxel) throws IOException {
        List<Double> values = new ArrayList<>();
        for (int i = 1; i <= 14; i++) {
            if (i == 7) continue;
            ScanFiles files = files(String.format("%02d", i), week);
            values.add((double) StudyFiles.read(LocalMeasure.ALFF.file(files), Progress.NONE)
                    .volume(0)[voxel]);
        }
        return values.stream().mapToDouble(x -> x).toArray();
    }

    private float[] map(String name) throws IOException {
        return StudyFiles.read(results.resolve("group/" + name), Progress.NONE).volume(0);
    }

    private static int peak(float[] map) {
        int peak = 0;
        for (int v = 0; v < map.length; v++) if (map[v] > map[peak]) peak = v;
        return peak;
    }

    /** Participants 1 to 14 without 7; even numbers have the drug. */
    private static double[] arms() {
        double[] arms = new double[13];
        for (int k = 0; k < 13; k++) arms[k] = (k + (k < 6 ? 1 : 2)) % 2 == 0 ? 1 : 0;
        return arms;
    }

    @Test
    void theBaselineIsACovariateAtEachVoxel() throws IOException {
        trial();
        run(MAPS.replace("'use': 'change'", "'use': 'covariate'"), GroupOptions.DEFAULT);
        float[] stat = map("alff_drug_wk12/stat.nii.gz");
        int peak = peak(stat);
        double[][] x = new double[13][];
        for (int k = 0; k < 13; k++) x[k] = new double[] {arms()[k], voxel("wk00", peak)[k]};
        OLSMultipleLinearRegression fit = new OLSMultipleLinearRegression();
        fit.newSampleData(voxel("wk12", peak), x);
        // maps are float32
        assertEquals(
                fit.estimateRegressionParameters()[1] / fit.estimateRegressionParametersStandardErrors()[1],
                stat[peak],
                2e-5 * stat[peak]);
        assertTrue(stat[peak] > 8);
        Table endpoints = TsvFiles.read(results.resolve("group/endpoints.tsv"));
        assertEquals("placebo 6, drug 7", endpoints.texts("participants").get(0));
        assertEquals("significant", endpoints.texts("status").get(0));
    }

    @Test
    void theMarginalModelKeepsMapsOfParticipantsWithAMissingVisit() throws IOException {
        trial();
        run(MAPS.replace("'use': 'change'}", "'use': 'change'}, 'missing': 'sandwich'"), GroupOptions.DEFAULT);
        Table endpoints = TsvFiles.read(results.resolve("group/endpoints.tsv"));
        assertEquals("placebo 7, drug 7", endpoints.texts("participants").get(0));
        assertEquals("significant", endpoints.texts("status").get(0));
        assertTrue(
                endpoints.texts("test").get(0).contains("wild bootstrap"),
                endpoints.texts("test").get(0));
        String page = Files.readString(GroupRun.page(results));
        assertTrue(page.contains("it assumes that sessions are missing completely at random"));
        assertFalse(page.contains("Not tested"));
    }

    /** The formulas at one voxel: the larger of both one-sided p, Holm's smallest corrected p, the interval. */
    @Test
    void equivalenceOfAMapIsTestedAtEachVoxel() throws IOException {
        trial();
        run(
                MAPS.replace(
                        "'model'",
                        "'equivalence': [{'endpoint': 'alff', 'contrast': 'drug', 'visit': 'wk06', 'margin': 7,"
                                + " 'unit': 'au'}, {'endpoint': 'alff', 'contrast': 'drug', 'visit': 'wk12', 'margin': 5, 'unit': 'sd'}], 'model'"),
                GroupOptions.DEFAULT);
        float[] effect = map("alff_drug_wk06_equivalence/effect.nii.gz");
        int at = peak(effect);
        double[][] change = new double[2][7];
        for (int i = 1; i <= 14; i++) change[i % 2][(i - 1) / 2] = value(i, "wk06", at) - value(i, "wk00", at);
        double difference = StatUtils.mean(change[0]) - StatUtils.mean(change[1]);
        assertEquals(difference, effect[at], 1e-5);
        double error = Math.sqrt((StatUtils.variance(change[0]) + StatUtils.variance(change[1])) / 2 * 2 / 7);
        double p = 1 - new TDistribution(12).cumulativeProbability((7 - difference) / error);
        assertEquals(p, map("alff_drug_wk06_equivalence/p_equivalence_unc.nii.gz")[at], 1e-6);
        assertEquals(
                difference + new TDistribution(12).inverseCumulativeProbability(0.95) * error,
                map("alff_drug_wk06_equivalence/high.nii.gz")[at],
                1e-5);
        Table table = TsvFiles.read(results.resolve("group/equivalence.tsv"));
        assertTrue(
                table.texts("verdict").get(0).startsWith("within the margin in "),
                table.texts("verdict").get(0));
        assertEquals(13, table.numbers("n")[1]);
        // in standard deviations of wk12 between participants, pooled over arms
        double[] twelve = voxel("wk12", at);
        double[] both = new double[2];
        double[] arms = arms();
        for (int a = 0; a < 2; a++) {
            List<Double> own = new ArrayList<>();
            for (int k = 0; k < 13; k++) if (arms[k] == a) own.add(twelve[k]);
            double[] values = own.stream().mapToDouble(x -> x).toArray();
            both[a] = StatUtils.variance(values) * (values.length - 1);
        }
        double sd = Math.sqrt((both[0] + both[1]) / 11);
        float[] scaled = map("alff_drug_wk12_equivalence/effect.nii.gz");
        double[] before = voxel("wk00", at);
        double drug = 0;
        double placebo = 0;
        for (int k = 0; k < 13; k++)
            if (arms[k] == 1) drug += (twelve[k] - before[k]) / 7;
            else placebo += (twelve[k] - before[k]) / 6;
        assertEquals((drug - placebo) / sd, scaled[at], 1e-4);
    }

    private double value(int participant, String week, int voxel) throws IOException {
        NeuroImage image =
                StudyFiles.read(LocalMeasure.ALFF.file(files(String.format("%02d", participant), week)), Progress.NONE);
        return image.volume(0)[voxel];
    }

    private ScanFiles files(String subject, String week) {
        Path any = bids.resolve("x");
        return new ScanFiles(
                results, new BidsScan(any, subject, week, "rest", "", "bold"), ParticipantRun.space(PARTICIPANT));
    }
}
