package sc.fiji.boldj.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.connectivity.SeedCorrelation;
import sc.fiji.boldj.connectivity.SeveralSeeds;
import sc.fiji.boldj.host.MacroLine;

/**
 * The seed of a map. Immutable.
 *
 * @param radius of the spheres, mm
 * @param measure z (Fisher) or r
 * @param second centre of a second seed that is regressed out, RAS+ mm in tenths; null for none
 */
record SeedSettings(double radius, String measure, Viewpoint.Place second) {

    SeedSettings {
        if (!(radius > 0 && radius <= 50))
            throw new IllegalArgumentException("the radius of a seed must be above 0 and at most 50 mm, got " + radius);
    }

    SeveralSeeds.Options options() {
        return new SeveralSeeds.Options(
                second == null ? SeveralSeeds.Kind.BIVARIATE : SeveralSeeds.Kind.PARTIAL,
                SeedCorrelation.Measure.named(measure),
                0);
    }

    /** The seeds as the key {@code seed} writes them, the one of the map first. */
    List<String> names(Viewpoint.Place at) {
        List<String> names = new ArrayList<>();
        names.add(ViewWords.place(at.x(), at.y(), at.z()));
        if (second != null) names.add(ViewWords.place(second.x(), second.y(), second.z()));
        return names;
    }

    /** The line of {@code Seed Correlation...} that makes the map. */
    String line(Viewpoint.Place at, String input, String mask) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("input", input);
        values.put("seed", String.join(";", names(at)));
        values.put("radius", ViewWords.exact(radius));
        values.put("mask", mask);
        values.put("measure", measure);
        if (second != null) values.put("kind", SeveralSeeds.Kind.PARTIAL.toString());
        return MacroLine.of("Seed Correlation...", values);
    }

    /** What the values of the map are. */
    String unit() {
        return measure.equals("z") ? "Fisher z" : "r";
    }
}
