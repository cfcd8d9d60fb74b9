package sc.fiji.boldj.workflow.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.Verdict;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.TinyTrial;

/** A dataset with everything that goes wrong in trials, beside one that is well. */
class DatasetInspectionTest {

    @TempDir
    Path root;

    private DatasetCheck check(Path bids) throws IOException {
        return check(bids, ParticipantOptions.DEFAULT);
    }

    private DatasetCheck check(Path bids, ParticipantOptions options) throws IOException {
        return DatasetInspection.of(BidsDataset.read(bids), options, "BoldJ test", Progress.NONE);
    }

    private static Path bold(Path bids, String subject, String session) {
        return bids.resolve("sub-" + subject + "/ses-" + session + "/func/sub-" + subject + "_ses-" + session
                + "_task-rest_bold.nii.gz");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void eachFaultIsFoundAndNamedAndNoneWhereThereIsNone() throws IOException {
        Path bids = root.resolve("bids");
        TinyTrial trial = new TinyTrial(12);
        for (int i = 0; i < 3; i++)
            for (int s = 0; s < 2; s++)
                trial.write(bids, "0" + (i + 1), s == 0 ? "pre" : "post", trial.visit(i, s), true);
        // two participants are enough where nothing is wrong
        Path two = root.resolve("two");
        for (String subject : List.of("sub-01", "sub-02")) copy(bids.resolve(subject), two.resolve(subject));
        DatasetCheck well = check(two);
        // these series are of 12 volumes, to be quick: too short for the defaults, which is said of each; all else is
        // well
        for (DatasetCheck.Row row : well.rows())
            assertEquals(
                    row.words().contains("leaves no degrees of freedom") ? Verdict.Light.RED : Verdict.Light.GREEN,
                    row.light(),
                    well.rows().toString());
        assertEquals(1, well.count(Verdict.Light.RED), "one cause is one finding");
        assertEquals(4, well.rows().get(0).where().size());
        ParticipantOptions fewer = ParticipantOptions.DEFAULT
                .with(ParticipantOption.COLUMNS, "WM+CSF")
                .with(ParticipantOption.LOW, 0.0, ParticipantOption.HIGH, 0.0)
                .with(ParticipantOption.DUMMY_SCANS, 0);
        // the same of one session alone, to be quick
        Path single = root.resolve("single");
        trial.write(single, "01", "pre", trial.visit(0, 0), false);
        assertEquals(1, check(single).count(Verdict.Light.RED));
        assertEquals(0, check(single, fewer).count(Verdict.Light.RED), "judged by the options that will be used");

        // Sessions of two participants swapped.
        Path t1 = bids.resolve("sub-01/ses-post/anat/sub-01_ses-post_T1w.nii.gz");
        Path other = bids.resolve("sub-02/ses-post/anat/sub-02_ses-post_T1w.nii.gz");
        byte[] keep = Files.readAllBytes(t1);
        Files.write(t1, Files.readAllBytes(other));
        Files.write(other, keep);
        // Left and right exchanged.
        Path flipped = bids.resolve("sub-03/ses-post/anat/sub-03_ses-post_T1w.nii.gz");
        NeuroImage image = NiftiReader.read(flipped, NiftiReader.Options.DEFAULT, Progress.NONE);
        TinyTrial.write(HeadLikeness.mirrored(image), flipped);
        // A file cut short, one volume, a repetition time in milliseconds, and a script for a name.
        byte[] whole = Files.readAllBytes(bold(bids, "01", "pre"));
        Files.write(bold(bids, "01", "pre"), Arrays.copyOf(whole, whole.length / 3));
        NeuroImage series = NiftiReader.read(bold(bids, "02", "pre"), NiftiReader.Options.DEFAULT, Progress.NONE);
        NeuroImage one = series.createLike("one", 1).withTiming(SeriesTiming.UNKNOWN);
        one.writeVolume(0, series.volume(0));
        TinyTrial.write(one, bold(bids, "02", "pre"));
        Path sidecar = bids.resolve("sub-03/ses-pre/func/sub-03_ses-pre_task-rest_bold.json");
        Files.writeString(
                sidecar, Files.readString(sidecar).replace("\"RepetitionTime\" : 2.0", "\"RepetitionTime\" : 3.0"));
        String script = "<script>alert(1)<";
        Files.createDirectories(bids.resolve("sub-" + script));
        Files.copy(
                bold(bids, "03", "post"), bids.resolve("sub-" + script + "/sub-" + script + "_task-rest_bold.nii.gz"));

        DatasetCheck check = check(bids);
        String all = check.rows().toString();
        assertEquals(Verdict.Light.RED, check.light());
        assertNamed(check, "sub-01_ses-pre_task-rest_bold", "file", "cannot be read");
        assertNamed(check, "sub-02_ses-pre_task-rest_bold", "volumes", "1 volume");
        assertNamed(check, "sub-03_ses-pre_task-rest_bold", "header", "RepetitionTime");
        assertNamed(check, "sub-01_ses-pre_T1w", "whose head", "of sub-02");
        assertNamed(check, "sub-02_ses-pre_T1w", "whose head", "of sub-01");
        assertNamed(check, "sub-03_ses-pre_T1w", "left and right", "exchanged");
        assertFalse(
                check.rows().stream()
                        .anyMatch(row -> row.topic().equals("left and right")
                                && !row.where().stream().allMatch(place -> place.startsWith("sub-03"))),
                all);
        assertTrue(all.contains("letters and digits"), all);
        assertTrue(all.contains("byte for byte"), "the copied series is named");
        String page = new StudyPageSet("BoldJ test").dataset(check);
        assertFalse(page.contains("<script"), "no script reaches the page");
    }

    /** A table of participants with no column but the one that names them is complete. */
    @Test
    void aTableWithNamesAloneNamesEveryone() throws IOException {
        Path bids = root.resolve("names");
        for (String subject : List.of("01", "02")) {
            Files.createDirectories(bold(bids, subject, "pre").getParent());
            Files.writeString(bold(bids, subject, "pre"), "cannot be read, which is another finding");
        }
        Files.writeString(bids.resolve("participants.tsv"), "participant_id\nsub-01\n");
        List<DatasetCheck.Row> rows = check(bids).rows().stream()
                .filter(row -> row.words().contains("participants.tsv"))
                .toList();
        assertEquals(1, rows.size(), rows.toString());
        assertEquals(List.of("sub-02"), rows.get(0).where());
    }

    private static void assertNamed(DatasetCheck check, String where, String topic, String words) {
        assertTrue(
                check.rows().stream()
                        .anyMatch(row -> row.where().contains(where)
                                && row.topic().equals(topic)
                                && row.words().contains(words)),
                where + ", " + topic + ", " + words + " is missing from " + check.rows());
    }
}
