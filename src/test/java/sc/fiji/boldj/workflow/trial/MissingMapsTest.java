package sc.fiji.boldj.workflow.trial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Seeds;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.TemplateSymmetry;
import sc.fiji.boldj.workflow.participant.MapStep;
import sc.fiji.boldj.workflow.participant.NodeTables;
import sc.fiji.boldj.workflow.participant.ParticipantRun;
import sc.fiji.boldj.workflow.participant.ResampleStep;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.ComponentMap;
import sc.fiji.boldj.workflow.study.GroupOption;
import sc.fiji.boldj.workflow.study.GroupOptions;
import sc.fiji.boldj.workflow.study.LocalMeasure;
import sc.fiji.boldj.workflow.study.MapFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.RunSeries;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.Variant;

/** What the data do not permit has a reason, from the map's sidecar to the list of excluded sessions; and raw maps stay raw. */
class MissingMapsTest extends MadeUpSessions {

    private static final int VOLUMES = 30;

    private final VoxelGrid grid = Template.grid(9);

    private static ParticipantOptions options(double fwhm, String components) {
        return ParticipantOptions.DEFAULT
                .with(ParticipantOption.VOXEL, 9.0)
                .with(ParticipantOption.NONLINEAR, false)
                .with(ParticipantOption.FWHM, fwhm)
                .with(ParticipantOption.COLUMNS, "trans_x")
                .with(ParticipantOption.LOW, 0.0)
                .with(ParticipantOption.HIGH, 0.0)
                .with(ParticipantOption.DUMMY_SCANS, 0)
                .with(ParticipantOption.COMPONENTS, components);
    }

    /** The maps of a noisy series with fluctuations of a size about a mean of 10000, in a head that always moves. */
    private ScanFiles maps(String label, double size, ParticipantOptions options) throws IOException {
        ScanFiles files = new ScanFiles(
                root, new BidsScan(root.resolve(label + "_bold.nii"), label, "", "rest", "", "bold"), "MNI");
        Files.createDirectories(files.denoised().getParent());
        Template template = Template.builtIn().onGrid(grid);
        Mask mask = template.mask();
        NeuroImage bold = NeuroImage.floats("bold", grid, VOLUMES, SeriesTiming.every(2));
        NeuroImage denoised = NeuroImage.floats("denoised", grid, VOLUMES, SeriesTiming.every(2));
        SplittableRandom random = Seeds.stream(5, 0);
        double[] last = new double[grid.voxels()];
        for (int t = 0; t < VOLUMES; t++) {
            double[] draws = new double[grid.voxels()];
            Seeds.fillGaussian(random, draws);
            float[] whole = new float[draws.length];
            float[] rest = new float[draws.length];
            for (int v : mask.indices()) {
                last[v] = 0.6 * last[v] + draws[v];
                rest[v] = (float) (size * last[v]);
                whole[v] = 10000 + rest[v];
            }
            bold.writeVolume(t, whole);
            denoised.writeVolume(t, rest);
        }
        StudyFiles.write(bold, files.bold(), Progress.NONE);
        StudyFiles.write(denoised, files.denoised(), Progress.NONE);
        StudyFiles.write(mask, bold, files.mask());
        double[] moved = new double[VOLUMES];
        double[] drift = new double[VOLUMES];
        double[] global = new double[VOLUMES];
        for (int t = 0; t < VOLUMES; t++) {
            moved[t] = t == 0 ? Double.NaN : 0.8;
            drift[t] = Math.sin(t);
            global[t] = 10000 + Math.cos(3 * t);
        }
        TsvFiles.write(
                Table.builder()
                        .add("trans_x", drift)
                        .add("framewise_displacement", moved)
                        .add("global_signal", global)
                        .build(),
                files.confounds());
        Path grey = files.templateTissues().get(0);
        StudyFiles.write(template.gm(), grey, Progress.NONE);
        TemplateSymmetry none = new TemplateSymmetry(Affine.IDENTITY, Affine.IDENTITY);
        for (Step step : new MapStep(files, options, List.of(grey), none).steps())
            step.body().run(Progress.NONE);
        return files;
    }

    private static float[] read(Path file) throws IOException {
        return StudyFiles.read(file, Progress.NONE).volume(0);
    }

    @Test
    void whatTheDataDoNotPermitHasAReasonAndNoMapOfNothing() throws IOException {
        NeuroImage many = NeuroImage.floats("many", grid, VOLUMES, SeriesTiming.UNKNOWN);
        SplittableRandom random = Seeds.stream(6, 0);
        for (int k = 0; k < VOLUMES; k++) {
            double[] draws = new double[grid.voxels()];
            Seeds.fillGaussian(random, draws);
            float[] volume = new float[draws.length];
            for (int v = 0; v < volume.length; v++) volume[v] = (float) draws[v];
            many.writeVolume(k, volume);
        }
        Path components = root.resolve("components.nii.gz");
        StudyFiles.write(many, components, Progress.NONE);
        ParticipantOptions options = options(12, components.toString());
        ScanFiles files = maps("1", 50, options);
        Path censored = SeedMap.PCC.variant(files, Variant.CENSORED);
        assertTrue(
                MapFiles.whyNot(censored).orElseThrow().startsWith("censoring leaves 1 of 30 volumes"),
                MapFiles.whyNot(censored).toString());
        assertTrue(MapFiles.whyNot(NodeTables.nodes(files, Variant.CENSORED)).isPresent());
        // as many maps as volumes
        String reason = MapFiles.whyNot(ComponentMap.allIn(files)).orElseThrow();
        assertTrue(reason.contains("30 volumes but 32 or more are needed"), reason);
        List<Path> all = MapStep.files(files, options);
        int made = 0;
        for (Path map : all) {
            Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(map));
            assertTrue(about.containsKey("Description"), map.toString());
            assertEquals(about.containsKey(MapFiles.NOT_MADE), !Files.exists(map), map + " " + about);
            if (!Files.exists(map)) continue;
            assertTrue(about.containsKey("Units"), map + " " + about);
            made++;
            if (map.toString().endsWith(".nii.gz"))
                for (float value : read(map)) assertTrue(Float.isFinite(value), map.toString());
        }
        assertEquals(all.size() - 3, made);
        assertEquals(Optional.empty(), MapFiles.whyNot(SeedMap.PCC.variant(files, Variant.GSR)));
    }

    /** What the data do not permit is no map with a reason; a call that makes no sense stops the step. */
    @Test
    void anInvalidCallIsNoMissingMap() throws IOException {
        ScanFiles files = new ScanFiles(root, new BidsScan(root.resolve("x.nii"), "9", "", "rest", "", "bold"), "MNI");
        NeuroImage flat = NeuroImage.floats("flat", grid, VOLUMES, SeriesTiming.UNKNOWN);
        RunSeries run = new RunSeries(
                files,
                flat,
                new RunSeries.Brain(
                        Mask.all(grid), Mask.all(grid), new TemplateSymmetry(Affine.IDENTITY, Affine.IDENTITY)),
                options(12, ""));
        Path map = root.resolve("x.nii.gz");
        Files.writeString(map, "the map of an earlier call");
        MapFiles.write(SeedMap.PCC, map, run, Progress.NONE);
        assertTrue(MapFiles.whyNot(map).orElseThrow().contains("nothing to correlate with"));
        Path other = root.resolve("y.nii.gz");
        assertThrows(
                IllegalArgumentException.class,
                () -> MapFiles.write(new SeedMap("NoSuchSeed"), other, run, Progress.NONE));
        assertFalse(Files.exists(ScanFiles.sidecar(other)));
    }

    /** Twice the fluctuations of the whole brain are twice the ALFF, and nothing in what is relative to the brain. */
    @Test
    void anEffectOnTheWholeBrainIsInTheRawMapsAlone() throws IOException {
        ScanFiles one = maps("1", 50, options(12, ""));
        ScanFiles two = maps("2", 100, options(12, ""));
        float[] alff = read(LocalMeasure.ALFF.file(one));
        float[] louder = read(LocalMeasure.ALFF.file(two));
        float[] relative = read(LocalMeasure.MALFF.file(one));
        float[] same = read(LocalMeasure.MALFF.file(two));
        double mean = 0;
        int count = 0;
        Mask mask = StudyFiles.mask(one.mask());
        for (int v : mask.indices()) {
            // the series are rounded to floats about 10000
            assertEquals(2 * alff[v], louder[v], 1e-3 * alff[v]);
            assertEquals(relative[v], same[v], 1e-3);
            mean += alff[v];
            count++;
        }
        for (int v : mask.indices()) assertEquals(alff[v] / (mean / count), relative[v], 1e-5);
        float[] reho = read(LocalMeasure.REHO.file(one));
        float[] standard = read(LocalMeasure.ZREHO.file(one));
        double sum = 0;
        double squares = 0;
        for (int v : mask.indices()) sum += reho[v];
        for (int v : mask.indices()) squares += Math.pow(reho[v] - sum / count, 2);
        for (int v : mask.indices())
            assertEquals((reho[v] - sum / count) / Math.sqrt(squares / count), standard[v], 1e-4);
        float[] rough = read(LocalMeasure.REHO.file(maps("3", 50, options(0, ""))));
        double before = 0;
        double roughMean = 0;
        for (int v : mask.indices()) roughMean += rough[v] / count;
        for (int v : mask.indices()) before += Math.pow(rough[v] - roughMean, 2);
        assertEquals(roughMean, sum / count, 0.01, "the same homogeneity");
        assertTrue(squares < 0.8 * before, "smoothed: " + squares / before);
    }

    @Test
    void aPersonWithoutAMapIsLeftOutOfItsTestWithTheReason() throws IOException {
        for (int i = 1; i <= 3; i++) scan("0" + i, "", 0);
        VoxelGrid coarse = Template.grid(10);
        for (BidsScan scan : BidsDataset.read(bids).scans()) {
            ScanFiles files = new ScanFiles(results, scan, ParticipantRun.space(PARTICIPANT));
            Path map = new SeedMap("Insula").file(files);
            if (scan.subject().equals("02"))
                StudyFiles.describe(map, Map.of(MapFiles.NOT_MADE, "the sphere has 3 of its 33 voxels in the mask"));
            else
                StudyFiles.write(
                        new float[coarse.voxels()], ResampleStep.volume("x", coarse, new float[coarse.voxels()]), map);
        }
        GroupOptions options = GroupOptions.DEFAULT
                .with(GroupOption.DESIGN, "one-sample")
                .with(GroupOption.MAPS, GroupOption.MAPS.fromInput("seed-Insula"))
                .with(GroupOption.PERMUTATIONS, 200)
                .with(GroupOption.ALPHA, 0.35);
        VisitList list = VisitList.of(BidsDataset.read(bids), results, ParticipantRun.space(PARTICIPANT), options);
        assertEquals(3, list.used().size(), "its connections count");
        TrialMaps maps = new TrialMaps(TrialDesign.of(list, options), options, TEMPLATE);
        TrialMaps.Images images = maps.images(new SeedMap("Insula"));
        assertEquals(Set.of("02"), images.without());
        String missing = maps.missing("The map seed-Insula", images);
        assertTrue(
                missing.contains("sub-02 (sub-02_task-rest: the sphere has 3 of its 33 voxels in the mask)"), missing);
    }
}
