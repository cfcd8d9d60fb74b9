package sc.fiji.boldj.workflow.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.image.NeuroImage;
import sc.fiji.boldj.run.Progress;
import sc.fiji.boldj.workflow.option.Option;

/**
 * Correlation with the mean series of a seed.
 *
 * @param seed name of the seed, built in or the user's: letters and digits
 */
public record SeedMap(String seed) implements ComputedMap {

    /** What the name of a map of one of the user's seeds begins with. */
    static final String PREFIX = "seed-";

    /** Of the posterior cingulate; the map that is also computed under other denoising choices. */
    public static final SeedMap PCC = new SeedMap("PCC");

    /** Those of the built-in seeds. */
    static List<SeedMap> builtIn() {
        return SeedPlaces.BUILT_IN.stream()
                .map(places -> new SeedMap(places.name()))
                .toList();
    }

    /** Those of the user's seeds. */
    public static List<SeedMap> ofUser(ParticipantOptions options) {
        return SeedPlaces.parse(options.get(ParticipantOption.SEEDS)).stream()
                .map(places -> new SeedMap(places.name()))
                .toList();
    }

    /** @param name of a seed; empty if it is no name */
    static Optional<SeedMap> parse(String name) {
        return SeedPlaces.isName(name) ? Optional.of(new SeedMap(name)) : Optional.empty();
    }

    @Override
    public String label() {
        return builtIn().contains(this) ? seed : PREFIX + seed;
    }

    @Override
    public Path file(ScanFiles run) {
        DerivativeName name = name();
        return run.image(name);
    }

    /** The file of the same map under another denoising choice. */
    public Path variant(ScanFiles run, Variant variant) {
        return run.image(variant.name(name()));
    }

    private DerivativeName name() {
        return DerivativeName.of("boldmap")
                .with(DerivativeName.Entity.SEED, seed)
                .stat("fisherz");
    }

    @Override
    public String description() {
        return "Fisher z of the correlation with the mean series of the seed";
    }

    @Override
    public String unit() {
        return "Fisher z";
    }

    @Override
    public String direction() {
        return "positively correlated with the seed";
    }

    @Override
    public Source source() {
        return Source.SMOOTHED;
    }

    @Override
    public List<Option<?>> options() {
        return builtIn().contains(this)
                ? ComputedMap.super.options()
                : List.of(ParticipantOption.FWHM, ParticipantOption.SEEDS);
    }

    @Override
    public NeuroImage compute(RunSeries run, Map<String, Object> about, Progress progress) {
        SeedPlaces places = SeedPlaces.of(this, run.options());
        about.put(
                "Seed",
                places.places().stream()
                        .map(place -> new double[] {place.x(), place.y(), place.z()})
                        .toArray());
        about.put("RadiusMillimetres", SeedPlaces.RADIUS);
        SeedRegion region = SeedRegion.spheres(run.mask(), places.places(), SeedPlaces.RADIUS);
        about.put("Voxels", region.count());
        double[] mean = region.series(run.series(), Progress.NONE);
        double[] z = SeedCorrelation.of(run.series(), mean, run.mask(), SeedCorrelation.Measure.Z, Progress.NONE);
        float[] map = new float[z.length];
        for (int v = 0; v < map.length; v++) map[v] = (float) z[v];
        return run.series().volumeLike("map", map);
    }
}
