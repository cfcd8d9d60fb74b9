package sc.fiji.boldj.registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SplineVolume;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Refines the map from an anatomical scan to an echo-planar image by the contrast across the border of white matter
 * (Greve and Fischl 2009, NeuroImage 48:63-72).
 *
 * <p>The start must be within a few millimetres. Maps up to 4 mm and 4 degrees around it are tried on some of the points of
 * a smoothed image, the best few are refined, then all points of the image as it is decide. Rigid. NaN is treated as 0. The
 * same bits for any number of threads.
 */
public final class BoundaryRegistration {

    private static final double REACH_MM = 4;
    private static final double REACH_RAD = Math.toRadians(4);
    private static final int COARSE_POINTS = 4000;
    private static final double COARSE_BLUR_MM = 5;
    private static final double COARSE_STRETCH = 1.5;
    private static final double LEAST_GAIN = 1e-4;
    /** Far below what matters for a voxel, so that rounding of the scan hardly changes where the search ends. */
    private static final double CONVERGED_MM = 1e-5;

    private BoundaryRegistration() {}

    /**
     * Choices.
     *
     * @param greyMm distance from the surface outwards at which grey matter is read, mm: half the thickness of cortex
     * @param whiteMm distance inwards at which white matter is read, mm
     * @param slope M of the cost, per percent; above 0. Greve and Fischl: 0.5
     * @param offset Q0 of the cost, percent. Greve and Fischl: 0
     * @param sign 1 where grey matter is brighter (T2*, T2), -1 where white matter is (T1)
     * @param farthestMm a refinement that moves a point of the surface by more than this is refused; fMRIPrep falls back
     *     at 15 mm: mutual information alone is seldom wrong by that much, and the boundary has a range of a few mm
     * @param points of the surface that take part, 1000 or more
     */
    public record Options(
            double greyMm, double whiteMm, double slope, double offset, int sign, double farthestMm, int points) {

        /** T2* echo-planar images. */
        public static final Options DEFAULT = new Options(1.5, 2, 0.5, 0, 1, 15, 60_000);

        public Options {
            if (!(greyMm > 0 && greyMm <= 10 && whiteMm > 0 && whiteMm <= 10))
                throw new IllegalArgumentException("distances from the surface must be above 0 and at most 10 mm, got "
                        + greyMm + " and " + whiteMm);
            if (!(slope > 0 && Double.isFinite(slope)))
                throw new IllegalArgumentException("slope must be above 0, got " + slope);
            if (!Double.isFinite(offset)) throw new IllegalArgumentException("offset must be finite, got " + offset);
            if (sign != 1 && sign != -1)
                throw new IllegalArgumentException("sign must be 1 (grey matter brighter) or -1, got " + sign);
            if (!(farthestMm > 0)) throw new IllegalArgumentException("farthestMm must be above 0, got " + farthestMm);
            if (points < 1000) throw new IllegalArgumentException("points must be 1000 or more, got " + points);
        }

        public Options withSign(int newSign) {
            return new Options(greyMm, whiteMm, slope, offset, newSign, farthestMm, points);
        }

        public Options withFarthest(double millimetres) {
            return new Options(greyMm, whiteMm, slope, offset, sign, millimetres, points);
        }
    }

    /**
     * Refines.
     *
     * @param epi one volume, such as the mean of a run
     * @param start rigid, from the world of the surface to that of {@code epi}, RAS+ mm
     * @throws IllegalArgumentException if {@code epi} is a series, constant or without a finite voxel, or the surface lies
     *     outside it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static BoundaryFit of(
            NeuroImage epi, WhiteSurface surface, Affine start, Options options, Progress progress) {
        Source source = Source.of(epi, java.util.Optional.empty(), "echo-planar");
        Pyramid.Level raw = Pyramid.Level.raw(source.values(), null, source.grid());
        LinearMapModel model = new LinearMapModel(6, surface.centre());
        double[] given = model.parameters(start);
        SplineVolume sharp = SplineVolume.through(raw.values(), raw.grid());
        int every = Math.max(1, surface.count() / options.points());
        BoundaryCost fine =
                new BoundaryCost(sharp, surface, model, given, options, new BoundaryCost.Sampling(every, 1), progress);
        if (!(fine.area() > 0))
            throw new IllegalArgumentException("the surface " + surface.name() + " lies outside " + epi.name()
                    + ", or where it has no signal: is the start right?");
        double startCost = fine.evaluate(given, new double[6]);
        List<double[]> starts = search(raw, surface, model, given, options, progress);
        QuasiNewton.Stop stop = new QuasiNewton.Stop(1, CONVERGED_MM, 60);
        List<QuasiNewton.Minimum> ends = new ArrayList<>();
        for (double[] from : starts) ends.add(QuasiNewton.minimise(fine, from, fine.metric(from), stop));
        QuasiNewton.Minimum best = ends.get(0);
        for (QuasiNewton.Minimum end : ends) if (end.value() < best.value()) best = end;
        progress.update(1, 1);
        return judged(model, fine, start, given, startCost, best, options);
    }

    private static BoundaryFit judged(
            LinearMapModel model,
            BoundaryCost cost,
            Affine start,
            double[] given,
            double startCost,
            QuasiNewton.Minimum best,
            Options options) {
        double moved = cost.farthest(given, best.at());
        double[] contrast = cost.contrast(best.at());
        String numbers = String.format(
                Locale.ROOT,
                "cost %.4f, %.4f before; contrast %.1f %%, of the expected sign on %.0f %% of the surface; moved by up to"
                        + " %.1f mm",
                best.value(),
                startCost,
                contrast[0],
                100 * contrast[1],
                moved);
        String refused = "";
        if (!(best.value() < startCost - LEAST_GAIN)) refused = "the cost did not improve";
        else if (moved > options.farthestMm())
            refused = String.format(Locale.ROOT, "it moved further than %.1f mm from the start", options.farthestMm());
        else if (best.value() >= 1) refused = "there is no contrast of the expected sign across the surface";
        boolean accepted = refused.isEmpty();
        String finding = accepted
                ? "boundary-based refinement accepted: " + numbers
                : "boundary-based refinement refused, the start is kept: " + refused + " (" + numbers + ")";
        return new BoundaryFit(
                accepted ? model.affine(best.at()) : start,
                accepted,
                startCost,
                best.value(),
                moved,
                contrast[0],
                contrast[1],
                best.iterations(),
                finding);
    }

    /** The start, and the two best that its surroundings lead to on a smoothed image. */
    private static List<double[]> search(
            Pyramid.Level raw,
            WhiteSurface surface,
            LinearMapModel model,
            double[] given,
            Options options,
            Progress progress) {
        Pyramid.Level soft = Pyramid.coarser(raw, 1, COARSE_BLUR_MM, Quiet.of(progress));
        SplineVolume image = SplineVolume.through(soft.values(), soft.grid());
        int every = Math.max(1, surface.count() / COARSE_POINTS);
        BoundaryCost.Sampling sampling = new BoundaryCost.Sampling(every, COARSE_STRETCH);
        List<double[]> tries = new ArrayList<>();
        tries.add(given);
        for (int k = 0; k < 6; k++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double[] p = given.clone();
                p[k] += sign * (k < 3 ? REACH_MM : REACH_RAD);
                tries.add(p);
            }
        QuasiNewton.Stop stop = new QuasiNewton.Stop(2, 0.05, 25);
        List<QuasiNewton.Minimum> ends = new ArrayList<>(FixedChunks.map(
                tries.size(),
                1,
                (i, end) -> {
                    BoundaryCost cost = new BoundaryCost(image, surface, model, given, options, sampling, progress);
                    return QuasiNewton.minimise(cost, tries.get(i), cost.metric(tries.get(i)), stop);
                },
                progress.stage(0, 0.6)));
        ends.sort(Comparator.comparingDouble(QuasiNewton.Minimum::value));
        List<double[]> starts = new ArrayList<>();
        starts.add(ends.get(0).at());
        starts.add(given);
        return starts;
    }
}
