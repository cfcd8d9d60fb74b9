package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Lays the files of {@code make_derivatives.py} out as versions of fMRIPrep do. */
record DerivedTree(Path root) {

    static final String SPACE = "MNI152NLin2009cAsym";

    static Path copy(String resource, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (InputStream in =
                DerivedTree.class.getResourceAsStream("/sc/fiji/boldj/workflow/derivatives/" + resource)) {
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
        return to;
    }

    /** The components of the three masks have the prefixes of version 21 and later. */
    private static String newNames(String header) {
        String text = header;
        for (int k = 0; k < 16; k++) {
            String name = k < 6
                    ? String.format(Locale.ROOT, "a_comp_cor_%02d", k)
                    : String.format(Locale.ROOT, "%s_comp_cor_%02d", k < 11 ? "c" : "w", (k - 6) % 5);
            text = text.replaceFirst(
                    String.format(Locale.ROOT, "a_comp_cor_%02d", k), "@" + name.substring(0, 1) + name.substring(1));
            text = text.replace("@a_comp", "@A_comp");
        }
        return text.replace("@A_comp", "a_comp").replace("@", "");
    }

    /**
     * Writes the run.
     *
     * @param folder of the functional files, such as {@code sub-01/func}
     * @param scan the name of the run up to its task, such as {@code sub-01_task-rest}
     * @param res {@code _res-2}, or empty
     * @param old whether components are named as before version 21, and the table of confounds as before 20.2
     */
    void run(String folder, String scan, String res, boolean old) throws IOException {
        Path func = root.resolve(folder);
        String in = scan + "_space-" + SPACE + res;
        copy("bold.nii.gz", func.resolve(in + "_desc-preproc_bold.nii.gz"));
        copy("mask.nii.gz", func.resolve(in + "_desc-brain_mask.nii.gz"));
        Files.writeString(
                func.resolve(in + "_desc-preproc_bold.json"),
                "{\"RepetitionTime\": 2.0, \"SliceTimingCorrected\": true, \"StartTime\": 1.0, \"SkullStripped\": false}");
        String table = scan + "_desc-confounds_" + (old ? "regressors" : "timeseries");
        Path tsv = copy("confounds.tsv", func.resolve(table + ".tsv"));
        Path json = copy("confounds.json", func.resolve(table + ".json"));
        if (old) return;
        String text = Files.readString(tsv);
        int end = text.indexOf('\n');
        Files.writeString(tsv, newNames(text.substring(0, end)) + text.substring(end));
        Files.writeString(json, newNames(Files.readString(json)));
    }

    void anatomy(String folder, String name) throws IOException {
        for (String label : new String[] {"GM", "WM", "CSF"})
            copy(label + ".nii.gz", root.resolve(folder).resolve(name + "_label-" + label + "_probseg.nii.gz"));
    }

    void describe(String folder, String content) throws IOException {
        Files.createDirectories(root.resolve(folder));
        Files.writeString(root.resolve(folder).resolve("dataset_description.json"), content);
    }

    /** Version 20.1: a folder {@code fmriprep}, no sessions, no runs, no resolution. */
    DerivedTree version20() throws IOException {
        describe(
                "fmriprep",
                "{\"Name\": \"fMRIPrep\", \"PipelineDescription\": {\"Name\": \"fMRIPrep\", \"Version\": \"20.1.1\"}}");
        run("fmriprep/sub-01/func", "sub-01_task-rest", "", true);
        anatomy("fmriprep/sub-01/anat", "sub-01_space-" + SPACE);
        copy("bold.nii.gz", root.resolve("fmriprep/sub-01/func/sub-01_task-rest_space-T1w_desc-preproc_bold.nii.gz"));
        copy(
                "bold.nii.gz",
                root.resolve("freesurfer/sub-01/func/sub-01_task-rest_space-" + SPACE + "_desc-preproc_bold.nii.gz"));
        return this;
    }

    /** Version 23.1: sessions and runs, one anatomy for all sessions, a resolution. */
    DerivedTree version23() throws IOException {
        describe(
                "",
                "{\"DatasetType\": \"derivative\", \"GeneratedBy\": [{\"Name\": \"fMRIPrep\", \"Version\": \"23.1.4\"}]}");
        for (String session : new String[] {"01", "02"})
            run("sub-01/ses-" + session + "/func", "sub-01_ses-" + session + "_task-rest_run-1", "_res-2", false);
        anatomy("sub-01/anat", "sub-01_space-" + SPACE + "_res-2");
        anatomy("sub-01/anat", "sub-01");
        return this;
    }

    /** Version 25.1: an anatomy for each session, two resolutions and two spaces, acquisitions. */
    DerivedTree version25() throws IOException {
        describe(
                "",
                "{\"DatasetType\": \"derivative\", \"GeneratedBy\": [{\"Name\": \"fMRIPrep\", \"Version\": \"25.1.3\"}]}");
        for (String session : new String[] {"a", "b"})
            for (String res : new String[] {"_res-1", "_res-2"}) {
                run("sub-01/ses-" + session + "/func", "sub-01_ses-" + session + "_task-rest_acq-mb", res, false);
                anatomy("sub-01/ses-" + session + "/anat", "sub-01_ses-" + session + "_space-" + SPACE + res);
            }
        Path func = root.resolve("sub-01/ses-a/func");
        copy(
                "bold.nii.gz",
                func.resolve("sub-01_ses-a_task-rest_acq-mb_space-MNI152NLin6Asym_desc-preproc_bold.nii.gz"));
        copy("mask.nii.gz", func.resolve("sub-01_ses-a_task-rest_acq-mb_desc-brain_mask.nii.gz"));
        return this;
    }
}
