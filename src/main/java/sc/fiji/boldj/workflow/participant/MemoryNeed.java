package sc.fiji.boldj.workflow.participant;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.io.BidsDataset;
import sc.fiji.boldj.io.BidsScan;
import sc.fiji.boldj.io.NiftiHeader;
import sc.fiji.boldj.run.ForwardingTaskExecutor;
import sc.fiji.boldj.workflow.study.AnatomyFiles;
import sc.fiji.boldj.workflow.study.ParticipantOption;
import sc.fiji.boldj.workflow.study.ParticipantOptions;

/**
 * How much memory the participant level needs: that of its largest series, as stored, with slice times corrected and in
 * standard space, and of the spatial maps that are given, or that of the average over sessions, for each participant processed at the same time.
 *
 * @param bytes needed
 * @param available what Java may take
 * @param largest the series that needs most
 */
public record MemoryNeed(long bytes, long available, String largest) {

    private static final long FIXED = 350_000_000L;
    /** Bytes per voxel that the registration of a scan to an average takes: median, weights, difference and pyramids. */
    private static final long REGISTRATION = 32;

    /** From the headers alone; a series whose header cannot be read counts nothing here and fails later. */
    public static MemoryNeed of(BidsDataset dataset, List<String> subjects, ParticipantOptions options, int jobs) {
        long most = 0;
        String largest = "";
        long standard = Template.grid(options.get(ParticipantOption.VOXEL)).voxels();
        Given given = given(options.get(ParticipantOption.COMPONENTS));
        for (String subject : subjects)
            for (BidsScan scan : dataset.bold(subject)) {
                long need = need(scan, dataset.echoes(scan).size(), standard, given);
                if (need > most) {
                    most = need;
                    largest = scan.name();
                }
            }
        for (String subject : subjects) {
            List<BidsScan> averaged = averaged(dataset, subject, options);
            long need = average(averaged);
            if (need > most) {
                most = need;
                largest = "average of " + averaged.size() + " T1-weighted scans of sub-" + subject;
            }
        }
        Optional<CohortWorkers> workers = ForwardingTaskExecutor.current(CohortWorkers.class);
        return new MemoryNeed(
                FIXED + most * (workers.isPresent() ? 1 : Math.min(jobs, subjects.size())),
                workers.map(CohortWorkers::memory).orElse(Runtime.getRuntime().maxMemory()),
                largest);
    }

    /** Bytes that the largest series of a task needs, or for the anatomy the average over sessions. */
    public static long bytes(ParticipantRun run, VisitTask task) {
        long standard =
                Template.grid(run.options().get(ParticipantOption.VOXEL)).voxels();
        Given given = given(run.options().get(ParticipantOption.COMPONENTS));
        long most = task.isAnatomy() ? average(averaged(run.dataset(), task.subject(), run.options())) : 0;
        for (BidsScan scan : task.series(run))
            most = Math.max(most, need(scan, run.dataset().echoes(scan).size(), standard, given));
        return FIXED + most;
    }

    /** Spatial maps as they are read: their number, and the bytes of all of them. */
    private record Given(long maps, long bytes) {}

    private static Given given(String components) {
        if (components.isEmpty()) return new Given(0, 0);
        try {
            NiftiHeader header = NiftiHeader.read(Path.of(components));
            return new Given(
                    header.volumes(), 4L * header.volumes() * header.grid().voxels());
        } catch (IOException | RuntimeException e) {
            return new Given(0, 0);
        }
    }

    private static long need(BidsScan scan, int echoes, long standard, Given given) {
        try {
            NiftiHeader header = NiftiHeader.read(scan.file());
            if (header.findings().stream().anyMatch(f -> f.level() == sc.fiji.boldj.io.Finding.Level.ERROR)) return 0;
            long volumes = header.volumes();
            long own = header.grid().voxels();
            long stored = header.type().orElseThrow().bytes();
            long combined = echoes > 1 ? 4 : 0;
            long resampling = Math.max(
                    volumes * own * (echoes * stored + combined),
                    volumes * (own * ((echoes > 1 ? combined : stored) + 4) + standard * 4));
            long denoising = Math.max(2 * volumes, volumes + 2 * given.maps()) * standard * 4 + given.bytes();
            return Math.max(resampling, denoising);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    private static List<BidsScan> averaged(BidsDataset dataset, String subject, ParticipantOptions options) {
        if (!options.get(ParticipantOption.LONGITUDINAL) || DerivedStart.isDerived(options)) return List.of();
        return AnatomyFiles.average(dataset, Path.of(""), subject, "any")
                .map(AnatomyFiles::averaged)
                .orElse(List.of());
    }

    /** The scans as stored, each on the grid of the average before and after a round, and a registration on that grid. */
    private static long average(List<BidsScan> scans) {
        long stored = 0;
        long largest = 0;
        for (BidsScan scan : scans) {
            Optional<NiftiHeader> header = header(scan);
            long voxels = header.map(h -> (long) h.grid().voxels()).orElse(0L);
            stored += voxels * header.map(h -> h.type().orElseThrow().bytes()).orElse(0);
            largest = Math.max(largest, voxels);
        }
        return stored + (scans.size() * 8L + REGISTRATION) * largest;
    }

    /** Empty for a file that cannot be used; the step names it. */
    private static Optional<NiftiHeader> header(BidsScan scan) {
        try {
            return Optional.of(NiftiHeader.read(scan.file()))
                    .filter(h -> h.type().isPresent());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** In a sentence. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "needs about %.1f GB of memory (%s), has %.1f GB",
                bytes / 1e9,
                largest.isEmpty() ? "no series" : largest,
                available / 1e9);
    }

    /**
     * Returns if there is enough.
     *
     * @throws IOException if there is not
     */
    public void require() throws IOException {
        if (bytes > 1.1 * available)
            throw new IOException(words() + ": give Java more (--memory, or BOLDJ_JAVA_OPTS=-Xmx), use fewer jobs, or"
                    + " larger voxels");
    }
}
