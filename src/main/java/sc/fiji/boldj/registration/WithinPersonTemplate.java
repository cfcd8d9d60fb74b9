package sc.fiji.boldj.registration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.VoxelGrid;
import sc.fiji.boldj.run.Progress;

/**
 * The unbiased average of several scans of one person, with the rigid map to each of them; no scan is favoured
 * (Reuter et al. 2012, NeuroImage 61:1402-1418).
 *
 * <p>The space of the average is midway between the scans: on average, its maps to the scans have no rotation and
 * leave the mean centre of the heads in place. Every scan is therefore interpolated, once. The average is the median
 * over the scans at each voxel, after each scan was divided by its brightness and by its shading relative to the median
 * (their ratio, smoothed by 30 mm); each is registered to the average with its own shading. The scans are registered to the
 * average and the average is computed again until no scan moves by more than 0.02 mm, at most 6 times. Voxels where a
 * scan differs from the average (jaw, neck, a lesion that has changed) have low weights: Tukey's biweight of the
 * difference, smoothed by 4 mm.
 *
 * <p>The scans are processed in an order that follows from their voxels alone, so that the order in which they are
 * given does not change a bit. Each must be one volume with at least 4 voxels along each axis. NaN and infinite
 * voxels count as 0.
 *
 * @param average on a grid of its own with cubic voxels of the median size of the scans' voxels, parallel to the axes of the
 *     world; in the unit of the scans; 0 where no scan reaches
 * @param toScans for each scan, in the order given, from the world of the average to that of the scan, RAS+ mm
 * @param similarity for each scan the correlation with the average over the head, -1 to 1
 * @param rounds how often the scans were registered to the average
 * @param lastMove the largest displacement of the head of a scan in the last round, mm
 */
public record WithinPersonTemplate(
        NeuroImage average, List<Affine> toScans, List<Double> similarity, int rounds, double lastMove) {

    private static final int MOST_ROUNDS = 6;
    private static final double STILL_MM = 0.02;
    /** Half the width of a head, mm: how far from the centre a rotation is judged. */
    private static final double HEAD_MM = 80;

    public WithinPersonTemplate {
        toScans = List.copyOf(toScans);
        similarity = List.copyOf(similarity);
    }

    /**
     * Averages scans of one person.
     *
     * @param scans two or more, of one contrast
     * @throws IllegalArgumentException if there are fewer, or one cannot be registered; names it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static WithinPersonTemplate of(List<NeuroImage> scans, Progress progress) {
        if (scans.size() < 2)
            throw new IllegalArgumentException("an average needs two scans or more, got " + scans.size());
        List<Integer> order = IntStream.range(0, scans.size()).boxed().collect(Collectors.toList());
        List<String> digests = scans.stream().map(ScanDigest::of).toList();
        order.sort(Comparator.comparing(digests::get));
        List<NeuroImage> sorted = order.stream().map(scans::get).toList();
        WithinPersonTemplate found = ofSorted(sorted, progress);
        Affine[] maps = new Affine[scans.size()];
        Double[] similarity = new Double[scans.size()];
        for (int i = 0; i < maps.length; i++) {
            maps[order.get(i)] = found.toScans().get(i);
            similarity[order.get(i)] = found.similarity().get(i);
        }
        return new WithinPersonTemplate(
                found.average(), Arrays.asList(maps), Arrays.asList(similarity), found.rounds(), found.lastMove());
    }

    private static WithinPersonTemplate ofSorted(List<NeuroImage> scans, Progress progress) {
        int n = scans.size();
        double[] centre = new double[3];
        for (NeuroImage scan : scans) {
            double[] own = AverageScans.centre(scan);
            for (int d = 0; d < 3; d++) centre[d] += own[d] / n;
        }
        List<Affine> maps = new ArrayList<>();
        maps.add(Affine.IDENTITY);
        for (int i = 1; i < n; i++)
            maps.add(LinearRegistration.of(
                            scans.get(0),
                            scans.get(i),
                            LinearRegistration.Options.DEFAULT,
                            progress.stage(0.3 * (i - 1) / (n - 1), 0.3 * i / (n - 1)))
                    .fixedToMoving());
        maps = centred(maps, centre);
        AverageScans average = AverageScans.of(scans, maps, progress);
        int rounds = 0;
        double moved = Double.POSITIVE_INFINITY;
        while (rounds < MOST_ROUNDS && moved > STILL_MM) {
            Progress stage = progress.stage(0.3 + 0.7 * rounds / MOST_ROUNDS, 0.3 + 0.7 * (rounds + 1) / MOST_ROUNDS);
            List<Affine> next = new ArrayList<>();
            for (int i = 0; i < n; i++)
                next.add(LinearRegistration.of(
                                average.shadedAs(i),
                                scans.get(i),
                                new LinearRegistration.Weights(
                                        Optional.of(average.weights(i)),
                                        Optional.empty(),
                                        LinearRegistration.Outside.IGNORED),
                                LinearRegistration.Options.DEFAULT
                                        .withCost(LinearCost.LEAST_SQUARES)
                                        .from(maps.get(i)),
                                stage.stage((double) i / n, (i + 1.0) / n))
                        .fixedToMoving());
            next = centred(next, centre);
            moved = 0;
            for (int i = 0; i < n; i++) moved = Math.max(moved, distance(maps.get(i), next.get(i), centre));
            maps = next;
            average = AverageScans.of(scans, maps, progress);
            rounds++;
        }
        List<Double> similarity = new ArrayList<>(Collections.nCopies(n, 0.0));
        for (int i = 0; i < n; i++) similarity.set(i, average.similarity(i));
        progress.update(1, 1);
        return new WithinPersonTemplate(average.image(), maps, similarity, rounds, moved);
    }

    /** The same maps from the space midway between the scans. */
    private static List<Affine> centred(List<Affine> maps, double... centre) {
        Affine frame = RigidMean.centring(maps, centre);
        return maps.stream().map(map -> map.times(frame)).toList();
    }

    /** The root mean square distance between two maps on the corners of a cube as large as a head. */
    private static double distance(Affine one, Affine other, double... centre) {
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            double x = centre[0] + ((corner & 1) == 0 ? -1 : 1) * HEAD_MM / StrictMath.sqrt(3);
            double y = centre[1] + ((corner & 2) == 0 ? -1 : 1) * HEAD_MM / StrictMath.sqrt(3);
            double z = centre[2] + ((corner & 4) == 0 ? -1 : 1) * HEAD_MM / StrictMath.sqrt(3);
            double[] a = one.apply(x, y, z);
            double[] b = other.apply(x, y, z);
            for (int d = 0; d < 3; d++) sum += (a[d] - b[d]) * (a[d] - b[d]) / 8;
        }
        return Math.sqrt(sum);
    }

    /** The grid of the average of scans with these grids and maps: a box around what all of them cover. */
    static VoxelGrid grid(List<VoxelGrid> grids, List<Affine> maps) {
        double[] sizes = grids.stream()
                .mapToDouble(grid -> StrictMath.cbrt(Math.abs(grid.affine().determinant())))
                .sorted()
                .toArray();
        double size = Math.rint(100 * sizes[(sizes.length - 1) / 2]) / 100;
        double[] low = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double[] high = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (int i = 0; i < maps.size(); i++) {
            VoxelGrid grid = grids.get(i);
            Affine toAverage = maps.get(i).inverse().times(grid.affine());
            double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
            double[] most = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
            for (int corner = 0; corner < 8; corner++) {
                double[] at = toAverage.apply(
                        (corner & 1) == 0 ? 0 : grid.sizeX() - 1,
                        (corner & 2) == 0 ? 0 : grid.sizeY() - 1,
                        (corner & 4) == 0 ? 0 : grid.sizeZ() - 1);
                for (int d = 0; d < 3; d++) {
                    least[d] = Math.min(least[d], at[d]);
                    most[d] = Math.max(most[d], at[d]);
                }
            }
            for (int d = 0; d < 3; d++) {
                low[d] = Math.max(low[d], least[d]);
                high[d] = Math.min(high[d], most[d]);
            }
        }
        int[] n = new int[3];
        for (int d = 0; d < 3; d++) {
            if (!(high[d] - low[d] > 4 * size))
                throw new IllegalArgumentException("the scans have no field of view in common");
            n[d] = (int) Math.floor((high[d] - low[d]) / size + 1e-6) + 1;
        }
        return new VoxelGrid(n[0], n[1], n[2], Affine.of(size, 0, 0, low[0], 0, size, 0, low[1], 0, 0, size, low[2]));
    }
}
