package sc.fiji.boldj.workflow.participant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.Derivatives;
import sc.fiji.boldj.io.DerivedScan;
import sc.fiji.boldj.io.JsonFile;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.table.Table;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.provenance.ProvenanceCheck;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.SeedMap;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.Variant;

/** A study that starts from fMRIPrep's results, against nilearn on the same files, and the layouts of its versions. */
class DerivedStartTest {

    private static final StepRunner.Listener QUIET = new StepRunner.Listener() {
        @Override
        public void begins(String step, int number, int of) {}

        @Override
        public void isDone(String step, int number, int of) {}
    };

    @TempDir
    Path root;

    private static ParticipantOptions options(Path derivatives) {
        return ParticipantOptions.DEFAULT
                .with(ParticipantOption.DERIVATIVES, derivatives.toString())
                .with(ParticipantOption.FWHM, 0.0)
                .with(ParticipantOption.SENSITIVITY, false)
                .with(ParticipantOption.SEEDS, "test = 0,-52,18");
    }

    /** The raw dataset holds tables only. */
    private Path bids() throws IOException {
        Path bids = Files.createDirectories(root.resolve("bids"));
        Files.writeString(bids.resolve("participants.tsv"), "participant_id\tarm\nsub-01\tdrug\n");
        return bids;
    }

    private static Map<String, String> run(Path bids, Path out, ParticipantOptions options) throws IOException {
        Files.createDirectories(out);
        return new ParticipantRun(
                        DerivedStart.dataset(bids, options),
                        out,
                        options,
                        Template.builtIn(),
                        BuiltInSymmetry.SHARED,
                        "BoldJ test",
                        new StudyPageSet("BoldJ test"))
                .run("01", QUIET, Progress.NONE);
    }

    private Table reference(String name) throws IOException {
        return TsvFiles.read(DerivedTree.copy(name, root.resolve("reference").resolve(name)));
    }

    /**
     * Seed map and matrix equal nilearn's within 1e-5: the maps are float32 and the series is scaled to the grand mean
     * in float32, which costs about 1e-7 of a series and less than 3e-6 of z here.
     */
    @ParameterizedTest
    @CsvSource({
        "plain, motion+wm_csf+high_pass, 0, 0, fourier",
        "butterworth, motion:basic+compcor:anat_separated:3+high_pass, 0.01, 0.09, butterworth",
        "scrub, motion:derivatives+wm_csf:power2+global_signal+compcor:anat_combined:5+high_pass+scrub, 0, 0, fourier"
    })
    void seedMapAndMatrixEqualNilearnOnTheSameFiles(String name, String columns, double low, double high, String filter)
            throws IOException {
        Path derivatives = new DerivedTree(root.resolve("prep")).version20().root();
        ParticipantOptions options = options(derivatives)
                .with(ParticipantOption.COLUMNS, columns)
                .with(ParticipantOption.LOW, low)
                .with(ParticipantOption.HIGH, high)
                .with(ParticipantOption.FILTER, filter);
        Path bids = bids();
        Path out = root.resolve("out");
        assertEquals(Map.of(), run(bids, out, options));
        BidsScan scan = DerivedStart.dataset(bids, options).bold("01").get(0);
        ScanFiles files = new ScanFiles(out, scan, DerivedTree.SPACE);

        List<String> expected =
                Files.readAllLines(DerivedTree.copy("seed-" + name + ".tsv", root.resolve("reference/seed.tsv")));
        Mask mask = StudyFiles.mask(files.mask());
        float[] z =
                StudyFiles.read(new SeedMap("test").file(files), Progress.NONE).volume(0);
        assertEquals(expected.size(), mask.count());
        double worst = 0;
        for (int i = 0; i < mask.count(); i++)
            worst = Math.max(worst, Math.abs(z[mask.voxel(i)] - Double.parseDouble(expected.get(i))));
        assertTrue(worst < 1e-5, name + ": the seed map differs by " + worst);

        Table matrix = reference("matrix-" + name + ".tsv");
        Table nodes = TsvFiles.read(NodeTables.nodes(files, Variant.MAIN));
        double largest = 0;
        for (int j = 0; j < matrix.names().size(); j++)
            for (int i = 0; i < matrix.names().size(); i++) {
                if (i == j) continue;
                double theirs = matrix.numbers(matrix.names().get(j))[i];
                double ours = nodes.numbers(matrix.names().get(j))[
                        nodes.texts("node").indexOf(matrix.names().get(i))];
                largest = Math.max(largest, Math.abs(theirs - ours));
            }
        assertTrue(largest < 1e-5, name + ": the matrix differs by " + largest);

        Table source = reference("confounds.tsv");
        Table renamed = TsvFiles.read(files.confounds());
        assertArrayEquals(
                source.numbers("a_comp_cor_11"), renamed.numbers("w_comp_cor_00"), 0, "the first of white matter");
        assertArrayEquals(source.numbers("a_comp_cor_10"), renamed.numbers("c_comp_cor_04"), 0, "the last of CSF");
        Map<String, Object> about = JsonFile.readMap(ScanFiles.sidecar(files.bold()));
        assertEquals("fMRIPrep 20.1.1", about.get(DerivedStep.PROGRAM));
        assertEquals(2, about.get(EarlyVolumes.NUMBER));
        assertTrue(
                Files.readString(files.page()).contains("fMRIPrep 20.1.1"), "the page says where the series is from");
        assertEquals(List.of(), ProvenanceCheck.of(out, bids).problems());
    }

    @Test
    void theLayoutsOfTheVersionsAreRead() throws IOException {
        Path bids = bids();
        Path second = new DerivedTree(root.resolve("p23")).version23().root();
        BidsDataset dataset = DerivedStart.dataset(bids, options(second));
        assertEquals(
                List.of("sub-01_ses-01_task-rest_run-1", "sub-01_ses-02_task-rest_run-1"),
                dataset.bold("01").stream().map(BidsScan::name).toList());
        assertEquals(
                bids.resolve("sub-01/ses-02/func/sub-01_ses-02_task-rest_run-1_bold.nii.gz"),
                dataset.bold("01").get(1).raw(),
                "events are searched by the name of the raw series");
        DerivedScan scan = Derivatives.read(second).of(dataset.bold("01").get(1).file());
        assertTrue(scan.tissues()
                .get(0)
                .endsWith("sub-01/anat/sub-01_space-MNI152NLin2009cAsym_res-2_label-GM_probseg.nii.gz"));
        assertEquals("fMRIPrep 23.1.4", Derivatives.read(second).program());
        Path out = root.resolve("out23");
        assertEquals(Map.of(), run(bids, out, options(second).with(ParticipantOption.COLUMNS, "24P+aCompCor")));
        Map<String, Object> about = JsonFile.readMap(
                ScanFiles.sidecar(new ScanFiles(out, dataset.bold("01").get(0), DerivedTree.SPACE).denoised()));
        assertTrue(
                about.get("Confounds").toString().contains("w_comp_cor_04, c_comp_cor_00"),
                "" + about.get("Confounds"));

        Path third = new DerivedTree(root.resolve("p25")).version25().root();
        IOException several = assertThrows(IOException.class, () -> DerivedStart.dataset(bids, options(third)));
        assertTrue(several.getMessage().contains("derivatives_space=MNI152NLin2009cAsym:res-2"), several.getMessage());
        ParticipantOptions fine = options(third).with(ParticipantOption.DERIVATIVES_SPACE, "MNI152NLin2009cAsym:res-2");
        BidsDataset later = DerivedStart.dataset(bids, fine);
        assertEquals("sub-01_ses-a_task-rest_acq-mb", later.bold("01").get(0).name());
        DerivedScan found = Derivatives.read(third).of(later.bold("01").get(1).file());
        assertTrue(
                found.mask().toString().contains("ses-b")
                        && found.mask().toString().contains("res-2"),
                "" + found);
        assertTrue(found.tissues().get(2).toString().contains("ses-b_space-MNI152NLin2009cAsym_res-2"), "" + found);
    }

    @Test
    void missingPartsAreNamed() throws IOException {
        Path bids = bids();
        Path derivatives = new DerivedTree(root.resolve("prep")).version23().root();
        Files.delete(derivatives.resolve("sub-01/anat/sub-01_space-MNI152NLin2009cAsym_res-2_label-WM_probseg.nii.gz"));
        Files.delete(
                derivatives.resolve(
                        "sub-01/ses-02/func/sub-01_ses-02_task-rest_run-1_space-MNI152NLin2009cAsym_res-2_desc-brain_mask.nii.gz"));
        Map<String, String> problems = run(bids, root.resolve("out"), options(derivatives));
        assertEquals(2, problems.size(), problems.toString());
        String words = problems.get("sub-01_ses-02_task-rest_run-1");
        assertTrue(words.contains("the brain mask") && words.contains("the probability of WM"), words);
        assertTrue(!words.contains("probability of GM") && words.contains("fMRIPrep 23.1.4"), words);

        IOException space = assertThrows(
                IOException.class,
                () -> DerivedStart.dataset(
                        bids, options(derivatives).with(ParticipantOption.DERIVATIVES_SPACE, "MNI152NLin6Asym")));
        assertTrue(space.getMessage().contains("there are MNI152NLin2009cAsym:res-2"), space.getMessage());

        Path old = new DerivedTree(root.resolve("old")).version20().root();
        Path json = old.resolve("fmriprep/sub-01/func/sub-01_task-rest_desc-confounds_regressors.json");
        Files.delete(json);
        String sidecar = run(bids, root.resolve("out20"), options(old)).toString();
        assertTrue(sidecar.contains("of which mask a_comp_cor_00") && sidecar.contains("copy the .json"), sidecar);
    }
}
