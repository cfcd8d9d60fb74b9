package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.EchoPlanarDistortion;
import sc.fiji.boldj.simulate.SusceptibilityField;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** The participant level on a run that a known field distorts, with an opposed pair in {@code fmap/}. */
class DistortedRunTest {

    private static final double READOUT = 0.03;

    @TempDir
    Path root;

    private static NeuroImage read(Path file) throws Exception {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    private static void distort(NeuroImage series, int sign) {
        float[] field = new SusceptibilityField(110)
                .on(series.grid(), Affine.IDENTITY, Progress.NONE)
                .volume(0);
        for (int t = 0; t < series.volumes(); t++)
            series.writeVolume(
                    t,
                    EchoPlanarDistortion.of(series.volume(t), field, series.grid(), 1, sign * READOUT, Progress.NONE));
    }

    private static double correlation(float[] a, float[] b) {
        double[] s = new double[6];
        for (int v = 0; v < a.length; v++) {
            if (a[v] == 0 || b[v] == 0) continue;
            s[0]++;
            s[1] += a[v];
            s[2] += b[v];
            s[3] += (double) a[v] * a[v];
            s[4] += (double) b[v] * b[v];
            s[5] += (double) a[v] * b[v];
        }
        return (s[5] - s[1] * s[2] / s[0]) / Math.sqrt((s[3] - s[1] * s[1] / s[0]) * (s[4] - s[2] * s[2] / s[0]));
    }

    private Path bids() {
        return root.resolve("bids");
    }

    private Path raw() {
        return bids().resolve("sub-01/ses-pre/func/sub-01_ses-pre_task-rest_bold.nii.gz");
    }

    /** Writes a session whose run is distorted along j-, and returns the run without distortion. */
    private NeuroImage write(int volumes) throws Exception {
        TinyTrial trial = new TinyTrial(volumes);
        trial.write(bids(), "01", "pre", trial.visit(0, 0), true);
        NeuroImage still = read(raw());
        NeuroImage distorted = NeuroImage.floats("bold", still.grid(), still.volumes(), still.timing());
        for (int t = 0; t < still.volumes(); t++) distorted.writeVolume(t, still.volume(t));
        distort(distorted, -1);
        TinyTrial.write(distorted, raw());
        Path json = raw().resolveSibling("sub-01_ses-pre_task-rest_bold.json");
        Map<String, Object> sidecar = new TreeMap<>(JsonFile.readMap(json));
        sidecar.put("PhaseEncodingDirection", "j-");
        sidecar.put("TotalReadoutTime", READOUT);
        JsonFile.write(json, sidecar);
        return still;
    }

    private ScanFiles process(ParticipantOptions options) throws Exception {
        Path out = Files.createDirectories(root.resolve("out"));
        Map<String, String> problems = new ParticipantRun(
                        BidsDataset.read(bids()),
                        out,
                        options,
                        Template.builtIn(),
                        BuiltInSymmetry.SHARED,
                        "BoldJ test",
                        new StudyPageSet("BoldJ test"))
                .run(
                        "01",
                        new StepRunner.Listener() {
                            @Override
                            public void begins(String step, int number, int of) {}

                            @Override
                            public void isDone(String step, int number, int of) {}
                        },
                        Progress.NONE);
        assertEquals(Map.of(), problems);
        return new ScanFiles(out, new BidsScan(raw(), "01", "pre", "rest", "", "bold"), ParticipantRun.space(options));
    }

    private static ParticipantOptions options() {
        return TinyTrial.options().with(ParticipantOption.CONTRASTS, "").with(ParticipantOption.SENSITIVITY, false);
    }

    /** Without a field map the T1-weighted scan decides, if it is asked for; what is refused leaves the run as it was. */
    @Test
    void withoutAFieldMapTheAnatomyIsUsedWhereItLowersTheBoundaryCost() throws Exception {
        write(20);
        ScanFiles files = process(options().with(ParticipantOption.DISTORTION, "syn"));
        Map<String, Object> field = JsonFile.readMap(ScanFiles.sidecar(files.field()));
        Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(files.bold()));
        boolean lower = (double) field.get("BoundaryCost") < (double) field.get("BoundaryCostBefore");
        assertEquals("syn", field.get(DistortionStep.METHOD));
        assertEquals(lower, field.get("Accepted"));
        assertEquals(lower, about.get(ResampleStep.CORRECTED));
        String page = Files.readString(files.page());
        assertTrue(page.contains("distortion=syn, experimental"), "the page says from what");
        assertEquals(!lower, page.contains("the correction was rejected"));
        float most = 0;
        for (float hertz : read(files.field()).volume(0)) most = Math.max(most, Math.abs(hertz));
        assertEquals(lower, most > 0);
    }

    @Test
    void aDistortedRunComesOutAsIfItWereNot() throws Exception {
        Path bids = bids();
        NeuroImage still = write(40);
        float[] undistorted = still.volume(10);
        Path fmap = Files.createDirectories(bids.resolve("sub-01/ses-pre/fmap"));
        for (String direction : new String[] {"j", "j-"}) {
            NeuroImage one = NeuroImage.floats("epi", still.grid(), 1, still.timing());
            one.writeVolume(0, undistorted);
            distort(one, direction.equals("j") ? 1 : -1);
            String name = "sub-01_ses-pre_dir-" + (direction.equals("j") ? "PA" : "AP") + "_epi";
            TinyTrial.write(one, fmap.resolve(name + ".nii.gz"));
            JsonFile.write(
                    fmap.resolve(name + ".json"),
                    Map.of(
                            "PhaseEncodingDirection",
                            direction,
                            "TotalReadoutTime",
                            READOUT,
                            "IntendedFor",
                            "bids::sub-01/ses-pre/func/sub-01_ses-pre_task-rest_bold.nii.gz"));
        }
        ScanFiles files = process(options());
        Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(files.bold()));
        assertEquals(true, about.get(ResampleStep.CORRECTED));
        assertTrue(
                Files.readString(files.page()).contains("sub-01_ses-pre_dir-AP_epi.nii.gz"),
                "the page says what was used");
        double before = correlation(undistorted, read(files.reference()).volume(0));
        double after = correlation(undistorted, read(files.correctedReference()).volume(0));
        assertTrue(after > 0.98 && 1 - after < 0.4 * (1 - before), "correlation " + before + ", then " + after);
    }
}
