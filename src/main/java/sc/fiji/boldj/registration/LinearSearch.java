package sc.fiji.boldj.registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/** Refines several starts of a linear registration from coarse to fine. */
final class LinearSearch {

    static final int LEVELS = 3;
    private static final int[] POINTS = {8000, 25_000};
    private static final int MOST_STEPS = 80;
    private static final double LEAST_OVERLAP = 0.2;

    private LinearSearch() {}

    /** A map after the work of one level. */
    record Refined(Affine map, QuasiNewton.Minimum minimum, double overlap, int points) {}

    /** The maps that the starts lead to, the best first. */
    static List<Refined> refine(
            LevelPair pair, List<Affine> starts, LinearRegistration.Options options, int level, Progress progress) {
        boolean last = level == LEVELS - 1;
        int wanted = last ? options.points() : Math.min(options.points(), POINTS[level]);
        FixedPoints points =
                pair.points(options.cost() == LinearCost.LOCAL_CORRELATION, wanted, options.seed() + level);
        Similarity similarity = pair.similarity(options.cost(), points, last ? options.bins() : options.bins() / 2 + 8);
        QuasiNewton.Stop stop =
                new QuasiNewton.Stop(2 * pair.spacing(), (last ? 0.005 : 0.02) * pair.spacing(), MOST_STEPS);
        List<Refined> refined = new ArrayList<>(FixedChunks.map(
                starts.size(),
                1,
                (i, end) -> {
                    Affine map = pair.inward(starts.get(i));
                    Refined result = null;
                    for (int dof = level == 0 && options.search() ? 6 : options.dof(); dof <= options.dof(); dof += 3) {
                        LinearMapModel model = pair.model(dof);
                        LinearObjective objective = pair.objective(points, similarity, model, LEAST_OVERLAP, progress);
                        double[] start = model.parameters(map);
                        objective.evaluate(start, new double[dof]);
                        QuasiNewton.Minimum minimum =
                                QuasiNewton.minimise(objective, start, objective.metric(start), stop);
                        map = model.affine(minimum.at());
                        objective.evaluate(minimum.at(), new double[dof]);
                        result = new Refined(pair.outward(map), minimum, objective.overlap(), points.count());
                    }
                    return result;
                },
                progress));
        refined.sort(Comparator.comparingDouble(r -> r.minimum().value()));
        return refined;
    }

    /** The first few maps that are not almost the same. */
    static List<Affine> distinct(List<Refined> refined, LevelPair pair, int most) {
        List<Affine> kept = new ArrayList<>();
        for (Refined r : refined)
            if (kept.size() < most
                    && Double.isFinite(r.minimum().value())
                    && kept.stream().allMatch(k -> pair.distance(k, r.map()) > pair.spacing() / 4)) kept.add(r.map());
        return kept;
    }
}
