package sc.fiji.boldj.explore;

import java.util.Arrays;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.Interpolation;
import sc.fiji.boldj.image.Interpolator;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.PlaneReader;
import sc.fiji.boldj.image.SpatialMap;
import sc.fiji.boldj.image.VoxelGrid;

/** An image of a view: the anatomy or an overlay. Its voxels are read between the planes' points as they are asked for. */
final class Layer {

    /**
     * How a macro names a layer.
     *
     * @param source title or path of the image
     * @param transforms files of transforms separated by commas; empty for none
     */
    record Origin(String source, String transforms) {}

    private final NeuroImage image;
    private final Origin origin;
    private final SpatialMap worldMap;
    private final String unit;
    private final String direction;
    private PlaneReader reader;
    private int readerVolume = -1;
    private boolean readerNearest;

    /**
     * A layer.
     *
     * @param origin how a macro names it
     * @param worldMap from the world of the view to that of the image
     * @param unit of the values; may be empty
     * @param direction what positive values mean; may be empty
     */
    Layer(NeuroImage image, Origin origin, SpatialMap worldMap, String unit, String direction) {
        this.image = image;
        this.origin = origin;
        this.worldMap = worldMap;
        this.unit = unit;
        this.direction = direction;
    }

    Layer(NeuroImage image) {
        this(image, new Origin(image.name(), ""), Affine.IDENTITY, "", "");
    }

    NeuroImage image() {
        return image;
    }

    Origin origin() {
        return origin;
    }

    SpatialMap worldMap() {
        return worldMap;
    }

    String name() {
        return image.name();
    }

    String unit() {
        return unit;
    }

    String direction() {
        return direction;
    }

    /** The volume of the image that is shown when the view is at volume t. */
    int shown(int t) {
        return Math.min(t, image.volumes() - 1);
    }

    /**
     * The reader of a volume; the last one is kept.
     *
     * @param nearest whether values are those of the nearest voxel: for labels
     */
    synchronized PlaneReader reader(int t, boolean nearest) {
        int volume = shown(t);
        if (reader == null || readerVolume != volume || readerNearest != nearest) {
            Interpolator source = Interpolator.of(
                    image.volume(volume), image.grid(), nearest ? Interpolation.NEAREST : Interpolation.LINEAR);
            reader = PlaneReader.of(source, image.grid(), worldMap);
            readerVolume = volume;
            readerNearest = nearest;
        }
        return reader;
    }

    /** The first look of an anatomy: grey, from 0 (the smallest value if it is negative) to what 0.2 % exceed. */
    static LayerStyle anatomy(NeuroImage image) {
        float[] sorted = finite(image.volume(0), false);
        double low = sorted.length == 0 ? 0 : Math.min(0, sorted[0]);
        double high = quantile(sorted, 0.998);
        return new LayerStyle(ColourScale.GREY, low, high > low ? high : low + 1, LayerStyle.Signs.BOTH, 1, true);
    }

    /**
     * The first look of an overlay: warm and cold colours, symmetric about 0, up to the absolute value that 0.5 % of the voxels
     * other than 0 exceed; drawn is what is beyond the 90th percentile of these.
     */
    static LayerStyle overlay(NeuroImage image) {
        float[] sorted = finite(image.volume(0), true);
        double high = quantile(sorted, 0.995);
        double low = rounded(quantile(sorted, 0.90));
        if (!(high > 0)) return new LayerStyle(ColourScale.WARM_COLD, 0.5, 1, LayerStyle.Signs.BOTH, 1, true);
        high = Math.max(rounded(high), low * 1.05);
        if (!(high > low)) low = high / 2;
        return new LayerStyle(ColourScale.WARM_COLD, low, high, LayerStyle.Signs.BOTH, 1, true);
    }

    /** Two significant digits. */
    private static double rounded(double value) {
        if (!(value > 0)) return 0;
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(2))
                .doubleValue();
    }

    private static float[] finite(float[] values, boolean sizes) {
        float[] kept = new float[values.length];
        int n = 0;
        for (float value : values) {
            if (!Float.isFinite(value)) continue;
            if (!sizes) kept[n++] = value;
            else if (value != 0) kept[n++] = Math.abs(value);
        }
        kept = Arrays.copyOf(kept, n);
        Arrays.sort(kept);
        return kept;
    }

    private static double quantile(float[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * (sorted.length - 1))];
    }

    /** The least and the largest place of the voxels' edges in the view, shape (2, 3). */
    double[][] box() {
        VoxelGrid grid = image.grid();
        double[][] box = new double[2][3];
        Arrays.fill(box[0], Double.POSITIVE_INFINITY);
        Arrays.fill(box[1], Double.NEGATIVE_INFINITY);
        for (int corner = 0; corner < 8; corner++) {
            double[] place = grid.affine()
                    .apply(
                            (corner & 1) * grid.sizeX() - 0.5,
                            (corner >> 1 & 1) * grid.sizeY() - 0.5,
                            (corner >> 2) * grid.sizeZ() - 0.5);
            for (int d = 0; d < 3; d++) {
                box[0][d] = Math.min(box[0][d], place[d]);
                box[1][d] = Math.max(box[1][d], place[d]);
            }
        }
        return box;
    }
}
