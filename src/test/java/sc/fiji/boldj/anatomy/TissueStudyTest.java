package sc.fiji.boldj.anatomy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.simulate.HeadModel;

/** Tissues of simulated heads with a point spread of 1 mm in voxels of 1 mm: Dice 0.9 or more each, by default settings. */
@Tag("study")
class TissueStudyTest {

    @ParameterizedTest
    @CsvSource({"1, 0.2, 0.03", "1, 0.4, 0.03", "1, 0.2, 0.05", "1, 0.4, 0.05", "2, 0.4, 0.05", "3, 0.4, 0.05"})
    void findsEachTissue(long seed, double amount, double noise) {
        VoxelGrid grid = new VoxelGrid(156, 188, 150, Affine.translation(-78, -92, -66));
        HeadModel.Options options = HeadModel.Options.DEFAULT.withSeed(seed).withResolution(1);
        var head = new T1Phantom(HeadModel.build(options, Progress.NONE), grid);
        float[] truth = head.logField(amount, 10 + seed);
        TissueMaps maps = TissueSegmentation.of(
                head.scan(truth, noise, 20 + seed),
                head.brain,
                null,
                TissueSegmentation.Options.DEFAULT,
                Progress.NONE);
        double[] dice = head.dice(
                maps.grey().volume(0), maps.white().volume(0), maps.fluid().volume(0));
        System.out.printf(
                Locale.ROOT,
                "head %d, field %.0f %%, noise %.0f %%: Dice grey %.4f, white %.4f, fluid %.4f%n",
                seed,
                100 * amount,
                100 * noise,
                dice[0],
                dice[1],
                dice[2]);
        for (double each : dice) assertTrue(each >= 0.9, Arrays.toString(dice));
    }
}
