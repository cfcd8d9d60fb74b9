package sc.fiji.boldj.denoise;

import java.util.Arrays;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelSeries;
import sc.fiji.boldj.run.Progress;

/** The voxels that vary most in time, where temporal CompCor looks for noise (Behzadi 2007). */
public final class VariableVoxels {

    /** Share of the voxels that is taken. */
    public static final double SHARE = 0.02;

    private static final int BLOCK_VALUES = 1 << 19;

    private VariableVoxels() {}

    /**
     * The {@link #SHARE} of a mask with the largest standard deviation after the drift is regressed out; of equal ones the
     * first. At least one. A voxel with a NaN or infinity is treated as constant.
     *
     * @throws IllegalArgumentException if the mask is empty or on another grid
     */
    public static Mask of(NeuroImage source, Mask mask, NoiseCovariance.Options options, Progress progress) {
        source.requireSeries(options.skip() + 3);
        mask.requireNotEmpty("the mask");
        mask.grid().requireSameAs(source.grid(), "the mask", source.name());
        int rows = source.volumes() - options.skip();
        Projection drift = NoiseCovariance.drift(source, options);
        double[] squares = new double[mask.count()];
        VoxelSeries.forEachBlock(
                source,
                mask,
                Math.max(64, BLOCK_VALUES / source.volumes()),
                (first, count, block) -> {
                    double[] series = CentredBlock.centred(block, rows, count, options.skip());
                    drift.apply(series, count);
                    System.arraycopy(CentredBlock.squares(series, rows, count), 0, squares, first, count);
                },
                progress);
        int wanted = (int) Math.max(1, Math.round(SHARE * mask.count()));
        double[] sorted = squares.clone();
        Arrays.sort(sorted);
        double threshold = sorted[sorted.length - wanted];
        int above = 0;
        for (double square : squares) if (square > threshold) above++;
        int equal = wanted - above;
        boolean[] inside = new boolean[mask.grid().voxels()];
        for (int i = 0; i < squares.length; i++)
            inside[mask.voxel(i)] = squares[i] > threshold || (squares[i] == threshold && equal-- > 0);
        return Mask.of(mask.grid(), inside);
    }
}
