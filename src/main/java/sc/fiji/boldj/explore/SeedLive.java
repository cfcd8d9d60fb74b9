package sc.fiji.boldj.explore;

import java.util.ArrayList;
import java.util.List;
import sc.fiji.boldj.connectivity.SeedMapSeries;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.image.Affine;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.image.SeriesTiming;
import sc.fiji.boldj.run.Progress;

/** The seed map at the crosshair. Its methods run on the window's thread, but {@link #set}. */
final class SeedLive implements ViewSession.Live {

    private static final String OUTSIDE = "This voxel is outside the brain mask: it has no value in the map.";

    private volatile SeedMapSeries series;
    private Layer source;
    private volatile SeedSettings settings;
    private List<Object> key = List.of();
    private Layer shown;
    private double[] seed;

    SeedLive(SeedMapSeries series, SeedSettings settings) {
        this.series = series;
        this.settings = settings;
        source = new Layer(series.source());
    }

    /** Changes the seed from the next map on. */
    void set(SeedSettings changed) {
        settings = changed;
    }

    /** Replaces the series from the next map on; called on the window's thread. */
    void use(SeedMapSeries other) {
        series = other;
        source = new Layer(other.source());
        key = List.of();
    }

    SeedMapSeries map() {
        return series;
    }

    SeedSettings settings() {
        return settings;
    }

    @Override
    public int layer() {
        return 1;
    }

    @Override
    public double[] series() {
        return seed;
    }

    @Override
    public Layer source() {
        return source;
    }

    @Override
    public double radius() {
        return settings.radius();
    }

    @Override
    public String remark(double[] place) {
        double[] at = series.mask().grid().affine().inverse().apply(place[0], place[1], place[2]);
        int[] size = {
            series.mask().grid().sizeX(),
            series.mask().grid().sizeY(),
            series.mask().grid().sizeZ()
        };
        int voxel = 0;
        for (int d = 2; d >= 0; d--) {
            int index = (int) Math.floor(at[d] + 0.5);
            if (index < 0 || index >= size[d]) return "";
            voxel = voxel * size[d] + index;
        }
        return series.mask().contains(voxel) ? "" : OUTSIDE;
    }

    @Override
    public Layer at(Viewpoint.Place place, Progress progress) {
        SeedSettings now = settings;
        List<Object> wanted = List.of(now, now.names(place));
        if (wanted.equals(key)) return shown;
        key = List.of();
        double[] values = maps(now, place, progress)[0];
        NeuroImage map = NeuroImage.floats(
                "map of " + now.names(place).get(0), series.source().grid(), 1, SeriesTiming.UNKNOWN);
        map.writeVolume(0, floats(values));
        key = wanted;
        String direction = now.second() == null
                ? "positive: correlated with the seed"
                : "positive: correlated with the seed, given the second";
        shown = new Layer(map, new Layer.Origin("", ""), Affine.IDENTITY, now.unit(), direction);
        return shown;
    }

    /**
     * The maps of the seed and, if there is one, of the second seed, as {@code Seed Correlation...} computes them.
     *
     * @throws IllegalArgumentException if there is no seed at the place
     */
    double[][] maps(SeedSettings now, Viewpoint.Place at, Progress progress) {
        List<double[]> seeds = new ArrayList<>();
        double radius = now.radius();
        seeds.add(
                SeedRegion.sphere(series.mask(), at.x(), at.y(), at.z(), radius).series(series.source(), progress));
        Viewpoint.Place second = now.second();
        if (second != null)
            seeds.add(SeedRegion.sphere(series.mask(), second.x(), second.y(), second.z(), radius)
                    .series(series.source(), progress));
        double[][] maps = series.maps(seeds, now.names(at), now.options(), progress);
        seed = seeds.get(0);
        return maps;
    }

    static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int v = 0; v < floats.length; v++) floats[v] = (float) values[v];
        return floats;
    }
}
