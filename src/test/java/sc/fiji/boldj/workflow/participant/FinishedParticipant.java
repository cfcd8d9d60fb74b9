package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.report.StudyPageSet;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.BuiltInSymmetry;
import sc.fiji.boldj.workflow.provenance.StepRunner;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.study.TinyTrial;

/**
 * A participant with anatomy, events and a second session whose series is cut short, processed once for all classes that
 * compare another way through the participant level with it. Nobody writes to these folders: whoever changes them works on
 * a {@link #copy}.
 *
 * @param problems what the participant level says of the broken series
 */
record FinishedParticipant(Path bids, Path out, ParticipantOptions options, Map<String, String> problems) {

    static final int VOLUMES = 60;
    static final TinyTrial TRIAL = new TinyTrial(VOLUMES);

    private static FinishedParticipant one;

    static synchronized FinishedParticipant get() throws IOException {
        if (one == null) one = make();
        return one;
    }

    private static FinishedParticipant make() throws IOException {
        Path root = Files.createTempDirectory("boldj-participant");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(root)));
        Path bids = root.resolve("bids");
        TRIAL.write(bids, "01", "pre", TRIAL.visit(0, 0), true);
        // the events are the same for everyone: once, at the root; one is after the end of the run
        Files.writeString(
                bids.resolve("task-rest_events.tsv"),
                "onset\tduration\ttrial_type\n10\t10\tfaces\n40\t10\tfaces\n70\t10\tfaces\n25\t10\tshapes\n55\t10\tshapes\n400\t10\tshapes\n");
        PersonalData.addTo(bids.resolve("sub-01"));
        byte[] whole = Files.readAllBytes(bids.resolve("sub-01/ses-pre/func/sub-01_ses-pre_task-rest_bold.nii.gz"));
        Path broken = Files.createDirectories(bids.resolve("sub-01/ses-post/func"))
                .resolve("sub-01_ses-post_task-rest_bold.nii.gz");
        Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
        ParticipantOptions options = TinyTrial.options()
                .with(ParticipantOption.SEEDS, "mPFC = 1,55,-3")
                .with(ParticipantOption.COMPONENTS, components(root).toString());
        StepRunner.Listener quiet = new StepRunner.Listener() {
            @Override
            public void begins(String step, int number, int of) {}

            @Override
            public void isDone(String step, int number, int of) {}
        };
        Path out = Files.createDirectories(root.resolve("out"));
        Map<String, String> problems = run(bids, out, options).run("01", quiet, Progress.NONE);
        return new FinishedParticipant(bids, out, options, problems);
    }

    static ParticipantRun run(Path bids, Path out, ParticipantOptions options) throws IOException {
        return new ParticipantRun(
                BidsDataset.read(bids),
                out,
                options,
                Template.builtIn(),
                BuiltInSymmetry.SHARED,
                "BoldJ test",
                new StudyPageSet("BoldJ test"));
    }

    /** Two spatial maps: the tissues of the template. */
    private static Path components(Path root) throws IOException {
        Template template = Template.builtIn();
        NeuroImage two = NeuroImage.floats(
                "components", template.grid(), 2, template.gm().timing());
        two.writeVolume(0, template.gm().volume(0));
        two.writeVolume(1, template.wm().volume(0));
        Path file = root.resolve("components.nii.gz");
        StudyFiles.write(two, file, Progress.NONE);
        return file;
    }

    /** The files of a folder with their times. */
    static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static void delete(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
