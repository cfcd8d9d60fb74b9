package sc.fiji.boldj.connectivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelVolume;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;

/**
 * The mean series of each region of a parcellation or of spheres about coordinates. Immutable.
 *
 * <p>A region's series is the mean, in double precision, over its usable voxels: inside the mask, finite in every volume
 * and not constant. A region with too small a share of usable voxels is <em>void</em>: its series is NaN. So matrices
 * keep the same rows for all scans of a study, and a hole in one scan shows.
 */
public final class RegionSeries {

    /** Regions with a smaller share of usable voxels are void unless asked otherwise. */
    public static final double LEAST_COVERAGE = 0.5;

    private final List<String> names;
    private final int[] labels;
    private final double[] coverage;
    private final double[][] series;

    RegionSeries(List<String> names, int[] labels, double[] coverage, double[][] series) {
        this.names = List.copyOf(names);
        this.labels = labels;
        this.coverage = coverage;
        this.series = series;
    }

    /**
     * Series that were made elsewhere. A series with a NaN is void; coverage is treated as 1 for the others.
     *
     * @param values shape (T, R), row = time; copied
     * @param names R names
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public static RegionSeries of(double[][] values, List<String> names) {
        int regions = names.size();
        double[][] series = new double[regions][values.length];
        double[] coverage = new double[regions];
        int[] labels = new int[regions];
        for (int t = 0; t < values.length; t++) {
            if (values[t].length != regions)
                throw new IllegalArgumentException(
                        "row " + t + " has " + values[t].length + " values for " + regions + " regions");
            for (int r = 0; r < regions; r++) series[r][t] = values[t][r];
        }
        for (int r = 0; r < regions; r++) {
            labels[r] = r + 1;
            coverage[r] = Arrays.stream(series[r]).allMatch(Double::isFinite) ? 1 : 0;
            if (coverage[r] == 0) Arrays.fill(series[r], Double.NaN);
        }
        return new RegionSeries(names, labels, coverage, series);
    }

    /**
     * Means over the regions of a parcellation, in ascending order of their labels.
     *
     * @param source series, shape (X, Y, Z, T)
     * @param atlas in the space of the source; on another grid each voxel of the source takes the label at its centre
     * @param mask on the grid of the source
     * @param leastCoverage share of a region's voxels that must be usable, in [0, 1]
     * @throws IllegalArgumentException if the mask does not fit or every region is void
     */
    public static RegionSeries ofLabels(
            NeuroImage source, LabelVolume atlas, Mask mask, double leastCoverage, Progress progress) {
        LabelVolume onGrid = atlas.onGrid(source.grid());
        int[] labels = onGrid.labels();
        int[] sizes = new int[labels.length];
        int[] regionOf = new int[source.grid().voxels()];
        for (int v = 0; v < regionOf.length; v++) {
            regionOf[v] = onGrid.label(v) == 0 ? -1 : Arrays.binarySearch(labels, onGrid.label(v));
            if (regionOf[v] >= 0) sizes[regionOf[v]]++;
        }
        int[][] members = new int[labels.length][];
        for (int r = 0; r < labels.length; r++) members[r] = new int[sizes[r]];
        int[] filled = new int[labels.length];
        for (int v = 0; v < regionOf.length; v++) if (regionOf[v] >= 0) members[regionOf[v]][filled[regionOf[v]]++] = v;
        List<String> names = new ArrayList<>();
        for (int label : labels) names.add(onGrid.table().name(label));
        return MeanSeries.mean(
                source, mask, new MeanSeries.Regions(names, labels, members, sizes), leastCoverage, progress);
    }

    /**
     * Means over spheres, in the order of the table. Spheres may overlap. Labels are 1, 2, ...
     *
     * @param source series, shape (X, Y, Z, T)
     * @param table coordinates in the space of the source, RAS+ millimetres
     * @param radius millimetres, above 0, of places without a radius of their own; a voxel belongs to a sphere if its centre is within the radius, or if it is
     *     the voxel nearest to the middle
     * @param mask on the grid of the source
     * @param leastCoverage share of a sphere's voxels (those beyond the grid among them) that must be usable, in [0, 1]
     * @throws IllegalArgumentException if the radius is wrong, the mask does not fit or every sphere is void
     */
    public static RegionSeries ofSpheres(
            NeuroImage source,
            CoordinateTable table,
            double radius,
            Mask mask,
            double leastCoverage,
            Progress progress) {
        int regions = table.entries().size();
        int[][] members = new int[regions][];
        int[] sizes = new int[regions];
        int[] labels = new int[regions];
        for (int r = 0; r < regions; r++) {
            Coordinate place = table.entries().get(r);
            Sphere sphere = Sphere.about(source.grid(), place.x(), place.y(), place.z(), place.radiusOr(radius));
            members[r] = sphere.inside();
            sizes[r] = sphere.total();
            labels[r] = r + 1;
        }
        return MeanSeries.mean(
                source, mask, new MeanSeries.Regions(table.names(), labels, members, sizes), leastCoverage, progress);
    }

    /** Number of volumes. */
    public int volumes() {
        return series.length == 0 ? 0 : series[0].length;
    }

    /** Number of regions, void ones among them. */
    public int regions() {
        return series.length;
    }

    /** The regions' names. */
    public List<String> names() {
        return names;
    }

    /** The regions' labels, a new array. */
    public int[] labels() {
        return labels.clone();
    }

    /** The share of a region's voxels that are usable, in [0, 1]. */
    public double coverage(int region) {
        return coverage[region];
    }

    /** Whether a region has too few usable voxels. */
    public boolean isVoid(int region) {
        return series[region].length > 0 && Double.isNaN(series[region][0]);
    }

    /** The names of the void regions. */
    public List<String> voidNames() {
        List<String> list = new ArrayList<>();
        for (int r = 0; r < regions(); r++) if (isVoid(r)) list.add(names.get(r));
        return list;
    }

    /** One region's series, shape (T), NaN if it is void; a new array. */
    public double[] series(int region) {
        return series[region].clone();
    }

    /** All series, shape (T, R), row = time; a new array. */
    public double[][] toArray() {
        double[][] rows = new double[volumes()][regions()];
        for (int r = 0; r < regions(); r++) for (int t = 0; t < volumes(); t++) rows[t][r] = series[r][t];
        return rows;
    }
}
