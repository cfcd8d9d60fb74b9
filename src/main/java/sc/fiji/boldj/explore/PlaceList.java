package sc.fiji.boldj.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sc.fiji.boldj.atlas.Coordinate;
import sc.fiji.boldj.atlas.CoordinateTable;
import sc.fiji.boldj.atlas.LabelVolume;

/**
 * Named places of one source, in groups: the nodes of the built-in networks, or the regions of an atlas.
 *
 * @param name of the source
 * @param groups places by the name of their group, in the order of the source
 */
record PlaceList(String name, Map<String, List<Place>> groups) {

    /** A place in RAS+ mm. */
    record Place(String name, double x, double y, double z) {
        @Override
        public String toString() {
            return name + "  (" + ViewWords.place(x, y, z) + ")";
        }
    }

    /** The nodes of the built-in networks, by network. */
    static PlaceList builtIn() {
        Map<String, List<Place>> groups = new LinkedHashMap<>();
        for (Coordinate node : CoordinateTable.networkNodes().entries())
            groups.computeIfAbsent(
                            node.networks().isEmpty()
                                    ? "other"
                                    : node.networks().get(0),
                            key -> new ArrayList<>())
                    .add(new Place(node.name(), node.x(), node.y(), node.z()));
        return new PlaceList("Built-in networks", groups);
    }

    /**
     * The regions of an atlas, each at the voxel of the region that is nearest to its centre of mass, so that the place lies within it;
     * grouped by the words that names share before their last part.
     */
    static PlaceList of(LabelVolume atlas, String name) {
        Map<String, List<Place>> groups = new LinkedHashMap<>();
        int[] labels = atlas.labels();
        double[][] places = inside(atlas);
        for (int r = 0; r < labels.length; r++) {
            if (Double.isNaN(places[r][0])) continue;
            String given = atlas.table().name(labels[r]);
            String region = given.isEmpty() ? "label " + labels[r] : given;
            groups.computeIfAbsent(group(region), key -> new ArrayList<>())
                    .add(new Place(region, places[r][0], places[r][1], places[r][2]));
        }
        return new PlaceList(name, groups);
    }

    /** {@code 7Networks_LH_Default_PFC_1}: {@code LH Default}. */
    private static String group(String region) {
        String[] words = region.split("[_.]", -1);
        if (words.length >= 4 && words[0].endsWith("Networks")) return words[1] + " " + words[2];
        return words.length > 1 ? words[0] : "regions";
    }

    private static double[][] inside(LabelVolume atlas) {
        int[] labels = atlas.labels();
        double[][] centres = atlas.centres();
        double[][] best = new double[labels.length][3];
        double[] least = new double[labels.length];
        java.util.Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (double[] place : best) java.util.Arrays.fill(place, Double.NaN);
        for (int v = 0; v < atlas.grid().voxels(); v++) {
            if (atlas.label(v) == 0) continue;
            int r = java.util.Arrays.binarySearch(labels, atlas.label(v));
            double[] at = atlas.grid().position(v);
            double distance = 0;
            for (int d = 0; d < 3; d++) distance += (at[d] - centres[r][d]) * (at[d] - centres[r][d]);
            if (distance >= least[r]) continue;
            least[r] = distance;
            best[r] = at;
        }
        return best;
    }
}
