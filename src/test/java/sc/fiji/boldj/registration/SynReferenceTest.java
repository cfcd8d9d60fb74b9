package sc.fiji.boldj.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.Resampler;
import sc.fiji.boldj.io.NiftiReader;
import sc.fiji.boldj.io.TransformFiles;
import sc.fiji.boldj.run.Progress;

/**
 * A real brain to the MNI brain from the affine map of ANTs, against what its SyN reached down to the same level of 4 mm
 * (shared reference "registration": correlation with the template 0.721 after the affine map, 0.862 after SyN).
 */
@Tag("study")
class SynReferenceTest {

    private static final Path DATA = Path.of("../shared/reference/registration");

    @Test
    void aRealBrainComesAsCloseToTheTemplateAsWithAnts() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "needs " + DATA);
        NeuroImage fixed = read("mni2009a_brain_2mm.nii.gz");
        NeuroImage moving =
                SynBenchmark.within(read("chris_t1_2mm.nii.gz"), DATA.resolve("chris_brainmask_2mm.nii.gz"));
        Affine start = TransformFiles.read(DATA.resolve("chris_to_mni_ants_affine.tsv"))
                .get(0);
        Diffeomorphism found =
                SynRegistration.of(fixed, moving, start, SynRegistration.Options.DEFAULT.withFinest(4), Progress.NONE);
        assertEquals(4, found.forward().grid().voxelSize(0), 1e-6);
        Mask brain = Mask.above(fixed.grid(), fixed.volume(0), 0);
        float[] warped = new float[fixed.grid().voxels()];
        Resampler.resample(
                moving.volume(0),
                moving.grid(),
                fixed.grid(),
                found.fixedToMoving(),
                Interpolation.LINEAR,
                warped,
                Progress.NONE);
        double correlation = SynBenchmark.correlation(fixed.volume(0), warped, brain);
        assertTrue(correlation >= 0.862 - 0.03, "correlation " + correlation);
        for (float each : found.jacobian(Progress.NONE)) assertTrue(each > 0, "fold " + each);
        double[][] dice = SynBenchmark.dice(fixed, moving, found);
        for (int tissue : List.of(0, 1))
            assertTrue(
                    dice[1][tissue] >= dice[0][tissue] + 0.05,
                    "Dice " + dice[0][tissue] + " became " + dice[1][tissue]);
    }

    private static NeuroImage read(String name) throws IOException {
        return NiftiReader.read(DATA.resolve(name), NiftiReader.Options.DEFAULT, Progress.NONE);
    }
}
