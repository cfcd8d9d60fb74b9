package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.FileFaults;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.registration.WithinPersonTemplate;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.provenance.Step;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;

/**
 * The average of one T1-weighted scan per session, in a space that favours none. A scan that cannot be read is excluded, and named;
 * there is no average of fewer than two.
 */
final class AverageStep {

    /** Scans of one person, even from different scanners, correlate more closely than this with their average. */
    private static final double LEAST_SIMILARITY = 0.7;

    private AverageStep() {}

    static Step of(AnatomyFiles files, ParticipantOptions options) {
        Path average = files.scan().file();
        return Step.of(
                files.scan().name() + "/average",
                options.some(ParticipantOption.LONGITUDINAL),
                files.averaged().stream().map(BidsScan::file).toList(),
                List.of(average, ScanFiles.sidecar(average)),
                files.toScans(),
                progress -> write(files, progress));
    }

    private static void write(AnatomyFiles files, Progress progress) throws IOException {
        List<NeuroImage> scans = new ArrayList<>();
        List<BidsScan> read = new ArrayList<>();
        List<Path> transforms = new ArrayList<>();
        Map<String, Object> without = new TreeMap<>();
        for (int i = 0; i < files.averaged().size(); i++) {
            BidsScan scan = files.averaged().get(i);
            try {
                scans.add(single(scan));
                read.add(scan);
                transforms.add(files.toScans().get(i));
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                without.put(scan.file().getFileName().toString(), FileFaults.words(e));
            }
        }
        if (scans.size() < 2)
            throw new IOException("of " + files.averaged().size() + " T1-weighted scans only " + scans.size()
                    + " can be read, and an average needs two: " + without);
        WithinPersonTemplate found = WithinPersonTemplate.of(scans, progress);
        for (int i = 0; i < scans.size(); i++)
            if (!(found.similarity().get(i) >= LEAST_SIMILARITY))
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s does not match the T1-weighted scans of the other sessions (correlation %.2f with"
                                + " the average): is it of the same person?",
                        read.get(i).file().getFileName(),
                        found.similarity().get(i)));
        Path average = files.scan().file();
        StudyFiles.write(found.average(), average, Progress.NONE);
        for (int i = 0; i < scans.size(); i++) {
            Files.createDirectories(transforms.get(i).getParent());
            TransformFiles.writePlain(transforms.get(i), List.of(found.toScans().get(i)));
        }
        Map<String, Object> about = new TreeMap<>();
        about.put("Averaged", read.stream().map(BidsScan::name).toList());
        about.put("CorrelationWithAverage", found.similarity());
        about.put("Rounds", found.rounds());
        about.put("LastMoveMillimetres", found.lastMove());
        if (!without.isEmpty()) about.put(AnatomyFiles.NOT_AVERAGED, without);
        StudyFiles.describe(average, about);
    }

    private static NeuroImage single(BidsScan scan) throws IOException {
        NeuroImage image = StudyFiles.read(scan.file(), Progress.NONE);
        if (image.volumes() != 1)
            throw new IllegalArgumentException(
                    scan.file().getFileName() + " has " + image.volumes() + " volumes, but a T1-weighted scan has one");
        for (float value : image.volume(0)) if (value > 0) return image;
        throw new IllegalArgumentException(scan.file().getFileName() + " has no voxel above 0");
    }
}
