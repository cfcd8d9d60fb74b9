package sc.fiji.boldj.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.preprocess.Realignment.Options;
import sc.fiji.boldj.preprocess.Realignment.Reference;
import sc.fiji.boldj.run.Progress;

/** Against the truth and against AFNI 3dvolreg (26.2.03) and SPM12 (r7771), volume 0 being the reference. */
class RealignmentReferenceTest {

    private static final Path REFERENCE = Path.of("../shared/reference/realign");
    private static final Path DATA = Path.of("../shared/data");
    private static final Options FIRST = Options.DEFAULT.withReference(Reference.FIRST);

    private static Path file(Path folder, String name) {
        Path path = folder.resolve(name);
        assumeTrue(
                Files.exists(path), "skipped: " + path + " is not here, and may not be republished (docs/testing.md)");
        return path;
    }

    /** The first volumes of a file. */
    private static NeuroImage read(Path path, int mostVolumes) throws IOException {
        NeuroImage all = NiftiReader.read(path, NiftiReader.Options.DEFAULT, Progress.NONE);
        NeuroImage some = all.createLike(all.name(), Math.min(mostVolumes, all.volumes()));
        for (int t = 0; t < some.volumes(); t++) some.writeVolume(t, all.volume(t));
        return some;
    }

    private static List<Affine> matrices(Path path) throws IOException {
        return Files.readAllLines(path).stream()
                .skip(1)
                .map(l -> Affine.of(Arrays.stream(l.trim().split("\\s+"))
                        .mapToDouble(Double::parseDouble)
                        .toArray()))
                .toList();
    }

    /** SPM reaches 0.0085 and 0.0151 mm here, AFNI 0.031 and 0.042. */
    @Test
    void knownMotionIsFoundBetterThanBySpm() throws IOException {
        NeuroImage series = read(file(REFERENCE, "synthetic_40vols.nii.gz"), 40);
        Mask mask = Mask.of(read(file(REFERENCE, "synthetic_mask.nii.gz"), 1));
        List<Affine> truth = matrices(file(REFERENCE, "synthetic_truth_matrix.tsv"));
        double[] errors = HeadPhantom.errors(
                Realignment.estimate(series, FIRST, Progress.NONE).maps(), truth, 0, mask);
        Arrays.sort(errors);
        assertTrue(errors[19] < 0.006, "median " + errors[19]);
        assertTrue(errors[37] < 0.009, "95th percentile " + errors[37]);
    }

    @Test
    void realHeadsMoveAsAfniAndSpmSay() throws IOException {
        NeuroImage series = read(file(DATA, "real-subject/sub-01/func/sub-01_task-perception_run-1_bold.nii.gz"), 40);
        Mask mask = Mask.of(read(file(REFERENCE, "real_mask.nii.gz"), 1));
        List<Affine> found = Realignment.estimate(series, FIRST, Progress.NONE).maps();
        double spm =
                HeadPhantom.rms(HeadPhantom.errors(found, matrices(file(REFERENCE, "real_spm_matrix.tsv")), 0, mask));
        double afni = HeadPhantom.rms(
                HeadPhantom.errors(found, matrices(file(REFERENCE, "real_afni_heptic_matrix.tsv")), 0, mask));
        assertTrue(spm < 0.15, "RMS to SPM " + spm);
        assertTrue(afni < 0.12, "RMS to AFNI " + afni);
    }

    /** Five volumes with large motion; the yardstick is how alike the resliced volumes become. */
    @Test
    void largeMotionIsTakenOut() throws IOException {
        NeuroImage series = read(file(DATA, "bold/test_motion_correction.nii.gz"), 5);
        NeuroImage theirs = read(file(DATA, "bold/motioncorrection_result.nii.gz"), 5);
        NeuroImage target = series.createLike("realigned", 5);
        Realignment.Motion found = Realignment.apply(series, FIRST, target, Progress.NONE);
        assertEquals(5, found.maps().size());
        for (int t = 1; t < 5; t++) {
            double before = correlation(series, t);
            double after = correlation(target, t);
            double other = correlation(theirs, t);
            assertTrue(
                    after > before && after > other - 0.002,
                    "volume " + t + ": r " + before + " before, " + after + " after, " + other + " by BioImage Suite");
        }
    }

    /** Of volumes 0 and t, where volume 0 has signal, 6 voxels and more from the edge. */
    private static double correlation(NeuroImage image, int t) {
        VoxelGrid grid = image.grid();
        float[] a = image.volume(0);
        float[] b = image.volume(t);
        double n = 0;
        double[] s = new double[5];
        for (int z = 6; z < grid.sizeZ() - 6; z++)
            for (int y = 6; y < grid.sizeY() - 6; y++)
                for (int x = 6; x < grid.sizeX() - 6; x++) {
                    int v = grid.index(x, y, z);
                    if (a[v] < 300) continue;
                    n++;
                    s[0] += a[v];
                    s[1] += b[v];
                    s[2] += (double) a[v] * a[v];
                    s[3] += (double) b[v] * b[v];
                    s[4] += (double) a[v] * b[v];
                }
        return (s[4] - s[0] * s[1] / n) / Math.sqrt((s[2] - s[0] * s[0] / n) * (s[3] - s[1] * s[1] / n));
    }
}
