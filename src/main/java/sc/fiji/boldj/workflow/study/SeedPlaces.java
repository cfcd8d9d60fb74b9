package sc.fiji.boldj.workflow.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.connectivity.SeedRegion;
import sc.fiji.boldj.image.Mask;
import sc.fiji.boldj.run.NumberText;

/**
 * A seed of the user's: one place or several whose spheres make one seed, such as both amygdalae.
 *
 * @param name letters and digits, as it stands in names of files
 * @param places in MNI space
 */
record SeedPlaces(String name, List<Coordinate> places) {

    /** Farther than this from the origin, in mm, is no brain. */
    private static final double FAR = 150;

    SeedPlaces {
        places = List.copyOf(places);
    }

    /**
     * Reads {@code name = place + place}, separated by semicolons; a place is {@code x,y,z} in MNI mm or the name of a node of
     * the built-in networks.
     *
     * @param text may be empty
     * @throws IllegalArgumentException naming the part that cannot be read
     */
    static List<SeedPlaces> parse(String text) {
        List<SeedPlaces> seeds = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(MapStep.SEEDS.keySet());
        for (String part : text.split(";", -1)) {
            if (part.isBlank()) continue;
            int equals = part.indexOf('=');
            String name = equals < 0 ? "" : part.substring(0, equals).strip();
            if (!name.matches("[A-Za-z0-9]+"))
                throw new IllegalArgumentException("seeds: '" + part.strip()
                        + "' must be name = x,y,z (MNI mm; a name of letters and digits; more places joined by +)");
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
        if (nodes.names().contains(text)) return nodes.get(text);
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

    /**
     * The voxels of all its spheres.
     *
     * @throws IllegalArgumentException if less than half of a sphere is in the mask
     */
    SeedRegion region(Mask mask) {
        boolean[] inside = new boolean[mask.grid().voxels()];
        for (Coordinate place : places)
            for (int v : SeedRegion.sphere(mask, place.x(), place.y(), place.z(), MapStep.RADIUS)
                    .voxels()) inside[v] = true;
        return SeedRegion.of(Mask.of(mask.grid(), inside), mask);
    }
}
