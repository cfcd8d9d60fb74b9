package sc.fiji.boldj.anatomy;

import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Parts the brain of a T1-weighted scan into grey matter, white matter and fluid.
 *
 * <p>Intensities are a mixture of pure tissues and of voxels that two tissues share; neighbours pull each other (hidden
 * Markov random field, Zhang 2001, IEEE Trans Med Imaging 20:45); a template may say what to expect where (Ashburner
 * &amp; Friston 2005); and the bias field is estimated in the same loop by weighted least squares of what the tissues do
 * not explain (Van Leemput 1999). The results are shares: a voxel half grey and half white has 0.5 of each.
 *
 * <p>Voxels of the mask that are not finite are excluded and set to 0 in all maps. White matter must be brighter than grey
 * matter, and that than fluid. The result is the same for any number of threads.
 */
public final class TissueSegmentation {

    private static final int LEAST_VOXELS = 200;

    private static final double LEAST_SEPARATION = 1;
    private static final int HISTOGRAM_ITERATIONS = 60;
    private static final double CHANGE = 5e-4;

    /**
     * Choices of the segmentation.
     *
     * @param iterations at most so many rounds of shares, brightness and field, 1 or more
     * @param pull how strongly the six neighbours of a voxel pull it to their tissue, 0 to 3
     * @param field whether the bias field is estimated; if not, the scan is taken as it is
     * @param splineDistance of the bias field in mm, above 0
     * @param stiffness weight of the penalty on the bending of the field, 0 or more
     * @param doubt how much of a prior is evened out over the tissues, in (0, 1]
     */
    public record Options(
            int iterations, double pull, boolean field, double splineDistance, double stiffness, double doubt) {

        /** 40 rounds at most, pull 2, with field, 60 mm. */
        public static final Options DEFAULT = new Options(40, 2, true, 60, 0.1, 0.1);

        public Options {
            if (iterations < 1) throw new IllegalArgumentException("iterations must be 1 or more, got " + iterations);
            if (!(pull >= 0 && pull <= 3)) throw new IllegalArgumentException("pull must be 0 to 3, got " + pull);
            if (!(splineDistance > 0 && Double.isFinite(splineDistance)))
                throw new IllegalArgumentException("the spline distance must be above 0 mm, got " + splineDistance);
            if (!(stiffness >= 0 && Double.isFinite(stiffness)))
                throw new IllegalArgumentException("stiffness must be 0 or more, got " + stiffness);
            if (!(doubt > 0 && doubt <= 1)) throw new IllegalArgumentException("doubt must be in (0, 1], got " + doubt);
        }
    }

    private final NeuroImage t1;
    private final float[] values;
    private final MaskBox box;
    private final Options options;
    private final short[] bins;

    /** Log of the bias field over the box. */
    private final float[] logField;

    private TissueSegmentation(NeuroImage t1, float[] values, MaskBox box, Options options) {
        this.t1 = t1;
        this.values = values;
        this.box = box;
        this.options = options;
        bins = new short[box.inside.length];
        logField = new float[box.grid.voxels()];
    }

    /**
     * Segments one volume.
     *
     * @param t1 one volume, skull or not
     * @param brain the voxels to part, on the grid of the scan
     * @param priors on the grid of the scan; null for none
     * @throws IllegalArgumentException if scan, mask and priors do not fit each other, the mask is empty, the scan is
     *     constant or noise, or no three tissues are found in it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static TissueMaps of(NeuroImage t1, Mask brain, TissuePriors priors, Options options, Progress progress) {
        float[] values = Intensities.volume(t1);
        brain.grid().requireSameAs(t1.grid(), "the mask", t1.name());
        brain.requireNotEmpty("the mask");
        if (priors != null) priors.grey().grid().requireSameAs(t1.grid(), "the tissue prior", t1.name());
        boolean[] usable = new boolean[values.length];
        for (int i = 0; i < brain.count(); i++) usable[brain.voxel(i)] = Float.isFinite(values[brain.voxel(i)]);
        Mask members = Mask.of(t1.grid(), usable);
        if (members.count() < LEAST_VOXELS)
            throw new IllegalArgumentException("the mask has " + members.count() + " voxels with a finite value in "
                    + t1.name() + " but " + LEAST_VOXELS + " or more are needed: is it a mask of the brain?");
        T1Structure.requireStructure(values, members, t1.name());
        var segmentation = new TissueSegmentation(t1, values, new MaskBox(members), options);
        return segmentation.run(members, priors, progress);
    }

    private TissueMaps run(Mask members, TissuePriors priors, Progress progress) {
        if (options.field()) {
            float[] start = BiasField.of(t1, members, BiasField.Options.DEFAULT, progress.stage(0, 0.2))
                    .logField()
                    .volume(0);
            for (int i = 0; i < box.inside.length; i++) logField[box.inside[i]] = start[box.whole[i]];
        }
        TissueModel model = startingModel();
        float[][] expected = priors == null ? null : gather(priors.shares(options.doubt()));
        var field = new TissueField(box);
        Progress quiet = BiasField.quiet(progress);
        field.sweep(model, bins, 0, expected, quiet);
        field.sweep(model, bins, options.pull(), expected, quiet);
        var bias = options.field() ? new TissueBias(box, options.splineDistance(), options.stiffness()) : null;
        Progress rounds = progress.stage(0.2, 0.95);
        for (int i = 0; i < options.iterations(); i++) {
            rounds.update(i, options.iterations());
            if (bias != null) {
                bias.refine(values, model, field, logField, quiet);
                assignBins(model, quiet);
            }
            TissueField.Sweep sweep = field.sweep(model, bins, options.pull(), expected, quiet);
            model.update(sweep.counts());
            requireTissues(model);
            if (sweep.change() < CHANGE) break;
        }
        field.sweep(model, bins, options.pull(), expected, quiet);
        return result(model, field, progress.stage(0.95, 1));
    }

    private TissueModel startingModel() {
        float[] corrected = new float[values.length];
        for (int i = 0; i < box.inside.length; i++) corrected[box.whole[i]] = corrected(i);
        double top = Intensities.quantile(corrected, 0.999);
        var model = new TissueModel(0, 1.15 * top);
        assignBins(model, Progress.NONE);
        double[] histogram = new double[TissueModel.BINS];
        for (short bin : bins) histogram[bin]++;
        // What was cut off by an earlier mask, or is far brighter than any tissue, tells nothing.
        histogram[0] = 0;
        histogram[TissueModel.BINS - 1] = 0;
        model.start(histogram);
        model.fit(histogram, HISTOGRAM_ITERATIONS);
        requireTissues(model);
        return model;
    }

    private void requireTissues(TissueModel model) {
        if (!(model.separation() >= LEAST_SEPARATION))
            throw new IllegalArgumentException("three tissues cannot be separated in " + t1.name()
                    + " (brightness of fluid, grey and white matter "
                    + Math.round(model.mean[0]) + ", " + Math.round(model.mean[1]) + ", "
                    + Math.round(model.mean[2]) + "): is it a T1-weighted scan, and the mask that of its brain?");
    }

    private float corrected(int i) {
        return (float) (values[box.whole[i]] * Math.exp(-logField[box.inside[i]]));
    }

    private void assignBins(TissueModel model, Progress progress) {
        FixedChunks.forEach(
                bins.length,
                1 << 16,
                (from, to) -> {
                    for (int i = from; i < to; i++) bins[i] = (short) model.bin(corrected(i));
                },
                progress);
    }

    private float[][] gather(float[][] maps) {
        float[][] gathered = new float[maps.length][box.whole.length];
        for (int t = 0; t < maps.length; t++)
            for (int i = 0; i < box.whole.length; i++) gathered[t][i] = maps[t][box.whole[i]];
        return gathered;
    }

    private TissueMaps result(TissueModel model, TissueField field, Progress progress) {
        VoxelGrid grid = t1.grid();
        float[] whole = new float[grid.voxels()];
        NeuroImage[] maps = new NeuroImage[3];
        String[] names = {"CSF", "GM", "WM"};
        for (int t = 0; t < 3; t++) {
            for (int i = 0; i < box.whole.length; i++) whole[box.whole[i]] = field.share(t)[box.inside[i]];
            maps[t] = t1.createLike(t1.name() + " " + names[t], 1);
            maps[t].writeVolume(0, whole);
        }
        NeuroImage corrected = t1.createLike(t1.name(), 1);
        float[] result = values.clone();
        for (int i = 0; i < box.whole.length; i++) result[box.whole[i]] = corrected(i);
        corrected.writeVolume(0, result);
        progress.update(1, 1);
        return new TissueMaps(maps[1], maps[2], maps[0], corrected, model.mean.clone(), model.deviation.clone());
    }
}
