package sc.fiji.boldj.workflow.group;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sc.fiji.boldj.connectivity.CompressedSeries;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.FileDigest;
import sc.fiji.boldj.preprocess.GaussianSmoothing;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.run.Version;
import sc.fiji.boldj.workflow.study.ScanFiles;
import sc.fiji.boldj.workflow.study.StudyFiles;
import sc.fiji.boldj.workflow.trial.Visit;

/**
 * The denoised, smoothed series of a study, compressed. Each is stored in the {@code work} folder of the results and read from there the next
 * time, unless what it was made from has changed: size or time of the series or of its mask, the voxels, the smoothing, the compression, or the
 * version of BoldJ.
 */
final class StudySeries {

    /** Changes when the same inputs give another compressed series. */
    private static final int FORMAT = 1;

    private final Mask mask;
    private final double fwhm;
    private final CompressedSeries.Options compression;
    private final String voxels;
    private String failure;

    /**
     * @param mask voxels of the maps
     * @param fwhm of the smoothing in mm
     */
    StudySeries(Mask mask, double fwhm, CompressedSeries.Options compression) throws IOException {
        this.mask = mask;
        this.fwhm = fwhm;
        this.compression = compression;
        voxels = digest(mask);
    }

    /** The series of the runs of a session. */
    List<CompressedSeries> of(Visit visit, Progress progress) throws IOException {
        List<CompressedSeries> runs = new ArrayList<>();
        int count = visit.runs().size();
        for (int r = 0; r < count; r++)
            runs.add(of(visit.runs().get(r), progress.stage((double) r / count, (r + 1.0) / count)));
        return runs;
    }

    private CompressedSeries of(ScanFiles run, Progress progress) throws IOException {
        progress.checkCancelled();
        Path file = run.work("group-explorer.series");
        String key = key(run);
        Optional<CompressedSeries> stored = SeriesFile.read(file, key, mask);
        if (stored.isPresent()) {
            progress.update(1, 1);
            return stored.get();
        }
        NeuroImage series = GaussianSmoothing.of(
                StudyFiles.read(run.denoised(), progress.stage(0, 0.3)),
                StudyFiles.mask(run.mask()),
                fwhm,
                progress.stage(0.3, 0.6));
        CompressedSeries compressed = CompressedSeries.of(series, mask, compression, progress.stage(0.6, 1));
        try {
            SeriesFile.write(file, key, compressed);
        } catch (IOException e) {
            failure = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        return compressed;
    }

    /** A sentence if a series could not be stored, so that opening the study again will take just as long. */
    Optional<String> note() {
        return Optional.ofNullable(failure)
                .map(why -> "The compressed series could not be stored, so opening the study again will be as slow: "
                        + why);
    }

    private String key(ScanFiles run) throws IOException {
        String made = String.join(
                "\n",
                "format " + FORMAT,
                Version.text(),
                state(run.denoised()),
                state(run.mask()),
                voxels,
                "fwhm " + fwhm,
                "share " + compression.share(),
                "most " + compression.most());
        return FileDigest.of(made.getBytes(StandardCharsets.UTF_8));
    }

    private static String state(Path file) throws IOException {
        return file.getFileName() + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toInstant();
    }

    private static String digest(Mask mask) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VoxelGrid grid = mask.grid();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(grid.sizeX() + " " + grid.sizeY() + " " + grid.sizeZ() + " "
                    + Arrays.deepToString(grid.affine().toArray()));
            for (int voxel : mask.indices()) out.writeInt(voxel);
        }
        return FileDigest.of(bytes.toByteArray());
    }
}
