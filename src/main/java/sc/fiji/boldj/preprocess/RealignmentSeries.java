package sc.fiji.boldj.preprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.ShearReader;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** The order of work over one series. */
final class RealignmentSeries {

    /** Volumes that make the mean, at most. */
    static final int MEAN_VOLUMES = 64;

    private static final Interpolation FIT = Interpolation.QUINTIC;
    private static final double HEAD_FWHM_VOXELS = 1.3;
    private static final int HEAD_MARGIN = 2;
    private static final double INSTRUMENT_FWHM_VOXELS = 2;
    private static final double EDGE = 1.5;
    private static final double ROUGH_MM = 0.02;
    private static final double FINE_MM = 0.05;
    private static final int CHUNK = 4;
    /** A volume whose remaining difference is larger than this many times the median stays out of the mean. */
    private static final double OUTLIER = 2;

    /** What volumes are fitted to: a search for the start, a rough target, a fine one. */
    private record Targets(RealignmentSearch search, RealignmentTarget quick, RealignmentTarget fine) {}

    private final NeuroImage source;
    private final VoxelGrid grid;
    private final int volumes;
    private final int skip;
    private final Realignment.Options options;
    private final double[] centre;

    RealignmentSeries(NeuroImage source, int skip, Realignment.Options options) {
        this.source = source;
        this.skip = skip;
        this.options = options;
        grid = source.grid();
        volumes = source.volumes();
        centre = grid.centre();
        if (grid.sizeX() < 4 || grid.sizeY() < 4 || grid.sizeZ() < 4)
            throw new IllegalArgumentException("realignment needs 4 voxels or more along each axis, but "
                    + source.name() + " has " + grid.sizeX() + "x" + grid.sizeY() + "x" + grid.sizeZ());
        if (skip < 0 || skip >= volumes)
            throw new IllegalArgumentException(
                    "skip must be 0 to " + (volumes - 1) + " volumes of " + source.name() + ", got " + skip);
        if (options.reference() == Realignment.Reference.INDEX && options.index() >= volumes)
            throw new IllegalArgumentException("the reference is volume " + options.index() + " but " + source.name()
                    + " has volumes 0 to " + (volumes - 1));
    }

    Realignment.Motion run(NeuroImage target, Progress progress) {
        int reference = reference(progress.stage(0, 0.03));
        float[] first = read(reference);
        RealignmentSearch search = new RealignmentSearch(first, grid, centre);
        float[] head = RealignmentReference.headWeights(first, grid, voxels(HEAD_FWHM_VOXELS), HEAD_MARGIN);
        RealignmentFit[] fits = new RealignmentFit[volumes];
        boolean toMean = options.reference() == Realignment.Reference.MEAN && volumes > 1;
        boolean mean = toMean || (options.passes() == 2 && volumes > 1);
        RealignmentTarget quick = target(first, head, mean ? 2 : 1);
        quick.requireStructure(source.name() + ", volume " + reference);
        RealignmentTarget fine = quick;
        Affine back = Affine.IDENTITY;
        if (mean) {
            RealignmentMean total = average(first, reference, search, quick, fits, progress.stage(0.03, 0.3));
            float[] average = total.mean();
            float[] weights = total.weights(
                    RealignmentReference.headWeights(average, grid, voxels(HEAD_FWHM_VOXELS), HEAD_MARGIN));
            quick = target(average, weights, 4);
            fine = target(average, weights, 1);
            fits[reference] =
                    refined(new ShearReader(grid, FIT).load(first), first, null, new Targets(search, quick, fine));
            if (!toMean) back = fits[reference].map().inverse();
        } else {
            fits[reference] = RealignmentFit.none(true);
        }
        return finish(target, reference, new Targets(search, quick, fine), fits, back, progress.stage(0.3, 1));
    }

    /** Fits volumes spread over the series to the reference volume and averages those that fit well. */
    private RealignmentMean average(
            float[] first,
            int reference,
            RealignmentSearch search,
            RealignmentTarget quick,
            RealignmentFit[] fits,
            Progress progress) {
        int step = (volumes - skip + MEAN_VOLUMES - 1) / MEAN_VOLUMES;
        int[] chosen = IntStream.range(0, volumes)
                .filter(t -> (t >= skip && (t - skip) % step == 0) || t == reference)
                .toArray();
        FixedChunks.forEach(
                chosen.length,
                CHUNK,
                (from, to) -> {
                    ShearReader reader = new ShearReader(grid, FIT);
                    for (int i = from; i < to; i++) {
                        int t = chosen[i];
                        float[] volume = read(t);
                        fits[t] = t == reference
                                ? RealignmentFit.none(true)
                                : RealignmentFit.of(
                                        reader.load(volume),
                                        quick,
                                        search.of(volume).map(),
                                        20,
                                        ROUGH_MM,
                                        EDGE);
                    }
                },
                progress.stage(0, 0.6));
        double[] costs = IntStream.of(chosen)
                .filter(t -> t != reference && fits[t].converged())
                .mapToDouble(t -> fits[t].cost())
                .sorted()
                .toArray();
        double limit = costs.length == 0 ? 0 : OUTLIER * costs[costs.length / 2];
        int[] good = IntStream.of(chosen)
                .filter(t -> t == reference || (fits[t].converged() && fits[t].cost() <= limit))
                .toArray();
        List<RealignmentMean> parts = FixedChunks.map(
                good.length,
                2 * CHUNK,
                (from, to) -> {
                    RealignmentMean part = new RealignmentMean(grid, first);
                    ShearReader reader = new ShearReader(grid, FIT);
                    for (int i = from; i < to; i++)
                        part.add(reader.load(read(good[i])), fits[good[i]].map(), fits[good[i]].scale());
                    return part;
                },
                progress.stage(0.6, 1));
        return RealignmentMean.total(parts);
    }

    /** Fits each volume that has no last fit yet and reslices all. */
    private Realignment.Motion finish(
            NeuroImage target, int reference, Targets targets, RealignmentFit[] fits, Affine back, Progress progress) {
        Affine[] maps = new Affine[volumes];
        boolean inFrameOfMean = options.reference() == Realignment.Reference.MEAN && volumes > 1;
        FixedChunks.forEach(
                volumes,
                CHUNK,
                (from, to) -> {
                    ShearReader reader = new ShearReader(grid, FIT);
                    ShearReader writer =
                            options.interpolation() == FIT ? reader : new ShearReader(grid, options.interpolation());
                    float[] moved = new float[grid.voxels()];
                    for (int t = from; t < to; t++) {
                        progress.checkCancelled();
                        float[] volume = read(t);
                        reader.load(volume);
                        if (t != reference) fits[t] = refined(reader, volume, fits[t], targets);
                        boolean atRest = !fits[t].usable() || (t == reference && !inFrameOfMean);
                        maps[t] = atRest ? Affine.IDENTITY : fits[t].map().times(back);
                        if (target == null) continue;
                        if (atRest) target.writeVolume(t, volume);
                        else {
                            if (writer != reader) writer.load(volume);
                            writer.read(
                                    grid.affine().inverse().times(maps[t]).times(grid.affine()),
                                    grid,
                                    0,
                                    grid.sizeZ(),
                                    1,
                                    moved);
                            target.writeVolume(t, moved);
                        }
                    }
                },
                progress);
        List<Realignment.Fit> report = new ArrayList<>();
        for (RealignmentFit fit : fits)
            report.add(new Realignment.Fit(fit.iterations(), fit.converged(), fit.cost(), fit.scale()));
        return new Realignment.Motion(reference, List.of(centre[0], centre[1], centre[2]), Arrays.asList(maps), report);
    }

    private RealignmentFit refined(ShearReader reader, float[] volume, RealignmentFit start, Targets targets) {
        Affine map = start != null && start.usable()
                ? start.map()
                : targets.search.of(volume).map();
        RealignmentFit rough = RealignmentFit.of(reader, targets.quick, map, 20, ROUGH_MM, EDGE);
        if (targets.quick == targets.fine && ROUGH_MM <= FINE_MM) return rough;
        return RealignmentFit.of(reader, targets.fine, rough.usable() ? rough.map() : map, 20, FINE_MM, EDGE);
    }

    private RealignmentTarget target(float[] volume, float[] weights, int every) {
        return new RealignmentTarget(volume, grid, weights, centre, voxels(INSTRUMENT_FWHM_VOXELS), every);
    }

    private double voxels(double number) {
        return number * RealignmentBlur.voxelSize(grid);
    }

    private float[] read(int t) {
        float[] volume = source.volume(t);
        for (int v = 0; v < volume.length; v++) if (!Float.isFinite(volume[v])) volume[v] = 0;
        return volume;
    }

    private int reference(Progress progress) {
        return switch (options.reference()) {
            case FIRST -> 0;
            case MIDDLE -> volumes / 2;
            case INDEX -> options.index();
            default -> RealignmentReference.mostTypical(source, skip, progress);
        };
    }
}
