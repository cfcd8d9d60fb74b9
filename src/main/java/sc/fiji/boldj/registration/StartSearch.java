package sc.fiji.boldj.registration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.run.FixedChunks;
import sc.fiji.boldj.run.Progress;

/**
 * Looks for rigid maps worth refining, wherever the heads lie in their scanners.
 *
 * <p>Each of three shifts (as the worlds are, centre of brightness on centre of brightness, middle of the field of view on
 * middle) meets 27 turns; the second also goes up and down, for scans that reach further down the neck. From each a
 * few steps are taken; the best of these go on.
 */
final class StartSearch {

    private static final double TURN = Math.toRadians(30);
    private static final double SLIDE_MM = 35;
    private static final double NEAR_MM = 5;
    private static final double LEAST_OVERLAP = 0.4;
    private static final int POINTS = 3000;
    private static final int BINS = 16;
    private static final int FIRST_STEPS = 8;
    private static final int SECOND_STEPS = 40;
    private static final int SECOND_ROUND = 10;
    private static final int RESULTS = 5;

    private record Candidate(Affine map, double cost) {}

    private StartSearch() {}

    /** A few maps, the best first. */
    static List<Affine> starts(LevelPair pair, Affine given, LinearRegistration.Options options, Progress progress) {
        FixedPoints points = pair.points(false, POINTS, options.seed());
        Similarity similarity = pair.similarity(LinearCost.NORMALISED_MUTUAL_INFORMATION, points, BINS);
        LinearMapModel model = pair.model(6);
        List<Candidate> first = improve(
                pair,
                points,
                similarity,
                model,
                grid(pair, model, pair.inward(given)),
                FIRST_STEPS,
                progress.stage(0, 0.7));
        List<Affine> second =
                distinct(first, pair, SECOND_ROUND).stream().map(pair::inward).toList();
        List<Candidate> found = improve(pair, points, similarity, model, second, SECOND_STEPS, progress.stage(0.7, 1));
        List<Affine> best = distinct(found, pair, RESULTS);
        return best.isEmpty() ? List.of(given) : best;
    }

    private static List<Affine> grid(LevelPair pair, LinearMapModel model, Affine given) {
        double[] c = pair.centre();
        List<double[]> shifts = new ArrayList<>();
        add(shifts, minus(given.apply(c[0], c[1], c[2]), c));
        double[] bright = minus(pair.movingBrightness(), pair.fixedBrightness());
        add(shifts, bright);
        add(shifts, minus(pair.movingFieldCentre(), pair.fixedFieldCentre()));
        double[] turn = model.parameters(given);
        List<Affine> all = new ArrayList<>();
        for (double[] shift : shifts)
            for (int k = 0; k < 27; k++)
                all.add(model.affine(new double[] {
                    shift[0],
                    shift[1],
                    shift[2],
                    turn[3] + (k % 3 - 1) * TURN,
                    turn[4] + (k / 3 % 3 - 1) * TURN,
                    turn[5] + (k / 9 - 1) * TURN
                }));
        for (int sign = -1; sign <= 1; sign += 2)
            all.add(model.affine(
                    new double[] {bright[0], bright[1], bright[2] + sign * SLIDE_MM, turn[3], turn[4], turn[5]}));
        return all;
    }

    private static void add(List<double[]> shifts, double[] shift) {
        for (double[] other : shifts) {
            double[] d = minus(shift, other);
            if (Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) < NEAR_MM) return;
        }
        shifts.add(shift);
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static List<Candidate> improve(
            LevelPair pair,
            FixedPoints points,
            Similarity similarity,
            LinearMapModel model,
            List<Affine> starts,
            int steps,
            Progress progress) {
        QuasiNewton.Stop stop = new QuasiNewton.Stop(2 * pair.spacing(), 0.05 * pair.spacing(), steps);
        List<Candidate> found = new ArrayList<>(FixedChunks.map(
                starts.size(),
                1,
                (i, end) -> {
                    LinearObjective objective = pair.objective(points, similarity, model, LEAST_OVERLAP, progress);
                    double[] start = model.parameters(starts.get(i));
                    double cost = objective.evaluate(start, new double[6]);
                    if (!Double.isFinite(cost)) return new Candidate(pair.outward(starts.get(i)), cost);
                    QuasiNewton.Minimum minimum = QuasiNewton.minimise(objective, start, objective.metric(start), stop);
                    return new Candidate(pair.outward(model.affine(minimum.at())), minimum.value());
                },
                progress));
        found.sort(Comparator.comparingDouble(Candidate::cost));
        return found;
    }

    private static List<Affine> distinct(List<Candidate> sorted, LevelPair pair, int most) {
        List<Affine> kept = new ArrayList<>();
        for (Candidate c : sorted)
            if (kept.size() < most
                    && Double.isFinite(c.cost())
                    && kept.stream().allMatch(k -> pair.distance(k, c.map()) > NEAR_MM)) kept.add(c.map());
        return kept;
    }
}
