package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.run.NumberText;

/**
 * A seed of the user's: one place or several whose spheres make one seed, such as both amygdalae.
 *
 * @param name letters and digits, as it stands in names of files
 * @param places in MNI space
 */
public record SeedPlaces(String name, List<Coordinate> places) {

    /** In the posterior cingulate, of the drug studies. */
    static final List<SeedPlaces> BUILT_IN =
            List.of(builtIn("PCC", 0, -52, 18), builtIn("PCC2", -8, -56, 26), builtIn("PCC3", 1, -61, 38));

    /** Radius of the spheres of seeds and nodes in mm. */
    public static final double RADIUS = 6;

    /** Farther than this from the origin, in mm, is no brain. */
    private static final double FAR = 150;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+");

    public SeedPlaces {
        places = List.copyOf(places);
    }

    private static SeedPlaces builtIn(String name, double x, double y, double z) {
        return new SeedPlaces(name, List.of(Coordinate.of(name, x, y, z)));
    }

    /** Whether a text can be the name of a seed: it stands in names of files. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** The built-in seeds and the user's. */
    public static List<SeedPlaces> all(ParticipantOptions options) {
        List<SeedPlaces> all = new ArrayList<>(BUILT_IN);
        all.addAll(parse(options.get(ParticipantOption.SEEDS)));
        return all;
    }

    /** The seed of a map. */
    public static SeedPlaces of(SeedMap map, ParticipantOptions options) {
        for (SeedPlaces seed : all(options)) if (seed.name.equals(map.seed())) return seed;
        throw new IllegalArgumentException("seeds has no '" + map.seed() + "'");
    }

    /**
     * Reads {@code name = place + place}, separated by semicolons; a place is {@code x,y,z} in MNI mm or the name of a node of
     * the built-in networks.
     *
     * @param text may be empty
     * @throws IllegalArgumentException naming the part that cannot be read
     */
    public static List<SeedPlaces> parse(String text) {
        List<SeedPlaces> seeds = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (SeedPlaces seed : BUILT_IN) names.add(seed.name());
        for (String part : text.split(";", -1)) {
            if (part.isBlank()) continue;
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (!NAME.matcher(name).matches())
                throw new IllegalArgumentException(
                        "seeds: '" + part.strip()
                                + "' must be name = x,y,z (MNI mm; a name of letters and digits; several positions joined by +)");
            boolean taken = names.stream().anyMatch(name::equalsIgnoreCase); // one file on disks that know no case
            if (taken || !names.add(name))
                throw new IllegalArgumentException("seeds: the name '" + name + "' is taken; there are " + names);
            List<Coordinate> places = new ArrayList<>();
            for (String place : part.substring(equals + 1).split("\\+", -1)) places.add(place(name, place.strip()));
            seeds.add(new SeedPlaces(name, places));
        }
        return seeds;
    }

    private static Coordinate place(String name, String text) {
        CoordinateTable nodes = CoordinateTable.networkNodes();
        for (Coordinate node : nodes.entries()) if (node.name().equals(text)) return node;
        String[] numbers = text.split("\\s*,\\s*", -1);
        double[] place = new double[3];
        boolean inside = numbers.length == 3;
        for (int d = 0; inside && d < 3; d++) place[d] = NumberText.parse(numbers[d]);
        for (double value : place) inside &= Math.abs(value) <= FAR;
        if (!inside)
            throw new IllegalArgumentException("seeds: '" + text + "' of " + name
                    + " is neither x,y,z in MNI mm (within " + (int) FAR + " mm of the origin) nor one of "
                    + String.join(", ", nodes.names()));
        return Coordinate.of(name, place[0], place[1], place[2]);
    }
}
