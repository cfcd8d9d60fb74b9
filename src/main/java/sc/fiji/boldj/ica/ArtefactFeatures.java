package sc.fiji.boldj.ica;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.VoxelGrid;

/**
 * What tells head motion and physiology from networks (ICA-AROMA: Pruim et al. 2015), with frequencies in Hz.
 *
 * <p>The rules are those of ICA-AROMA, with one change: its limit on the frequency that halves the power was a share of
 * the Nyquist frequency at a repetition time near 2 s; here it is the same frequency in Hz for every repetition time.
 */
public final class ArtefactFeatures {

    /** Frequencies up to this one (Hz) are excluded from the high-frequency content. */
    private static final double LOWEST_HZ = 0.01;
    /** The plane between motion and the rest in the space of (1, motion correlation, edge fraction): Pruim 2015. */
    private static final double[] PLANE = {-19.9751070082159, 9.95127547670627, 24.8333160239175};

    private ArtefactFeatures() {}

    /**
     * Where the lines are.
     *
     * @param csfFraction above it a component is flagged
     * @param medianHz a component with half its power above this frequency is flagged, in Hz
     * @param splits random parts of the scan over which the motion correlation is averaged
     * @param seed of the splits
     */
    public record Options(double csfFraction, double medianHz, int splits, long seed) {

        /**
         * 0.10; 0.094 Hz, which is ICA-AROMA's 0.35 of the way from 0.01 Hz to the Nyquist frequency at 2 s; 200 splits;
         * seed 1.
         */
        public static final Options DEFAULT = new Options(0.10, 0.094, 200, 1);

        /** @throws IllegalArgumentException if a value is out of range */
        public Options {
            if (!(csfFraction >= 0)) throw new IllegalArgumentException("csfFraction must be 0 or more");
            if (!(medianHz > LOWEST_HZ))
                throw new IllegalArgumentException("medianHz must be above " + LOWEST_HZ + " Hz, got " + medianHz);
            if (splits < 1) throw new IllegalArgumentException("splits must be 1 or more, got " + splits);
        }
    }

    /**
     * Where maps are looked at.
     *
     * @param brain the mask of the maps
     * @param edge its edge, see {@link ArtefactFeatures#edge}
     * @param csf cerebrospinal fluid, or null if it is not known
     */
    public record Regions(Mask brain, Mask edge, Mask csf) {}

    /**
     * The features of one component.
     *
     * @param edgeFraction share of the map's size at the edge of the brain, CSF excluded
     * @param csfFraction share of the map's size in CSF; NaN without a CSF mask
     * @param medianHz frequency that halves the power above 0.01 Hz; NaN if the repetition time is unknown
     * @param motionCorrelation largest correlation with the motion model, averaged over splits; NaN without motion
     * @param flags why it is an artefact: {@code csf}, {@code frequency}, {@code motion}; empty if it is not
     */
    public record Features(
            double edgeFraction, double csfFraction, double medianHz, double motionCorrelation, List<String> flags) {

        /** Whether any flag is set. */
        public boolean isArtefact() {
            return !flags.isEmpty();
        }
    }

    /**
     * The voxels of a brain mask within a distance of its outside.
     *
     * @param width in millimetres, 6 is usual
     */
    public static Mask edge(Mask brain, double width) {
        VoxelGrid grid = brain.grid();
        List<int[]> reach = new ArrayList<>();
        int[] most = IntStream.range(0, 3)
                .map(a -> (int) Math.floor(width / grid.voxelSize(a)))
                .toArray();
        for (int z = -most[2]; z <= most[2]; z++)
            for (int y = -most[1]; y <= most[1]; y++)
                for (int x = -most[0]; x <= most[0]; x++) {
                    double dx = x * grid.voxelSize(0);
                    double dy = y * grid.voxelSize(1);
                    double dz = z * grid.voxelSize(2);
                    if (dx * dx + dy * dy + dz * dz <= width * width) reach.add(new int[] {x, y, z});
                }
        // the nearest neighbours always count, however large the voxels
        for (int axis = 0; axis < 3; axis++)
            for (int sign = -1; sign <= 1; sign += 2) {
                int[] step = new int[3];
                step[axis] = sign;
                reach.add(step);
            }
        boolean[] edge = new boolean[grid.voxels()];
        for (int i = 0; i < brain.count(); i++) {
            int voxel = brain.voxel(i);
            int x = voxel % grid.sizeX();
            int y = voxel / grid.sizeX() % grid.sizeY();
            int z = voxel / grid.planeSize();
            for (int[] step : reach) {
                int nx = x + step[0];
                int ny = y + step[1];
                int nz = z + step[2];
                boolean inGrid =
                        nx >= 0 && ny >= 0 && nz >= 0 && nx < grid.sizeX() && ny < grid.sizeY() && nz < grid.sizeZ();
                if (!inGrid || !brain.contains(grid.index(nx, ny, nz))) {
                    edge[voxel] = true;
                    break;
                }
            }
        }
        return Mask.of(grid, edge);
    }

    /**
     * Judges components.
     *
     * @param maps thresholded z maps or z maps, shape (K, V) in the order of the mask
     * @param timeCourses shape (T, K)
     * @param regions of the brain
     * @param motion six columns in any units, shape (T, 6), or null if it is not known
     * @param repetitionTime in seconds, NaN if it is not known
     * @return one for each component
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public static List<Features> of(
            float[] maps,
            double[] timeCourses,
            int components,
            Regions regions,
            double[][] motion,
            double repetitionTime,
            Options options) {
        Mask mask = regions.brain;
        Mask edge = regions.edge;
        Mask csf = regions.csf;
        int voxels = mask.count();
        edge.grid().requireSameAs(mask.grid(), "the edge mask", "the brain mask");
        if (csf != null) csf.grid().requireSameAs(mask.grid(), "the CSF mask", "the brain mask");
        int volumes = timeCourses.length / components;
        if (maps.length != (long) components * voxels || timeCourses.length != (long) volumes * components)
            throw new IllegalArgumentException("maps of " + maps.length + " and time courses of " + timeCourses.length
                    + " values do not fit " + components + " components and " + voxels + " voxels");
        if (motion != null && motion.length != volumes)
            throw new IllegalArgumentException(
                    "motion has " + motion.length + " rows, the time courses " + volumes + ": same scan?");
        double[][] shares = ComponentSpectra.shares(timeCourses, volumes, components);
        double[][] model = motion == null ? null : MotionLikeness.motionModel(motion);
        List<Features> features = new ArrayList<>();
        for (int k = 0; k < components; k++) {
            double all = 0;
            double inEdge = 0;
            double inCsf = 0;
            for (int i = 0; i < voxels; i++) {
                double size = Math.abs(maps[k * voxels + i]);
                boolean fluid = csf != null && csf.contains(mask.voxel(i));
                all += size;
                if (fluid) inCsf += size;
                else if (edge.contains(mask.voxel(i))) inEdge += size;
            }
            double edgeFraction = all > inCsf ? inEdge / (all - inCsf) : 0;
            double csfFraction = csf == null ? Double.NaN : all > 0 ? inCsf / all : 0;
            double median = Double.isNaN(repetitionTime)
                    ? Double.NaN
                    : ComponentSpectra.median(shares[k], volumes, repetitionTime, LOWEST_HZ);
            double[] course = new double[volumes];
            for (int t = 0; t < volumes; t++) course[t] = timeCourses[t * components + k];
            double correlation = model == null ? Double.NaN : MotionLikeness.motionCorrelation(course, model, options);
            List<String> flags = new ArrayList<>();
            if (csfFraction > options.csfFraction) flags.add("csf");
            if (median > options.medianHz) flags.add("frequency");
            if (PLANE[0] + PLANE[1] * correlation + PLANE[2] * edgeFraction > 0) flags.add("motion");
            features.add(new Features(edgeFraction, csfFraction, median, correlation, List.copyOf(flags)));
        }
        return features;
    }
}
