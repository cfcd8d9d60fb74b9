package sc.fiji.boldj.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/**
 * Finds the rigid, scaled or affine map that lays one volume over another.
 *
 * <p>The map {@code y = A (x - c) + c + t} goes from the fixed world to the moving world, RAS+ mm, about the centre c of
 * what is seen in the fixed image. 6 numbers: {@code A = Rz Ry Rx}; 9: {@code A = R S}, scales along the axes of the
 * fixed world, then the rotation; 12: any {@code A}.
 *
 * <p>Both images are smoothed and thinned out to levels. At the coarsest, rigid maps are tried from the centres of
 * brightness, of the fields of view and the worlds as they are, each with 27 turns of up to 30 degrees about each axis, by
 * normalised mutual information; the best few go on. The points lie in the image that shows less of the head, so that the
 * other covers them all and no map gains by what it excludes; the map found is turned round if that is the moving one. Then the cost asked for is minimised at each level by BFGS with exact
 * derivatives. Both images are cubic B-splines; the points are a lattice moved by chance with a fixed seed.
 *
 * <p>NaN and infinite voxels are outside the image. Points outside the moving image, or where a weight is 0, are not used.
 * The same bits for any number of threads.
 */
public final class LinearRegistration {

    private static final int KEPT = 3;

    private LinearRegistration() {}

    /**
     * Choices.
     *
     * @param dof 6 (rigid), 9 (and three scales) or 12 (affine)
     * @param cost what is minimised
     * @param start map to begin from, fixed to moving; empty: the worlds as they are
     * @param search whether to look further than the start: turns of 30 degrees, shifts of 40 mm and more
     * @param finest size of the voxels of the finest level, mm, 1 to 8; the images' own voxels if these are larger
     * @param points at which the images are compared, 1000 to 10 million; not with local correlation, which takes all
     * @param bins of a histogram, 16 to 127
     * @param seed of the chance that moves the points
     */
    public record Options(
            int dof,
            LinearCost cost,
            Optional<Affine> start,
            boolean search,
            double finest,
            int points,
            int bins,
            long seed) {

        /** Rigid, normalised mutual information, with search. */
        public static final Options DEFAULT =
                new Options(6, LinearCost.NORMALISED_MUTUAL_INFORMATION, Optional.empty(), true, 2, 60_000, 32, 1);

        public Options {
            Objects.requireNonNull(cost, "cost");
            Objects.requireNonNull(start, "start");
            if (dof != 6 && dof != 9 && dof != 12)
                throw new IllegalArgumentException("dof must be 6 (rigid), 9 (and scales) or 12 (affine), got " + dof);
            if (!(finest >= 1 && finest <= 8))
                throw new IllegalArgumentException("the finest level must have voxels of 1 to 8 mm, got " + finest);
            if (points < 1000 || points > 10_000_000)
                throw new IllegalArgumentException("points must be 1000 to 10000000, got " + points);
            if (bins < 16 || bins > 127) throw new IllegalArgumentException("bins must be 16 to 127, got " + bins);
        }

        public Options withDof(int newDof) {
            return new Options(newDof, cost, start, search, finest, points, bins, seed);
        }

        public Options withCost(LinearCost newCost) {
            return new Options(dof, newCost, start, search, finest, points, bins, seed);
        }

        /** From a map that is near the result: no search. */
        public Options from(Affine map) {
            return new Options(dof, cost, Optional.of(map), false, finest, points, bins, seed);
        }
    }

    /** What a weight of 0 means. */
    public enum Outside {
        /**
         * The image is dark there: it is multiplied by its weights, the highest of which is 1, and a rim of 12 mm of the
         * dark counts. For brain masks; the outline of the brain helps.
         */
        DARK,
        /**
         * Nothing is known there. At the finest level only; the coarser ones work as with {@link #DARK}, because a brain
         * without its outline has too little shape to be found. For lesions and artefacts.
         */
        IGNORED
    }

    /**
     * How much each voxel counts.
     *
     * @param fixed on the fixed image's grid, one volume, 0 or more (a mask, or fractions); NaN is 0. Empty: all counts,
     *     and the points lie in the head and a rim of 12 mm, found by brightness
     * @param moving on the moving image's grid. Empty: all of it
     * @param outside what a weight of 0 means
     */
    public record Weights(Optional<NeuroImage> fixed, Optional<NeuroImage> moving, Outside outside) {

        /** No weights. */
        public static final Weights NONE = new Weights(Optional.empty(), Optional.empty(), Outside.DARK);

        public Weights {
            Objects.requireNonNull(fixed, "fixed");
            Objects.requireNonNull(moving, "moving");
            Objects.requireNonNull(outside, "outside");
        }

        /** The brain of the fixed image. */
        public static Weights brain(NeuroImage fixed) {
            return new Weights(Optional.of(fixed), Optional.empty(), Outside.DARK);
        }
    }

    /** Without weights. */
    public static LinearFit of(NeuroImage fixed, NeuroImage moving, Options options, Progress progress) {
        return of(fixed, moving, Weights.NONE, options, progress);
    }

    /**
     * Registers.
     *
     * @param fixed one volume of 4 voxels or more along each axis
     * @param moving likewise
     * @throws IllegalArgumentException if an image is a series, too small, constant or has no number; if a weight image
     *     lies on another grid or is empty; if the images do not overlap
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static LinearFit of(
            NeuroImage fixed, NeuroImage moving, Weights weights, Options options, Progress progress) {
        Source from = Source.of(fixed, weights.fixed(), "fixed");
        Source to = Source.of(moving, weights.moving(), "moving");
        List<LevelPair> pairs =
                LevelPair.pyramid(from, to, weights.outside(), options.finest(), LinearSearch.LEVELS, progress);
        List<LinearFit.Level> levels = new ArrayList<>();
        List<Affine> starts = List.of(options.start().orElse(Affine.IDENTITY));
        if (options.search()) starts = StartSearch.starts(pairs.get(0), starts.get(0), options, progress.stage(0, 0.3));
        LinearSearch.Refined best = null;
        int iterations = 0;
        for (int k = 0; k < LinearSearch.LEVELS; k++) {
            Progress stage =
                    progress.stage(0.3 + 0.7 * k / LinearSearch.LEVELS, 0.3 + 0.7 * (k + 1) / LinearSearch.LEVELS);
            List<LinearSearch.Refined> refined = LinearSearch.refine(pairs.get(k), starts, options, k, stage);
            best = refined.get(0);
            if (!Double.isFinite(best.minimum().value()))
                throw new IllegalArgumentException(fixed.name() + " and " + moving.name()
                        + " do not overlap in space, or one of them is constant where they do: are they of one head, and"
                        + " is the start right?");
            iterations += best.minimum().iterations();
            levels.add(new LinearFit.Level(
                    pairs.get(k).spacing(),
                    best.points(),
                    starts.size(),
                    best.minimum().iterations(),
                    best.minimum().evaluations(),
                    best.minimum().value()));
            starts = LinearSearch.distinct(refined, pairs.get(k), k == 0 ? KEPT : 1);
        }
        progress.update(1, 1);
        return new LinearFit(best.map(), best.minimum().value(), best.overlap(), iterations, levels);
    }
}
