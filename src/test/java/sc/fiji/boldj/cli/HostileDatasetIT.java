package sc.fiji.boldj.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TsvFiles;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.check.HeadMirror;
import sc.fiji.boldj.workflow.study.TinyTrial;

/**
 * A study with a file cut short, a wrong repetition time, left and right exchanged, two participants' sessions swapped, a run of
 * one volume and scripts for names goes through check, participant and group level in processes of their own: each fault is
 * named, the rest of the study is done, no script reaches a page.
 *
 * <p>{@code mvn verify -Pstudies -Dit.test=HostileDatasetIT}.
 */
@Tag("study")
class HostileDatasetIT {

    private static final String SCRIPT = "<script>alert(1)<";
    private static final List<String> CHOICES = List.of(
            "--voxel", "6", "--nonlinear", "false", "--columns", "6P", "--high", "0.15", "--sensitivity", "false");

    @TempDir
    private Path folder;

    private static Path bold(Path bids, String subject, String session) {
        return bids.resolve("sub-" + subject + "/ses-" + session + "/func/sub-" + subject + "_ses-" + session
                + "_task-rest_bold.nii.gz");
    }

    private static Path t1(Path bids, String subject, String session) {
        return bids.resolve(
                "sub-" + subject + "/ses-" + session + "/anat/sub-" + subject + "_ses-" + session + "_T1w.nii.gz");
    }

    private static NeuroImage read(Path file) throws IOException {
        return NiftiReader.read(file, NiftiReader.Options.DEFAULT, Progress.NONE);
    }

    private static void swap(Path one, Path other) throws IOException {
        byte[] keep = Files.readAllBytes(one);
        Files.write(one, Files.readAllBytes(other));
        Files.write(other, keep);
    }

    private Path hostile() throws IOException {
        Path bids = folder.resolve("bids");
        TinyTrial trial = new TinyTrial(60, 8);
        for (int i = 0; i < 8; i++)
            for (int s = 0; s < (i < 6 ? 2 : 1); s++)
                trial.write(bids, "0" + (i + 1), s == 0 ? "pre" : "post", trial.visit(i, s), i >= 3 && i < 6);
        byte[] whole = Files.readAllBytes(bold(bids, "01", "post"));
        Files.write(bold(bids, "01", "post"), Arrays.copyOf(whole, whole.length / 3));
        NeuroImage series = read(bold(bids, "02", "post"));
        NeuroImage one = series.createLike("one", 1).withTiming(SeriesTiming.UNKNOWN);
        one.writeVolume(0, series.volume(0));
        TinyTrial.write(one, bold(bids, "02", "post"));
        Path sidecar = bids.resolve("sub-03/ses-post/func/sub-03_ses-post_task-rest_bold.json");
        Files.writeString(
                sidecar, Files.readString(sidecar).replace("\"RepetitionTime\" : 2.0", "\"RepetitionTime\" : 3.0"));
        swap(t1(bids, "04", "post"), t1(bids, "05", "post"));
        swap(bold(bids, "04", "post"), bold(bids, "05", "post"));
        TinyTrial.write(HeadMirror.of(read(t1(bids, "06", "post"))), t1(bids, "06", "post"));
        Path strange = Files.createDirectories(bids.resolve("sub-" + SCRIPT));
        Files.copy(bold(bids, "07", "pre"), strange.resolve("sub-" + SCRIPT + "_task-rest_bold.nii.gz"));
        StringBuilder table = new StringBuilder("participant_id\tarm\tnote\n");
        for (int i = 1; i <= 8; i++)
            table.append("sub-0" + i + "\t" + (i % 2 == 0 ? "drug" : "placebo") + "\t"
                    + (i == 8 ? "<script>alert(2)</script>" : "x") + "\n");
        table.append("sub-" + SCRIPT + "\tplacebo\tx\n");
        Files.writeString(bids.resolve("participants.tsv"), table.toString());
        return bids;
    }

    private AppProcess.Result call(String what, Path bids, Path output, List<String> more) throws Exception {
        Stream<String> words = Stream.of(List.of(what, bids.toString(), output.toString()), more)
                .flatMap(List::stream);
        return AppProcess.launcher(folder, words.toArray(String[]::new));
    }

    @Test
    void eachFaultIsNamedAndTheRestOfTheStudyIsDone() throws Exception {
        Path bids = hostile();
        Path page = folder.resolve("check.html");
        AppProcess.Result check = call("check", bids, page, List.of());
        assertEquals(0, check.exit(), check.err());
        String said = check.out();
        assertNamed(said, "RED sub-01_ses-post_task-rest_bold, file: cannot be read");
        assertNamed(said, "RED sub-02_ses-post_task-rest_bold, volumes: has 1 volume");
        assertNamed(said, "sub-03_ses-post_task-rest_bold, header: .*RepetitionTime");
        assertNamed(
                said,
                "RED sub-04_ses-pre_T1w, whose head: fits the head in .* of sub-05 .* that in sub-04_ses-post_T1w");
        assertNamed(
                said,
                "RED sub-05_ses-pre_T1w, whose head: fits the head in .* of sub-04 .* that in sub-05_ses-post_T1w");
        assertNamed(said, "RED sub-06_ses-pre_T1w, left and right: .*exchanged");
        assertNamed(said, "RED sub-06_ses-pre_task-rest_bold, left and right: .*exchanged");
        assertFalse(
                said.contains("fits the head in sub-06") || said.matches("(?s).*sub-06[^,\\n]*, whose head.*"), said);
        assertNamed(said, "letters and digits");
        assertNamed(said, "RED .*, duplicate: is the same file, byte for byte");
        assertNoScript(page);

        Path out = folder.resolve("out");
        AppProcess.Result participant = call("participant", bids, out, CHOICES);
        assertEquals(1, participant.exit(), participant.out());
        assertEquals(
                1,
                participant.failures().stream()
                        .filter(line -> line.contains("could not be processed"))
                        .count(),
                participant.err());
        String failures = String.join("\n", participant.failures());
        assertNamed(failures, "sub-01_ses-post_task-rest: ");
        assertNamed(failures, "sub-02_ses-post_task-rest: ");
        for (int i = 1; i <= 8; i++)
            for (String session : i > 2 && i < 7 ? List.of("pre", "post") : List.of("pre"))
                assertTrue(
                        Files.exists(out.resolve("sub-0" + i + "_ses-" + session + "_task-rest.html")),
                        i + " " + session + "\n" + failures);

        AppProcess.Result group = call(
                "group",
                bids,
                out,
                Stream.concat(CHOICES.stream(), Stream.of("--design", "two-sample", "--maps", "PCC"))
                        .toList());
        assertEquals(0, group.exit(), group.err());
        Path report = out.resolve("group/index.html");
        String text = Files.readString(report);
        assertNamed(text, "sub-01_ses-post_task-rest: the participant level did not get through it");
        assertNamed(text, "sub-02_ses-post_task-rest: the participant level did not get through it");
        assertTrue(TsvFiles.read(out.resolve("group/sessions.tsv")).rows() >= 8);
        try (Stream<Path> pages = Files.walk(out)) {
            for (Path each : pages.filter(f -> f.toString().endsWith(".html")).toList()) assertNoScript(each);
        }
        AppProcess.Result verify = call("verify", out, Path.of("--bids"), List.of(bids.toString()));
        assertEquals(0, verify.exit(), verify.err());
    }

    private static void assertNamed(String text, String expected) {
        assertTrue(
                java.util.regex.Pattern.compile(expected).matcher(text).find(), expected + " is missing from\n" + text);
    }

    private static void assertNoScript(Path page) throws IOException {
        assertFalse(Files.readString(page).contains("<script"), page + " holds a script");
    }
}
