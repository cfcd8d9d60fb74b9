package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.study.ComponentMap;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.NetworkMap;
import sc.fiji.boldj.workflow.study.ScanFigure;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.Variant;

/** What a session brings to the group level: connections, figures, maps, the outcome. */
class SessionValuesTest extends MadeUpSessions {

    private ScanFiles files(String subject) throws IOException {
        BidsScan scan = BidsDataset.read(bids).bold(subject).get(0);
        return new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT));
    }

    private Visit visit(String subject) throws IOException {
        return new Visit(subject, "", 1, "", "", List.of(files(subject)), Double.NaN, Map.of(), Map.of());
    }

    /** Makes the matrix of a session one of a field of view that some nodes lie outside of. */
    private void without(String subject, String node) throws IOException {
        Path file = NodeTables.nodes(files(subject), Variant.MAIN);
        Table all = TsvFiles.read(file);
        List<String> names = all.texts("node");
        Table.Builder less = Table.builder().add("node", names);
        for (String name : names) {
            double[] column = all.numbers(name).clone();
            for (int i = 0; i < column.length; i++)
                if (name.startsWith(node) || names.get(i).startsWith(node)) column[i] = Double.NaN;
            less.add(name, column);
        }
        Files.delete(file);
        TsvFiles.write(less.build(), file);
    }

    @Test
    void aConnectionIsTheMeanOverThePairsThatAllSessionsCover() throws IOException {
        scan("01", "", 0);
        scan("02", "", 0);
        double[] alone = Connections.of(List.of(visit("01")), Variant.MAIN).byVisit()[0];
        without("02", "DMN.MPFC");
        Connections.Values both = Connections.of(List.of(visit("01"), visit("02")), Variant.MAIN);
        Table matrix = TsvFiles.read(NodeTables.nodes(files("01"), Variant.MAIN));
        List<String> names = matrix.texts("node");
        List<String> mode = CoordinateTable.networkNodes().network("DMN").names();
        List<Double> kept = new ArrayList<>();
        List<Double> every = new ArrayList<>();
        for (int i = 0; i < mode.size(); i++)
            for (int j = 0; j < i; j++) {
                double z = matrix.numbers(mode.get(j))[names.indexOf(mode.get(i))];
                every.add(z);
                if (!mode.get(i).equals("DMN.MPFC") && !mode.get(j).equals("DMN.MPFC")) kept.add(z);
            }
        int within = Connections.names().indexOf("DMN within");
        // the table holds twelve digits or so
        assertEquals(mean(every), alone[within], 1e-9);
        assertEquals(mean(kept), both.byVisit()[0][within], 1e-9);
        assertTrue(Math.abs(mean(kept) - mean(every)) > 1e-3, "the pairs matter");
        String note = "The connection DMN within is the mean over " + kept.size() + " of " + every.size()
                + " pairs of nodes, those covered by every session.";
        assertTrue(both.notes().contains(note), both.notes().toString());
        int salience = Connections.names().indexOf("Salience within");
        assertEquals(alone[salience], both.byVisit()[0][salience], 0);
        without("02", "Precuneus");
        both = Connections.of(List.of(visit("01"), visit("02")), Variant.MAIN);
        int precuneus = Connections.names().indexOf("DMN - Precuneus");
        assertTrue(Double.isNaN(both.byVisit()[1][precuneus]) && !Double.isNaN(both.byVisit()[0][precuneus]));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(x -> x).average().orElseThrow();
    }

    @Test
    void aFigureIsTheMeanOverTheRunsThatHaveIt() throws IOException {
        table("participants.tsv", "participant_id\tarm\nsub-01\tdrug\n");
        scan("01", "", 0);
        Path one = BidsDataset.read(bids).bold("01").get(0).file();
        ScanFiles before = files("01");
        Path first = one.resolveSibling("sub-01_task-rest_run-1_bold.nii.gz");
        Files.move(one, first);
        Files.copy(first, one.resolveSibling("sub-01_task-rest_run-2_bold.nii.gz"));
        for (int run = 1; run <= 2; run++) {
            BidsScan scan = BidsDataset.read(bids).bold("01").get(run - 1);
            ScanFiles own = new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT));
            Files.copy(NodeTables.nodes(before, Variant.MAIN), NodeTables.nodes(own, Variant.MAIN));
            Files.copy(before.mask(), own.mask());
            Map<String, Object> figures = run == 1
                    ? Map.of(ScanFigure.DISPLACEMENT.key(), 0.1, "BreathingHz", 0.3)
                    : Map.of(ScanFigure.DISPLACEMENT.key(), 0.3);
            JsonFile.write(own.quality(), figures);
        }
        VisitList list = VisitList.of(
                BidsDataset.read(bids), results, ParticipantRun.space(PARTICIPANT), options("one-sample", ""));
        Map<String, Double> quality = list.used().get(0).quality();
        assertEquals(0.2, quality.get(ScanFigure.DISPLACEMENT.key()), 1e-15);
        assertEquals(0.3, quality.get("BreathingHz"), 0, "one run does not say");
    }

    private void scores(String subject, String treatments, double before, double after) throws IOException {
        String[] given = treatments.split(" ", -1);
        table(
                "sub-" + subject + "/sub-" + subject + "_sessions.tsv",
                "session_id\tperiod\ttreatment\tscore\nses-1\t1\t" + given[0] + "\t" + before + "\nses-2\t2\t"
                        + given[1] + "\t" + after + "\n");
    }

    @Test
    void twoDrugsHaveNoSessionWithoutTheDrugAndPlaceboHas() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\n");
        for (int i = 10; i < 20; i++) {
            people.append("sub-" + i + "\n");
            scan("" + i, "1", 0);
            scan("" + i, "2", 0);
            scores("" + i, i % 2 == 0 ? "ketamine lamotrigine" : "lamotrigine ketamine", 20, 10 + i);
        }
        table("participants.tsv", people.toString());
        run("auto", "");
        assertFalse(page().contains("Prediction of response"));
        for (int i = 10; i < 20; i++)
            scores(
                    "" + i,
                    i % 2 == 0 ? "ketamine placebo" : "placebo ketamine",
                    i == 13 ? Double.NaN : 20 + i % 3,
                    i == 14 ? Double.NaN : 10 + i);
        run("auto", "");
        assertTrue(page().contains("Prediction of response"));
        assertEquals(
                8, TsvFiles.read(results.resolve("group/response/features.tsv")).rows());
        assertTrue(
                page().contains(
                                "Excluded from the analysis of response, because score is missing at a session: sub-14, sub-13."),
                page());
        assertTrue(page().contains("response to the drug cannot be distinguished"), "no arm without the drug");
        assertFalse(Files.readString(results.resolve("group/verdict.txt")).contains("Biomarker of response"));
    }

    /** Each map of a file of several, of a further seed, and what cannot be tested. */
    @Test
    void mapsAreFoundByTheirNamesAndVolumes() throws IOException {
        StringBuilder people = new StringBuilder("participant_id\tarm\n");
        double[][] planted = new double[2][6];
        int voxel = -1;
        for (int i = 0; i < 12; i++) {
            String label = "" + (10 + i);
            people.append("sub-" + label + "\t" + (i < 6 ? "drug" : "placebo") + "\n");
            scan(label, "", 0);
            ScanFiles own = files(label);
            Mask mask = StudyFiles.mask(own.mask());
            voxel = mask.voxel(mask.count() / 2);
            double[] draws = new double[3];
            Seeds.fillGaussian(Seeds.stream(4, i), draws);
            write(NetworkMap.allIn(own), mask, 8, 1, (float) draws[0]);
            write(new SeedMap("Amygdala").file(own), mask, 1, 0, (float) draws[1]);
            write(ComponentMap.allIn(own), mask, 3, 1, (float) draws[2]);
            planted[i / 6][i % 6] = draws[0];
        }
        table("participants.tsv", people.toString());
        components = Files.writeString(root.resolve("components.nii.gz"), "not opened")
                .toString();
        run(options("FPN", "seed-Amygdala", "component-2"));
        double pooled = (StatUtils.variance(planted[0]) + StatUtils.variance(planted[1])) / 2;
        double t = (StatUtils.mean(planted[0]) - StatUtils.mean(planted[1])) / Math.sqrt(pooled / 3);
        float[] found = StudyFiles.read(results.resolve("group/FPN/stat.nii.gz"), Progress.NONE)
                .volume(0);
        assertEquals(t, found[voxel], 0.02 * Math.abs(t) + 0.02, "the second volume");
        assertTrue(Files.exists(results.resolve("group/seed-Amygdala/p_fwe.nii.gz")));
        assertTrue(Files.exists(results.resolve("group/component-2/p_fwe.nii.gz")));
        IOException e = assertThrows(IOException.class, () -> run(options("component-4")));
        assertTrue(e.getMessage().contains("has 3 maps"), e.getMessage());
        e = assertThrows(IOException.class, () -> run(options("seed-Insula")));
        assertTrue(e.getMessage().contains("there is no map seed-Insula"), e.getMessage());
        Mask mask = StudyFiles.mask(files("13").mask());
        write(new SeedMap("Amygdala").file(files("13")), mask, 1, 0, Float.NaN);
        run(options("seed-Amygdala"));
        assertTrue(page().contains("The map seed-Amygdala is missing in sub-13"), "tested in the others, and said");
        assertTrue(page().contains("is tested in the other 11 participants"));
        assertEquals(
                11,
                TsvFiles.read(results.resolve("group/seed-Amygdala/design.tsv")).rows());
        for (int i = 0; i < 12; i++) write(new SeedMap("Amygdala").file(files("" + (10 + i))), mask, 1, 0, Float.NaN);
        e = assertThrows(IOException.class, () -> run(options("seed-Amygdala")));
        assertTrue(e.getMessage().contains("no participant has that map"), e.getMessage());
        for (String bad : List.of("seed-", "seed-../x", "component-0", "component-x", "fpn"))
            assertThrows(IllegalArgumentException.class, () -> options(bad), bad);
    }

    private static GroupOptions options(String... maps) {
        return GroupOptions.DEFAULT
                .with(GroupOption.MAPS, GroupOption.MAPS.fromInput(String.join(",", maps)))
                .with(GroupOption.PERMUTATIONS, 200)
                .with(GroupOption.ALPHA, 0.35);
    }

    /** Maps of noise that is its own in each volume; one volume has the value everywhere. */
    private static void write(Path file, Mask mask, int volumes, int at, float value) throws IOException {
        NeuroImage image = NeuroImage.floats("x", mask.grid(), volumes, SeriesTiming.UNKNOWN);
        for (int k = 0; k < volumes; k++) {
            double[] draws = new double[mask.grid().voxels()];
            Seeds.fillGaussian(Seeds.stream(file.hashCode(), k), draws);
            float[] volume = new float[draws.length];
            for (int v : mask.indices()) volume[v] = k == at ? value + 1e-3f * (float) draws[v] : (float) draws[v];
            if (Float.isNaN(value)) Arrays.fill(volume, Float.NaN);
            image.writeVolume(k, volume);
        }
        StudyFiles.write(image, file, Progress.NONE);
    }
}
