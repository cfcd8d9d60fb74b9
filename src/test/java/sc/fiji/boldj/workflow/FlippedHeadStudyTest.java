package sc.fiji.boldj.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.atlas.Template;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.registration.SynRegistration;
import sc.fiji.boldj.run.Progress;

/** Real heads whose left was made right: by the header, by the order of the voxels, and by both, which is no change. */
@Tag("study")
class FlippedHeadStudyTest {

    @ParameterizedTest
    @CsvSource({
        "t1/chris_t1.nii.gz, false, false",
        "t1/chris_t1.nii.gz, true, false",
        "t1/chris_t1.nii.gz, false, true",
        "t1/chris_t1.nii.gz, true, true",
        "real-subject/sub-01/anat/sub-01_T1w.nii.gz, false, false",
        "real-subject/sub-01/anat/sub-01_T1w.nii.gz, true, false",
        "real-subject/sub-01/anat/sub-01_T1w.nii.gz, false, true",
        "real-subject/sub-01/anat/sub-01_T1w.nii.gz, true, true"
    })
    void aFlippedHeadIsNoticed(String file, boolean header, boolean voxels) throws Exception {
        Path path = Path.of("../shared/data").resolve(file);
        assumeTrue(Files.isRegularFile(path), "no " + path);
        NeuroImage t1 = flipped(NiftiReader.read(path, NiftiReader.Options.DEFAULT, Progress.NONE), header, voxels);
        Normalization.Anatomy found = Normalization.t1(
                t1,
                Template.builtIn(),
                new Normalization.Options(false, SynRegistration.Options.DEFAULT),
                Progress.NONE);
        String words = file + " header " + header + " voxels " + voxels + " " + found.side() + found.figures();
        System.out.println(words);
        boolean noticed = SpaceVerdicts.of(found).stream()
                .anyMatch(verdict -> verdict.topic().equals("Left and right")
                        && verdict.light() == Verdict.Light.AMBER
                        && verdict.words().contains("may be flipped"));
        assertEquals(header != voxels, noticed, words);
    }

    /** The sign of the header's x turned, about the middle of the voxels; the voxels of each row in reverse order. */
    private static NeuroImage flipped(NeuroImage scan, boolean header, boolean voxels) {
        VoxelGrid grid = scan.grid();
        Affine reverse = Affine.translation(grid.sizeX() - 1, 0, 0).times(Affine.scaling(-1, 1, 1));
        VoxelGrid placed = !header
                ? grid
                : new VoxelGrid(
                        grid.sizeX(), grid.sizeY(), grid.sizeZ(), grid.affine().times(reverse));
        float[] values = scan.volume(0);
        float[] result = new float[values.length];
        int n = grid.sizeX();
        for (int v = 0; v < values.length; v++) result[v] = values[voxels ? v - v % n + n - 1 - v % n : v];
        NeuroImage image = NeuroImage.floats(scan.name(), placed, 1, SeriesTiming.UNKNOWN);
        image.writeVolume(0, result);
        return image;
    }
}
